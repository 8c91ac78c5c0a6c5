// What an envelope carries, as the JSON text that it would be without it.
#pragma once
#include <string>

#include "engine/envelope_forms.h"
#include "input/json_cursor.h"
#include "input/place_map.h"

namespace diallint {

/// Appends the value in front of the cursor, which holds what a form says, to an empty text, and
/// where each of its bytes comes from to an empty map. The value is sound JSON.
void write_inner(const EnvelopeForm& form, JsonCursor at, std::string& out, PlaceMap& map);

}  // namespace diallint
