// The order among parts of one input that are checked side by side.
#pragma once

namespace diallint {

/// Of one part. What a part finds and counts is its own until all in front of it is settled.
class PartTurn {
 public:
  virtual ~PartTurn() = default;
  /// Waits until all in front is settled, and has the part's ledger join it. Throws where the part
  /// is not to be checked any more.
  virtual void take() = 0;
};

}  // namespace diallint
