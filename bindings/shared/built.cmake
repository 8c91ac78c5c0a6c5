# The library and what the programs share, as a build of the repository in DIALLINT_BUILT has them:
# the target diallint_built.
find_package(simdjson REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
find_library(DIALLINT_SQLITE NAMES libsqlite3.a sqlite3 REQUIRED)

get_filename_component(DIALLINT_ROOT ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)
add_library(diallint_built INTERFACE)
target_compile_features(diallint_built INTERFACE cxx_std_20)
target_include_directories(diallint_built INTERFACE ${DIALLINT_ROOT}/tools ${DIALLINT_ROOT}/lib
                           ${DIALLINT_ROOT}/lib/include)
target_link_libraries(
  diallint_built INTERFACE ${DIALLINT_BUILT}/tools/libdiallint_tooling.a
                           ${DIALLINT_BUILT}/tools/libdiallint_store.a ${DIALLINT_BUILT}/libdiallint.a
                           simdjson::simdjson fmt::fmt nlohmann_json::nlohmann_json CLI11::CLI11
                           PkgConfig::RE2 ${DIALLINT_SQLITE})
