#include "context/check_context.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_pointer.h"
#include "base/json_string.h"
#include "base/keyed_hash.h"
#include "base/utf8.h"

namespace diallint {
namespace {

// Longest part of a key that a message shows, in code points.
constexpr std::size_t kShownKey = 64;
// Of an escaped key, bytes: those of a surrogate pair are the most that one code point takes.
constexpr std::size_t kLongestEscape = 12;
constexpr std::size_t kReadKey = (kShownKey + 2) * kLongestEscape;

std::string cut(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t n = 0; n < kShownKey && at < text.size(); ++n) next_code_point(text, at);
  std::string shown(text.substr(0, at));
  if (at < text.size()) shown += "…";
  return shown;
}

}  // namespace

Judge::Judge(const Plan& plan, const Settings& settings, RunState& run)
    : plan_(plan),
      settings_(settings),
      run_(run),
      dictionaries_(plan.nodes.size()),
      orders_(plan.nodes.size()) {
  settings_changed();
  run_.sets.resize(std::max(run_.sets.size(), plan.seen_slots.size()));
}

void Judge::settings_changed() {
  severity_.clear();
  phone_reader_.emplace(settings_, run_.regions);
  for (const Rule* rule : all_rules()) {
    const auto found = settings_.severity.find(rule->id);
    const bool asked_for = rule->asked_for == nullptr || rule->asked_for(settings_);
    severity_.push_back(found != settings_.severity.end() ? found->second
                        : asked_for                       ? rule->severity
                                                          : Severity::kOff);
  }
}

void Judge::report(const Rule& rule, const Source* source, const Span& span, std::string message,
                   Figures figures) {
  const std::size_t index = index_of(rule);
  const Severity severity = severity_[index];
  if (severity == Severity::kOff) return;
  switch (severity) {
    case Severity::kError:
      ++counts_.errors;
      break;
    case Severity::kWarning:
      ++counts_.warnings;
      break;
    default:
      ++counts_.infos;
      break;
  }
  if (severity == Severity::kError) {
    if (in_record_) {
      records_.back().invalid = true;
    } else {
      container_fault_ = true;
    }
  }
  if (!has_room()) {
    dropped_.resize(severity_.size());
    ++dropped_[index];
    return;
  }
  Finding& finding = findings_.emplace_back();
  finding.rule = rule.id;
  finding.severity = severity;
  finding.span = span;
  finding.record = in_record_ ? next_record_ : first_record_of_unit_;
  finding.path = pointer();
  finding.message = std::move(message);
  finding.figures = std::move(figures);
  if (source != nullptr) finding.source = source->url;
  text_held_ += finding.path.size() + finding.message.size();
}

bool Judge::has_room() const noexcept {
  return findings_.size() - unit_mark_.findings < kKeptPerUnit &&
         text_held_ - unit_mark_.text_held < kKeptText;
}

std::string Judge::key_text(const Segment& segment) const {
  if (settings_.mask_keys && segment.member == nullptr) return "***";
  std::string text(segment.key());
  if (segment.spelling == Spelling::kJson && text.find('\\') != std::string::npos) {
    const bool sound = unescape_json(segment.key(), text).fault == EscapeFault::kNone;
    if (!sound) text = segment.key();  // half a name would be another one
  }
  return text;
}

// The beginning of a key as messages show it. One of megabytes may stand above as many findings,
// and is not read to its end for each of them.
std::string Judge::short_key(const Segment& segment) const {
  const bool known = segment.key_size <= kReadKey || segment.spelling != Spelling::kJson;
  if (known || settings_.mask_keys) return cut(key_text(segment));
  const std::string_view head = segment.key().substr(0, kReadKey);
  std::string text;
  const EscapeError error = unescape_json(head, text);
  const bool at_the_cut = head.size() - error.at < kLongestEscape;
  return cut(error.fault == EscapeFault::kNone || at_the_cut ? std::string_view(text) : head);
}

std::string Judge::subject_of(const Segment* begin, const Segment* end) const {
  if (begin == end) return "the value";
  const Segment& last = end[-1];
  if (!last.is_index && last.member != nullptr) return *last.member;
  const std::string parent = end - begin > 1 ? subject_of(begin, end - 1) : std::string();
  if (last.is_index) return fmt::format("{}[{}]", parent, last.index);
  return parent.empty() ? short_key(last) : fmt::format("{}[\"{}\"]", parent, short_key(last));
}

