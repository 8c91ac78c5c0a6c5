// What the checks of one record, and the records of one run, know and say: the clock, the settings,
// the place in the document, the findings so far.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date_time.h"
#include "context/key_set.h"
#include "context/phone_lookup.h"
#include "context/record_places.h"
#include "context/seen_set.h"
#include "diallint/finding.h"
#include "diallint/settings.h"
#include "phone/region_counts.h"
#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

class AnswerBook;

/// Deepest nesting of arrays and objects that is followed.
inline constexpr unsigned kMaxDepth = 64;

/// One step from a value to a value inside it. Points into the reader's buffer or the plan. Filled
/// field by field: it is written for every member of every record, and read for findings only.
struct Segment {
  const char* key_data = nullptr;  ///< a member's key as it is written
  std::size_t key_size = 0;
  const std::string* member = nullptr;  ///< the schema's name for it; null for a map's key
  std::uint64_t index = 0;              ///< an item's
  Spelling spelling = Spelling::kJson;
  bool is_index = false;

  std::string_view key() const noexcept { return {key_data, key_size}; }
  void to_key(const Text& key) noexcept {
    key_data = key.bytes.data();
    key_size = key.bytes.size();
    member = nullptr;
    spelling = key.spelling;
    is_index = false;
  }
  /// To a member that does not stand in the text under a key of its own.
  void to_member(const std::string& name) noexcept {
    key_data = name.data();
    key_size = name.size();
    member = &name;
    spelling = Spelling::kPlain;
    is_index = false;
  }
  void to_item(std::uint64_t item) noexcept {
    key_data = nullptr;
    index = item;
    is_index = true;
  }
};

/// Tokens and numbers of all inputs of a run. One thread.
struct RunState {
  HashSecret secret = HashSecret::random();
  std::vector<SeenSet> sets;
  PlaceBook places;
  RegionTally regions;            ///< of the numbers that are to be called
  AnswerBook* answers = nullptr;  ///< null unless a request is checked with its answer
};

/// In which order an object's members came the last time: what to look for first.
struct MemberOrder {
  static constexpr std::uint8_t kNone = 0xFF;
  std::uint8_t first = 0;
  std::array<std::uint8_t, 64> next{};
};

/// A member's value kept for the checks of the object it stands in.
struct Capture {
  bool present = false;
  bool sound = false;  ///< no check of its own has found a fault
  Kind kind = Kind::kNull;
  std::string_view string;  ///< strings: the value; numbers and literals: as written
  Span span;                ///< where it is present

  /// Absent again. Made for every object of every record: what absence leaves without a meaning
  /// stays.
  void clear() noexcept {
    present = false;
    sound = false;
    kind = Kind::kNull;
    string = {};
  }
};

class Judge {
 public:
  /// All of these outlive the judge.
  Judge(const Plan& plan, const Settings& settings, RunState& run);
  /// The settings have other content now, for the inputs that follow.
  void settings_changed();

  // --- for rules -----------------------------------------------------------------------------
  /// The moment of judgement; nothing if the time-window rules are off.
  const std::optional<Instant>& now() const noexcept { return settings_.now; }
  TimeReader& time_reader() noexcept { return time_reader_; }
  PhoneReader& phone_reader() noexcept { return *phone_reader_; }

  /// How severe a rule is in this run; kOff: nothing that it reports is kept.
  Severity severity_of(const Rule& rule) const noexcept { return severity_[index_of(rule)]; }

  /// Reports a fault, unless the rule is off.
  void report(const Check& check, const Span& span, std::string message, Figures figures = {}) {
    report(*check.rule, check.source, span, std::move(message), std::move(figures));
  }
  void report(const Rule& rule, const Source* source, const Span& span, std::string message,
              Figures figures = {});

  /// The current value in words: "clientToken", "attributes[\"name\"]", "dialRequests[3]".
  std::string subject() const;
  /// The current value's JSON Pointer.
  std::string pointer() const;

  /// What the object at hand holds for its own checks.
  const Capture& capture(std::uint32_t slot) const noexcept { return captures_[frame_ + slot]; }

