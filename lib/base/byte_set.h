// A set of bytes that tests a whole string sixteen at a time.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "base/byte_blocks.h"

namespace diallint {

/// Which of the 256 bytes belong. Built once, then read by any thread.
class ByteSet {
 public:
  void add(unsigned char byte) noexcept { member_[byte] = kIsMember; }
  bool contains(unsigned char byte) const noexcept { return member_[byte] != 0; }

  /// How wide the vectors are that a set may use.
  enum class Vectors : std::uint8_t { kBaseline, kWidest };

  /// To be called after the last add(): finds the ranges that contains_all() compares with. Bytes
  /// that no valid UTF-8 holds may then count either way.
  void seal(Vectors vectors = Vectors::kWidest) noexcept;

  /// Whether every byte of text belongs. Reads up to 15 bytes past its end, so the text must stand
  /// in a padded buffer (see SourceText).
  bool contains_all(std::string_view text) const noexcept;

  /// What contains_plain() finds.
  enum class Plain : std::uint8_t {
    kNo,     ///< a byte that does not belong
    kYes,    ///< all belong, and the text is UTF-8 without U+0000
    kOther,  ///< all belong
  };
  /// The same for a text that stands anywhere: reads nothing behind its end.
  Plain contains_plain(std::string_view text) const noexcept;

 private:
  static constexpr std::size_t kMaxRanges = 6;
  // A range of bytes, each bound sixteen times over, as the comparison wants it.
  struct Range {
    alignas(16) std::array<std::uint8_t, 16> low{};
    alignas(16) std::array<std::uint8_t, 16> width{};  // high - low
  };

  bool contains_each(std::string_view text) const noexcept;
#if defined(__SSE2__)
  bool contains_all_wide(std::string_view text) const noexcept;
  Plain contains_wide(std::string_view text) const noexcept;
  template <std::size_t kCount, bool kAreSingles>
  unsigned strays(__m128i block) const noexcept;
  template <class Visit>
  auto with_kernel(const Visit& visit) const noexcept;
#endif

  static std::size_t count_ranges(const std::array<bool, 256>& wanted) noexcept;
  void take_ranges(const std::array<bool, 256>& wanted) noexcept;

  static constexpr std::uint8_t kIsMember = 0x80;  // the bit that vectors are asked for

  alignas(64) std::array<std::uint8_t, 256> member_{};
  std::array<Range, kMaxRanges> ranges_{};
  std::uint8_t range_count_ = 0;
  bool ranges_are_members_ = true;  // otherwise they are the bytes that do not belong
  std::uint8_t kernel_ = 0;         // ranges, and kSingles if each is one byte; 0: no vectors
  bool avx512_ = false;             // see avx512.h
  static constexpr std::uint8_t kSingles = 8;
};

#if defined(__SSE2__)
// Which bytes of a block do not belong.
template <std::size_t kCount, bool kAreSingles>
unsigned ByteSet::strays(__m128i block) const noexcept {
  const auto load = [](const auto& bytes) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(bytes.data()));
  };
  __m128i hit = _mm_setzero_si128();
  for (std::size_t i = 0; i < kCount; ++i) {
    if constexpr (kAreSingles) {
      hit = _mm_or_si128(hit, _mm_cmpeq_epi8(block, load(ranges_[i].low)));
    } else {
      const __m128i offset = _mm_sub_epi8(block, load(ranges_[i].low));
      hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_min_epu8(offset, load(ranges_[i].width)), offset));
    }
  }
  return static_cast<unsigned>(_mm_movemask_epi8(hit)) ^ (ranges_are_members_ ? 0xFFFFU : 0);
}

// Calls `visit` with a function from a block to its strays, or with none where there are no
// vectors.
template <class Visit>
auto ByteSet::with_kernel(const Visit& visit) const noexcept {
  const auto kernel = [&]<std::size_t kCount, bool kAreSingles>() {
    return visit([this](__m128i block) { return strays<kCount, kAreSingles>(block); });
  };
  switch (kernel_) {
    case 1:
      return kernel.template operator()<1, false>();
    case 2:
      return kernel.template operator()<2, false>();
    case 3:
      return kernel.template operator()<3, false>();
    case 4:
      return kernel.template operator()<4, false>();
    case 5:
      return kernel.template operator()<5, false>();
    case 6:
      return kernel.template operator()<6, false>();
    case kSingles + 1:
      return kernel.template operator()<1, true>();
    case kSingles + 2:
      return kernel.template operator()<2, true>();
    case kSingles + 3:
      return kernel.template operator()<3, true>();
    case kSingles + 4:
      return kernel.template operator()<4, true>();
    case kSingles + 5:
      return kernel.template operator()<5, true>();
    case kSingles + 6:
      return kernel.template operator()<6, true>();
    default:
      return visit(nullptr);
  }
}

// The bytes of the last, partial block belong to whatever follows the text in its padded buffer and
// are masked out.
inline bool ByteSet::contains_all(std::string_view text) const noexcept {
  if (avx512_) return contains_all_wide(text);
  return with_kernel([&](auto strays_of) {
    if constexpr (std::is_null_pointer_v<decltype(strays_of)>) {
      return contains_each(text);
    } else {
      const char* at = text.data();
      for (std::size_t left = text.size(); left > 0; at += 16, left -= 16) {
        const unsigned strays = strays_of(load_block(at));
        if (left <= 16) return (strays & (0xFFFFU >> (16 - left))) == 0;
        if (strays != 0) return false;
      }
      return true;
    }
  });
}

inline ByteSet::Plain ByteSet::contains_plain(std::string_view text) const noexcept {
  if (avx512_) return contains_wide(text);
  if (text.empty()) return Plain::kYes;
  return with_kernel([&](auto strays_of) {
    if constexpr (std::is_null_pointer_v<decltype(strays_of)>) {
      return contains_each(text) ? Plain::kOther : Plain::kNo;
    } else {
      const char* at = text.data();
      unsigned plain = 0xFFFF;
      std::size_t left = text.size();
      for (; left > 16; at += 16, left -= 16) {
        const __m128i block = load_block(at);
        if (strays_of(block) != 0) return Plain::kNo;
        plain &= plain_bytes(block);
      }
      const unsigned mask = 0xFFFFU >> (16 - left);
      const __m128i block = last_block(text.data(), text.size(), left);
      if ((strays_of(block) & mask) != 0) return Plain::kNo;
      return plain == 0xFFFF && plain_bytes(block) == mask ? Plain::kYes : Plain::kOther;
    }
  });
}
#else
inline bool ByteSet::contains_all(std::string_view text) const noexcept {
  return contains_each(text);
}
inline ByteSet::Plain ByteSet::contains_plain(std::string_view text) const noexcept {
  return contains_each(text) ? Plain::kOther : Plain::kNo;
}
#endif

}  // namespace diallint
