// The order among parts of a run that are checked side by side: of one input, or whole inputs.
#pragma once
#include "context/finding_sink.h"

namespace diallint {

/// Of one part. What a part finds and counts is its own until all in front of it is settled.
class PartTurn {
 public:
  virtual ~PartTurn() = default;
  /// Waits until all in front is settled, and has the part's ledger join it. Throws where the part
  /// is not to be checked any more.
  virtual void take() = 0;
  /// Whether what has been found in the chunk is handed on later, when all in front is settled; the
  /// chunk is kept till then.
  virtual bool put_off(const SourceChunk& /*chunk*/) { return false; }
  /// Before anything more is checked: what was put off is handed on first.
  virtual void go_on() {}
};

}  // namespace diallint
