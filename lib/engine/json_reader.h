// JSON documents, read as a whole.
#pragma once
#include <string_view>

#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/json_index.h"

namespace diallint {

/// Checks a whole JSON text, which kPadding readable bytes follow, and flushes what is found.
/// `chunk` has file and name filled in; `index` and `shapes` may have served others before.
void check_json_text(std::string_view whole, SourceChunk chunk, ReaderContext& context,
                     JsonIndex& index, ShapeChoice& shapes);

}  // namespace diallint
