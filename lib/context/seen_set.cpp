#include "context/seen_set.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <new>
#include <span>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace diallint {
namespace {

constexpr std::uint32_t kFirstBuckets = 16;
constexpr std::uint32_t kKeptBuckets = 256;  // of an index that is cleared
constexpr std::uint32_t kSmallIndex =
    1024;  // some ten thousand keys: what may be in vain is little
constexpr std::uint32_t kFirstBlock = 128;
constexpr std::uint32_t kLargestBlock = std::uint32_t{1} << 17;

}  // namespace

SeenSet::SeenSet() { set_index(kFirstBuckets); }

// Four of five slots are used at most.
void SeenSet::set_index(std::uint32_t buckets) {
  index_ = std::make_unique<Bucket[]>(buckets);  // where this fails, the old one still stands
  buckets_ = buckets;
  const std::uint64_t most = std::uint64_t{buckets} * kInBucket * 4 / 5;
  most_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(most, UINT32_MAX));
  tag_mask_ = static_cast<std::uint32_t>(~std::uint64_t{0} << std::bit_width(most_));
}

// Takes no branch that depends on how many keys were here first.
[[gnu::always_inline]] inline SeenSet::Matches SeenSet::match(const Bucket& bucket,
                                                              std::uint32_t tag,
                                                              std::uint32_t mask) noexcept {
#if defined(__SSE2__)
  const auto bits = [&](auto test) {
    const auto block = [&](std::size_t i) {
      return test(_mm_load_si128(reinterpret_cast<const __m128i*>(&bucket.slots[i * 4])));
    };
    const __m128i low = _mm_packs_epi32(block(0), block(1));
    const __m128i high = _mm_packs_epi32(block(2), block(3));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(low, high)));
  };
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(tag));
  const __m128i tag_bits = _mm_set1_epi32(static_cast<int>(mask));
  return {
      bits([&](__m128i slots) { return _mm_cmpeq_epi32(_mm_and_si128(slots, tag_bits), wanted); }),
      bits([&](__m128i slots) { return _mm_cmpeq_epi32(slots, _mm_setzero_si128()); })};
#else
  Matches matches{0, 0};
  for (std::size_t i = 0; i < kInBucket; ++i) {
    matches.tagged |= ((bucket.slots[i] & mask) == tag ? 1U : 0U) << i;
    matches.free |= (bucket.slots[i] == 0 ? 1U : 0U) << i;
  }
  return matches;
#endif
}

[[gnu::always_inline]] inline SeenSet::Found SeenSet::look(const Hash128& hash) const noexcept {
  const std::uint32_t tag = tag_of(hash.key);
  std::size_t at = bucket_of(hash.key);
  for (;;) {
    Bucket& bucket = index_[at];
    const Matches matches = match(bucket, tag, tag_mask_);
    for (unsigned tagged = matches.tagged & ~matches.free; tagged != 0; tagged &= tagged - 1) {
      const std::uint32_t slot = bucket.slots[static_cast<std::size_t>(std::countr_zero(tagged))];
      const Entry& its = entry((slot & ~tag_mask_) - 1);
      if (its.key == hash.key && its.home == static_cast<std::uint32_t>(hash.home)) {
        return {&its, nullptr};
      }
    }
    if (matches.free != 0) {
      return {nullptr, &bucket.slots[static_cast<std::size_t>(std::countr_zero(matches.free))]};
    }
    if (++at == buckets_) at = 0;
  }
}

std::optional<std::uint32_t> SeenSet::insert(const Hash128& hash, std::uint32_t ordinal) {
  if (size_ == most_) grow_index();
  if (room_ == 0) begin_block();
  const Found found = look(hash);
  if (found.entry != nullptr) return found.entry->ordinal;
  *next_++ = {hash.key, static_cast<std::uint32_t>(hash.home), ordinal};
  --room_;
  *found.slot = tag_of(hash.key) | ++size_;
  return std::nullopt;
}

std::optional<std::uint32_t> SeenSet::find(const Hash128& hash) const noexcept {
  const Found found = look(hash);
  if (found.entry == nullptr) return std::nullopt;
  return found.entry->ordinal;
}

const SeenSet::Entry& SeenSet::entry(std::uint32_t number) const noexcept {
  const auto used = std::span(blocks_).first(in_use_);
  const auto behind = std::ranges::upper_bound(used, number, {}, &Block::first);
  const Block& block = *std::prev(behind);
  return block.entries[number - block.first];
}

void SeenSet::clear() {
  expected_ = 0;
  if (size_ == 0) return;
  if (buckets_ > kKeptBuckets) {
    set_index(kFirstBuckets);
    blocks_.resize(1);
  } else {
    std::ranges::fill(std::span(index_.get(), buckets_), Bucket{});
  }
  size_ = room_ = 0;
  in_use_ = 0;
}

// The log, from front to back, fills the new index; what the old one says is in it.
void SeenSet::grow_index() {
  constexpr std::uint64_t kMostBuckets = std::uint64_t{UINT32_MAX} / kInBucket * 5 / 4;
  constexpr std::size_t kAhead = 16;
  if (size_ == UINT32_MAX) throw std::bad_alloc();
  // Room for what is expected, and a sixteenth more: nobody knows it exactly.
  const std::uint64_t wanted = (expected_ + expected_ / 16) / (kInBucket * 4 / 5) + 1;
  const std::uint64_t least = buckets_ + buckets_ / 16 * std::uint64_t{7};
  const std::uint64_t most = std::uint64_t{buckets_} * (buckets_ < kSmallIndex ? 16 : 4);
  set_index(static_cast<std::uint32_t>(
      std::min(kMostBuckets, std::clamp<std::uint64_t>(wanted, least, most))));
  std::uint32_t number = 0;
  for (const Block& block : std::span(blocks_).first(in_use_)) {
    const std::span held(block.entries.get(), std::min(block.size, size_ - block.first));
    for (std::size_t i = 0; i < held.size(); ++i) {
      const Entry& ahead = held[std::min(i + kAhead, held.size() - 1)];
      prefetch({ahead.key, ahead.home});
      *look({held[i].key, held[i].home}).slot = tag_of(held[i].key) | ++number;
    }
  }
}

// A thirty-second part of what there is: that much may be in vain.
void SeenSet::begin_block() {
  if (in_use_ == blocks_.size()) {
    const std::uint32_t size = std::clamp(size_ / 32, kFirstBlock, kLargestBlock);
    blocks_.push_back({std::make_unique_for_overwrite<Entry[]>(size), size, size_});
  }
  const Block& block = blocks_[in_use_++];
  next_ = block.entries.get();
  room_ = block.size;
}

std::uint64_t SeenSet::memory() const noexcept {
  std::uint64_t bytes = buckets_ * sizeof(Bucket) + blocks_.capacity() * sizeof(Block);
  for (const Block& block : blocks_) bytes += block.size * sizeof(Entry);
  return bytes;
}

}  // namespace diallint
