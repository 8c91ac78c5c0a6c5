#include "seen_set.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <random>

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

SeenSet::SeenSet() : partitions_(std::size_t{1} << kPartitionBits) {
  for (Partition& partition : partitions_) grow(partition);
}

std::optional<std::uint32_t> SeenSet::insert(const Hash128& hash, std::uint32_t ordinal) {
  Partition& partition = partitions_[partition_of(hash)];
  const std::uint64_t key = hash.key == 0 ? 1 : hash.key;
  std::size_t at = slot_of(key, partition.capacity);
  for (std::uint64_t there; (there = partition.slots[at].key()) != 0;) {
    if (there == key) return partition.slots[at].ordinal;
    if (++at == partition.capacity) at = 0;
  }
  partition.slots[at] = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32),
                         ordinal};
  ++size_;
  // Three of four slots used at most. Growing by a half, a table is at worst half full.
  if (++partition.used * std::uint64_t{4} > partition.capacity * std::uint64_t{3}) grow(partition);
  return std::nullopt;
}

void SeenSet::grow(Partition& partition) {
  constexpr std::uint32_t kFirst = 16;
  constexpr std::uint32_t kSmall = 128;
  const std::uint32_t old = partition.capacity;
  const std::uint32_t capacity = old == 0 ? kFirst : old < kSmall ? old * 2 : old + old / 2;
  auto slots = std::make_unique<Slot[]>(capacity);
  for (std::uint32_t i = 0; i < old; ++i) {
    const Slot& slot = partition.slots[i];
    const std::uint64_t key = slot.key();
    if (key == 0) continue;
    std::size_t at = slot_of(key, capacity);
    while (slots[at].key() != 0) {
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

void PlaceBook::note(std::uint64_t first_ordinal, std::uint64_t count, std::uint32_t file,
                     std::uint64_t number, bool by_line) {
  const bool same_line = by_line && count > 1;
  if (!ranges_.empty()) {
    const Range& last = ranges_.back();
    const std::uint64_t next = last.number + (first_ordinal - last.first_ordinal);
    const bool follows = last.file == file && last.by_line == by_line && next == number;
    if (follows && !same_line && !last.same_line) return;
  }
  ranges_.push_back({first_ordinal, number, file, by_line, same_line});
}

Place PlaceBook::at(std::uint64_t ordinal) const {
  const auto behind = std::upper_bound(
      ranges_.begin(), ranges_.end(), ordinal,
      [](std::uint64_t value, const Range& range) { return value < range.first_ordinal; });
  if (behind == ranges_.begin()) return {};
  const Range& range = *std::prev(behind);
  const std::uint64_t offset = range.same_line ? 0 : ordinal - range.first_ordinal;
  return {range.file, range.number + offset, range.by_line};
}

}  // namespace diallint
