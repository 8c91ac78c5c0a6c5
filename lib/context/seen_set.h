// What a run has seen: a set of 64-bit keys, each with the record where it first stood.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/keyed_hash.h"
#include "base/uint128.h"

namespace diallint {

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
    __builtin_prefetch(partition.buckets.get() + bucket_of(hash.key, partition.size), 1);
  }

  /// Notes the hash with its ordinal; if it was there already, returns the earlier one and keeps
  /// it.
  std::optional<std::uint32_t> insert(const Hash128& hash, std::uint32_t ordinal);

  /// The ordinal of a hash that was inserted; nothing is noted.
  std::optional<std::uint32_t> find(const Hash128& hash) const noexcept;

  /// How many keys there may be in the end, as far as anyone knows by now: tables then grow in few
  /// steps, fourfold at most. Never needed, and no harm if it is wrong.
  void expect(std::uint64_t keys) noexcept { expected_ = keys; }

  /// Forgets all keys. Small tables are kept for the next ones.
  void clear();

  std::uint64_t size() const noexcept { return size_; }
  /// Bytes held by the tables.
  std::uint64_t memory() const noexcept;

 private:
  static constexpr unsigned kPartitionBits = 6;
  static constexpr unsigned kInBucket = 5;
  static constexpr std::uint32_t kSmall = 32;  // buckets: tables up to here grow fast, and are kept

  // One line of the cache: a look-up that finds nothing waits for one, and takes no branch that
  // depends on how many keys were here first.
  struct alignas(64) Bucket {
    std::uint64_t keys[kInBucket] = {};  // 0: free; those in use come first
    std::uint32_t ordinals[kInBucket] = {};
    std::uint32_t used = 0;

    /// Which of the keys it is; kInBucket: none.
    unsigned find(std::uint64_t key) const noexcept {
      bool any = false;
      for (const std::uint64_t mine : keys) any |= mine == key;
      if (!any) return kInBucket;
      unsigned at = 0;
      while (keys[at] != key) ++at;
      return at;
    }
    void add(std::uint64_t key, std::uint32_t ordinal) noexcept {
      keys[used] = key;
      ordinals[used++] = ordinal;
    }
  };
  struct Partition {
    std::unique_ptr<Bucket[]> buckets;
    std::uint32_t size = 0;  // in buckets
    std::uint32_t used = 0;  // in keys
  };

  static std::size_t partition_of(const Hash128& hash) noexcept {
    return hash.home >> (64 - kPartitionBits);
  }
  // The high bits of the key choose the bucket, whatever the size: growing keeps the order.
  static std::size_t bucket_of(std::uint64_t key, std::uint32_t size) noexcept {
    return multiply_high(key, size);
  }
  static Bucket& with_room(Partition& partition, std::uint64_t key) noexcept;
  void grow(Partition& partition) const;
  std::uint32_t grown(std::uint32_t size) const noexcept;

  std::vector<Partition> partitions_;
  std::uint64_t size_ = 0;
  std::uint64_t expected_ = 0;
};

}  // namespace diallint
