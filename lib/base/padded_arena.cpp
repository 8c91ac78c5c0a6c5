#include "base/padded_arena.h"

#include <cstddef>
#include <cstring>

#include "base/byte_blocks.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace diallint {

#if defined(__SSE2__)
namespace {

void store(char* at, __m128i block) noexcept {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(at), block);
}

}  // namespace

bool PaddedArena::copy_blocks(std::string_view text, char* copy) noexcept {
  if (text.empty()) {
    store(copy, _mm_setzero_si128());
    return true;
  }
  unsigned plain = 0xFFFF;
  const char* const end = copy + text.size();
  const char* at = text.data();
  for (; end - copy > std::ptrdiff_t{kPad}; at += kPad, copy += kPad) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    plain &= plain_bytes(block);
    store(copy, block);
  }
  const auto left = static_cast<std::size_t>(end - copy);
  const __m128i block = last_block(text.data(), text.size(), left);
  store(copy, block);
  store(copy + kPad, _mm_setzero_si128());
  return plain == 0xFFFF && plain_bytes(block) == (1U << left) - 1;
}
#else
bool PaddedArena::copy_blocks(std::string_view text, char* copy) noexcept {
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
