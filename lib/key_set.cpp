#include "key_set.h"

#include <algorithm>

namespace diallint {

std::uint32_t KeyDictionary::search(std::string_view key) noexcept {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].key.equals(key)) {
      ++hits_;
      return i;
    }
  }
  ++misses_;
  return kNone;
}

std::uint32_t KeyDictionary::add(std::string_view key) {
  if (entries_.size() >= kCapacity) return kNone;
  const auto entry = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({ShortText(key), entry + 1});
  return entry;
}

bool KeySet::insert(std::string_view key) {
  const std::uint64_t hash = keyed_hash(key, secret_).key | 1;
  if (table_) return insert_into_table(hash);
  if (std::find(hashes_.begin(), hashes_.end(), hash) != hashes_.end()) return false;
  hashes_.push_back(hash);
  if (hashes_.size() > kSmall) rebuild(kSmall * 8);
  return true;
}

bool KeySet::insert_into_table(std::uint64_t hash) {
  const std::size_t mask = hashes_.size() - 1;
  std::size_t at = (hash >> 20) & mask;
  for (; hashes_[at] != 0; at = (at + 1) & mask) {
    if (hashes_[at] == hash) return false;
  }
  hashes_[at] = hash;
  if (++used_ * 2 > hashes_.size()) rebuild(hashes_.size() * 2);
  return true;
}

void KeySet::rebuild(std::size_t capacity) {
  std::vector<std::uint64_t> old = std::move(hashes_);
  hashes_.assign(capacity, 0);
  table_ = true;
  used_ = 0;
  for (const std::uint64_t hash : old) {
    if (hash != 0) insert_into_table(hash);
  }
}

}  // namespace diallint
