// What a shell and man(1) know of the program, made from the definition of its command line.
#pragma once
#include <map>
#include <string>

namespace diallint {

/// Completions for bash, zsh and fish, and the manual page: their texts by path in the repository.
std::map<std::string, std::string> shell_files();

}  // namespace diallint
