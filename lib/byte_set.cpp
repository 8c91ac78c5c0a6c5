#include "byte_set.h"

namespace diallint {

bool ByteSet::contains_each(std::string_view text) const noexcept {
  for (const char c : text) {
    if (!member_[static_cast<unsigned char>(c)]) return false;
  }
  return true;
}

void ByteSet::seal() noexcept {
  // Whichever side, the members or the others, falls into few enough ranges is compared with.
  for (const bool side : {true, false}) {
    std::size_t count = 0;
    bool fits = true;
    for (unsigned byte = 0; byte < 256 && fits;) {
      if (member_[byte] != side) {
        ++byte;
        continue;
      }
      unsigned end = byte;
      while (end < 256 && member_[end] == side) ++end;
      fits = count < kMaxRanges;
      if (fits) {
        ranges_[count].low.fill(static_cast<std::uint8_t>(byte));
        ranges_[count].width.fill(static_cast<std::uint8_t>(end - 1 - byte));
        ++count;
      }
      byte = end;
    }
    if (!fits) continue;
    range_count_ = static_cast<std::uint8_t>(count);
    ranges_are_members_ = side;
    vectorised_ = true;
    return;
  }
}

}  // namespace diallint
