#include "engine/record_texts.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace diallint {
namespace {

std::string_view without_space(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(kJsonSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kJsonSpace) + 1 - begin);
}

using Errors = std::vector<const Finding*>;

// By their places, ascending.
Errors errors_of(std::span<const Finding> findings) {
  Errors errors;
  for (const Finding& finding : findings)
    if (finding.severity == Severity::kError) errors.push_back(&finding);
  std::stable_sort(errors.begin(), errors.end(), [](const Finding* a, const Finding* b) {
    return a->span.begin < b->span.begin;
  });
  return errors;
}

}  // namespace

void RecordTexts::begin_part(const RecordTexts& front) noexcept {
  taker_ = front.taker_;
  records_.clear();
  unit_first_ = 0;
}

void RecordTexts::begin_taken_unit() noexcept {
  // Those of a unit that was taken back.
  if (records_.size() > unit_first_) records_.resize(unit_first_);
  before_ = ledger_.counts();
}

void RecordTexts::add(std::string_view text, std::uint64_t place) {
  Record& record = records_.emplace_back();
  record.settled.text = text;
  record.place = {place, place + text.size()};
  // Of a text that was made out of the input.
  if (const PlaceMap* through = ledger_.through())
    record.place = through->outer(record.place).value_or(Span{});
}

void RecordTexts::text_of_record(std::string_view text, std::uint64_t place) {
  if (taker_ != nullptr) add(text, place);
}

void RecordTexts::end_taken_unit(std::string_view text, std::uint64_t place, bool is_line) {
  const Counts& now = ledger_.counts();
  const std::uint64_t count = now.records - before_.records;
  const bool is_unreadable = now.unreadable > before_.unreadable;
  const bool none_valid = now.valid == before_.valid;
  const bool own = records_.size() - unit_first_ == count;
  // One that is all of its unit has the unit's text, and so has what is lost.
  const bool whole =
      count == 1 &&
      (is_unreadable || !own || (is_line && without_space(text) == records_.back().settled.text));
  if (whole || !own) {
    records_.resize(unit_first_);
    for (std::uint64_t i = 0; i < count; ++i) add(whole ? text : std::string_view(), place);
  }
  for (std::size_t i = unit_first_; i < records_.size(); ++i) {
    records_[i].is_alone = count == 1;
    SettledRecord& record = records_[i].settled;
    record.is_line = whole && is_line;
    if (none_valid) record.verdict = RecordVerdict::kInvalid;
    if (whole && is_unreadable) record.verdict = RecordVerdict::kUnreadable;
  }
  unit_first_ = records_.size();
}

void RecordTexts::hand_on(std::span<const Finding> findings) {
  if (taker_ == nullptr) return;
  const Errors errors = errors_of(findings);
  for (std::size_t i = 0; i < unit_first_; ++i) {
    judge(records_[i], errors);
    taker_->take(records_[i].settled);
  }
  records_.erase(records_.begin(), records_.begin() + static_cast<std::ptrdiff_t>(unit_first_));
  unit_first_ = 0;
}

// Of one that is alone in its unit the counts have told, but for what stood in the run before: what
// is said of the text around it may have a place within it.
void RecordTexts::judge(Record& record, std::span<const Finding* const> errors) {
  const auto before = [](const Finding* error, std::uint64_t place) {
    return error->span.begin < place;
  };
  const auto end = std::lower_bound(errors.begin(), errors.end(), record.place.end, before);
  rules_.clear();
  for (auto at = std::lower_bound(errors.begin(), end, record.place.begin, before); at != end;
       ++at) {
    rules_.push_back((*at)->rule);
    if (record.settled.verdict == RecordVerdict::kValid && (!record.is_alone || (*at)->first))
      record.settled.verdict = RecordVerdict::kInvalid;
  }
  std::sort(rules_.begin(), rules_.end());
  rules_.erase(std::unique(rules_.begin(), rules_.end()), rules_.end());
  record.settled.rules = rules_;
}

}  // namespace diallint
