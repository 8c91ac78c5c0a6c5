// Text of the world outside, made safe to print on a terminal.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// UTF-8 without anything that a terminal would obey or a reader would not see: controls, marks of
/// direction, line separators and bytes that are not UTF-8 are written as \n, \x1B or \u{202E}.
std::string printable(std::string_view text);

}  // namespace diallint
