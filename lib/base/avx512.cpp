// The second form of loops over texts, for processors with wide vectors: nearly every text is one
// step without a branch.
#include "base/avx512.h"

#include "base/byte_set.h"
#include "base/line_scan.h"
#include "base/padded_arena.h"

#if defined(__SSE2__)
#include <immintrin.h>

// GCOVR_EXCL_START: run only where the processor has them; there, tests/base/byte_blocks_test.cpp
// compares them with what looks at each byte
namespace diallint {
namespace {

constexpr std::size_t kVectorBytes = 64;

[[DIALLINT_TARGET_AVX512]] __mmask64 mask_of(std::size_t size) noexcept {
  return _bzhi_u64(~std::uint64_t{0},
                   static_cast<unsigned>(size < kVectorBytes ? size : kVectorBytes));
}

[[DIALLINT_TARGET_AVX512]] __mmask64 between(__m512i block, int low, int high) noexcept {
  const __m512i offset = _mm512_sub_epi8(block, _mm512_set1_epi8(static_cast<char>(low)));
  return _mm512_cmple_epu8_mask(offset, _mm512_set1_epi8(static_cast<char>(high - low)));
}

// Whether a text of less than a block is UTF-8 of characters of up to three bytes, by where leading
// bytes stand and where those that continue. Not all that is UTF-8: the leading bytes behind which
// not every continuation may stand (E0, ED) are left to a full check.
[[DIALLINT_TARGET_AVX512]] bool is_plain_utf8(__m512i block, __mmask64 high) noexcept {
  const __mmask64 two = between(block, 0xC2, 0xDF);
  const __mmask64 three = between(block, 0xE1, 0xEC) | between(block, 0xEE, 0xEF);
  const __mmask64 wanted = (two | three) << 1 | three << 2;
  return (wanted & (two | three)) == 0 && (wanted | two | three) == high &&
         between(block, 0x80, 0xBF) == wanted;
}

}  // namespace

bool has_avx512() noexcept {
  return __builtin_cpu_supports("avx512bw") > 0 && __builtin_cpu_supports("avx512vbmi") > 0 &&
         __builtin_cpu_supports("bmi2") > 0;
}

// The answers of the members for the bytes of a block: all 256 fit into four registers.
[[DIALLINT_TARGET_AVX512, gnu::always_inline]] inline __m512i answers_for(
    __m512i block, const std::uint8_t* members) noexcept {
  const auto* answers = reinterpret_cast<const __m512i*>(members);
  const __m512i low =
      _mm512_permutex2var_epi8(_mm512_load_si512(answers), block, _mm512_load_si512(answers + 1));
  const __m512i high = _mm512_permutex2var_epi8(_mm512_load_si512(answers + 2), block,
                                                _mm512_load_si512(answers + 3));
  return _mm512_mask_blend_epi8(_mm512_movepi8_mask(block), low, high);
}

[[DIALLINT_TARGET_AVX512]] bool ByteSet::contains_all_wide(std::string_view text) const noexcept {
  const char* at = text.data();
  for (std::size_t left = text.size();; at += kVectorBytes, left -= kVectorBytes) {
    const __mmask64 mask = mask_of(left);
    const __m512i answer = answers_for(_mm512_maskz_loadu_epi8(mask, at), member_.data());
    if (_mm512_mask_testn_epi8_mask(mask, answer, answer) != 0) return false;
    if (left <= kVectorBytes) return true;
  }
}

[[DIALLINT_TARGET_AVX512]] ByteSet::Plain ByteSet::contains_wide(
    std::string_view text) const noexcept {
  const char* at = text.data();
  bool plain = true;
  for (std::size_t left = text.size();; at += kVectorBytes, left -= kVectorBytes) {
    const __mmask64 mask = mask_of(left);
    const __m512i block = _mm512_maskz_loadu_epi8(mask, at);
    const __mmask64 high = _mm512_movepi8_mask(block);
    const __m512i answer = answers_for(block, member_.data());
    if (_mm512_mask_testn_epi8_mask(mask, answer, answer) != 0) return Plain::kNo;
    if (_mm512_mask_testn_epi8_mask(mask, block, block) != 0) plain = false;  // U+0000
    if (high != 0) plain = plain && text.size() < kVectorBytes - 2 && is_plain_utf8(block, high);
    if (left <= kVectorBytes) return plain ? Plain::kYes : Plain::kOther;
  }
}

[[DIALLINT_TARGET_AVX512]] bool LineScan::scan_blocks_avx512(const char* at, std::size_t size,
                                                             std::uint32_t offset) noexcept {
  const __m512i backslash = _mm512_set1_epi8(kBackslash);
  const __m512i marks = _mm512_set1_epi8(kLeadOfMarks);
  const __m512i feed = _mm512_set1_epi8('\n');
  __mmask64 rare = 0;
  for (std::size_t i = 0; i < size; i += kBlock) {
    const __m512i block = _mm512_loadu_si512(at + i);
    rare |= _mm512_cmpeq_epi8_mask(block, backslash) | _mm512_cmpeq_epi8_mask(block, marks);
    put(_mm512_cmpeq_epi8_mask(block, feed), offset + static_cast<std::uint32_t>(i));
  }
  return rare != 0;
}

[[DIALLINT_TARGET_AVX512]] bool PaddedArena::copy_avx512(std::string_view text, std::size_t room,
                                                         char* copy) noexcept {
  const char* at = text.data();
  std::size_t left = text.size();
  bool plain = true;
  for (;; at += kVectorBytes, copy += kVectorBytes, left -= kVectorBytes, room -= kVectorBytes) {
    const __mmask64 mask = mask_of(left);
    const __m512i block = _mm512_maskz_loadu_epi8(mask, at);
    plain &= _mm512_mask_cmpgt_epi8_mask(mask, block, _mm512_setzero_si512()) == mask;
    _mm512_mask_storeu_epi8(copy, mask_of(room), block);
    if (room <= kVectorBytes) return plain;
    if (left < kVectorBytes) left = kVectorBytes;  // what follows is padding
  }
}

}  // namespace diallint
// GCOVR_EXCL_STOP
#else
namespace diallint {

bool has_avx512() noexcept { return false; }

bool PaddedArena::copy_avx512(std::string_view text, std::size_t, char* copy) noexcept {
  return copy_blocks(text, copy);
}

bool LineScan::scan_blocks_avx512(const char* at, std::size_t size, std::uint32_t offset) noexcept {
  return scan_blocks(at, size, offset);
}

}  // namespace diallint
#endif
