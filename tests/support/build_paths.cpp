#include "support/build_paths.h"

namespace diallint::test {

std::string source_dir() { return DIALLINT_SOURCE_DIR; }
std::string program_path() { return DIALLINT_PROGRAM; }
std::string generate_path() { return DIALLINT_GENERATE; }
std::string node_path() { return DIALLINT_NODE; }

}  // namespace diallint::test
