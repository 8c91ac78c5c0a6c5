#include "context/key_set.h"

#include <algorithm>

#include "base/keyed_hash.h"

namespace diallint {

std::uint32_t KeyDictionary::search(std::string_view key) noexcept {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].equals(key)) {
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
  entries_.emplace_back(key);
  follow(entry, entry + 1);
  return entry;
}

bool KeySet::insert(std::string_view key) {
  const std::uint64_t hash = keyed_hash(key, secret_).key | 1;
  if (!table_.empty()) return insert_into_table(hash);
  const auto end = few_.begin() + static_cast<std::ptrdiff_t>(used_);
  if (std::find(few_.begin(), end, hash) != end) return false;
  if (used_ == kSmall) {
    grow();
    return insert_into_table(hash);
  }
  few_[used_++] = hash;
  return true;
}

bool KeySet::insert_into_table(std::uint64_t hash) {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = (hash >> 20) & mask;
  for (; table_[at] != 0; at = (at + 1) & mask) {
    if (table_[at] == hash) return false;
  }
  table_[at] = hash;
  if (++used_ * 2 > table_.size()) grow();
  return true;
}

void KeySet::grow() {
  const std::vector<std::uint64_t> old = std::move(table_);
  table_.assign(old.empty() ? kSmall * 8 : old.size() * 2, 0);
  const std::size_t few = old.empty() ? used_ : 0;
  used_ = 0;
  for (std::size_t i = 0; i < few; ++i) insert_into_table(few_[i]);
  for (const std::uint64_t hash : old) {
    if (hash != 0) insert_into_table(hash);
  }
}

}  // namespace diallint
