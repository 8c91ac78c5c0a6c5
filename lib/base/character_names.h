// Characters in words, without giving away what they spell.
#pragma once
#include <string>

namespace diallint {

/// "a space", "a letter", "a line feed", "U+00A0 (white space)": enough to find the character, and
/// letters and digits only by their class, because they may belong to a customer.
std::string describe_character(char32_t code_point);

}  // namespace diallint
