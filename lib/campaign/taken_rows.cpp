#include "campaign/taken_rows.h"

#include <fmt/format.h>

namespace diallint {
namespace {

constexpr std::string_view kNumber = "repeated-number";
constexpr std::string_view kKey = "repeated-key";

}  // namespace

std::optional<Repeat> repeat_in(const TakenRows::Same& same) noexcept {
  if (same.number) return Repeat{kNumber, *same.number};
  if (same.key) return Repeat{kKey, *same.key};
  return std::nullopt;
}

std::string Repeat::reason(std::uint64_t row, std::string_view where) const {
  return fmt::format("the same {} as in row {}{}", rule == kNumber ? "number" : "key", row, where);
}

}  // namespace diallint
