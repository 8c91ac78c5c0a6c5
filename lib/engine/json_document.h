// A JSON text taken apart into units: one value, or the items of the array at its top.
#pragma once
#include <cstdint>

#include "engine/check_session.h"
#include "engine/json_recovery.h"
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/json_cursor.h"
#include "input/json_index.h"

namespace diallint {

/// Checks the one value of an indexed line, which is no array. True if it was sound JSON; then its
/// unit is still open, for the caller to end. Otherwise the caller abandons it; the cursor tells
/// why.
bool check_line(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes);

/// Checks the value in front of the cursor, whatever shape it has; its unit is the caller's.
void check_inner(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes);

/// Checks the items of an array that is all of its line and sound JSON, each a unit, and ends each.
/// Hands findings on with `chunk` when there are many; the last ones are the caller's.
void check_items(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes,
                 std::uint64_t line, const SourceChunk& chunk);

/// Checks a text, unit by unit, and ends each. `index` is of the text if that is `sound`, as far as
/// an index can tell. Reads on behind whatever is broken. Hands findings on with `chunk`, which
/// holds the text, when there are many; the last ones are the caller's.
void check_text(const JsonText& text, JsonIndex& index, bool sound, FormRun& run,
                ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk);

}  // namespace diallint
