// From places in a text that was made out of an input to the places that it was made of.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "diallint/finding.h"

namespace diallint {

/// Where the bytes of a made text come from. Filled front to back; one thread.
class PlaceMap {
 public:
  /// `around` maps the places that this map leads to further, or is null. It outlives this one.
  explicit PlaceMap(const PlaceMap* around = nullptr) noexcept : around_(around) {}

  /// The next `size` bytes stand at `outer` as they are.
  void copied(std::uint64_t size, std::uint64_t outer) { add(size, outer, size, false); }
  /// The next `size` bytes stand for the `outer_size` bytes at `outer`, as a whole.
  void made(std::uint64_t size, std::uint64_t outer, std::uint64_t outer_size) {
    add(size, outer, outer_size, false);
  }
  /// The next `size` bytes stand for a value that is not known yet: nothing that is said of it
  /// holds.
  void unknown(std::uint64_t size, std::uint64_t outer, std::uint64_t outer_size) {
    add(size, outer, outer_size, true);
  }

  /// What a stretch of the made text stands at in the input; nothing if it is a part of a value
  /// that is not known.
  std::optional<Span> outer(const Span& inner) const noexcept;
  /// The same where that stretch of the input, and no more, makes up this one: what replaces the
  /// one replaces the other. Nothing where the two share their ends with anything else.
  std::optional<Span> exact(const Span& inner) const noexcept;

 private:
  struct Piece {
    std::uint64_t begin;  // in the made text
    std::uint64_t size;
    std::uint64_t outer;
    std::uint64_t outer_size;
    bool unknown;
  };

  void add(std::uint64_t size, std::uint64_t outer, std::uint64_t outer_size, bool unknown);
  const Piece* piece_at(std::uint64_t at) const noexcept;

  const PlaceMap* around_;
  std::vector<Piece> pieces_;
  std::uint64_t size_ = 0;
};

}  // namespace diallint
