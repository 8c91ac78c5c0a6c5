# diallint_interface: the shared library once more, with debug information of the sources that define
# public names, for ./dev abi to read types from. It is built on demand.
set(DIALLINT_INTERFACE_SOURCES api/c_api.cpp api/c_guidance.cpp api/checker.cpp
    api/ruleset.cpp api/schema_diff.cpp api/service_error.cpp base/finding.cpp base/date_time.cpp campaign/c_prepare.cpp campaign/c_reconcile.cpp
    campaign/preparer.cpp campaign/reconciler.cpp fix/c_fix.cpp fix/edits.cpp
    fix/find_fixes.cpp fix/write_diff.cpp fix/write_fixed.cpp
    generate/generator.cpp
    phone/builtin_plan.cpp phone/fictional_numbers.cpp phone/numbering_plan.cpp phone/plan_names.cpp
    rules/response_guidance.cpp)
list(TRANSFORM DIALLINT_INTERFACE_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/lib/)
add_library(diallint_interface SHARED EXCLUDE_FROM_ALL ${DIALLINT_INTERFACE_SOURCES})
diallint_library(diallint_interface)
set_target_properties(diallint_interface PROPERTIES OUTPUT_NAME diallint_interface
                      CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
target_include_directories(diallint_interface PRIVATE ${PROJECT_SOURCE_DIR}/lib)
target_include_directories(diallint_interface SYSTEM PRIVATE ${DIALLINT_DATE_INCLUDE})
target_compile_definitions(diallint_interface PRIVATE DIALLINT_VERSION="${PROJECT_VERSION}")
target_compile_options(diallint_interface PRIVATE -g -O0 -U_FORTIFY_SOURCE)
target_link_libraries(diallint_interface PRIVATE diallint nlohmann_json::nlohmann_json)
get_target_property(DIALLINT_SOVERSION diallint_shared SOVERSION)
set_target_properties(diallint_interface PROPERTIES NO_SONAME ON)
target_link_options(diallint_interface PRIVATE -Wl,-soname,libdiallint.so.${DIALLINT_SOVERSION}
                    -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/libdiallint.map)
