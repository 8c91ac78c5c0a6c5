// The units and records of a run: what was found in each, what may still be taken back, and the
// counts. All that checking a unit changes in the run goes through here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "context/finding_log.h"
#include "context/part_turn.h"
#include "context/record_places.h"
#include "context/repeated_values.h"
#include "context/run_state.h"
#include "context/value_path.h"
#include "diallint/finding.h"
#include "diallint/settings.h"
#include "input/place_map.h"
#include "phone/region_counts.h"
#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

class RecordLedger {
  // What abandoning goes back to.
  struct Mark {
    FindingLog::Mark log;
    std::size_t noted = 0;      // values that may not repeat
    std::size_t regions = 0;    // of numbers
    std::size_t responses = 0;  // tokens of a request and its response
    std::uint64_t reports = 0;
    Counts counts;
  };

 public:
  /// All of these outlive the ledger.
  RecordLedger(const Plan& plan, const Settings& settings, RunState& run, ValuePath& path,
               FindingLog& log, RegionTally& regions)
      : settings_(settings),
        run_(run),
        path_(path),
        log_(log),
        regions_(regions),
        repeated_(plan, run) {}

  // --- what is found -------------------------------------------------------------------------
  /// Whether a finding of the rule would be kept now; otherwise it is counted at most, and what it
  /// says is read by nobody.
  bool keeps(const Rule& rule) const noexcept {
    return log_.has_room(unit_mark_.log) && !in_trial_ && log_.severity_of(rule) != Severity::kOff;
  }
  /// Reports a fault of the value at hand, unless the rule is off. `source` is the address of the
  /// document that states it; it outlives the finding. Whether it is kept, and may have a fix.
  bool report(const Rule& rule, std::string_view source, const Span& span, std::string message,
              Figures figures);
  /// The finding that was kept last has this fix.
  void attach_fix(Fix fix) { log_.findings().back().fix = std::move(fix); }
  /// The same for a fault of the text around the records: it makes none of them invalid.
  bool report_beside_records(const Rule& rule, const Span& span, std::string message);
  /// Notes a string that may stand once in the run, or in what the settings say instead. If it is
  /// there already a finding follows when the unit ends.
  void note(const Check& check, std::string_view text, Span span, TellFn tell) {
    if (settings_.unique_within == UniqueWithin::kOff) return;
    if (through_ != nullptr) return note_through(check, text, span, tell);
    note_at(check, text, span, tell);
  }

  /// Takes the places of what is reported and noted from here on for places in a text that was made
  /// out of the input: they are led back, and what is said of a value that is not known is dropped.
  /// Findings of `silent`, which may be null, are dropped as well. Null: places are of the input
  /// again. The map outlives its use.
  void read_through(const PlaceMap* map, const Rule* silent = nullptr) noexcept {
    through_ = map;
    silent_ = silent;
  }
  const PlaceMap* through() const noexcept { return through_; }
  /// The bytes of the input that make up a stretch of what is read, where they are no others.
  std::optional<Span> place_of_edit(const Span& span) const {
    return through_ == nullptr ? span : through_->exact(span);
  }

  /// What is reported and noted until the trial is gone leaves nothing behind.
  class Trial {
   public:
    explicit Trial(RecordLedger& ledger);
    ~Trial();
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;
    /// Whether there has been an error.
    bool has_failed() const noexcept { return ledger_.counts_.errors > mark_.counts.errors; }

   private:
    RecordLedger& ledger_;
    Mark mark_;
    const PlaceMap* through_;
    bool container_fault_;
    bool record_invalid_;
  };

  // --- inputs --------------------------------------------------------------------------------
  /// A new input. `by_line` says whether places in it are lines (NDJSON, CSV) or records.
  void begin_input(std::uint32_t file, bool by_line) noexcept;
  /// How long the inputs from here on are, if that is known (0: not): a hint for the tables.
  void expect_bytes(std::uint64_t bytes) noexcept { expected_bytes_ = bytes; }
  /// Between inputs: values that were noted so far are not compared with those that follow.
  void forget_values();
  /// A fault of the whole input, such as a missing column: every record of it is invalid.
  void mark_input_invalid() noexcept { input_invalid_ = true; }
  /// Names of the inputs, for messages that name a first place; outlives the ledger.
  void set_input_names(const std::vector<std::string>* names) noexcept { input_names_ = names; }

