// What the checks of one input leave for those of the inputs after it.
#pragma once
#include <vector>

#include "base/keyed_hash.h"
#include "context/record_places.h"
#include "context/seen_set.h"

namespace diallint {

class ResponseIndex;
class ValueHandover;
class ValueLimit;
struct FixRequest;

/// Tokens and numbers of all inputs of a run. One thread at a time; the secret never changes.
struct RunState {
  HashSecret secret = HashSecret::random();
  std::vector<SeenSet> sets;
  RecordPlaces places;
  ValueLimit* limit = nullptr;         ///< null: sets may be as large as they are
  ResponseIndex* responses = nullptr;  ///< null unless a request is checked with its response
  FixRequest* fixes = nullptr;         ///< null unless the edits of fixes are wanted
  ValueHandover* handover = nullptr;   ///< null unless the run is a part of a list
};

}  // namespace diallint
