// A JSON text taken apart into units: one value, or the items of the array at its top.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/check_session.h"
#include "engine/json_recovery.h"
#include "engine/large_batch.h"
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/byte_source.h"
#include "input/json_cursor.h"
#include "input/json_index.h"
#include "input/text_window.h"

namespace diallint {

/// Checks the one value of an indexed line, which is no array. True if it was sound JSON; then its
/// unit is still open, for the caller to end. Otherwise the caller abandons it; the cursor tells
/// why.
bool check_line(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes);

/// Checks the value in front of the cursor, whatever shape it has; its unit is the caller's.
void check_inner(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes);

/// An item of an array at the top of a text, or of the list of a batch that is too large to be
/// held.
struct ItemOf {
  const LargeBatch* batch = nullptr;  ///< null: of an array
  std::uint64_t number = 0;           ///< from 0
  std::uint64_t line = 0;             ///< 0 where places are not lines
};

/// Checks the value in front of the cursor as an item, a unit of its own, and ends it. False where
/// it is not sound JSON: then nothing is said of it. The path leads to what the items stand in.
bool check_item(JsonCursor& cursor, const ItemOf& item, ReaderContext& context,
                ShapeChoice& shapes);

/// Checks the items of an array that is all of its line and sound JSON, each a unit, and ends each.
/// Hands findings on with `chunk` when there are many; the last ones are the caller's.
void check_items(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes,
                 std::uint64_t line, const SourceChunk& chunk);

/// Where reading stands in an input that is read in stretches.
struct TextState {
  enum class At : std::uint8_t {
    kBeginning,  ///< nothing has been read
    kItem,       ///< an item of the array at the top follows
    kSeparator,  ///< what follows an item
    kValue,      ///< a value that stands in nothing
    kBetween,    ///< behind one
  };
  At at = At::kBeginning;
  std::uint64_t place = 0;     ///< in the input
  std::uint64_t items = 0;     ///< of the array, in front
  bool comma = false;          ///< between values: a comma has been read
  bool is_unfinished = false;  ///< what follows may be sound, but its end is not held
  /// Where it is broken, if it is not that and could not be read.
  std::uint64_t broken_from = 0;
  /// Where units begin of which the first stands kAround in front of what follows, or more: held
  /// from there on for excerpts.
  std::uint64_t shown_from = 0;
  std::uint64_t shown_next = 0;
  const Shape* broken_batch = nullptr;  ///< what the last broken unit was taken for
  NodeId orphans = kNoNode;             ///< its records, where they may stand alone
  /// What the items are records of, where that is no array at the top.
  std::optional<LargeBatch> batch = {};
  RecoveryState recovery;
  std::string first_key;  ///< as written, of the first object of the input
};

/// Checks a text, unit by unit, and ends each. `index` is of the text if that is `sound`, as far as
/// an index can tell. Reads on behind whatever is broken. Hands findings on with `chunk`, which
/// holds the text, when there are many; the last ones are the caller's.
void check_text(const JsonText& text, JsonIndex& index, bool sound, FormRun& run,
                ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk);

/// The same for the next stretch of a text, which begins where the state says. If it is open, the
/// state is moved on to where the next one has to begin; if it is given up, this is where what is
/// left begins, and moved on there if anything is; else it is used up.
void check_stretch(const JsonText& text, JsonIndex& index, bool sound, TextState& state,
                   ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk);

}  // namespace diallint