  // --- parts of an input that are checked side by side -----------------------------------------
  /// A new part, in lines, of an input whose front another ledger of the run has. What this one
  /// counts, and its lines, begin from nothing until it has joined. `expected_bytes` is of all
  /// inputs, as for expect_bytes(). The turn outlives the part.
  void begin_part(const RecordLedger& front, PartTurn& turn);
  /// Before something is done that needs all in front of the part to be settled. Between units. May
  /// throw what the turn throws.
  void await_front() {
    if (turn_ != nullptr) turn_->take();
  }
  /// `front` has settled all in front of the part, which stands `lines` further down than it was
  /// taken to. Between units.
  void join(const RecordLedger& front, std::uint64_t lines);
  /// The part has ended and is settled: `front` goes on behind it.
  void hand_over(RecordLedger& front);

  // --- inputs that are checked side by side ----------------------------------------------------
  /// A new input, of about so many bytes, of a run whose front another ledger has: as begin_part().
  void begin_beside(const RecordLedger& front, std::uint64_t expected_bytes, PartTurn& turn);
  /// `front` has settled all inputs in front of this one, which has that number. Between units.
  void join_run(const RecordLedger& front, std::uint32_t file);
  /// The input has ended and is settled.
  void hand_over_input(RecordLedger& front);
  /// Of the input at hand, once it has joined.
  std::uint32_t file() const noexcept { return file_; }
  /// Between units: whether what they have found is handed on later, as PartTurn says. It points
  /// into `texts` then, where it pointed into the chunk, and into nothing of the reader's.
  bool put_off(const SourceChunk& chunk, std::deque<std::string>& texts);
  /// Before anything more is checked, where something may have been put off.
  void go_on() {
    if (turn_ != nullptr) turn_->go_on();
  }

  // --- units ---------------------------------------------------------------------------------
  /// A unit is what is read or lost as a whole: a line, a row, a document, an item of its top
  /// array.
  void begin_unit(std::uint64_t line) {
    line_ = line;
    if (!in_batch_) ++batch_;
    first_record_of_unit_ = next_record_;
    handed_on();
  }
  /// The line that the unit at hand was begun with.
  std::uint64_t line() const noexcept { return line_; }
  /// What the unit has found has been handed on. What is found next may stand in no unit, as of an
  /// array without items: what it has room for counts from here.
  void handed_on() {
    unit_depth_ = path_.depth();
    unit_first_ = records_.size();
    in_record_ = false;
    container_fault_ = false;
    set_mark(unit_mark_);
  }
  /// Between units: takes back what was said since the last handed_on(). True if that was nothing.
  bool take_back();
  /// Ends the unit and counts its records.
  void end_unit() {
    if (records_.size() == unit_first_) {
      records_.emplace_back().number = next_record_++;
    }
    if (settings_.unique_within != UniqueWithin::kOff) note_place();
    count_records();
  }
  /// The number of the record that follows, from 0 in each input.
  std::uint64_t next_record() const noexcept { return next_record_; }
  /// What is checked from here on, up to end_container(), stands around records that were units of
  /// their own, the first of which has this number: where it is at fault, so are all that have been
  /// counted since `before`.
  void begin_container(std::uint64_t first_record);
  void end_container(const Counts& before) noexcept;
  /// Whether units from here on are the records of one batch.
  void set_in_batch(bool in_batch) noexcept { in_batch_ = in_batch; }
  /// Whether records of the unit have been read.
  bool has_records() const noexcept { return records_.size() > unit_first_; }
  /// Takes back all that the unit has said and noted; it counts as one unreadable record. To be
  /// followed by the report that says why.
  void abandon_unit();
  /// Takes back all that the unit has said and noted, and begins it again.
  void rollback_unit();
  /// Looks up what the units so far have noted, and reports what stood in the run before. Between
  /// units, and before the bytes that they were read from go away. Awaits what stands in front.
  void resolve_pending();
  /// Drops what an input that was left in the middle has found and noted.
  void drop_pending() noexcept;
  /// Between inputs: what was counted and seen so far is of no run any more.
  void reset_run();

  // --- records -------------------------------------------------------------------------------
  /// Only a record that may be abandoned on its own remembers what abandoning goes back to.
  void begin_record(bool may_be_abandoned) {
    RecordState& state = records_.emplace_back();
    state.number = next_record_;
    record_depth_ = state.depth = path_.depth();
    if (state.depth > 0) note_container(state);
    in_record_ = true;
    if (may_be_abandoned) set_mark(record_mark_);
  }
  void end_record() noexcept {
    in_record_ = false;
    ++next_record_;
  }
  /// Whether no error has been found in the record that was begun and not ended.
  bool is_sound() const noexcept { return !records_.back().invalid && !input_invalid_; }
  /// The same as abandon_unit() for the current record alone; ends it.
  void abandon_record();

