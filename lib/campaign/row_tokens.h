// Client tokens of prepared requests: random, or derived from what a row is.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/keyed_hash.h"

namespace diallint {

class RowTokens {
 public:
  /// `key` is the secret of derived tokens; empty: they are random.
  RowTokens(std::string key, std::string campaign);

  bool derived() const noexcept { return !key_.empty(); }

  /// The token of a row that is taken: 32 letters from a to p, 128 bits. Letters alone, so that no
  /// part of a token is a part of a telephone number. `id` is the row's key, or its number where
  /// it has none; `repeated` says that a row with the same one was taken before.
  std::string token(std::string_view list, std::string_view id, bool repeated);

 private:
  std::string key_;
  std::string campaign_;
  HashSecret drawn_;      // random bits...
  std::size_t left_ = 0;  // ...words of it that are not used up
  std::unordered_map<std::string, std::uint64_t> repeats_;
};

}  // namespace diallint
