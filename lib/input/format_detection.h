// Which format an input is in: what its name says, and how it begins.
#pragma once
#include <string_view>

#include "diallint/input_format.h"

namespace diallint {

/// JSON, NDJSON or CSV, by the input's name and, where that does not tell, by how it begins.
InputFormat detect_format(std::string_view name, std::string_view head);

/// Text that opens with the byte order mark of UTF-16 or UTF-32, or nothing: what it is called.
std::string_view foreign_encoding(std::string_view head) noexcept;

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace diallint
