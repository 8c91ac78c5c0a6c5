#include "engine/json_recovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/plural.h"
#include "input/broken_strings.h"
#include "input/format_detection.h"
#include "plan/record_node.h"
#include "rules/mending.h"

namespace diallint {
namespace {

// Brackets that are still looked for; more were never opened on purpose.
constexpr std::size_t kMostOwed = 64;

}  // namespace

JsonRecovery::JsonRecovery(const JsonText& text, JsonIndex& index, bool sound, ShapeChoice& shapes,
                           CheckSession& session, RecoveryState& state)
    : text_(text),
      index_(index),
      shapes_(shapes),
      session_(session),
      state_(state),
      begins_([this](std::uint64_t place) { return begins_record(place); }),
      line_place_(text.origin),
      line_(text.first_line) {
  if (!sound) make_index();
}

JsonRecovery::~JsonRecovery() {
  if (mended_) session_.ledger.read_through(nullptr);
}

// --- the index -----------------------------------------------------------------------------------

void JsonRecovery::make_index() {
  if (mended_) return;
  mended_ = true;
  const std::size_t brace = text_.bytes.find('{');
  first_key_ = text_.first_key;
  if (first_key_.empty() && brace != std::string_view::npos)
    first_key_ = RecordStarts::first_key(text_.bytes, brace);
  index_.build_mended(text_.bytes,
                      [this](std::size_t at) { return begins_record(text_.origin + at); });
  untold_ = index_.faults().size();
  is_told_.assign(untold_, false);
  hide_broken_strings();
}

// A string that holds what is no text has one fault, and whatever it says is not known.
void JsonRecovery::hide_broken_strings() {
  const std::uint64_t size = text_.bytes.size() + kPadding;
  known_.copied(text_.origin, 0);
  map_around(broken_strings(text_.bytes, index_), 0, size, text_.origin, known_);
  session_.ledger.read_through(&known_);
}

void JsonRecovery::mend_index(JsonCursor& cursor, std::uint64_t place) {
  make_index();
  cursor.seat(index_, place);
}

bool JsonRecovery::begins_record(std::uint64_t place) const {
  return shapes_.record_starts().begins_at(text_.bytes, place - text_.origin, first_key_);
}

std::string_view JsonRecovery::from(std::uint64_t place) const {
  return text_.bytes.substr(std::min(place - text_.origin, text_.bytes.size()));
}

std::uint64_t JsonRecovery::line_of(std::uint64_t place) {
  const auto feeds = [&](std::uint64_t begin, std::uint64_t end) {
    const std::string_view part = text_.bytes.substr(begin - text_.origin, end - begin);
    return static_cast<std::uint64_t>(std::count(part.begin(), part.end(), '\n'));
  };
  line_ =
      place < line_place_ ? line_ - feeds(place, line_place_) : line_ + feeds(line_place_, place);
  line_place_ = place;
  return line_;
}

// --- faults of the text --------------------------------------------------------------------------

std::size_t JsonRecovery::fault_at(std::uint64_t place) const noexcept {
  const auto faults = index_.faults();
  const auto found = std::lower_bound(
      faults.begin(), faults.end(), place,
      [&](const FaultAt& fault, std::uint64_t wanted) { return text_.origin + fault.at < wanted; });
  return static_cast<std::size_t>(found - faults.begin());
}

const FaultAt* JsonRecovery::untold_within(std::uint64_t begin, std::uint64_t end) const noexcept {
  const auto faults = index_.faults();
  if (untold_ == 0) return nullptr;
  for (std::size_t i = fault_at(begin); i < faults.size() && text_.origin + faults[i].at < end;
       ++i) {
    if (!is_told_[i]) return &faults[i];
  }
  return nullptr;
}

void JsonRecovery::mark_told(std::uint64_t begin, std::uint64_t end) {
  if (untold_ == 0) return;
  const std::size_t last = fault_at(end);
  told_to_ = std::max(told_to_, last);
  for (std::size_t i = fault_at(begin); i < last; ++i) {
    if (!is_told_[i]) --untold_;
    is_told_[i] = true;
  }
}

bool JsonRecovery::tell_faults(std::uint64_t begin, std::uint64_t end, bool beside) {
  const FaultAt* fault = untold_within(begin, end);
  if (fault == nullptr) return true;
  if (!beside) session_.ledger.abandon_unit();
  report(fault_words(*fault, text_.origin), beside);
  mark_told(begin, end);
  return beside;
}

const FaultAt* JsonRecovery::next_fault(std::uint64_t place) const noexcept {
  return untold_within(text_.origin, std::min(place, end() + 1));
}

// --- what is told --------------------------------------------------------------------------------

bool JsonRecovery::report(TextFault fault, bool beside) {
  if (beside)
    return session_.ledger.report_beside_records(*fault.rule, fault.span, std::move(fault.message));
  const PlaceMap* known = session_.ledger.through();
  session_.ledger.read_through(nullptr);
  const bool kept =
      session_.context.report(*fault.rule, nullptr, fault.span, std::move(fault.message));
  session_.ledger.read_through(known);
  return kept;
}

void JsonRecovery::tell_form(TextForm form, std::uint64_t where) {
  const bool by_line = text_.extent == JsonText::Extent::kLine;
  const bool begins = state_.run.begins(form, by_line ? text_.first_line : state_.unit);
  // Each mark of a run is to go.
  const bool mends = form == TextForm::kMark && session_.run.fixes != nullptr;
  if (!begins && !mends) return;
  const bool kept = report(form_words(form, where), /*beside=*/true);
  if (kept && form == TextForm::kMark)
    offer_removal(fix_kind::kByteOrderMark, {where, where + kByteOrderMark.size()},
                  session_.context);
}

// An index that a fault turned inside out breaks late.
std::uint64_t JsonRecovery::break_of(const JsonCursor& broken, std::uint64_t begin) const {
  const FaultAt* fault = untold_within(begin, end() + 1);
  const bool ends = broken.why() == SyntaxError::kUnexpectedEnd;
  if (fault == nullptr) return broken.where();
  const std::uint64_t place = text_.origin + fault->at;
  return ends ? place : std::min(place, broken.where());
}

void JsonRecovery::tell_break(const JsonCursor& broken, std::uint64_t begin, const Resume& resume,
                              bool beside) {
  const std::uint64_t where = break_of(broken, begin);
  const FaultAt* fault = untold_within(begin, where + 1);
  TextFault told = fault != nullptr ? fault_words(*fault, text_.origin)
                                    : break_words(broken.why(), broken.where(), from(where));
  told.message += lost_words(resume, where);
  report(std::move(told), beside);
  state_.told = true;
  state_.broken = true;
}

void JsonRecovery::tell_break_behind_records(const JsonCursor& broken) {
  report(break_words(broken.why(), broken.where(), from(broken.where())), /*beside=*/true);
}

std::string JsonRecovery::lost_words(const Resume& resume, std::uint64_t where) {
  const bool one_line = text_.extent == JsonText::Extent::kLine;
  const bool to_end = resume.at == Resume::At::kNowhere;
  if (resume.at != Resume::At::kRecord && (!to_end || one_line)) return {};
  std::uint64_t stop = to_end ? end() : resume.cursor.place();
  while (stop > where && is_json_space(text_.bytes[stop - text_.origin - 1])) --stop;
  if (stop <= where) return {};
  if (to_end && text_.is_given_up) {
    return fmt::format("; nothing from here on is read, as no record begins in the next {}",
                       counted(end() - where, "byte"));
  }
  const std::string bytes = counted(stop - where, "byte");
  if (one_line)
    return fmt::format("; the {} up to the next record of the line are not read", bytes);
  return to_end ? fmt::format("; the {} from here to the end of the text, in line {}, are not read",
                              bytes, line_of(stop))
                : fmt::format("; the {} up to the next record, in line {}, are not read", bytes,
                              line_of(resume.cursor.place()));
}

// --- records -------------------------------------------------------------------------------------

std::string_view JsonRecovery::first_key(std::uint64_t place) const {
  return RecordStarts::first_key(text_.bytes, place - text_.origin);
}

bool JsonRecovery::is_like(const Node& node, std::uint64_t place) const {
  return node.by_folded_name.contains(fold_name(first_key(place)));
}

bool JsonRecovery::mend_record(JsonCursor& cursor, const JsonCursor& before, const Node& record) {
  const std::uint64_t begin = before.place();
  if (begin == unit_mark_.begin) return false;  // all of its unit: mend_unit() knows the shape
  if (!cursor.failed()) {
    const FaultAt* fault = untold_within(begin, cursor.end_of_last());
    if (fault == nullptr) return false;
    session_.ledger.abandon_record();
    report(fault_words(*fault, text_.origin), /*beside=*/false);
    mark_told(begin, cursor.end_of_last());
    return true;
  }
  JsonCursor broken = cursor;
  mend_index(cursor, begin);
  read_to_ = std::max(begin, std::max<std::uint64_t>(break_of(broken, begin), 1) - 1);
  const Resume resume = resume_behind(cursor, read_to_, begins_);
  met_end_ = met_end_ || resume.at == Resume::At::kNowhere;
  session_.ledger.abandon_record();
  tell_break(broken, begin, resume, /*beside=*/false);
  const std::uint64_t next = resume.cursor.place();
  const bool other = resume.at == Resume::At::kRecord && !is_like(record, next) &&
                     first_key(next) != first_key(begin);
  if (other || resume.at == Resume::At::kNowhere) {
    cursor = broken;
  } else {
    go_on(cursor, begin, resume);
  }
  return true;
}

void JsonRecovery::go_on(JsonCursor& cursor, std::uint64_t begin, const Resume& resume) {
  cursor = resume.cursor;
  mark_told(begin, cursor.at_end() ? end() + 1 : cursor.place());
  state_.told = resume.at == Resume::At::kNowhere;
  resumed_ = resume.at == Resume::At::kRecord;
  resumed_place_ = cursor.place();
  if (!resumed_) return;
  state_.has_owed = true;
  state_.owed += resume.open;
  if (state_.owed.size() > kMostOwed) state_.owed.erase(0, state_.owed.size() - kMostOwed);
}

// A bracket that ends an object stands where an item or the end of the array belongs: whether that
// ends what the array is in, so that the array's own bracket is missing.
bool JsonRecovery::closes_container(JsonCursor cursor, const Node& within) const {
  while (cursor.here() == '}') cursor.step();
  if (cursor.here() == ']') return false;
  if (cursor.here() == ',') cursor.step();
  if (cursor.here() == '/') return false;  // a comment
  return cursor.here() != '{' || !is_like(within, cursor.place());
}

bool JsonRecovery::next_item(JsonCursor& cursor, const Node* within) {
  mend_index(cursor, cursor.where());
  if (resumed_at(cursor)) {
    resumed_ = false;
    return true;
  }
  std::uint64_t comma = 0;
  bool told = false;
  while (!cursor.at_end()) {
    if (pass_asides(cursor)) continue;
    const std::uint64_t place = cursor.place();
    const char c = cursor.here();
    if (c == '}' && within != nullptr && closes_container(cursor, *within)) {
      tell_form(TextForm::kOpenArray, place);
      return false;
    }
    if (c == ']') {
      if (comma > 0) tell_form(TextForm::kCommaBefore, comma - 1);
      cursor.step();
      return false;
    }
    if (c != ',' && c != '}') {
      if (comma == 0 && !told) tell_form(TextForm::kMissingComma, place);
      return true;
    }
    if (c == ',') comma = place + 1;
    if (c == '}') tell_form(TextForm::kStrayBracket, place);
    told = told || c == '}';
    cursor.step();
  }
  met_end_ = true;
  cursor.fail(SyntaxError::kUnexpectedEnd, cursor.end_of_last());
  return false;
}

// --- what stands between values ------------------------------------------------------------------

bool JsonRecovery::owes(char closing) {
  const std::size_t found = state_.owed.rfind(closing == '}' ? '{' : '[');
  if (found == std::string::npos) return false;
  state_.owed.resize(found);
  return true;
}

bool JsonRecovery::pass_comment(JsonCursor& cursor) {
  const std::string_view rest = from(cursor.place());
  const bool block = rest.starts_with("/*");
  if (!block && !rest.starts_with("//") && !rest.starts_with('#')) return false;
  const std::size_t close = block ? rest.find("*/", 2) : rest.find('\n');
  // It would swallow all that follows.
  if (close == std::string_view::npos && (block || text_.is_open)) return false;
  tell_form(TextForm::kComment, cursor.place());
  const std::uint64_t behind =
      close == std::string_view::npos ? end() : cursor.place() + close + (block ? 2 : 1);
  mark_told(cursor.place(), behind);
  mend_index(cursor, behind);
  return true;
}

bool JsonRecovery::pass_mark(JsonCursor& cursor) {
  std::string_view rest = from(cursor.place());
  if (!rest.starts_with(kByteOrderMark)) return false;
  rest.remove_prefix(kByteOrderMark.size());
  const bool alone = rest.empty() || is_json_space(rest[0]) || rest[0] == '{' || rest[0] == '[';
  if (!alone) return false;
  tell_form(TextForm::kMark, cursor.place());
  cursor.step();
  return true;
}

bool JsonRecovery::pass_asides(JsonCursor& cursor) {
  bool passed = false;
  for (;;) {
    const char c = cursor.here();
    const bool closing = c == '}' || c == ']';
    if (closing && owes(c)) {
      cursor.step();
    } else if (cursor.at_end() || closing || (!pass_comment(cursor) && !pass_mark(cursor))) {
      return passed;
    }
    passed = true;
  }
}

std::string_view JsonRecovery::resumed_list() const noexcept {
  return resumed_ ? RecordStarts::list_name(text_.bytes, resumed_place_ - text_.origin)
                  : std::string_view{};
}

// --- units ---------------------------------------------------------------------------------------

void JsonRecovery::begin_unit(std::uint64_t place) {
  unit_mark_.state = state_;
  unit_mark_.begin = place;
  resumed_ = false;
  enter_unit();
}

void JsonRecovery::enter_unit() noexcept {
  ++state_.unit;
  state_.told = false;
  state_.broken = false;
  met_end_ = false;
}

bool JsonRecovery::may_be_unfinished() const noexcept {
  if (untold_ == 0) return true;
  const FaultAt& last = index_.faults().back();
  return untold_ == 1 && last.fault == TextError::kOpenString && !is_told_.back() &&
         text_.bytes.find('\n', last.at) == std::string_view::npos &&
         text_.bytes.size() - last.at <= session_.settings.max_record_bytes;
}

void JsonRecovery::take_back_unit() { state_ = unit_mark_.state; }

void JsonRecovery::rollback_unit() {
  resumed_ = false;
  state_ = unit_mark_.state;
  enter_unit();
  for (std::size_t i = fault_at(unit_mark_.begin); i < told_to_; ++i) {
    if (is_told_[i]) ++untold_;
    is_told_[i] = false;
  }
}

// In what is of a known shape, an object in a list that is no record may have the members of
// another shape: the answer to a batch has lists of objects with tokens, as requests have them.
BeginsRecordAt JsonRecovery::begins_like(const Shape* shape, std::uint64_t begin) const {
  if (shape == nullptr) return begins_;
  const Node& root = session_.plan.node(shape->root);
  const NodeId record = record_node(session_.plan, shape->root);
  const Node& item = record == kNoNode ? root : session_.plan.node(record);
  return [this, &root, &item, own = first_key(begin)](std::uint64_t place) {
    return begins_(place) &&
           (is_like(root, place) || is_like(item, place) || first_key(place) == own);
  };
}

void JsonRecovery::mend_unit(JsonCursor& cursor, const JsonCursor& before, const Shape* shape,
                             bool beside) {
  const JsonCursor broken = cursor;
  const std::uint64_t begin = before.place();
  mend_index(cursor, begin);
  if (!state_.told) {
    const std::uint64_t where = break_of(broken, begin);
    read_to_ = std::max(begin, std::max<std::uint64_t>(where, 1) - 1);
  }
  const Resume resume = resume_behind(cursor, read_to_, begins_like(shape, begin));
  if (!state_.told) {
    if (!beside) session_.ledger.abandon_unit();
    tell_break(broken, begin, resume, beside);
  }
  go_on(cursor, begin, resume);
}

bool JsonRecovery::lose(JsonCursor& cursor, std::uint64_t where) {
  mend_index(cursor, cursor.place());
  const std::uint64_t begin = cursor.place();
  bool members = false;
  char last = '\0';
  for (; !cursor.at_end(); cursor.step()) {
    const char c = cursor.here();
    const bool free = last != ':' && (!members || (c == '{' && begins_(cursor.place())));
    if (last != '\0' && free && (c == '{' || c == '[')) break;
    members = members || c == ':';
    last = c;
  }
  if (cursor.at_end() && text_.is_open) {
    cursor.seat(index_, begin);
    return false;
  }
  const Resume resume{cursor.at_end() ? Resume::At::kNowhere : Resume::At::kRecord, cursor, {}};
  const std::uint64_t behind = cursor.at_end() ? end() + 1 : cursor.place();
  if (state_.broken) {  // what is left of the unit in front
    mark_told(begin, behind);
    return true;
  }
  TextFault told = break_words(SyntaxError::kTrailingData, where, from(where));
  told.message += lost_words(resume, where);
  lose_unit(begin, behind, std::move(told));
  return true;
}

void JsonRecovery::lose_rest_of_line(const FaultAt& fault) {
  const std::uint64_t where = text_.origin + fault.at;
  const std::size_t feed = text_.bytes.find('\n', fault.at);
  const std::uint64_t behind = feed == std::string_view::npos ? end() + 1 : text_.origin + feed;
  lose_unit(where, behind, fault_words(fault, text_.origin));
}

void JsonRecovery::lose_unit(std::uint64_t where, std::uint64_t behind, TextFault told) {
  session_.ledger.begin_unit(line_of(where));
  session_.texts.begin_unit();
  session_.ledger.abandon_unit();
  report(std::move(told), /*beside=*/false);
  session_.ledger.end_unit();
  const std::string_view lost = text_.bytes.substr(where - text_.origin);
  session_.texts.end_unit(lost.substr(0, behind - where), where, /*is_line=*/false);
  mark_told(where, behind);
}

}  // namespace diallint
