#include "input/format_detection.h"

#include <algorithm>

#include "base/ascii.h"
#include "input/csv_splitter.h"

namespace diallint {
namespace {

// Of a column, in quotes or not.
bool is_name(std::string_view cell) noexcept {
  if (cell.size() > 2 && cell.front() == '"' && cell.back() == '"')
    cell = cell.substr(1, cell.size() - 2);
  const auto in_names = [](char c) {
    return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view(" _-./()#").find(c) != std::string_view::npos;
  };
  return !cell.empty() && !is_digit(cell.front()) && cell.front() != '-' &&
         std::all_of(cell.begin(), cell.end(), in_names);
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string_view without_mark(std::string_view text) noexcept {
  return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

std::string_view take_line(std::string_view& text) noexcept {
  while (!text.empty()) {
    const std::size_t feed = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, feed));
    text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
    if (!line.empty()) return line;
  }
  return {};
}

bool begins_like_json(std::string_view head) noexcept {
  head = without_mark(head);
  const std::string_view line = take_line(head);
  if (line.empty() || (line[0] != '{' && line[0] != '[')) return false;
  const std::string_view inside = trimmed(line.substr(1));
  if (inside.empty() || inside[0] == (line[0] == '{' ? '}' : ']')) return true;
  return line[0] == '{' ? inside[0] == '"' : inside[0] == '{' || inside[0] == '[';
}

bool begins_like_table(std::string_view head) noexcept {
  head = without_mark(head);
  std::string_view line = take_line(head);
  const std::size_t separator = line.find_first_of(kCsvSeparators);
  if (separator == std::string_view::npos || begins_like_json(head)) return false;
  const char between = line[separator];
  for (;;) {
    const std::size_t end = std::min(line.find(between), line.size());
    if (!is_name(trimmed(line.substr(0, end)))) return false;
    if (end == line.size()) return true;
    line.remove_prefix(end + 1);
  }
}

}  // namespace diallint
