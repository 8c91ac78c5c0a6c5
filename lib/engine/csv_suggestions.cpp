#include "engine/csv_suggestions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/utf8.h"
#include "input/csv_columns.h"

namespace diallint {
namespace {

using Words = std::set<std::string>;

// Of a name in any spelling: phoneNumber, phone_number, "Phone Number".
Words words_of(std::string_view name) {
  Words words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.insert(std::move(word));
    word.clear();
  };
  bool after_small = false;
  for (const char c : name) {
    if (!is_letter(c) || (is_upper(c) && after_small)) end_word();
    if (is_letter(c)) word += to_lower(c);
    after_small = is_letter(c) && !is_upper(c);
  }
  end_word();
  return words;
}

// How many words two names share, if the words of one are all among those of the other.
std::size_t shared(const Words& a, const Words& b) {
  const Words& fewer = a.size() < b.size() ? a : b;
  const Words& more = a.size() < b.size() ? b : a;
  return std::includes(more.begin(), more.end(), fewer.begin(), fewer.end()) ? fewer.size() : 0;
}

bool is_key(std::string_view name) noexcept {
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

// Whether a shell and a reader take the name as it is, within single quotes.
bool is_plain(std::string_view name) noexcept {
  constexpr std::size_t kMost = 64;
  std::string blanks_aside(name);
  std::erase(blanks_aside, ' ');
  return name.size() <= kMost && !blanks_aside.empty() && is_key(blanks_aside);
}

}  // namespace

std::string quoted_column(std::string_view name, bool hide) {
  if (hide) return "***";
  constexpr std::size_t kShown = 64;
  std::size_t at = 0;
  for (std::size_t n = 0; n < kShown && at < name.size(); ++n) next_code_point(name, at);
  return fmt::format("\"{}{}\"", name.substr(0, at), at < name.size() ? "…" : "");
}

std::string csv_map_option(std::string_view member, std::string_view header, bool hide) {
  if (hide || looks_like_value(header) || !is_plain(header)) header = "HEADER";
  const std::string_view quote = header.find(' ') == std::string_view::npos ? "" : "'";
  return fmt::format("--csv-map {0}{1}={2}{0}", quote, member, header);
}

std::string csv_entry_advice(std::string_view map, std::string_view column, bool hide) {
  const bool named = !hide && is_plain(column) && is_key(column);
  const std::string entry = fmt::format("{}.{}", map, named ? column : "NAME");
  return fmt::format("call the column {}, or {}", entry, csv_map_option(entry, column, hide));
}

std::size_t likely_column(std::string_view member, std::span<const std::string_view> headers) {
  const Words wanted = words_of(member);
  std::size_t best = headers.size();
  std::size_t most = 0;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const std::size_t count = shared(wanted, words_of(headers[i]));
    if (count <= most) continue;
    most = count;
    best = i;
  }
  return best;
}

}  // namespace diallint
