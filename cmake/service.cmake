# diallint::service: the calls of outbound campaigns answered on this machine. A library of its own,
# so that who links diallint's gets nothing of it.
file(GLOB DIALLINT_SERVICE_SCHEMAS CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/schemas/service/*.schema.json)
diallint_embed(embedded_service_schemas ${DIALLINT_SERVICE_SCHEMAS})
file(GLOB DIALLINT_SERVICE_SOURCES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/lib/service/*.cpp)
add_library(diallint_service STATIC ${DIALLINT_SERVICE_SOURCES}
            ${CMAKE_CURRENT_BINARY_DIR}/embedded_service_schemas.cpp)
add_library(diallint::service ALIAS diallint_service)
set_target_properties(diallint_service PROPERTIES EXPORT_NAME service POSITION_INDEPENDENT_CODE ON
                      CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
target_compile_features(diallint_service PUBLIC cxx_std_20)
target_include_directories(diallint_service PRIVATE ${PROJECT_SOURCE_DIR}/lib)
# Answers are made once a call: small is better than fast.
target_compile_options(diallint_service PRIVATE $<$<CONFIG:Release>:-Os>)
if(DIALLINT_FUZZ)
  target_compile_options(diallint_service PRIVATE -fsanitize=fuzzer-no-link
                         -fno-sanitize-coverage=trace-cmp)
endif()
target_link_libraries(diallint_service PUBLIC diallint
                      PRIVATE $<BUILD_INTERFACE:diallint_flags> fmt::fmt
                              $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)
