// Texts that a program was to fill in, or that it printed where it had no value.
#pragma once
#include <string_view>

namespace diallint {

/// The bytes that such a text begins with.
inline constexpr std::string_view kPlaceholderStarts = "{<[($%=unN";

/// Whether a text is nothing else: "{{name}}", "$.name", "undefined".
bool is_placeholder(std::string_view text) noexcept;

/// Whether it is a formula that a spreadsheet has written around a text: ="00123".
bool is_formula_text(std::string_view text) noexcept;

/// Whether it is one to fill in, rather than what stands for a missing value.
bool is_template(std::string_view text) noexcept;

}  // namespace diallint
