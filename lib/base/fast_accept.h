// What is enough to know of most texts: which bytes they are made of, and how many.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/byte_set.h"

namespace diallint {

/// Texts that are sound by what can be seen at a glance.
struct FastAccept {
  ByteSet bytes;  ///< of which they are made
  std::uint32_t min_bytes = 0;
  std::uint32_t max_bytes = 0;
  std::array<std::uint64_t, 4> suspects{};  ///< by byte: a text that begins with it is looked at

  /// No byte keeps a text from it but control characters and those that are rare: see LineScan.
  bool refuses_only_rare = false;

  bool accepts_size(std::size_t size) const noexcept {
    return size >= min_bytes && size <= max_bytes;
  }
  void suspect(std::string_view first_bytes) noexcept {
    for (const char c : first_bytes) {
      const auto byte = static_cast<unsigned char>(c);
      suspects[byte / 64] |= std::uint64_t{1} << byte % 64;
    }
  }
  bool suspects_first(char c) const noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return (suspects[byte / 64] >> byte % 64 & 1) != 0;
  }
  /// Reads up to 15 bytes past the end of the text, as ByteSet does.
  bool accepts(std::string_view text) const noexcept {
    return accepts_plain(text) && bytes.contains_all(text);
  }
  /// The same for a text of bytes that are known to belong. Reads one byte, as accepts() does.
  bool accepts_plain(std::string_view text) const noexcept {
    return accepts_size(text.size()) && !suspects_first(*text.data());
  }
};

}  // namespace diallint
