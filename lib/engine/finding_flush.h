// The way of findings out of a run: sorted, counted, cut at the limit.
#pragma once
#include <cstdint>

#include "context/finding_sink.h"
#include "context/summary.h"
#include "engine/check_session.h"

namespace diallint {

/// Sends what was found in a chunk to the sink: sorted by place, cut at the limit. Between units.
class FindingFlusher {
 public:
  FindingFlusher(Sink& sink, Summary& summary, std::uint64_t max_findings)
      : sink_(sink), summary_(summary), max_findings_(max_findings) {}
  void flush(CheckSession& session, const SourceChunk& chunk);
  /// The same, or later, where the input is checked beside others. RecordLedger::go_on() comes in
  /// front of whatever else is checked or reported.
  void flush_later(CheckSession& session, const SourceChunk& chunk) {
    if (!session.ledger.put_off(chunk, session.inner_texts)) flush(session, chunk);
  }
  /// From here on.
  void set_limit(std::uint64_t max_findings) noexcept { max_findings_ = max_findings; }

 private:
  /// Whether the sink takes more.
  bool has_room() const noexcept { return max_findings_ == 0 || summary_.shown < max_findings_; }
  void hand_on(CheckSession& session, const SourceChunk& chunk, bool silent);

  Sink& sink_;
  Summary& summary_;
  std::uint64_t max_findings_;
};

}  // namespace diallint
