// JSON documents: those that a caller holds, and the reader of all others.
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

/// Reports that a text, the bytes of the chunk, holds no value, if that is so: a caller who has a
/// request to check means to send something. True if it was reported.
bool refuse_blank_json(const SourceChunk& chunk, ReaderContext& context);

}  // namespace diallint
