// The rows that have been taken, by number and key: of rows with the same one the first is taken.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/keyed_hash.h"
#include "context/seen_set.h"

namespace diallint {

/// What a row is known by. Hashes of one secret.
struct RowHashes {
  Hash128 number{};
  std::optional<Hash128> key;  ///< of a row that has one
};

/// Some 24 bytes for each number and each key. One thread.
class TakenRows {
 public:
  /// The rows that have the same; of several, the first.
  struct Same {
    std::optional<std::uint32_t> number, key;
  };

  Same same_as(const RowHashes& row) const noexcept {
    return {numbers_.find(row.number), row.key ? keys_.find(*row.key) : std::nullopt};
  }
  void take(const RowHashes& row, std::uint32_t ordinal) {
    numbers_.insert(row.number, ordinal);
    if (row.key) keys_.insert(*row.key, ordinal);
  }

 private:
  SeenSet numbers_;
  SeenSet keys_;
};

/// Why a row is not taken that repeats another one.
struct Repeat {
  std::string_view rule;  ///< for programs; static
  std::uint32_t first;    ///< ordinal of the row that was taken
  /// For people. `row` is the number of that row, `where` what follows it.
  std::string reason(std::uint64_t row, std::string_view where = {}) const;
};

/// Nothing: it repeats no row.
std::optional<Repeat> repeat_in(const TakenRows::Same& same) noexcept;

}  // namespace diallint
