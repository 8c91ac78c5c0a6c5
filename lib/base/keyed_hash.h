// A hash of texts that nobody can choose texts for.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace diallint {

/// Secrets of one run. Keys are mixed with them, so that nobody can choose tokens that fall into
/// one place of the table (a plain table takes minutes over a file made for it).
struct HashSecret {
  std::array<std::uint64_t, 4> words{};

  /// From the system's random source.
  static HashSecret random();
};

/// 128 bits of keyed hash of a text; the two halves are independent.
struct Hash128 {
  std::uint64_t key;   ///< identifies the text in a SeenSet
  std::uint64_t home;  ///< says where to look for it
};
Hash128 keyed_hash(std::string_view text, const HashSecret& secret) noexcept;

}  // namespace diallint