  /// Notes a string in a run-wide set. If it is there already a finding follows when the unit ends,
  /// its message made by `tell` from the subject and the first place, both in words.
  using TellFn = std::string (*)(std::string_view subject, std::string_view first_place);
  void note_in_run(const Check& check, const Value& value, TellFn tell);

  /// What request and answer hold, or null: this is no check of two documents.
  AnswerBook* answers() const noexcept { return run_.answers; }

  const Plan& plan() const noexcept { return plan_; }
  const Settings& settings() const noexcept { return settings_; }

  // --- for the walker ------------------------------------------------------------------------
  /// One step down, and back.
  Segment& push() noexcept { return segments_[depth_++]; }
  Segment& top() noexcept { return segments_[depth_ - 1]; }
  void pop() noexcept { --depth_; }
  unsigned depth() const noexcept { return depth_; }
  /// Room for the captures of an object; returns what leave_frame() wants back.
  std::size_t enter_frame(std::uint8_t captures) {
    const std::size_t previous = frame_;
    frame_ = frame_end_;
    frame_end_ += captures;
    if (captures_.size() < frame_end_) captures_.resize(frame_end_);
    for (std::size_t i = frame_; i < frame_end_; ++i) captures_[i].clear();
    return previous;
  }
  void leave_frame(std::size_t previous) noexcept {
    frame_end_ = frame_;
    frame_ = previous;
  }
  Capture& capture_of(std::uint8_t slot) noexcept { return captures_[frame_ + slot]; }
  /// What the object that was left last has captured; until the next frame is entered.
  const Capture& left_behind(std::uint8_t slot) const noexcept {
    return captures_[frame_end_ + slot];
  }
  /// A buffer for an unescaped string; lives until the unit's end.
  std::string& scratch();
  KeyDictionary& dictionary(NodeId map) noexcept { return dictionaries_[map]; }
  MemberOrder& order(NodeId object) noexcept { return orders_[object]; }
  const HashSecret& secret() const noexcept { return run_.secret; }

  // --- for readers: inputs, units and records ------------------------------------------------
  /// A new input. `by_line` says whether places in it are lines (NDJSON, CSV) or records.
  void begin_input(std::uint32_t file, bool by_line) noexcept;
  /// How long the inputs from here on are, if that is known (0: not): a hint for the tables.
  void expect_bytes(std::uint64_t bytes) noexcept { expected_bytes_ = bytes; }
  /// A unit is what is read or lost as a whole: a line, a row, a document, an item of its top
  /// array.
  void begin_unit(std::uint64_t line);
  /// Ends the unit and counts its records.
  void end_unit();
  /// Looks up what the units so far have noted, and reports what stood in the run before. Between
  /// units, and before the bytes that they were read from go away.
  void settle();
  /// Takes back all that the unit has said and noted; it counts as one unreadable record. To be
  /// followed by the report that says why.
  void abandon_unit();
  /// Takes back all that the unit has said and noted, and begins it again.
  void restart_unit();
  /// Drops what an input that was left in the middle has found and noted.
  void drop_unsettled() noexcept;
  /// Between inputs: what was counted and seen so far is of no run any more.
  void forget_run();
  /// Only a record that may be abandoned on its own remembers what abandoning goes back to.
  void begin_record(bool may_be_abandoned);
  void end_record() noexcept {
    in_record_ = false;
    ++next_record_;
  }
  /// The same as abandon_unit() for the current record alone; ends it.
  void abandon_record();
  /// A fault of the whole input, such as a missing column: every record of it is invalid.
  void condemn_input() noexcept { input_condemned_ = true; }

  std::vector<Finding>& findings() noexcept { return findings_; }
  /// Behind the sink: what has been found is told.
  void clear_findings() noexcept {
    findings_.clear();
    text_held_ = 0;
  }
  /// Whether to flush now, between two units: what is found in a whole window or a large document,
  /// and what is known of its records, may be more than there is memory for.
  bool is_full() const noexcept {
    return findings_.size() >= kHeld || text_held_ >= kHeldText || records_.size() >= kHeldRecords;
  }
  /// Findings past what one unit may keep, by rule index: counted, never shown.
  std::vector<std::uint64_t>& dropped() noexcept { return dropped_; }
  const Counts& counts() const noexcept { return counts_; }
  /// Names of the inputs, for messages that name a first place; outlives the judge.
  void set_input_names(const std::vector<std::string>* names) noexcept { input_names_ = names; }

