// How an input begins: what readers tell their formats by.
#pragma once
#include <string_view>

namespace diallint {

/// The next line that is not blank, without the white space around it, taken off the front of
/// `text`; empty at its end.
std::string_view take_line(std::string_view& text) noexcept;

/// Whether a text begins as JSON records do, which no table does: with a bracket, and behind it a
/// key in quotes, another bracket or the end of the line. A byte order mark may stand before it.
bool begins_like_json(std::string_view head) noexcept;

/// Whether the first line can be nothing but the header of a table: names of letters, digits and
/// blanks with one separator between them, and no JSON in the next line.
bool begins_like_table(std::string_view head) noexcept;

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A text behind the byte order mark that it may begin with.
std::string_view without_mark(std::string_view text) noexcept;

/// A text without the spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text) noexcept;

}  // namespace diallint
