#include "input/csv_scanner.h"

#include <algorithm>

#include "base/byte_blocks.h"
#include "base/line_scan.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace diallint {

std::size_t CsvScan::find_anew(std::size_t from) noexcept {
  if (from >= size_) return size_;
  if (from - window_ >= kWindow) {
    load(from / kBlock * kBlock);
  } else {
    last_ = next_ = 0;
  }
  return find(from);
}

std::size_t CsvScan::find_behind() noexcept {
  while (window_ + kWindow < size_) {
    load(window_ + kWindow);
    if (count_ > 0) return window_ + hits_[0];
  }
  return size_;
}

void CsvScan::load(std::size_t window) noexcept {
  window_ = window;
  last_ = next_ = count_ = 0;
  const char* const begin = base_ + window;
  const std::size_t size = std::min(kWindow, size_ - window);
  const std::size_t blocks = size / kBlock * kBlock;
  window_holds_rare_ = scan(begin, blocks, 0);
  if (blocks < size) {
    std::array<char, kBlock> last;
    last.fill(' ');
    std::copy(begin + blocks, begin + size, last.begin());
    window_holds_rare_ |= scan(last.data(), kBlock, blocks);
  }
  hits_[count_] = kNoHit;
  holds_rare_ |= window_holds_rare_;
}

#if defined(__SSE2__)
bool CsvScan::scan_blocks(const char* at, std::size_t size, std::size_t offset) noexcept {
  const __m128i separator = _mm_set1_epi8(separator_);
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i feed = _mm_set1_epi8('\n');
  const __m128i end = _mm_set1_epi8('\r');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  const __m128i backslash = _mm_set1_epi8(LineScan::kBackslash);
  const __m128i marks = _mm_set1_epi8(LineScan::kLeadOfMarks);
  __m128i rare = _mm_setzero_si128();
  for (std::size_t i = 0; i < size; i += kBlock) {
    std::uint64_t hits = 0;
    for (std::size_t part = 0; part < kBlock; part += 16) {
      const __m128i block = load_block(at + i + part);
      const auto is = [&](__m128i byte) { return _mm_cmpeq_epi8(block, byte); };
      const __m128i line_end = _mm_or_si128(is(feed), is(end));
      const __m128i hit = _mm_or_si128(line_end, _mm_or_si128(is(separator), is(quote)));
      hits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hit))) << part;
      const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
      rare = _mm_or_si128(rare, _mm_or_si128(_mm_andnot_si128(line_end, control),
                                             _mm_or_si128(is(backslash), is(marks))));
    }
    put(hits, offset + i);
  }
  return _mm_movemask_epi8(rare) != 0;
}

// GCOVR_EXCL_START: run only where the processor has them; there, tests/input/csv_scanner_test.cpp
// compares them with what looks at each byte
[[DIALLINT_TARGET_AVX512]] bool CsvScan::scan_blocks_avx512(const char* at, std::size_t size,
                                                            std::size_t offset) noexcept {
  const __m512i separator = _mm512_set1_epi8(separator_);
  const __m512i quote = _mm512_set1_epi8('"');
  const __m512i feed = _mm512_set1_epi8('\n');
  const __m512i end = _mm512_set1_epi8('\r');
  const __m512i last_control = _mm512_set1_epi8(0x1F);
  const __m512i backslash = _mm512_set1_epi8(LineScan::kBackslash);
  const __m512i marks = _mm512_set1_epi8(LineScan::kLeadOfMarks);
  __mmask64 rare = 0;
  for (std::size_t i = 0; i < size; i += kBlock) {
    const __m512i block = _mm512_loadu_si512(at + i);
    const __mmask64 line_end =
        _mm512_cmpeq_epi8_mask(block, feed) | _mm512_cmpeq_epi8_mask(block, end);
    rare |= (_mm512_cmple_epu8_mask(block, last_control) & ~line_end) |
            _mm512_cmpeq_epi8_mask(block, backslash) | _mm512_cmpeq_epi8_mask(block, marks);
    put(line_end | _mm512_cmpeq_epi8_mask(block, separator) | _mm512_cmpeq_epi8_mask(block, quote),
        offset + i);
  }
  return rare != 0;
}
// GCOVR_EXCL_STOP
#else
bool CsvScan::scan_blocks(const char* at, std::size_t size, std::size_t offset) noexcept {
  bool rare = false;
  for (std::size_t i = 0; i < size; ++i) {
    const char c = at[i];
    const bool line_end = c == '\n' || c == '\r';
    if (line_end || c == separator_ || c == '"')
      hits_[count_++] = static_cast<std::uint16_t>(offset + i);
    const auto byte = static_cast<unsigned char>(c);
    rare |= (byte < 0x20 && !line_end) || LineScan::is_rare(byte);
  }
  return rare;
}

bool CsvScan::scan_blocks_avx512(const char* at, std::size_t size, std::size_t offset) noexcept {
  return scan_blocks(at, size, offset);
}
#endif

}  // namespace diallint
