// Text as shells and man(1) take it.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// A function of bash, `name`, that completes the file names which begin with $current: one name a
/// candidate, whatever is in it, also where what was typed has quotes or backslashes.
std::string bash_files(std::string_view name);

/// Text within single quotes of zsh, brackets and colons as _arguments wants them.
std::string zsh_text(std::string_view text);

/// Text within single quotes of fish.
std::string fish_text(std::string_view text);

/// Text of roff: no request at the start of a line, no escape, hyphens that can be copied.
std::string roff(std::string_view text);

}  // namespace diallint
