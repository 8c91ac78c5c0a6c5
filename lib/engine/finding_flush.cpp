#include "engine/finding_flush.h"

#include <algorithm>
#include <string>
#include <vector>

#include "context/value_limit.h"

namespace diallint {

namespace {

bool is_silent(const ValueLimit* limit) noexcept { return limit != nullptr && limit->is_silent(); }

}  // namespace

void FindingFlusher::flush(CheckSession& session, const SourceChunk& chunk) {
  session.ledger.await_front();
  const bool silent = is_silent(session.run.limit);
  session.ledger.resolve_pending();
  session.texts.hand_on(session.log.findings());
  session.inner_texts.clear();
  auto& dropped = session.log.dropped();
  for (std::size_t i = 0; i < dropped.size(); ++i) {
    if (dropped[i] == 0) continue;
    summary_.by_rule[std::string(all_rules()[i]->id)] += dropped[i];
    summary_.found += dropped[i];
  }
  dropped.clear();
  hand_on(session, chunk, silent);
  // Whoever takes the records takes the rules of each, from its findings.
  const bool shows = has_room() && !is_silent(session.run.limit);
  session.log.set_kept(shows || session.texts.taker() != nullptr);
  session.ledger.handed_on();
}

void FindingFlusher::hand_on(CheckSession& session, const SourceChunk& chunk, bool silent) {
  std::vector<Finding>& findings = session.log.findings();
  if (findings.empty()) return;
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.span.begin < b.span.begin; });
  for (const Finding& finding : findings) ++summary_.by_rule[std::string(finding.rule)];
  summary_.found += findings.size();
  std::size_t shown = findings.size();
  if (max_findings_ != 0)
    shown = static_cast<std::size_t>(
        std::min<std::uint64_t>(shown, max_findings_ - std::min(max_findings_, summary_.shown)));
  std::size_t held = 0;
  if (session.run.limit != nullptr) held = session.run.limit->held_back(shown, silent);
  if (!silent) summary_.shown += shown;
  if (shown > held) {
    SourceChunk placed = chunk;  // the reader may not have known which input it is
    placed.file = session.ledger.file();
    sink_.take(placed, {findings.data() + held, shown - held});
  }
  session.log.clear_findings();
}

}  // namespace diallint
