// Values that no rule is for: unknown and repeated members, and what stands where another kind
// belongs. Readers refuse the whole text for a half of a character in them, too.
#pragma once
#include "context/check_context.h"
#include "input/cursor.h"
#include "input/json_cursor.h"

namespace diallint {

/// Walks over the value in front of the cursor. Its grammar is checked; each string or key with an
/// escape that stands for no character is reported where it stands.
void skip_value(JsonCursor& cursor, CheckContext& context);

/// The same for cursors over texts that were never escaped.
template <Cursor C>
void skip_value(C& cursor, CheckContext& context) {
  cursor.skip(kMaxDepth - context.path().depth());
}

}  // namespace diallint
