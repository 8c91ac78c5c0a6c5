#include "context/seen_set.h"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <span>
#include <utility>

#include "base/byte_blocks.h"

namespace diallint {
namespace {

// Two words that a text of at most 16 bytes fills, overlapping where it is shorter: loads of fixed
// size, and none behind its end. Texts of the same size and words are the same text.
struct Tail {
  std::uint64_t x = 0;
  std::uint64_t y = 0;

  Tail(const char* at, std::size_t size) noexcept {
    if (size >= 8) {
      x = load<std::uint64_t>(at);
      y = load<std::uint64_t>(at + size - 8);
    } else if (size >= 4) {
      x = load<std::uint32_t>(at);
      y = load<std::uint32_t>(at + size - 4);
    } else if (size > 0) {
      x = load<std::uint8_t>(at) << 8 | load<std::uint8_t>(at + size / 2);
      y = load<std::uint8_t>(at + size - 1);
    }
  }
};

}  // namespace

HashSecret HashSecret::random() {
  HashSecret secret;
  // All at once. The device takes its own way to every four bytes, mostly an instruction that
  // virtual machines are slow at: a tenth of what the check of a small request took.
  if (getentropy(secret.words.data(), sizeof secret.words) == 0) return secret;
  // GCOVR_EXCL_START: only where a sandbox forbids the call
  std::random_device device;
  for (std::uint64_t& word : secret.words) {
    word = (static_cast<std::uint64_t>(device()) << 32) | device();
  }
  return secret;
  // GCOVR_EXCL_STOP
}

Hash128 keyed_hash(std::string_view text, const HashSecret& secret) noexcept {
  // The folded product is the mixing step of the wyhash family. Two chains with secrets of their
  // own: their collisions are independent, and neither can be sought without knowing the secret.
  const auto& s = secret.words;
  std::uint64_t a = s[0] ^ text.size();
  std::uint64_t b = s[1] + text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  const auto mix = [&](std::uint64_t x, std::uint64_t y) {
    a = multiply_fold(a ^ x ^ s[2], y ^ s[3]);
    b = multiply_fold(b ^ y ^ s[0], x ^ s[1]) + a;
  };
  for (; left > 16; at += 16, left -= 16) {
    mix(load<std::uint64_t>(at), load<std::uint64_t>(at + 8));
  }
  const Tail tail(at, left);
  mix(tail.x, tail.y);
  return {multiply_fold(a ^ s[1], b ^ s[2]), multiply_fold(b ^ s[3], a ^ s[0])};
}

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

void PlaceBook::note(std::uint64_t first_ordinal, std::uint64_t count, std::uint32_t file,
                     std::uint64_t number, bool by_line) {
  const bool same_line = by_line && count > 1;
  if (!ranges_.empty()) {
    Range& last = ranges_.back();
    const bool one_line = by_line && last.by_line && last.file == file && last.number == number;
    if (one_line && (last.same_line || first_ordinal == last.first_ordinal + 1)) {
      last.same_line = true;  // the items of an array, one after the other
      return;
    }
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
