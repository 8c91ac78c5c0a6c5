// The reader of Arrow tables: their rows to the checker, without any text between them.
#pragma once
#include <functional>

#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/arrow_table.h"

namespace diallint {

/// Asked every few thousand rows; false: the check is to end.
using KeepGoing = std::function<bool()>;

/// A check was ended before its input was.
struct CheckStopped {};

/// Reads a table to its end. One whose columns are all flat is read as the CSV of the same cells
/// is: columns stand for members by their names or by the map of the context, a missing value is an
/// empty text. Any other is read as NDJSON of its rows is: a missing value is an absent member.
/// Places of findings are those of arrow_table.h; lines that messages name are rows, from 1.
/// `chunk` has the file filled in. Throws ReadError, and CheckStopped.
void read_table(ArrowTable& table, const SourceChunk& chunk, ReaderContext& context,
                ShapeChoice& shapes, const KeepGoing& keep_going);

}  // namespace diallint
