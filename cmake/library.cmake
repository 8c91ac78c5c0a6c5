# The library: `diallint` (static) and `diallint_shared`, from the same objects. `diallint::diallint`
# is the shared one where BUILD_SHARED_LIBS is on.
include(GNUInstallDirs)

add_library(diallint_objects OBJECT ${DIALLINT_SOURCES} ${CMAKE_CURRENT_BINARY_DIR}/embedded_schemas.cpp
            ${CMAKE_CURRENT_BINARY_DIR}/embedded_page.cpp
            ${CMAKE_CURRENT_BINARY_DIR}/numbering_plan_tables.cpp)
set_target_properties(diallint_objects PROPERTIES
                      POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden
                      VISIBILITY_INLINES_HIDDEN ON)
target_compile_features(diallint_objects PUBLIC cxx_std_20)
target_include_directories(diallint_objects PRIVATE ${PROJECT_SOURCE_DIR}/lib/include
                           ${PROJECT_SOURCE_DIR}/lib)
target_include_directories(diallint_objects SYSTEM PRIVATE ${DIALLINT_DATE_INCLUDE})
target_compile_definitions(diallint_objects PRIVATE DIALLINT_VERSION="${PROJECT_VERSION}")
# g++ 12 copies small structs by wide loads right behind the narrow stores that filled them; the CPU
# cannot forward those, and the walker stalls at every string. Measured: ./dev bench.
target_compile_options(diallint_objects PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-fno-tree-slp-vectorize;-mmemset-strategy=unrolled_loop:512:noalign,libcall:-1:noalign>")
if(DIALLINT_FUZZ)
  # What libFuzzer goes by. What it notes of every comparison took a third of the time, and reached no
  # more than the dictionaries do.
  target_compile_options(diallint_objects PRIVATE -fsanitize=fuzzer-no-link
                         -fno-sanitize-coverage=trace-cmp)
endif()
target_link_libraries(diallint_objects PRIVATE diallint_flags simdjson::simdjson fmt::fmt
                      nlohmann_json::nlohmann_json PkgConfig::RE2)

# What nlohmann and date give is in their headers: neither is anything to who links the library.
function(diallint_library target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/lib/include>
                             $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:diallint_flags> simdjson::simdjson fmt::fmt
                        PkgConfig::RE2 Threads::Threads)
  set_target_properties(${target} PROPERTIES OUTPUT_NAME diallint LINKER_LANGUAGE CXX)
endfunction()

add_library(diallint STATIC $<TARGET_OBJECTS:diallint_objects>)
diallint_library(diallint)
set_target_properties(diallint PROPERTIES EXPORT_NAME diallint_static)
add_library(diallint::diallint_static ALIAS diallint)

if(DIALLINT_SHARED)
  # The soname changes whenever `./dev abi` says that programs have to be built again.
  add_library(diallint_shared SHARED $<TARGET_OBJECTS:diallint_objects>)
  diallint_library(diallint_shared)
  set_target_properties(diallint_shared PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION 0)
  add_library(diallint::diallint_shared ALIAS diallint_shared)
  if(NOT APPLE)
    target_link_options(diallint_shared PRIVATE
                        -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/libdiallint.map -Wl,--no-undefined)
    set_target_properties(diallint_shared PROPERTIES
                          LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/libdiallint.map)
  endif()
endif()

if(DIALLINT_SHARED AND DIALLINT_TESTS AND NOT DIALLINT_SANITIZE)
  include(cmake/interface.cmake)
endif()

if(DIALLINT_SHARED AND BUILD_SHARED_LIBS)
  add_library(diallint::diallint ALIAS diallint_shared)
else()
  add_library(diallint::diallint ALIAS diallint)
endif()
