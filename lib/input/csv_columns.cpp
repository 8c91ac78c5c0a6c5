#include "input/csv_columns.h"

#include <algorithm>

#include "base/ascii.h"

namespace diallint {
namespace {

std::size_t count_digits(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return is_digit(c); }));
}

// 2.12556E+09, with a point or a comma; as the whole name, or behind the name of a map.
bool is_scientific(std::string_view text) noexcept {
  const std::size_t before = text.find_last_not_of("+-0123456789.,eE");
  if (before != std::string_view::npos) text.remove_prefix(before + 1);
  if (before != std::string_view::npos && !text.starts_with('.')) return false;
  const std::size_t e = text.find_last_of("eE");
  return e != std::string_view::npos && e > 0 && is_digit(text[e - 1]) &&
         count_digits(text.substr(e)) > 0;
}

}  // namespace

bool looks_like_value(std::string_view cell) noexcept {
  constexpr std::size_t kDigits = 7;  // more than a name has, fewer than a number or an instant
  return count_digits(cell) >= kDigits || cell.find('@') != std::string_view::npos ||
         is_scientific(cell);
}

std::string_view shown_column(std::string_view name) noexcept {
  return looks_like_value(name) ? "***" : name;
}

}  // namespace diallint
