#include "seen_set.h"

#include <algorithm>
#include <cstring>
#include <random>

#include "wide.h"

namespace diallint {
namespace {

std::uint64_t load(const char* at, std::size_t size) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, size);
  return word;
}

}  // namespace

HashSecret HashSecret::random() {
  std::random_device device;
  HashSecret secret;
  for (std::uint64_t& word : secret.words) {
    word = (static_cast<std::uint64_t>(device()) << 32) | device();
  }
  return secret;
}

Hash128 keyed_hash(std::string_view text, const HashSecret& secret) noexcept {
  // The folded product is the mixing step of the wyhash family. Two chains with secrets of their
  // own: their collisions are independent, and neither can be sought without knowing the secret.
  const auto& s = secret.words;
  std::uint64_t a = s[0] ^ text.size();
  std::uint64_t b = s[1] + text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 16; at += 16, left -= 16) {
    const std::uint64_t x = load(at, 8);
    const std::uint64_t y = load(at + 8, 8);
    a = multiply_fold(a ^ x ^ s[2], y ^ s[3]);
    b = multiply_fold(b ^ y ^ s[0], x ^ s[1]) + a;
  }
  const std::uint64_t x = load(at, std::min<std::size_t>(left, 8));
  const std::uint64_t y = left > 8 ? load(at + 8, left - 8) : 0;
  a = multiply_fold(a ^ x ^ s[2], y ^ s[3]);
  b = multiply_fold(b ^ y ^ s[0], x ^ s[1]) + a;
  return {multiply_fold(a ^ s[1], b ^ s[2]), multiply_fold(b ^ s[3], a ^ s[0])};
}

SeenSet::SeenSet() : partitions_(std::size_t{1} << kPartitionBits) {}

// The high bits of the key choose the slot for any capacity.
std::size_t SeenSet::slot_of(std::uint64_t key, std::uint32_t capacity) noexcept {
  return multiply_high(key, capacity);
}

void SeenSet::prefetch(const Hash128& hash) const noexcept {
  const Partition& partition = partitions_[hash.home >> (64 - kPartitionBits)];
  if (partition.capacity == 0) return;
  __builtin_prefetch(&partition.slots[slot_of(stored(hash.key), partition.capacity)]);
}

std::optional<std::uint64_t> SeenSet::insert(const Hash128& hash, std::uint64_t place) {
  Partition& partition = partitions_[hash.home >> (64 - kPartitionBits)];
  // Seven of eight slots used at most.
  if (std::uint64_t{partition.used} * 8 >= std::uint64_t{partition.capacity} * 7) grow(partition);
  const std::uint64_t key = stored(hash.key);
  std::size_t at = slot_of(key, partition.capacity);
  while (partition.slots[at].key != 0) {
    if (partition.slots[at].key == key) return partition.slots[at].place;
    if (++at == partition.capacity) at = 0;
  }
  partition.slots[at] = {key, place};
  ++partition.used;
  ++size_;
  return std::nullopt;
}

void SeenSet::grow(Partition& partition) {
  const std::uint32_t capacity =
      std::max<std::uint32_t>(8, partition.capacity + partition.capacity / 4);
  auto slots = std::make_unique<Slot[]>(capacity);
  for (std::uint32_t i = 0; i < partition.capacity; ++i) {
    const Slot& slot = partition.slots[i];
    if (slot.key == 0) continue;
    std::size_t at = slot_of(slot.key, capacity);
    while (slots[at].key != 0) {
      if (++at == capacity) at = 0;
    }
    slots[at] = slot;
  }
  partition.slots = std::move(slots);
  partition.capacity = capacity;
}

std::uint64_t SeenSet::memory() const noexcept {
  std::uint64_t bytes = partitions_.size() * sizeof(Partition);
  for (const Partition& partition : partitions_) bytes += partition.capacity * sizeof(Slot);
  return bytes;
}

}  // namespace diallint
