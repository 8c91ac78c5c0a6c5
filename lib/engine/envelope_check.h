// Requests inside of envelopes: found, taken out, and checked as if they stood alone.
#pragma once
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/json_cursor.h"

namespace diallint {

/// If the value in front of the cursor is an envelope that the settings look for: takes back what
/// its unit has said so far, checks each request inside in a unit of its own, the last of which
/// stays open for the caller, and moves the cursor behind the envelope. False, and nothing done, if
/// it is none, or no sound JSON.
bool check_envelope(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes);

}  // namespace diallint
