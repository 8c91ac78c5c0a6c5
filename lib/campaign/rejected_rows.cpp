#include "campaign/rejected_rows.h"

#include <fmt/format.h>

namespace diallint {
namespace {

constexpr std::string_view kOwnColumns = "list,row,line,rule,reason";
constexpr std::string_view kLineEnd = "\r\n";  // of RFC 4180

}  // namespace

void append_safe_cell(std::string& out, std::string_view cell) {
  constexpr std::string_view kBeginFormulas = "=+-@\t\r\n";
  const bool formula = !cell.empty() && kBeginFormulas.find(cell[0]) != std::string_view::npos;
  const bool quoted = cell.find_first_of(",;\t|\"\r\n") != std::string_view::npos ||
                      cell.starts_with(' ') || cell.ends_with(' ');
  if (quoted) out += '"';
  if (formula) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quoted) out += '"';
}

std::string rejected_header(std::span<const std::string_view> columns) {
  std::string out(kOwnColumns);
  for (const std::string_view column : columns) {
    out += ',';
    append_safe_cell(out, column);
  }
  out += kLineEnd;
  return out;
}

std::string rejected_line(const Rejection& rejection, std::span<const std::string_view> cells) {
  std::string out;
  append_safe_cell(out, rejection.list);
  out += fmt::format(",{},{},{},", rejection.row, rejection.line, rejection.rule);
  append_safe_cell(out, rejection.reason);
  for (const std::string_view cell : cells) {
    out += ',';
    append_safe_cell(out, cell);
  }
  out += kLineEnd;
  return out;
}

}  // namespace diallint
