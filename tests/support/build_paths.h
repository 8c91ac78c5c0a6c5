// Where the sources and the programs of this build lie. The paths are compiled into one source
// alone, so that the compiler's cache holds every other object for all clones of the repository.
#pragma once
#include <string>

namespace diallint::test {

/// The root of the repository.
std::string source_dir();
/// The programs `diallint` and `diallint_generate`; `dialgen` lies beside them.
std::string program_path();
std::string generate_path();
/// The Node.js that runs the tests' validators.
std::string node_path();

/// `text` between apostrophes, for a shell.
inline std::string quoted(const std::string& text) { return "'" + text + "'"; }

}  // namespace diallint::test
