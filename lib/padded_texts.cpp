#include "padded_texts.h"

#include <cstdint>
#include <cstring>

#include "load.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace diallint {

#if defined(__SSE2__)
namespace {

// Up to 8 bytes, zeros behind them. Reads nothing else.
std::uint64_t load_some(const char* at, std::size_t size) noexcept {
  if (size >= 8) return load<std::uint64_t>(at);
  if (size >= 4) {
    return load<std::uint32_t>(at) | load<std::uint32_t>(at + size - 4) << (8 * (size - 4));
  }
  if (size >= 2) {
    return load<std::uint16_t>(at) | load<std::uint16_t>(at + size - 2) << (8 * (size - 2));
  }
  return size == 1 ? load<std::uint8_t>(at) : 0;
}

// Which of the 16 bytes are ASCII and not U+0000: as signed bytes, those greater than 0.
unsigned plain_bytes(__m128i block) noexcept {
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpgt_epi8(block, _mm_setzero_si128())));
}

void store(char* at, __m128i block) noexcept {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(at), block);
}

}  // namespace

bool PaddedTexts::copy_blocks(std::string_view text, char* copy) noexcept {
  const char* at = text.data();
  std::size_t left = text.size();
  unsigned plain = 0xFFFF;
  for (; left >= kPad; at += kPad, copy += kPad, left -= kPad) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    plain &= plain_bytes(block);
    store(copy, block);
  }
  const std::uint64_t low = load_some(at, left);
  const std::uint64_t high = left > 8 ? load_some(at + 8, left - 8) : 0;
  const __m128i block =
      _mm_set_epi64x(static_cast<std::int64_t>(high), static_cast<std::int64_t>(low));
  store(copy, block);
  store(copy + kPad, _mm_setzero_si128());
  return plain == 0xFFFF && plain_bytes(block) == (1U << left) - 1;
}
#else
bool PaddedTexts::copy_blocks(std::string_view text, char* copy) noexcept {
  bool plain = true;
  for (const char c : text) {
    plain = plain && static_cast<signed char>(c) > 0;
    *copy++ = c;
  }
  std::memset(copy, 0, kPad);
  return plain;
}
#endif

}  // namespace diallint
