// Items of one array or large batch, checked in pieces while all is sound.
#pragma once
#include <cstdint>
#include <optional>

#include "engine/json_document.h"
#include "engine/piece_crew.h"
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "engine/turn_order.h"
#include "input/input_pieces.h"
#include "input/json_cursor.h"
#include "input/json_index.h"

namespace diallint {

/// How many items stand in front of each piece, which findings name: counted before a piece is
/// checked, so that none waits for the check of another. Shared by all checks.
class ItemCounts {
 public:
  /// So many stand in front of piece 0. Nobody waits.
  void restart(std::uint64_t items) noexcept;
  /// How many stand in front of the piece, which has `count` itself. Waits until all pieces in
  /// front have been counted. Nothing where this one could not be; throws TurnOrder::Superseded
  /// where that holds for one in front.
  std::optional<std::uint64_t> in_front_of(std::uint64_t piece, std::optional<std::uint64_t> count);

 private:
  TurnOrder order_;
  std::uint64_t items_ = 0;  // of whose turn it is
};

/// Stops at the first item that is not sound JSON, and where the array ends.
class ItemPieceCheck final : public PieceCheck {
 public:
  /// All of these outlive it; the state says what the array stands in.
  ItemPieceCheck(ReaderContext& context, const SourceChunk& chunk, const TextState& state,
                 ItemCounts& counts);

  std::optional<PieceStop> check(const InputPiece& piece) override;
  void move_lines(std::uint64_t items) override { first_ = items; }
  std::uint64_t line() const noexcept override { return first_ + checked_ + 1; }

 private:
  std::optional<std::uint64_t> count(const InputPiece& piece);
  void show(const InputPiece& piece);
  std::optional<PieceStop> check_items(JsonCursor& cursor);

  ReaderContext& context_;
  CheckSession& session_;
  SourceChunk chunk_;
  const TextState& state_;
  ItemCounts& counts_;
  ShapeChoice& shapes_;
  JsonIndex index_;
  std::uint64_t first_ = 0;    // items in front of the piece
  std::uint64_t checked_ = 0;  // of the piece
};

}  // namespace diallint
