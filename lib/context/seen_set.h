// What a run has seen: a set of 64-bit keys, each with the record where it first stood.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/keyed_hash.h"
#include "base/uint128.h"

namespace diallint {

/// Set of keys, each with the ordinal of the record where it first stood. Keys are compared in 96
/// bits of their hash: two different texts are not taken for the same. At most 24 bytes a key once
/// some ten thousand are held, and 4,294,967,295 keys. One thread.
///
/// The keys stand in a log, in the order in which they came: memory is written from front to back.
/// An index says where in the log to look. It has four bytes for each, in lines of the cache, and
/// is all that a look-up touches that finds nothing. (Tables that hold the keys themselves took 69
/// ns of a request, and so did a log for each part of the keys: lines that are written out of order
/// are waited for.)
class SeenSet {
 public:
  SeenSet();

  /// Asks the memory system for what insert() will touch.
  void prefetch(const Hash128& hash) const noexcept {
    __builtin_prefetch(index_.get() + bucket_of(hash.key), 1);
  }

  /// Notes the hash with its ordinal; if it was there already, returns the earlier one and keeps
  /// it.
  std::optional<std::uint32_t> insert(const Hash128& hash, std::uint32_t ordinal);

  /// The ordinal of a hash that was inserted; nothing is noted.
  std::optional<std::uint32_t> find(const Hash128& hash) const noexcept;

  /// How many keys there may be in the end, as far as anyone knows by now: the index then grows in
  /// few steps, fourfold at most. Never needed, and no harm if it is wrong.
  void expect(std::uint64_t keys) noexcept { expected_ = keys; }

  /// Forgets all keys. The memory of few is kept for the next ones.
  void clear();

  /// Calls `take` with each hash, of 64 and 32 bits, and its ordinal, in the order in which they
  /// came.
  template <typename Take>
  void for_each(Take take) const {
    for (std::size_t i = 0; i < in_use_; ++i) {
      const Block& block = blocks_[i];
      const std::uint32_t held = std::min(block.size, size_ - block.first);
      for (const Entry& its : std::span(block.entries.get(), held))
        take(Hash128{its.key, its.home}, its.ordinal);
    }
  }

  std::uint64_t size() const noexcept { return size_; }
  /// Bytes held.
  std::uint64_t memory() const noexcept;

 private:
  static constexpr std::size_t kInBucket = 16;

  // One line of the cache. A slot has the number of a key in the log, from 1, and above it bits of
  // the key: so nearly always only the key that is looked for is looked at. 0: free; those in use
  // come first.
  struct alignas(64) Bucket {
    std::array<std::uint32_t, kInBucket> slots{};
  };
  struct Entry {
    std::uint64_t key;
    std::uint32_t home;  // more bits of the hash
    std::uint32_t ordinal;
  };
  struct Block {
    std::unique_ptr<Entry[]> entries;
    std::uint32_t size = 0;
    std::uint32_t first = 0;  // number of its first entry, from 0
  };
  // Slots of a bucket, bit by bit.
  struct Matches {
    unsigned tagged;  // with the bits that are looked for; may hold free ones
    unsigned free;
  };
  // Where a key is, or would be.
  struct Found {
    const Entry* entry;   // null: it is not there
    std::uint32_t* slot;  // then: for it
  };

  // The high bits of the key choose the bucket, whatever the size: growing keeps the order.
  std::size_t bucket_of(std::uint64_t key) const noexcept { return multiply_high(key, buckets_); }
  std::uint32_t tag_of(std::uint64_t key) const noexcept {
    return static_cast<std::uint32_t>(key) & tag_mask_;
  }
  static Matches match(const Bucket& bucket, std::uint32_t tag, std::uint32_t mask) noexcept;
  Found look(const Hash128& hash) const noexcept;
  const Entry& entry(std::uint32_t number) const noexcept;
  void set_index(std::uint32_t buckets);
  void grow_index();
  void begin_block();

  std::unique_ptr<Bucket[]> index_;
  std::uint32_t buckets_ = 0;
  std::uint32_t tag_mask_ = 0;  // of the bits of a slot that are the key's
  std::uint32_t most_ = 0;      // keys, before the index grows
  std::uint32_t size_ = 0;
  Entry* next_ = nullptr;  // in the last block
  std::uint32_t room_ = 0;
  std::vector<Block> blocks_;  // of the log: those in use first
  std::size_t in_use_ = 0;
  std::uint64_t expected_ = 0;
};

}  // namespace diallint
