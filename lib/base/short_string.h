// A short text that compares in one load: member names and the keys of maps, which come again and
// again.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/byte_blocks.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace diallint {

/// Owns a text and compares others with it; up to 16 bytes without a call.
class ShortText {
 public:
  explicit ShortText(std::string_view text) : text_(text) {
    std::memset(first_, 0, sizeof first_);
    std::memcpy(first_, text.data(), text.size() < sizeof first_ ? text.size() : sizeof first_);
    if (text.size() >= sizeof first_ || text.find('"') != std::string_view::npos) return;
    first_[text.size()] = '"';
    quoted_mask_ = (2U << text.size()) - 1;
  }

  std::string_view view() const noexcept { return text_; }
  std::size_t size() const noexcept { return text_.size(); }

  /// Whether is_quoted_at() can be asked: a text of up to 15 bytes without a quotation mark.
  bool is_quotable() const noexcept { return quoted_mask_ != kNever; }
  /// Whether the text stands there, and a quotation mark behind it; 16 bytes may be read. No, where
  /// that cannot be asked.
  bool is_quoted_at(const char* at) const noexcept {
#if defined(__SSE2__)
    const __m128i mine = _mm_load_si128(reinterpret_cast<const __m128i*>(first_));
    const auto same =
        static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(mine, load_block(at))));
    return (same & quoted_mask_) == quoted_mask_;
#else
    return is_quotable() && std::memcmp(at, first_, text_.size() + 1) == 0;
#endif
  }

  /// Whether `other` is the same text; nothing behind its end is read.
  bool equals_in_place(std::string_view other) const noexcept {
    const std::size_t size = text_.size();
    if (other.size() != size) return false;
    if (size > 16 || size < 4) return std::memcmp(other.data(), text_.data(), size) == 0;
    // Two words that overlap where the text is shorter.
    return size >= 8 ? has_ends<std::uint64_t>(other) : has_ends<std::uint32_t>(other);
  }

  /// Whether `other`, behind which 16 bytes may be read (see SourceText), is the same text.
  bool equals(std::string_view other) const noexcept {
    if (other.size() != text_.size()) return false;
#if defined(__SSE2__)
    const __m128i mine = _mm_load_si128(reinterpret_cast<const __m128i*>(first_));
    const __m128i its = _mm_loadu_si128(reinterpret_cast<const __m128i*>(other.data()));
    const auto same = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(mine, its)));
    if (other.size() < 16) return (~same & ((1U << other.size()) - 1)) == 0;
    if (same != 0xFFFFU) return false;
    return other.size() == 16 ||
           std::memcmp(other.data() + 16, text_.data() + 16, other.size() - 16) == 0;
#else
    return std::memcmp(other.data(), text_.data(), other.size()) == 0;
#endif
  }

 private:
  template <class Word>
  bool has_ends(std::string_view other) const noexcept {
    const std::size_t last = other.size() - sizeof(Word);
    return unaligned_load<Word>(other.data()) == unaligned_load<Word>(first_) &&
           unaligned_load<Word>(other.data() + last) == unaligned_load<Word>(first_ + last);
  }

  static constexpr unsigned kNever = 1U << 16;  // of no byte

  alignas(16) char first_[16];
  unsigned quoted_mask_ = kNever;  // of the bytes of first_ that the text and the mark take
  std::string text_;
};

}  // namespace diallint
