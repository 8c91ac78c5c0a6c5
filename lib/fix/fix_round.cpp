#include "fix/fix_round.h"

#include <algorithm>

namespace diallint {

bool FixRound::wants(FixSafety safety, std::string_view kind) const {
  if (safety == FixSafety::kUnsafe && !options_.unsafe) return false;
  const std::vector<std::string>& kinds = options_.kinds;
  return kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

void FixRound::take(const SourceChunk& chunk, std::span<const Finding> findings) {
  format_ = chunk.format;
  separator_ = chunk.separator;
  for (const Finding& finding : findings) {
    ++by_rule_[std::string(finding.rule)];
    // Findings come by their places, and those on values that stand twice behind all others.
    if (finding.severity == Severity::kError) {
      const auto at = std::lower_bound(faulty_.begin(), faulty_.end(), finding.record);
      if (at == faulty_.end() || *at != finding.record) faulty_.insert(at, finding.record);
    }
    if (finding.fix) take_fix(finding);
  }
}

// A fix of a column has no edit here: it stands in no record, and is made by itself.
void FixRound::take_fix(const Finding& finding) {
  const Fix& fix = *finding.fix;
  const bool is_column = !fix.edit;
  const bool left = std::binary_search(left_alone_.begin(), left_alone_.end(), finding.record);
  if (!wants(fix.safety, fix.kind) || (left && !is_column))
    ++offered_[std::string(fix.kind)];
  else if (!is_column)
    wanted_.push_back(
        {{fix.kind, fix.safety, finding.rule, finding.record, finding.path}, *fix.edit});
}

std::vector<Edit> FixRound::choose(Fixes& fixes) {
  const auto before = [](const Wanted& a, const Wanted& b) {
    return a.edit.span.begin < b.edit.span.begin;
  };
  std::stable_sort(wanted_.begin(), wanted_.end(), before);
  std::vector<Edit> edits;
  for (Wanted& wanted : wanted_) {
    const Span& span = wanted.edit.span;
    // What is put in where another edit ends waits as well: only the next round shows what it is
    // put next to.
    const bool is_free = edits.empty() || span.begin > edits.back().span.end ||
                         (span.begin == edits.back().span.end && span.end > span.begin &&
                          edits.back().span.end > edits.back().span.begin);
    if (!is_free) continue;
    edits.push_back(std::move(wanted.edit));
    ++fixes.summary.made[std::string(wanted.fix.kind)];
    fixes.made.push_back(std::move(wanted.fix));
  }
  wanted_.clear();
  return edits;
}

}  // namespace diallint
