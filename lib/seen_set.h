// What a run has seen: a set of 64-bit keys, each with the place where it first stood.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "diallint/finding.h"
#include "wide.h"

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

/// Set of keys, each with the ordinal of the record where it first stood. A key is compared in 64
/// bits, within one of 64 partitions that further bits choose: among 20 million texts, two
/// different ones are taken for the same with a probability of about 10^-7. At most 24 bytes a key
/// once some ten thousand are held. One thread.
class SeenSet {
 public:
  SeenSet();

  /// Asks the memory system for what insert() will touch.
  void prefetch(const Hash128& hash) const noexcept {
    const Partition& partition = partitions_[partition_of(hash)];
    __builtin_prefetch(partition.slots.get() + slot_of(hash.key, partition.capacity), 1);
  }

  /// Notes the hash with its ordinal; if it was there already, returns the earlier one and keeps
  /// it.
  std::optional<std::uint32_t> insert(const Hash128& hash, std::uint32_t ordinal);

  std::uint64_t size() const noexcept { return size_; }
  /// Bytes held by the tables.
  std::uint64_t memory() const noexcept;

 private:
  static constexpr unsigned kPartitionBits = 6;

  // Twelve bytes: with a word of eight for the ordinal, a quarter of the memory would be padding.
  struct Slot {
    std::uint32_t key_low = 0;
    std::uint32_t key_high = 0;  // both 0: free
    std::uint32_t ordinal = 0;

    std::uint64_t key() const noexcept { return (std::uint64_t{key_high} << 32) | key_low; }
  };
  struct Partition {
    std::unique_ptr<Slot[]> slots;
    std::uint32_t capacity = 0;
    std::uint32_t used = 0;
  };

  static std::size_t partition_of(const Hash128& hash) noexcept {
    return hash.home >> (64 - kPartitionBits);
  }
  // The high bits of the key choose the slot, whatever the capacity: growing keeps the order.
  static std::size_t slot_of(std::uint64_t key, std::uint32_t capacity) noexcept {
    return multiply_high(key, capacity);
  }
  static void grow(Partition& partition);

  std::vector<Partition> partitions_;
  std::uint64_t size_ = 0;
};

/// Where the records of a run stand: from a record's ordinal in the run back to its place. Ranges
/// of records whose places follow each other take one entry.
class PlaceBook {
 public:
  /// The next `count` records of the run stand in `file`: at line `number` all of them if
  /// `by_line`, otherwise as records `number`, `number` + 1, …
  void note(std::uint64_t first_ordinal, std::uint64_t count, std::uint32_t file,
            std::uint64_t number, bool by_line);
  Place at(std::uint64_t ordinal) const;

 private:
  struct Range {
    std::uint64_t first_ordinal;
    std::uint64_t number;
    std::uint32_t file;
    bool by_line;
    bool same_line;  // all of the range
  };
  std::vector<Range> ranges_;
};

}  // namespace diallint
