// Which numbers may be kept for fiction, by a look at a few of their digits.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/byte_blocks.h"

namespace diallint {

/// Bit i: numbers that begin with the four digits of i may be in the table of fictional numbers.
extern const std::array<std::uint64_t, 10'000 / 64 + 1> kFictionalHeads;

/// False for nearly every number that is not kept for fiction, and for no other. The number is
/// E.164, with four digits or more, the first of which are `head`; sixteen readable bytes follow.
inline bool may_be_fictional(std::string_view e164, std::size_t head) noexcept {
  // Behind an area code of North America the last two digits are free.
  constexpr std::size_t kBehindAreaCode = 5;
  const bool north_american = unaligned_load<std::uint32_t>(e164.data() + kBehindAreaCode) ==
                              unaligned_load<std::uint32_t>("5550");
  return north_american || (kFictionalHeads[head / 64] >> head % 64 & 1) != 0;
}

}  // namespace diallint
