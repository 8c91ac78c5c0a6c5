// Requests inside of envelopes: found, taken out, and checked as if they stood alone.
#pragma once
#include "engine/envelope_forms.h"
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/json_cursor.h"

namespace diallint {

/// The form of the envelope in front of the cursor, if the settings look for it; null: it is none.
const EnvelopeForm* envelope_in_front(const JsonCursor& cursor, const ReaderContext& context);

/// Takes back what the unit of the envelope in front of the cursor has said so far, checks each
/// request inside in a unit of its own, the last of which stays open for the caller, and moves the
/// cursor behind the envelope. False, and nothing done, if that is no sound JSON.
bool open_envelope(const EnvelopeForm& form, JsonCursor& cursor, ReaderContext& context,
                   ShapeChoice& shapes);

}  // namespace diallint
