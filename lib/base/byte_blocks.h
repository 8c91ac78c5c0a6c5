// Words and blocks of sixteen bytes from texts, wherever they stand, for loops that look at all of
// one at once.
#pragma once
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>

#include <cstddef>

#include "base/uint128.h"
#endif

namespace diallint {

/// The bytes at `at` as a Word of this machine's byte order, widened. Reads sizeof(Word) bytes.
template <class Word>
std::uint64_t unaligned_load(const char* at) noexcept {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

#if defined(__SSE2__)

inline __m128i load_block(const char* at) noexcept {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

/// The last `left` bytes of a text of `size`, 1 to 16 of them, zeros behind. Reads nothing but the
/// text; its loads overlap where it is no whole number of words, so that few branches depend on its
/// size.
inline __m128i last_block(const char* text, std::size_t size, std::size_t left) noexcept {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (size >= 16) {
    const Uint128 both = static_cast<Uint128>(unaligned_load<std::uint64_t>(text + size - 8))
                             << 64 |
                         unaligned_load<std::uint64_t>(text + size - 16);
    const Uint128 block = both >> (8 * (16 - left));
    low = static_cast<std::uint64_t>(block);
    high = static_cast<std::uint64_t>(block >> 64);
  } else if (size >= 8) {
    low = unaligned_load<std::uint64_t>(text);
    high = unaligned_load<std::uint64_t>(text + size - 8) >> (8 * (15 - size)) >> 8;
  } else if (size >= 4) {
    low = unaligned_load<std::uint32_t>(text) | unaligned_load<std::uint32_t>(text + size - 4)
                                                    << (8 * (size - 4));
  } else {
    low = unaligned_load<std::uint8_t>(text) |
          unaligned_load<std::uint8_t>(text + size / 2) << (8 * (size / 2)) |
          unaligned_load<std::uint8_t>(text + size - 1) << (8 * (size - 1));
  }
  return _mm_set_epi64x(static_cast<std::int64_t>(high), static_cast<std::int64_t>(low));
}

/// Which bytes of a block are ASCII and not U+0000: as signed bytes, those greater than 0.
inline unsigned plain_bytes(__m128i block) noexcept {
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpgt_epi8(block, _mm_setzero_si128())));
}

#endif

}  // namespace diallint
