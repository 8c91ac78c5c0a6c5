#include "context/seen_set.h"

#include <algorithm>
#include <span>
#include <utility>

namespace diallint {

SeenSet::SeenSet() : partitions_(std::size_t{1} << kPartitionBits) {
  for (Partition& partition : partitions_) grow(partition);
}

SeenSet::Bucket& SeenSet::with_room(Partition& partition, std::uint64_t key) noexcept {
  std::size_t at = bucket_of(key, partition.size);
  while (partition.buckets[at].used == kInBucket) {
    if (++at == partition.size) at = 0;
  }
  return partition.buckets[at];
}

std::optional<std::uint32_t> SeenSet::insert(const Hash128& hash, std::uint32_t ordinal) {
  Partition& partition = partitions_[partition_of(hash)];
  const std::uint64_t key = hash.key == 0 ? 1 : hash.key;
  std::size_t at = bucket_of(key, partition.size);
  for (;;) {
    const Bucket& bucket = partition.buckets[at];
    const unsigned found = bucket.find(key);
    if (found != kInBucket) return bucket.ordinals[found];
    if (bucket.used < kInBucket) break;
    if (++at == partition.size) at = 0;
  }
  partition.buckets[at].add(key, ordinal);
  ++size_;
  // Four of five slots used at most, and five of nine at least once a table has grown.
  if (++partition.used * std::uint64_t{5} > partition.size * std::uint64_t{4 * kInBucket}) {
    grow(partition);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> SeenSet::find(const Hash128& hash) const noexcept {
  const Partition& partition = partitions_[partition_of(hash)];
  const std::uint64_t key = hash.key == 0 ? 1 : hash.key;
  for (std::size_t at = bucket_of(key, partition.size);;) {
    const Bucket& bucket = partition.buckets[at];
    const unsigned found = bucket.find(key);
    if (found != kInBucket) return bucket.ordinals[found];
    if (bucket.used < kInBucket) return std::nullopt;
    if (++at == partition.size) at = 0;
  }
}

void SeenSet::clear() {
  expected_ = 0;
  if (size_ == 0) return;
  for (Partition& partition : partitions_) {
    if (partition.used == 0) continue;
    if (partition.size <= kSmall) {
      for (Bucket& bucket : std::span(partition.buckets.get(), partition.size)) {
        if (bucket.used != 0) bucket = {};
      }
      partition.used = 0;
    } else {
      partition = {};
      grow(partition);
    }
  }
  size_ = 0;
}

std::uint32_t SeenSet::grown(std::uint32_t size) const noexcept {
  constexpr std::uint32_t kFirst = 2;
  if (size == 0) return kFirst;
  const std::uint32_t least = size < kSmall ? size * 2 : size + size / 16 * 7;
  // Room for an equal share of what is expected, and a sixteenth more: shares differ by chance.
  const std::uint64_t share = expected_ / partitions_.size();
  const std::uint64_t wanted = (share + share / 16) / (kInBucket * 4 / 5) + 1;
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(wanted, least, std::uint64_t{size} * 4));
}

// The buckets of the old table lead through the new one from front to back.
void SeenSet::grow(Partition& partition) const {
  const std::uint32_t old_size = partition.size;
  const std::uint32_t size = grown(old_size);
  auto buckets = std::make_unique<Bucket[]>(size);  // where this fails, the old ones still stand
  const auto old = std::exchange(partition.buckets, std::move(buckets));
  partition.size = size;
  for (std::uint32_t i = 0; i < old_size; ++i) {
    const Bucket& from = old[i];
    for (unsigned slot = 0; slot < from.used; ++slot) {
      with_room(partition, from.keys[slot]).add(from.keys[slot], from.ordinals[slot]);
    }
  }
}

std::uint64_t SeenSet::memory() const noexcept {
  std::uint64_t bytes = partitions_.size() * sizeof(Partition);
  for (const Partition& partition : partitions_) bytes += partition.size * sizeof(Bucket);
  return bytes;
}

}  // namespace diallint