 private:
  // A unit cannot be told before its end, so what is kept of one is bounded: its findings, and the
  // bytes of their paths and messages, as a key of megabytes stands in the path of all below it.
  static constexpr std::size_t kKeptPerUnit = 32'768;
  static constexpr std::size_t kKeptText = std::size_t{8} << 20;
  static constexpr std::size_t kHeld = 4096;
  static constexpr std::size_t kHeldText = std::size_t{1} << 20;
  static constexpr std::size_t kHeldRecords = 65'536;
  static constexpr std::size_t kNotedAtOnce = 4096;

  // A string that waits to be looked up among those of the run.
  struct Noted {
    Hash128 hash;
    const Check* check;
    TellFn tell;
    Span span;
    std::uint32_t record;    // within the unit
    std::uint32_t segments;  // in pending_segments_, from the record down
    std::uint32_t segments_end;
  };
  struct RecordState {
    std::uint64_t number = 0;  // in the input
    bool invalid = false;
    bool unreadable = false;
    std::uint32_t depth = 0;
    std::uint32_t container = 0;  // index into containers_
    std::uint64_t item = 0;
  };
  // What abandoning goes back to.
  struct Mark {
    std::size_t findings = 0;
    std::size_t text_held = 0;
    std::size_t pending = 0;
    Counts counts;
    std::vector<std::uint64_t> dropped;
  };

  bool has_room() const noexcept;
  void set_mark(Mark& mark) const;
  void go_back(const Mark& mark);
  void report_repeated(const Noted& noted, const Place& first);
  void count_records();
  void expect_more();
  void append_pointer(std::string& out, const Segment& segment) const;
  std::string record_pointer(const RecordState& record) const;
  std::uint32_t container_index();
  std::string describe(const Place& place) const;
  std::string key_text(const Segment& segment) const;
  std::string short_key(const Segment& segment) const;
  std::string subject_of(const Segment* begin, const Segment* end) const;

  const Plan& plan_;
  const Settings& settings_;
  RunState& run_;
  std::vector<Severity> severity_;  // by rule index
  TimeReader time_reader_;
  std::optional<PhoneReader> phone_reader_;  // always there
  const std::vector<std::string>* input_names_ = nullptr;
  std::vector<KeyDictionary> dictionaries_;  // by node
  std::vector<MemberOrder> orders_;          // by node

  std::array<Segment, kMaxDepth + 2> segments_;
  unsigned depth_ = 0;
  unsigned record_depth_ = 0;
  unsigned unit_depth_ = 0;
  std::vector<Capture> captures_;
  std::size_t frame_ = 0;
  std::size_t frame_end_ = 0;
  std::vector<std::unique_ptr<std::string>> scratch_;
  std::size_t scratch_used_ = 0;

  std::vector<Finding> findings_;
  std::size_t text_held_ = 0;  // bytes of their paths and messages
  std::vector<std::uint64_t> dropped_;
  std::vector<Noted> pending_;
  std::vector<Segment> pending_segments_;
  std::vector<RecordState> records_;  // since the last settling; those of the unit at hand last
  std::size_t unit_first_ = 0;        // in records_
  std::vector<std::vector<Segment>> containers_;  // the first containers_used_ of them
  std::size_t containers_used_ = 0;
  Counts counts_;
  Mark unit_mark_;
  Mark record_mark_;
  std::uint64_t expected_bytes_ = 0;
  std::uint32_t file_ = 0;
  bool by_line_ = false;
  bool in_record_ = false;
  bool container_fault_ = false;
  bool input_condemned_ = false;
  std::uint64_t line_ = 0;
  std::uint64_t first_record_of_unit_ = 0;
  std::uint64_t next_record_ = 0;
};

}  // namespace diallint
