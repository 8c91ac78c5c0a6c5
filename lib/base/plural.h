// Words that go by the one they stand beside: "1 file", "2 files", "a batch", "an answer".
#pragma once
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace diallint {

/// `noun` is in the singular and takes an "s".
inline std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// The article in front of a noun that a schema names: "a", "an". By its first letter; of a word in
/// capitals that are spelled out ("SMS", "HTTP answer") by that letter's name.
inline std::string_view indefinite_article(std::string_view noun) noexcept {
  const std::string_view word = noun.substr(0, noun.find(' '));
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool spelled_out = word.size() > 1 && upper(word[0]) && upper(word[1]);
  const std::string_view vowels = spelled_out ? "AEFHILMNORSX" : "AEIOaeio";
  return word.empty() || vowels.find(word[0]) == std::string_view::npos ? "a" : "an";
}

}  // namespace diallint
