#include "diallint/fictional_numbers.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "phone/fictional_heads.h"
#include "phone/fictional_ranges.h"

namespace diallint {

namespace {

using fiction::kRows;
using fiction::Row;

static_assert(std::is_sorted(kRows.begin(), kRows.end(),
                             [](const Row& a, const Row& b) { return a.last < b.first; }));

// Area codes of North America begin with 2 to 9.
constexpr unsigned kFirstAreaCode = 200;
constexpr unsigned kLastAreaCode = 999;

constexpr std::uint64_t north_american(unsigned area_code) {
  return (1000 + area_code) * 10'000'000ULL + 555'0100;
}

bool is_north_american_fiction(std::string_view e164) {
  return e164.size() == 12 && e164[1] == '1' && e164[2] >= '2' && e164[2] <= '9' &&
         e164.substr(5, 5) == "55501";
}

std::optional<std::uint64_t> read_digits(std::string_view text) {
  std::uint64_t number = 0;
  for (const char c : text) {
    const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
    if (digit > 9) return std::nullopt;
    number = number * 10 + digit;
  }
  return number;
}

constexpr std::size_t kHeadDigits = 4;
constexpr std::uint64_t kHeads = 10'000;

}  // namespace

// Most numbers are out of the table by these.
constinit const std::array<std::uint64_t, kHeads / 64 + 1> kFictionalHeads = [] {
  std::array<std::uint64_t, kHeads / 64 + 1> heads{};
  for (const Row& row : kRows) {
    std::uint64_t first = row.first;
    std::uint64_t last = row.last;
    for (; last >= kHeads; last /= 10) first /= 10;
    for (; first <= last; ++first) heads[first / 64] |= std::uint64_t{1} << first % 64;
  }
  return heads;
}();

std::optional<FictionalNumber> fictional(std::string_view e164) noexcept {
  if (e164.size() <= kHeadDigits || e164.size() > 16 || e164[0] != '+') return std::nullopt;
  if (is_north_american_fiction(e164)) {
    return read_digits(e164.substr(1)) ? std::optional(fiction::kNorthAmerica) : std::nullopt;
  }
  const auto head = read_digits(e164.substr(1, kHeadDigits));
  if (!head || (kFictionalHeads[*head / 64] >> *head % 64 & 1) == 0) return std::nullopt;
  const auto number = read_digits(e164.substr(1));
  if (!number) return std::nullopt;
  const auto row =
      std::lower_bound(kRows.begin(), kRows.end(), *number,
                       [](const Row& one, std::uint64_t value) { return one.last < value; });
  if (row == kRows.end() || *number < row->first) return std::nullopt;
  return *row->origin;
}

FictionalText number_in(const FictionalRange& range, std::uint64_t index) noexcept {
  FictionalText text{};
  text[0] = '+';
  const std::uint64_t number = range.first + (range.count == 0 ? 0 : index % range.count);
  std::to_chars(text.data() + 1, text.data() + text.size() - 1, number);
  return text;
}

FictionalNumbers::FictionalNumbers(const NumberingPlan& plan) {
  const auto add = [&](std::uint64_t first, std::uint64_t count, const FictionalNumber& origin) {
    FictionalRange range{first, count, origin.region, NumberType::kNone, origin};
    const NumberFacts facts = plan.lookup(number_in(range, 0).data());
    range.type = facts.type;
    if (range.region.empty()) range.region = facts.region;
    const bool placed = !range.region.empty() &&
                        (!origin.region.empty() || facts.verdict == NumberVerdict::kAssignable);
    if (placed) ranges_.push_back(range);
  };
  for (unsigned code = kFirstAreaCode; code <= kLastAreaCode; ++code) {
    add(north_american(code), 100, fiction::kNorthAmerica);
  }
  for (const Row& row : kRows) add(row.first, row.last - row.first + 1, *row.origin);
  std::stable_sort(
      ranges_.begin(), ranges_.end(),
      [](const FictionalRange& a, const FictionalRange& b) { return a.region < b.region; });
}

std::span<const FictionalRange> FictionalNumbers::ranges(std::string_view region) const noexcept {
  const auto first = std::find_if(ranges_.begin(), ranges_.end(),
                                  [&](const FictionalRange& one) { return one.region == region; });
  const auto last = std::find_if(first, ranges_.end(),
                                 [&](const FictionalRange& one) { return one.region != region; });
  return {first, last};
}

}  // namespace diallint