std::string Judge::subject() const {
  return subject_of(segments_.data(), segments_.data() + depth_);
}

void Judge::append_pointer(std::string& out, const Segment& segment) const {
  if (segment.is_index) {
    out += fmt::format("/{}", segment.index);
  } else {
    append_name(out, key_text(segment));
  }
}

std::string Judge::pointer() const {
  std::string out;
  for (unsigned i = 0; i < depth_; ++i) append_pointer(out, segments_[i]);
  return out;
}

void Judge::note_in_run(const Check& check, const Value& value, TellFn tell) {
  const auto first = static_cast<std::uint32_t>(pending_segments_.size());
  pending_segments_.insert(pending_segments_.end(),
                           segments_.begin() + (in_record_ ? record_depth_ : 0),
                           segments_.begin() + depth_);
  Noted& noted = pending_.emplace_back();
  noted.hash = keyed_hash(value.string, run_.secret);
  noted.check = &check;
  noted.tell = tell;
  noted.span = value.span();
  noted.record = static_cast<std::uint32_t>(records_.size() - (in_record_ ? 1 : 0));
  noted.segments = first;
  noted.segments_end = static_cast<std::uint32_t>(pending_segments_.size());
}

std::string& Judge::scratch() {
  if (scratch_used_ == scratch_.size()) scratch_.push_back(std::make_unique<std::string>());
  return *scratch_[scratch_used_++];
}

void Judge::begin_input(std::uint32_t file, bool by_line) noexcept {
  file_ = file;
  by_line_ = by_line;
  next_record_ = 0;
  depth_ = 0;
  input_condemned_ = false;
}

void Judge::set_mark(Mark& mark) const {
  mark.findings = findings_.size();
  mark.text_held = text_held_;
  mark.pending = pending_.size();
  mark.counts = counts_;
  mark.dropped = dropped_;
}

void Judge::go_back(const Mark& mark) {
  findings_.erase(findings_.begin() + static_cast<std::ptrdiff_t>(mark.findings), findings_.end());
  text_held_ = mark.text_held;
  pending_.resize(mark.pending);
  counts_ = mark.counts;
  dropped_ = mark.dropped;
}

void Judge::begin_unit(std::uint64_t line) {
  line_ = line;
  unit_depth_ = depth_;
  unit_first_ = records_.size();
  scratch_used_ = 0;
  frame_ = 0;
  frame_end_ = 0;
  in_record_ = false;
  container_fault_ = false;
  first_record_of_unit_ = next_record_;
  set_mark(unit_mark_);
}

std::uint32_t Judge::container_index() {
  const auto same = [&](const std::vector<Segment>& container) {
    for (std::size_t i = 0; i < container.size(); ++i) {
      const Segment& a = container[i];
      const Segment& b = segments_[i];
      if (a.is_index != b.is_index || a.index != b.index || a.key_data != b.key_data) {
        return false;
      }
    }
    return container.size() + 1 == depth_;
  };
  if (containers_used_ == 0 || !same(containers_[containers_used_ - 1])) {
    if (containers_used_ == containers_.size()) containers_.emplace_back();
    containers_[containers_used_++].assign(segments_.begin(), segments_.begin() + depth_ - 1);
  }
  return static_cast<std::uint32_t>(containers_used_ - 1);
}

void Judge::begin_record(bool may_be_abandoned) {
  RecordState& state = records_.emplace_back();
  state.number = next_record_;
  state.depth = depth_;
  if (depth_ > 0) {
    state.container = container_index();
    state.item = segments_[depth_ - 1].index;
  }
  record_depth_ = depth_;
  in_record_ = true;
  if (may_be_abandoned) set_mark(record_mark_);
}

void Judge::abandon_record() {
  go_back(record_mark_);
  records_.back().invalid = false;
  records_.back().unreadable = true;
  depth_ = record_depth_;
}

void Judge::abandon_unit() {
  go_back(unit_mark_);
  records_.resize(unit_first_);
  records_.emplace_back().unreadable = true;
  container_fault_ = false;
  in_record_ = false;
  next_record_ = first_record_of_unit_ + 1;
  depth_ = unit_depth_;
}

void Judge::restart_unit() {
  go_back(unit_mark_);
  records_.resize(unit_first_);
  next_record_ = first_record_of_unit_;
  depth_ = unit_depth_;
  begin_unit(line_);
}

