// A batch that is too large to be held: its records are read one by one, and what stands around
// them is put together and checked when its end has come.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "context/finding_sink.h"
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "input/json_cursor.h"
#include "plan/plan.h"

namespace diallint {

struct LargeBatch {
  const Shape* shape = nullptr;
  const Member* list = nullptr;  ///< that holds the records
  std::string head;              ///< the text up to the list's bracket
  SourceChunk where;             ///< of the head
  Counts before;                 ///< what had been counted in front of it
  std::uint64_t first_record = 0;
  std::uint64_t unit = 0;  ///< RecoveryState::unit in front of it
};

/// The object in front of the cursor, which begins where `where` does, as a batch whose list has
/// its first record at hand; nothing if it has none. Its text is sound so far, but for strings that
/// hold what is no text.
std::optional<LargeBatch> begin_large_batch(JsonCursor at, const SourceChunk& where,
                                            ShapeChoice& shapes, ReaderContext& context);

/// Checks what stands around `items` records: the head, and `tail` from the bracket that closes the
/// list, which stands at `place` in the input, to the one that closes the object, or as far as that
/// can be read. All of it is sound
/// JSON but for strings that hold what is no text, which has been told. Hands on what is found in
/// the head; the rest is the caller's to flush.
void end_large_batch(const LargeBatch& batch, std::uint64_t items, std::string_view tail,
                     std::uint64_t place, ReaderContext& context);

}  // namespace diallint
