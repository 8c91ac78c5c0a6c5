// The fix that takes a member out of its object.
#pragma once
#include "engine/check_session.h"
#include "input/json_cursor.h"
#include "input/source_text.h"

namespace diallint {

/// Offers, with the finding that was kept last, to drop the member of this key, in front of whose
/// value the cursor stands.
void offer_to_drop(JsonCursor cursor, const SourceText& key, CheckSession& session);

}  // namespace diallint