void Judge::drop_unsettled() noexcept {
  clear_findings();
  dropped_.clear();
  pending_.clear();
  pending_segments_.clear();
  records_.clear();
  containers_used_ = 0;
}

void Judge::forget_run() {
  counts_ = {};
  for (SeenSet& set : run_.sets) set.clear();
  run_.places.clear();
}

std::string Judge::record_pointer(const RecordState& record) const {
  std::string out;
  if (record.depth == 0) return out;
  for (const Segment& segment : containers_[record.container]) append_pointer(out, segment);
  return out + fmt::format("/{}", record.item);
}

std::string Judge::describe(const Place& place) const {
  std::string name;
  if (place.file != file_ && input_names_ != nullptr && place.file < input_names_->size()) {
    name = " of " + (*input_names_)[place.file];
  } else if (place.file != file_) {
    name = " of an earlier check";  // only the library goes without names
  }
  return fmt::format("{} {}{}", place.is_line ? "line" : "record", place.number, name);
}

void Judge::end_unit() {
  if (records_.size() == unit_first_) {
    records_.emplace_back().number = next_record_++;
  }
  run_.places.note(counts_.records, records_.size() - unit_first_, file_,
                   by_line_ ? line_ : first_record_of_unit_, by_line_);
  count_records();
  if (pending_.size() >= kNotedAtOnce) settle();
}

void Judge::count_records() {
  const bool all_invalid = container_fault_ || input_condemned_;
  for (std::size_t i = unit_first_; i < records_.size(); ++i) {
    RecordState& record = records_[i];
    record.invalid = !record.unreadable && (record.invalid || all_invalid);
    ++counts_.records;
    ++(record.unreadable ? counts_.unreadable : record.invalid ? counts_.invalid : counts_.valid);
  }
}

// Tells the sets how many keys there will be, if the rest of the input is like what was read.
void Judge::expect_more() {
  if (pending_.empty() || counts_.records == 0) return;
  const std::uint64_t read = pending_.back().span.end;
  if (read == 0 || read >= expected_bytes_) return;
  const double records = static_cast<double>(next_record_);
  const double to_come =
      records * (static_cast<double>(expected_bytes_) / static_cast<double>(read) - 1);
  const double scale = 1 + to_come / static_cast<double>(counts_.records);
  for (SeenSet& set : run_.sets) {
    set.expect(static_cast<std::uint64_t>(static_cast<double>(set.size()) * scale));
  }
}

// Tables are larger than caches: what one look-up waits for is asked for many look-ups ahead.
void Judge::settle() {
  constexpr std::size_t kAhead = 12;
  const auto prefetch = [&](std::size_t i) {
    if (i < pending_.size()) run_.sets[pending_[i].check->slot].prefetch(pending_[i].hash);
  };
  for (std::size_t i = 0; i < kAhead; ++i) prefetch(i);
  const std::uint64_t first_ordinal = counts_.records - records_.size();
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    prefetch(i + kAhead);
    const Noted& noted = pending_[i];
    // Four thousand million records fill the ordinals; those behind share the last one.
    const std::uint64_t ordinal = std::min<std::uint64_t>(first_ordinal + noted.record, UINT32_MAX);
    const auto earlier =
        run_.sets[noted.check->slot].insert(noted.hash, static_cast<std::uint32_t>(ordinal));
    if (earlier) report_repeated(noted, run_.places.at(*earlier));
  }
  expect_more();
  pending_.clear();
  pending_segments_.clear();
  records_.clear();
  containers_used_ = 0;
}

void Judge::report_repeated(const Noted& noted, const Place& first) {
  RecordState& record = records_[noted.record];
  const Segment* begin = pending_segments_.data() + noted.segments;
  const Segment* end = pending_segments_.data() + noted.segments_end;
  const std::size_t before = findings_.size();
  const std::uint64_t errors = counts_.errors;
  report(*noted.check, noted.span, noted.tell(subject_of(begin, end), describe(first)));
  if (counts_.errors > errors && !record.invalid) {
    record.invalid = true;  // no unreadable record has anything noted
    --counts_.valid;
    ++counts_.invalid;
  }
  if (findings_.size() == before) return;
  Finding& finding = findings_.back();
  finding.record = record.number;
  finding.first = first;
  finding.path = record_pointer(record);
  for (; begin != end; ++begin) append_pointer(finding.path, *begin);
}

}  // namespace diallint