  /// Whether to flush now, between two units: what is found in a whole chunk or a large document,
  /// and what is known of its records, may be more than there is memory for.
  bool is_full() const noexcept {
    return log_.is_full() || records_.size() >= kHeldRecords || repeated_.size() >= kHeldNoted;
  }
  /// Of a part: of its own records.
  const Counts& counts() const noexcept { return counts_; }
  /// How often a rule has had something to report, whether it was kept or not.
  std::uint64_t reports() const noexcept { return reports_; }

 private:
  static constexpr std::size_t kHeldRecords = 65'536;
  static constexpr std::size_t kHeldNoted = 4096;

  struct RecordState {
    std::uint64_t number = 0;  // in the input
    bool invalid = false;
    bool unreadable = false;
    std::uint32_t depth = 0;
    std::uint32_t container = 0;  // index into containers_
    std::uint64_t item = 0;
  };
  Finding* add(const Rule& rule, std::string_view source, const Span& span, std::string message,
               Figures figures);
  void note_at(const Check& check, std::string_view text, Span span, TellFn tell);
  void note_through(const Check& check, std::string_view text, Span span, TellFn tell);
  void count(Severity severity) noexcept;
  void set_mark(Mark& mark) const {
    log_.set_mark(mark.log);
    mark.noted = repeated_.size();
    mark.regions = regions_.noted();
    if (run_.responses != nullptr) note_responses(mark);
    mark.counts = counts_;
    mark.reports = reports_;
  }
  void note_responses(Mark& mark) const;
  // Of the unit at hand, for what is compared with it later.
  void note_place() {
    RecordPlaces& places = turn_ == nullptr ? run_.places : held_places_;
    places.note(run_in_front_ + counts_.records, records_.size() - unit_first_, file_,
                by_line_ ? line_ : records_in_front_ + first_record_of_unit_, by_line_);
  }
  void go_back(const Mark& mark);
  void report_repeated(const RepeatedValues::Repeat& repeat);
  void hand_on(const RepeatedValues::Noted& value, std::uint64_t first_ordinal);
  void count_records() {
    const bool all_invalid = container_fault_ || input_invalid_;
    for (std::size_t i = unit_first_; i < records_.size(); ++i) {
      RecordState& record = records_[i];
      record.invalid = !record.unreadable && (record.invalid || all_invalid);
      ++counts_.records;
      ++(record.unreadable ? counts_.unreadable : record.invalid ? counts_.invalid : counts_.valid);
    }
  }
  void note_container(RecordState& record);
  std::string record_pointer(const RecordState& record) const;
  std::string pointer_to(const RepeatedValues::Noted& value);
  std::uint32_t container_index();
  std::string describe(const Place& place) const;

  const Settings& settings_;
  RunState& run_;
  ValuePath& path_;
  FindingLog& log_;
  RegionTally& regions_;
  RepeatedValues repeated_;
  const std::vector<std::string>* input_names_ = nullptr;

  unsigned record_depth_ = 0;
  unsigned unit_depth_ = 0;
  std::vector<RecordState> records_;  // since the last settling; those of the unit at hand last
  std::size_t unit_first_ = 0;        // in records_
  std::vector<std::vector<Segment>> containers_;  // the first containers_used_ of them
  std::size_t containers_used_ = 0;
  Counts counts_;
  std::uint64_t reports_ = 0;
  Mark unit_mark_;
  Mark record_mark_;
  std::uint64_t expected_bytes_ = 0;
  std::uint32_t file_ = 0;
  bool by_line_ = false;
  bool in_record_ = false;
  bool container_fault_ = false;
  bool input_invalid_ = false;
  bool in_batch_ = false;
  bool in_trial_ = false;
  std::uint64_t batch_ = 0;  // number of the batch at hand, or of the unit that is none
  std::uint64_t line_ = 0;
  const PlaceMap* through_ = nullptr;
  const Rule* silent_ = nullptr;
  std::uint64_t first_record_of_unit_ = 0;
  std::uint64_t next_record_ = 0;

  PartTurn* turn_ = nullptr;            // of a part that has not joined
  RecordPlaces held_places_;            // of its records
  std::uint64_t records_in_front_ = 0;  // of a part that has joined: in the input
  std::uint64_t run_in_front_ = 0;      // the same in the run
};

}  // namespace diallint
