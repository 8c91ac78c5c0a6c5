#include "base/line_scan.h"

#include <algorithm>

#include "base/byte_blocks.h"

namespace diallint {

void LineScan::run(std::string_view text) {
  count_ = 0;
  holds_rare_.clear();
  for (std::size_t at = 0; at < text.size(); at += kStretch) {
    // Room for a line end in every byte, for what put() writes in vain, and for the last end.
    if (ends_.size() < count_ + kStretch + 2) ends_.resize((count_ + kStretch + 2) * 2);
    const std::size_t size = std::min(kStretch, text.size() - at);
    holds_rare_.push_back(scan(text.data() + at, size, static_cast<std::uint32_t>(at)) ? 1 : 0);
  }
  const auto end = static_cast<std::uint32_t>(text.size());
  if (end > 0 && (count_ == 0 || ends_[count_ - 1] != end)) ends_[count_++] = end;
}

// Whether there are rare bytes.
bool LineScan::scan(const char* at, std::size_t size, std::uint32_t offset) noexcept {
  const std::size_t blocks = size / kBlock * kBlock;
  const bool in_blocks =
      avx512_ ? scan_blocks_avx512(at, blocks, offset) : scan_blocks(at, blocks, offset);
  const bool behind =
      scan_bytes(at + blocks, size - blocks, offset + static_cast<std::uint32_t>(blocks));
  return in_blocks || behind;
}

bool LineScan::scan_bytes(const char* at, std::size_t size, std::uint32_t offset) noexcept {
  bool rare = false;
  for (std::size_t i = 0; i < size; ++i) {
    if (at[i] == '\n') ends_[count_++] = offset + static_cast<std::uint32_t>(i) + 1;
    rare = rare || is_rare(static_cast<unsigned char>(at[i]));
  }
  return rare;
}

#if defined(__SSE2__)
bool LineScan::scan_blocks(const char* at, std::size_t size, std::uint32_t offset) noexcept {
  const __m128i feed = _mm_set1_epi8('\n');
  const __m128i backslash = _mm_set1_epi8(kBackslash);
  const __m128i marks = _mm_set1_epi8(kLeadOfMarks);
  __m128i rare = _mm_setzero_si128();
  for (std::size_t i = 0; i < size; i += kBlock) {
    std::uint64_t feeds = 0;
    for (std::size_t part = 0; part < kBlock; part += 16) {
      const __m128i block = load_block(at + i + part);
      rare = _mm_or_si128(
          rare, _mm_or_si128(_mm_cmpeq_epi8(block, backslash), _mm_cmpeq_epi8(block, marks)));
      const auto bits = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, feed)));
      feeds |= std::uint64_t{bits} << part;
    }
    put(feeds, offset + static_cast<std::uint32_t>(i));
  }
  return _mm_movemask_epi8(rare) != 0;
}
#else
bool LineScan::scan_blocks(const char* at, std::size_t size, std::uint32_t offset) noexcept {
  return scan_bytes(at, size, offset);
}
#endif

}  // namespace diallint
