// Keys of one object: which stood there before. Two ways: a small dictionary of keys that come back
// in record after record, and a plain set for all others.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/short_string.h"
#include "context/seen_set.h"

namespace diallint {

/// Keys that a map has held in earlier records and that its key checks have passed. A key that is
/// found here needs no check of its own, and one bit tells whether its object has it already.
class KeyDictionary {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr std::size_t kCapacity = 64;

  /// The entry of that key (kTextPadding readable bytes behind it); looks first at `expected`.
  std::uint32_t find(std::string_view key, std::uint32_t expected) noexcept {
    if (expected < entries_.size() && entries_[expected].equals(key)) {
      ++hits_;
      return expected;
    }
    return search(key);
  }
  /// Whether that is an entry: a successor may have none yet.
  bool has(std::uint32_t entry) const noexcept { return entry < entries_.size(); }
  const ShortText& key(std::uint32_t entry) const noexcept { return entries_[entry]; }
  /// For whoever has compared the keys of so many entries without find().
  void count_hits(std::uint64_t hits) noexcept { hits_ += hits; }
  /// Adds a sound key, if there is room. The new entry or kNone.
  std::uint32_t add(std::string_view key);
  /// The entry that followed this one the last time; to be told what follows now.
  std::uint32_t successor(std::uint32_t entry) const noexcept { return successors_[entry + 1]; }
  void follow(std::uint32_t entry, std::uint32_t next) noexcept {
    successors_[entry + 1] = static_cast<std::uint8_t>(next);
  }
  /// False once most keys are new in every record: then looking them up only costs.
  bool pays() const noexcept { return misses_ < 256 || hits_ * 2 > misses_; }

 private:
  static_assert(kNone + 1 == 0 && kCapacity < UINT8_MAX);
  std::uint32_t search(std::string_view key) noexcept;

  std::vector<ShortText> entries_;
  // By entry, from kNone on; apart from the keys, so that each is found without a branch.
  std::array<std::uint8_t, kCapacity + 1> successors_{};
  std::uint64_t hits_ = 0;
  std::uint64_t misses_ = 0;
};

/// A set of strings by their keyed hash. Small ones are compared one by one.
class KeySet {
 public:
  // Most objects put nothing into theirs: few_ is not filled.
  explicit KeySet(const HashSecret& secret) noexcept : secret_(secret) {}
  /// False if the key was there already.
  bool insert(std::string_view key);

 private:
  static constexpr std::size_t kSmall = 16;

  const HashSecret& secret_;
  std::size_t used_ = 0;
  std::array<std::uint64_t, kSmall> few_;  // the first used_ of them, while there is no table
  std::vector<std::uint64_t> table_;       // open-addressed; empty: none yet

  bool insert_into_table(std::uint64_t hash);
  void grow();
};

}  // namespace diallint
