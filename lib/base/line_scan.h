// Where the lines of a text end, and which stretches of it hold bytes that few texts have: one pass
// for both.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/avx512.h"

namespace diallint {

/// Reusable, one thread.
class LineScan {
 public:
  /// Tests take the plain form on every machine.
  explicit LineScan(bool avx512 = has_avx512()) noexcept : avx512_(avx512) {}

  /// Scans a text of less than 4 GiB, and forgets the last one. May throw std::bad_alloc.
  void run(std::string_view text);

  /// Offsets behind each line feed, and behind the text if none ends it.
  std::span<const std::uint32_t> ends() const noexcept { return std::span(ends_).first(count_); }

  static constexpr char kBackslash = '\\';
  static constexpr char kLeadOfMarks = '\xE2';
  /// A backslash, and the first byte of what lies about U+2000, with the line ends of Unicode in
  /// it: all that `.` and most classes of characters refuse of the texts of JSON.
  static constexpr bool is_rare(unsigned char byte) noexcept {
    return byte == static_cast<unsigned char>(kBackslash) ||
           byte == static_cast<unsigned char>(kLeadOfMarks);
  }
  /// Whether a part of the text is known to have no rare byte. Of parts that are longer than a
  /// stretch nothing is known.
  bool is_plain(std::size_t begin, std::size_t end) const noexcept {
    const std::size_t first = begin / kStretch;
    const std::size_t last = (end - 1) / kStretch;
    return last - first <= 1 && !holds_rare_[first] && !holds_rare_[last];
  }

 private:
  static constexpr std::size_t kStretch = 4096;
  static constexpr std::size_t kBlock = 64;

  bool scan(const char* at, std::size_t size, std::uint32_t offset) noexcept;
  bool scan_blocks(const char* at, std::size_t size, std::uint32_t offset) noexcept;
  bool scan_blocks_avx512(const char* at, std::size_t size, std::uint32_t offset) noexcept;
  bool scan_bytes(const char* at, std::size_t size, std::uint32_t offset) noexcept;

  // Puts down where the bits of a block stand, the first without a branch: whether a block has a
  // line end is as good as random, and few have two.
  [[gnu::always_inline]] void put(std::uint64_t feeds, std::uint32_t offset) noexcept {
    constexpr std::uint64_t kLastBit = std::uint64_t{1} << 63;
    ends_[count_] = offset + static_cast<std::uint32_t>(__builtin_ctzll(feeds | kLastBit)) + 1;
    count_ += feeds != 0 ? 1 : 0;
    for (feeds &= feeds - 1; feeds != 0; feeds &= feeds - 1)
      ends_[count_++] = offset + static_cast<std::uint32_t>(__builtin_ctzll(feeds)) + 1;
  }

  bool avx512_;
  std::vector<std::uint32_t> ends_;  // the first count_ of them
  std::size_t count_ = 0;
  std::vector<std::uint8_t> holds_rare_;  // by stretch
};

}  // namespace diallint
