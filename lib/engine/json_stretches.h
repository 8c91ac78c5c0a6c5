// A JSON text of any length, read a stretch at a time.
#pragma once
#include <algorithm>
#include <cstddef>

#include "engine/json_document.h"
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/byte_source.h"
#include "input/text_window.h"

namespace diallint {

/// Behind a break no sound record is looked for any further than this, and a batch that is larger
/// is not held.
inline constexpr std::size_t kMostHeld = std::max(kStretchBytes * 4, std::size_t{128} << 10);

/// Checks the text that begins where the state says and ends where the input does, and flushes what
/// is found. The window holds that place, and has been filled; `chunk` has file, name and format
/// filled in. Throws ReadError.
void check_stretches(TextWindow& window, JsonText::Extent extent, TextState& state,
                     SourceChunk chunk, ReaderContext& context, ShapeChoice& shapes);

}  // namespace diallint
