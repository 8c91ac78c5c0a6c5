// Columns in messages: their names, and the options that would read them as what they were most
// likely meant to be.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace diallint {

/// A column's name in quotes, cut where it is long; `***` with `hide`.
std::string quoted_column(std::string_view name, bool hide);

/// `--csv-map 'phoneNumber=Mobile Phone'`, ready for a shell. With `hide`, or for a header that a
/// message cannot show as it is, the option says HEADER instead.
std::string csv_map_option(std::string_view member, std::string_view header, bool hide);

/// How a column's values become entries of a map: by another name of the column, or by an option.
std::string csv_entry_advice(std::string_view map, std::string_view column, bool hide);

/// The index of the header that shares its words with a member's name: "Phone" and
/// "destinationPhoneNumber" with phoneNumber. headers.size() if none does; of several the one that
/// shares most, the first of equals.
std::size_t likely_column(std::string_view member, std::span<const std::string_view> headers);

}  // namespace diallint
