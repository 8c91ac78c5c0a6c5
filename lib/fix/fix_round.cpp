#include "fix/fix_round.h"

#include <algorithm>
#include <utility>

#include "rules/mending.h"

namespace diallint {
namespace {

std::uint8_t kind_index(std::string_view name) {
  const auto all = all_fix_kinds();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const FixKind* kind) { return kind->name == name; });
  return static_cast<std::uint8_t>(found - all.begin());
}

/// Takes edits by their places, and chooses those that do not overlap one that is chosen.
class Choice {
 public:
  explicit Choice(Fixes& fixes) : fixes_(fixes) {}

  /// `made` may be null.
  void take(std::uint8_t kind, const Edit& edit, MadeFix* made) {
    if (!is_free(edit.span)) return;
    last_ = edit.span;
    edits_.push_back(edit);
    ++fixes_.summary.made[std::string(all_fix_kinds()[kind]->name)];
    if (made != nullptr) fixes_.made.push_back(std::move(*made));
  }

  Edits edits() { return std::move(edits_); }

 private:
  // What is put in where another edit ends waits as well: only the next round shows what it is
  // put next to.
  bool is_free(const Span& span) const {
    return edits_.empty() || span.begin > last_.end ||
           (span.begin == last_.end && span.end > span.begin && last_.end > last_.begin);
  }

  Fixes& fixes_;
  Edits edits_;
  Span last_;
};

}  // namespace

bool FixRound::begins_before(const Wanted& a, const Wanted& b) {
  return a.edit.span.begin < b.edit.span.begin;
}

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
  keep_fresh();
}

// A fix of a column has no edit here: it stands in no record, and is made by itself.
void FixRound::take_fix(const Finding& finding) {
  const Fix& fix = *finding.fix;
  const bool is_column = !fix.edit;
  const bool left = std::binary_search(left_alone_.begin(), left_alone_.end(), finding.record);
  if (!wants(fix.safety, fix.kind) || (left && !is_column)) {
    ++offered_[std::string(fix.kind)];
  } else if (!is_column) {
    Wanted& wanted = fresh_.emplace_back(Wanted{kind_index(fix.kind), {}, *fix.edit});
    if (options_.list_made)
      wanted.made = {fix.kind, fix.safety, finding.rule, finding.record, finding.path};
  }
}

// Within a record edits may come in another order than findings.
void FixRound::keep_fresh() {
  std::stable_sort(fresh_.begin(), fresh_.end(), begins_before);
  for (Wanted& wanted : fresh_) {
    const std::uint64_t begin = wanted.edit.span.begin;
    if (begin < in_order_.begin) {
      late_.push_back(std::move(wanted));
      continue;
    }
    in_order_.begin = begin;
    in_order_.edits.push_back(wanted.edit);
    in_order_.kinds.push_back(wanted.kind);
    if (options_.list_made) in_order_.made.push_back(std::move(wanted.made));
  }
  fresh_.clear();
}

Edits FixRound::choose(Fixes& fixes) {
  Choice choice(fixes);
  std::stable_sort(late_.begin(), late_.end(), begins_before);
  auto late = late_.begin();
  // Where both begin at one place, the one in order has come first.
  const auto take_late = [&](std::uint64_t end) {
    for (; late != late_.end() && late->edit.span.begin < end; ++late)
      choice.take(late->kind, late->edit, options_.list_made ? &late->made : nullptr);
  };
  Edits& edits = in_order_.edits;
  std::size_t number = 0;
  for (Edits::Iterator at = edits.begin(); at != edits.end(); ++at, ++number) {
    edits.free_before(at);
    take_late(at->span.begin);
    choice.take(in_order_.kinds[number], *at,
                options_.list_made ? &in_order_.made[number] : nullptr);
  }
  take_late(UINT64_MAX);
  return choice.edits();
}

}  // namespace diallint
