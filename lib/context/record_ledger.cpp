#include "context/record_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "context/response_index.h"
#include "context/value_limit.h"

namespace diallint {

// --- what is found -------------------------------------------------------------------------------

bool RecordLedger::report(const Rule& rule, std::string_view source, const Span& span,
                          std::string message, Figures figures) {
  if (through_ == nullptr)
    return add(rule, source, span, std::move(message), std::move(figures)) != nullptr;
  const std::optional<Span> outer = &rule == silent_ ? std::nullopt : through_->outer(span);
  return outer && add(rule, source, *outer, std::move(message), std::move(figures)) != nullptr;
}

bool RecordLedger::report_beside_records(const Rule& rule, const Span& span, std::string message) {
  const bool in_record = std::exchange(in_record_, false);
  const bool container_fault = container_fault_;
  const bool kept = add(rule, {}, span, std::move(message), {}) != nullptr;
  container_fault_ = container_fault;
  in_record_ = in_record;
  return kept;
}

// The finding that is kept, or null.
Finding* RecordLedger::add(const Rule& rule, std::string_view source, const Span& span,
                           std::string message, Figures figures) {
  ++reports_;
  const Severity severity = log_.severity_of(rule);
  if (severity == Severity::kOff) return nullptr;
  count(severity);
  if (in_trial_) return nullptr;
  if (!log_.has_room(unit_mark_.log)) {
    log_.drop(rule);
    return nullptr;
  }
  Finding finding;
  finding.rule = rule.id;
  finding.severity = severity;
  finding.span = span;
  finding.record = records_in_front_ + (in_record_ ? next_record_ : first_record_of_unit_);
  finding.path = path_.pointer();
  finding.message = std::move(message);
  finding.figures = std::move(figures);
  finding.source = source;
  return &log_.add(std::move(finding));
}

void RecordLedger::count(Severity severity) noexcept {
  if (severity == Severity::kWarning) {
    ++counts_.warnings;
  } else if (severity != Severity::kError) {
    ++counts_.infos;
  } else {
    ++counts_.errors;
    (in_record_ ? records_.back().invalid : container_fault_) = true;
  }
}

void RecordLedger::note_through(const Check& check, std::string_view text, Span span, TellFn tell) {
  const std::optional<Span> outer = through_->outer(span);
  if (outer) note_at(check, text, *outer, tell);
}

void RecordLedger::note_at(const Check& check, std::string_view text, Span span, TellFn tell) {
  const std::size_t record = records_.size() - (in_record_ ? 1 : 0);
  repeated_.note({check, text, span, tell}, {static_cast<std::uint32_t>(record), batch_},
                 path_.segments(in_record_ ? record_depth_ : 0));
  // By the time of the look-up, hundreds of records on, the table's line is there: a seventh of the
  // time. Another thread may be growing the table as long as it is not this one's turn.
  const RepeatedValues::Noted& noted = repeated_.noted().back();
  if (turn_ == nullptr) run_.sets[noted.set].prefetch(noted.hash);
}

void RecordLedger::note_responses(Mark& mark) const { mark.responses = run_.responses->noted(); }

void RecordLedger::go_back(const Mark& mark) {
  log_.go_back(mark.log);
  repeated_.go_back(mark.noted);
  regions_.go_back(mark.regions);
  if (run_.responses != nullptr) run_.responses->go_back(mark.responses);
  counts_ = mark.counts;
}

RecordLedger::Trial::Trial(RecordLedger& ledger)
    : ledger_(ledger),
      through_(std::exchange(ledger.through_, nullptr)),
      container_fault_(ledger.container_fault_),
      record_invalid_(ledger.in_record_ && ledger.records_.back().invalid) {
  ledger.set_mark(mark_);
  ledger.in_trial_ = true;
}

RecordLedger::Trial::~Trial() {
  ledger_.in_trial_ = false;
  ledger_.go_back(mark_);
  ledger_.reports_ = mark_.reports;
  ledger_.through_ = through_;
  ledger_.container_fault_ = container_fault_;
  if (ledger_.in_record_) ledger_.records_.back().invalid = record_invalid_;
}

// --- inputs ----------------------------------------------------------------------------

void RecordLedger::begin_input(std::uint32_t file, bool by_line) noexcept {
  file_ = file;
  by_line_ = by_line;
  next_record_ = 0;
  path_.go_back(0);
  input_invalid_ = in_batch_ = false;
  // What is found in front of the first unit has room as well. Nothing is dropped yet, so that
  // this allocates nothing.
  begin_unit(0);
}

// --- parts ---------------------------------------------------------------------------------------

void RecordLedger::begin_part(const RecordLedger& front, PartTurn& turn) {
  drop_pending();
  counts_ = {};
  records_in_front_ = 0;
  run_in_front_ = 0;
  held_places_.clear();
  expected_bytes_ = front.expected_bytes_;
  input_names_ = front.input_names_;
  turn_ = &turn;
  begin_input(front.file_, front.by_line_);
  input_invalid_ = front.input_invalid_;
  in_batch_ = front.in_batch_;
}

void RecordLedger::join(const RecordLedger& front, std::uint64_t lines) {
  turn_ = nullptr;
  records_in_front_ = front.next_record_;
  run_in_front_ = front.counts_.records;
  if (by_line_) line_ += lines;
  log_.move_records(records_in_front_);
  run_.places.take(held_places_, run_in_front_, file_, by_line_ ? lines : records_in_front_);
}

void RecordLedger::hand_over(RecordLedger& front) {
  front.counts_ += counts_;
  front.next_record_ += next_record_;
  front.first_record_of_unit_ = records_in_front_ + first_record_of_unit_;
  front.line_ = line_;
  front.regions_.take(regions_);
}

// --- inputs side by side -------------------------------------------------------------------------

void RecordLedger::begin_beside(const RecordLedger& front, std::uint64_t expected_bytes,
                                PartTurn& turn) {
  begin_part(front, turn);
  expected_bytes_ = expected_bytes;
  input_invalid_ = false;
}

void RecordLedger::join_run(const RecordLedger& front, std::uint32_t file) {
  turn_ = nullptr;
  file_ = file;
  run_in_front_ = front.counts_.records;
  run_.places.take(held_places_, run_in_front_, file, /*lines=*/0);
}

void RecordLedger::hand_over_input(RecordLedger& front) {
  front.counts_ += counts_;
  front.regions_.take(regions_);
}

bool RecordLedger::put_off(const SourceChunk& chunk, std::deque<std::string>& texts) {
  if (turn_ == nullptr || !turn_->put_off(chunk)) return false;
  repeated_.keep_keys(texts);
  for (std::size_t i = 0; i < containers_used_; ++i)
    for (Segment& segment : containers_[i]) segment.keep_key(texts);
  return true;
}

// --- units ---------------------------------------------------------------------------------------

bool RecordLedger::take_back() {
  go_back(unit_mark_);
  return reports_ == unit_mark_.reports;
}

void RecordLedger::abandon_unit() {
  go_back(unit_mark_);
  records_.resize(unit_first_);
  records_.emplace_back().unreadable = true;
  container_fault_ = false;
  in_record_ = false;
  next_record_ = first_record_of_unit_ + 1;
  path_.go_back(std::min(unit_depth_, path_.depth()));
}

void RecordLedger::rollback_unit() {
  go_back(unit_mark_);
  records_.resize(unit_first_);
  next_record_ = first_record_of_unit_;
  path_.go_back(std::min(unit_depth_, path_.depth()));
  begin_unit(line_);
}

void RecordLedger::begin_container(std::uint64_t first_record) {
  first_record_of_unit_ = first_record;
  handed_on();
}

void RecordLedger::end_container(const Counts& before) noexcept {
  if (container_fault_) {
    counts_.invalid += counts_.valid - before.valid;
    counts_.valid = before.valid;
    for (RecordState& record : records_) record.invalid = !record.unreadable;
  }
  container_fault_ = false;
  records_.resize(unit_first_);
}

void RecordLedger::drop_pending() noexcept {
  log_.clear_findings();
  log_.dropped().clear();
  log_.set_kept(true);
  repeated_.clear();
  regions_.go_back(0);
  records_.clear();
  containers_used_ = 0;
}

void RecordLedger::reset_run() {
  counts_ = {};
  regions_.clear();
  forget_values();
  run_.places.clear();
}

void RecordLedger::forget_values() {
  for (SeenSet& set : run_.sets) set.clear();
  if (run_.limit != nullptr) run_.limit->forget();
}

// --- records -------------------------------------------------------------------------------------

void RecordLedger::note_container(RecordState& record) {
  record.container = container_index();
  record.item = path_.top().index;
}

void RecordLedger::abandon_record() {
  go_back(record_mark_);
  records_.back().invalid = false;
  records_.back().unreadable = true;
  path_.go_back(record_depth_);
}

std::uint32_t RecordLedger::container_index() {
  const auto above = path_.segments().first(path_.depth() - 1);
  const auto same = [](const Segment& a, const Segment& b) {
    return a.is_index == b.is_index && a.index == b.index && a.key_data == b.key_data;
  };
  const auto is_same = [&](const std::vector<Segment>& container) {
    return std::equal(container.begin(), container.end(), above.begin(), above.end(), same);
  };
  if (containers_used_ == 0 || !is_same(containers_[containers_used_ - 1])) {
    if (containers_used_ == containers_.size()) containers_.emplace_back();
    containers_[containers_used_++].assign(above.begin(), above.end());
  }
  return static_cast<std::uint32_t>(containers_used_ - 1);
}

std::string RecordLedger::record_pointer(const RecordState& record) const {
  std::string out;
  if (record.depth == 0) return out;
  for (const Segment& segment : containers_[record.container]) path_.append_pointer(out, segment);
  return out + fmt::format("/{}", record.item);
}

// --- repeated values -----------------------------------------------------------------------------

void RecordLedger::resolve_pending() {
  await_front();
  const std::uint64_t first = run_in_front_ + counts_.records - records_.size();
  if (run_.handover != nullptr) {
    for (const RepeatedValues::Noted& value : repeated_.noted()) hand_on(value, first);
  } else {
    for (const auto& repeat :
         repeated_.look_up(first, settings_.unique_within == UniqueWithin::kBatch)) {
      report_repeated(repeat);
    }
  }
  regions_.settle();
  repeated_.expect_more(
      {run_in_front_ + counts_.records, records_in_front_ + next_record_, expected_bytes_});
  repeated_.clear();
  records_.clear();
  containers_used_ = 0;
}

void RecordLedger::report_repeated(const RepeatedValues::Repeat& repeat) {
  const RepeatedValues::Noted& value = *repeat.value;
  RecordState& record = records_[value.record];
  const auto path = repeated_.path_of(value);
  const std::uint64_t errors = counts_.errors;
  const Rule& rule = *value.check->rule;
  std::string message;
  if (keeps(rule)) message = value.tell(path_.subject_of(path), describe(repeat.first));
  Finding* finding = add(rule, url_of(value.check->source), value.span, std::move(message), {});
  if (counts_.errors > errors && !record.invalid) {
    record.invalid = true;  // no unreadable record has anything noted
    --counts_.valid;
    ++counts_.invalid;
  }
  if (finding == nullptr) return;
  finding->record = records_in_front_ + record.number;
  finding->first = repeat.first;
  finding->path = pointer_to(value);
}

std::string RecordLedger::pointer_to(const RepeatedValues::Noted& value) {
  std::string pointer = record_pointer(records_[value.record]);
  for (const Segment& segment : repeated_.path_of(value)) path_.append_pointer(pointer, segment);
  return pointer;
}

void RecordLedger::hand_on(const RepeatedValues::Noted& value, std::uint64_t first_ordinal) {
  const Rule& rule = *value.check->rule;
  const RecordState& record = records_[value.record];
  HandedValue handed;
  handed.severity = log_.severity_of(rule);
  if (handed.severity == Severity::kOff) return;
  handed.hash = value.hash;
  handed.rule = rule.id;
  handed.source = url_of(value.check->source);
  handed.record = records_in_front_ + record.number;
  handed.place = run_.places.at(first_ordinal + value.record);
  handed.is_sound = !record.invalid;
  handed.path = pointer_to(value);
  handed.subject = path_.subject_of(repeated_.path_of(value));
  handed.tell = value.tell;
  run_.handover->take(handed);
}

std::string RecordLedger::describe(const Place& place) const {
  std::string name;
  if (place.file != file_ && input_names_ != nullptr && place.file < input_names_->size()) {
    name = " of " + (*input_names_)[place.file];
  } else if (place.file != file_) {
    name = " of an earlier check";  // only the library goes without names
  }
  return fmt::format("{} {}{}", place.is_line ? "line" : "record", place.number, name);
}

}  // namespace diallint
