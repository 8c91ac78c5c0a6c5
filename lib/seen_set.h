// What a run has seen: a set of 64-bit keys, each with the place where it first stood.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace diallint {

/// Secrets of one run. Keys are mixed with them, so that nobody can choose tokens that fall into one
/// place of the table (a plain table takes minutes over a file made for it).
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

/// Set of keys with places. A key is compared in 64 bits, within one of 64 partitions that further
/// bits choose: among 20 million texts, two different ones are taken for the same with a probability
/// of about 10^-7. At most 24 bytes a key once a few thousand are held. One thread.
class SeenSet {
 public:
  SeenSet();

  /// Asks the memory system for what insert() will touch.
  void prefetch(const Hash128& hash) const noexcept;

  /// Notes the hash with its place; if it was there already, returns the earlier place and keeps it.
  std::optional<std::uint64_t> insert(const Hash128& hash, std::uint64_t place);

  std::uint64_t size() const noexcept { return size_; }
  /// Bytes held by the tables.
  std::uint64_t memory() const noexcept;

 private:
  static constexpr unsigned kPartitionBits = 6;

  struct Slot {
    std::uint64_t key = 0;  // 0: free
    std::uint64_t place = 0;
  };
  struct Partition {
    std::unique_ptr<Slot[]> slots;
    std::uint32_t capacity = 0;
    std::uint32_t used = 0;
  };

  static std::uint64_t stored(std::uint64_t key) noexcept { return key == 0 ? 1 : key; }
  static std::size_t slot_of(std::uint64_t key, std::uint32_t capacity) noexcept;
  static void grow(Partition& partition);

  std::vector<Partition> partitions_;
  std::uint64_t size_ = 0;
};

}  // namespace diallint
