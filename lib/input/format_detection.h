// How an input begins: what readers tell their formats by.
#pragma once
#include <string_view>

namespace diallint {

/// The next line that is not blank, without the white space around it, taken off the front of
/// `text`; empty at its end.
std::string_view take_line(std::string_view& text) noexcept;

/// Text that opens with the byte order mark of UTF-16 or UTF-32, or nothing: what it is called.
std::string_view foreign_encoding(std::string_view head) noexcept;

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace diallint
