// The table of rows that were not taken: the list's own columns, and why.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace diallint {

/// Why a row is not taken.
struct Rejection {
  std::string_view list;
  std::uint64_t row = 0;
  std::uint64_t line = 0;
  std::string_view rule;
  std::string_view reason;
};

/// Appends a cell of RFC 4180. One that a spreadsheet would take for a formula (it begins with =,
/// +,
/// -, @, a tab, CR or LF) gets a ' in front.
void append_safe_cell(std::string& out, std::string_view cell);

/// The header line: what is said of a row, then the list's columns.
std::string rejected_header(std::span<const std::string_view> columns);

/// A line of the table; `cells` is what the row holds, or the row as it stands where it could not
/// be taken apart.
std::string rejected_line(const Rejection& rejection, std::span<const std::string_view> cells);

}  // namespace diallint
