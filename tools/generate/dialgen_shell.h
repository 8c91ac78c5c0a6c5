// What a shell and man(1) know of dialgen, made from its table of commands.
#pragma once
#include <map>
#include <string>

namespace diallint {

/// Completions for bash, zsh and fish, and the manual page: their texts by path in the repository.
std::map<std::string, std::string> dialgen_shell_files();

}  // namespace diallint
