#include "base/byte_set.h"

#include <algorithm>

#include "base/avx512.h"

namespace diallint {

bool ByteSet::contains_each(std::string_view text) const noexcept {
  for (const char c : text) {
    if (!contains(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

void ByteSet::seal(Vectors vectors) noexcept {
  // Whichever side, the members or the others, falls into the fewest ranges is compared with. Bytes
  // that cannot occur join either, so as to close gaps.
  std::size_t best = kMaxRanges + 1;
  for (const bool side : {true, false}) {
    for (const bool joins : {true, false}) {
      std::array<bool, 256> wanted{};
      for (unsigned byte = 0; byte < 256; ++byte) {
        const bool impossible = byte == 0xC0 || byte == 0xC1 || byte > 0xF4;
        wanted[byte] = impossible ? joins : contains(static_cast<unsigned char>(byte)) == side;
      }
      if (count_ranges(wanted) >= best) continue;
      best = count_ranges(wanted);
      take_ranges(wanted);
      ranges_are_members_ = side;
    }
  }
  if (best > kMaxRanges || best == 0) return;
  const bool singles = std::all_of(ranges_.begin(), ranges_.begin() + range_count_,
                                   [](const Range& range) { return range.width[0] == 0; });
  kernel_ = static_cast<std::uint8_t>(range_count_ + (singles ? kSingles : 0));
#if defined(__SSE2__)
  avx512_ = vectors == Vectors::kWidest && has_avx512();
#endif
}

std::size_t ByteSet::count_ranges(const std::array<bool, 256>& wanted) noexcept {
  std::size_t count = 0;
  for (unsigned byte = 0; byte < 256; ++byte) {
    count += wanted[byte] && (byte == 0 || !wanted[byte - 1]) ? 1 : 0;
  }
  return count;
}

void ByteSet::take_ranges(const std::array<bool, 256>& wanted) noexcept {
  range_count_ = 0;
  for (unsigned byte = 0; byte < 256;) {
    unsigned end = byte;
    while (end < 256 && wanted[end]) ++end;
    if (end > byte) {
      Range& range = ranges_[range_count_++];
      range.low.fill(static_cast<std::uint8_t>(byte));
      range.width.fill(static_cast<std::uint8_t>(end - 1 - byte));
    }
    byte = end + 1;
  }
}

}  // namespace diallint
