// What the checks of one record, and the records of one run, know and say: the clock, the settings,
// the place in the document, the findings so far.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/finding.h"
#include "diallint/settings.h"
#include "time_reading.h"
#include "plan.h"
#include "rule.h"
#include "seen_set.h"

namespace diallint {

/// Deepest nesting of arrays and objects that is followed.
inline constexpr unsigned kMaxDepth = 64;

/// One step from a value to a value inside it. Points into the reader's buffer or the plan.
struct Segment {
  std::string_view key;            ///< as written (raw) for members
  std::string_view member;         ///< the schema's name for it; empty for a map's key
  Spelling spelling = Spelling::kJson;
  std::uint64_t index = 0;         ///< for items
  bool is_index = false;
};

/// Tokens and numbers of all inputs of a run. One thread.
struct RunState {
  HashSecret secret = HashSecret::random();
  std::vector<SeenSet> sets;
};

/// A string kept for the checks of the object it stands in.
struct Capture {
  bool present = false;
  bool sound = false;  ///< no check of its own has found a fault
  std::string_view string;
  Span span;
};

class Judge {
 public:
  /// All of these outlive the judge.
  Judge(const Plan& plan, const Settings& settings, RunState& run);

  // --- for rules -----------------------------------------------------------------------------
  /// The moment of judgement; nothing if the time-window rules are off.
  const std::optional<Instant>& now() const noexcept { return now_; }
  TimeReader& time_reader() noexcept { return time_reader_; }

  /// Reports a fault of `value`, unless the rule is off. Never throws on behalf of the message.
  void report(const Check& check, const Span& span, std::string message, Figures figures = {});
  void report(const Rule& rule, const Source* source, const Span& span, std::string message,
              Figures figures = {});

  /// The current value in words: "clientToken", "attributes[\"name\"]", "dialRequests[3]".
  std::string subject() const;
  /// The current value's JSON Pointer.
  std::string pointer() const;

  const Capture& capture(std::uint32_t slot) const noexcept { return captures_[frame_ + slot]; }

  /// Notes a string in a run-wide set; if it is there already a finding follows at the unit's end,
  /// its message made by `tell`, which gets the first place in words.
  using TellFn = std::string (*)(const std::string& subject, const std::string& first_place);
  void note_in_run(const Check& check, const Value& value, TellFn tell);

  const Plan& plan() const noexcept { return plan_; }
  const Settings& settings() const noexcept { return settings_; }

  // --- for the walker ------------------------------------------------------------------------
  Segment& push() { return segments_[depth_++]; }
  void pop() noexcept { --depth_; }
  unsigned depth() const noexcept { return depth_; }
  /// Room for the captures of an object; gives back what leave_frame() wants.
  std::size_t enter_frame(std::uint8_t captures);
  void leave_frame(std::size_t previous) noexcept;
  Capture& capture_of(std::uint8_t slot) noexcept { return captures_[frame_ + slot]; }
  /// A buffer for an unescaped string that lives until the unit's end.
  std::string& scratch();

  // --- for readers: units and records --------------------------------------------------------
  /// A new input. `by_line` says whether places in it are lines (NDJSON, CSV) or records.
  void begin_input(std::uint32_t file, bool by_line);
  /// A unit is what is read or lost as a whole: a line, a row, a document, an item of its top array.
  void begin_unit(std::uint64_t line);
  /// Ends the unit: counts its records and settles what was noted in the run.
  void end_unit();
  /// Takes back everything the unit has said and noted and counts one unreadable record.
  void abandon_unit();
  /// A record inside the unit, and its end.
  void begin_record();
  void end_record();
  /// Takes back what the current record has said and noted; it counts as unreadable.
  void abandon_record();

  /// A fault of the whole input, such as a missing column: every record of it is invalid.
  void condemn_input() noexcept { input_condemned_ = true; }

  std::vector<Finding>& findings() noexcept { return findings_; }
  const Counts& counts() const noexcept { return counts_; }
  std::uint64_t record() const noexcept { return next_record_; }
  /// The names of the inputs, for messages that name a first place. Set by the run.
  void set_input_names(const std::vector<std::string>* names) noexcept { input_names_ = names; }

 private:
  struct Pending {
    Hash128 hash;
    const Check* check;
    TellFn tell;
    Span span;
    std::uint32_t record;  // within the unit
    std::uint8_t segment_count;
    std::array<Segment, 4> segments;  // below the record
  };
  struct RecordState {
    bool invalid = false;
    bool unreadable = false;
    std::string_view prefix_key;   // unused at the top
    std::uint32_t prefix = 0;      // index into prefixes_
    std::uint64_t item = 0;
    bool in_array = false;
    std::size_t findings_mark = 0;
    std::size_t pending_mark = 0;
    Counts counts_mark;
  };

  Severity severity_of(const Rule& rule) const noexcept;
  void append_pointer(std::string& out, const Segment& segment) const;
  void settle(const Pending& pending);
  std::string describe(std::uint64_t place) const;
  std::uint64_t place_now(std::uint64_t record) const noexcept;

  const Plan& plan_;
  const Settings& settings_;
  RunState& run_;
  std::optional<Instant> now_;
  TimeReader time_reader_;
  const std::vector<std::string>* input_names_ = nullptr;

  std::array<Segment, kMaxDepth + 2> segments_;
  unsigned depth_ = 0;
  unsigned record_depth_ = 0;
  std::vector<Capture> captures_;
  std::size_t frame_ = 0;
  std::size_t frame_size_ = 0;
  std::vector<std::unique_ptr<std::string>> scratch_;
  std::size_t scratch_used_ = 0;

  std::vector<Finding> findings_;
  std::vector<Pending> pending_;
  std::vector<RecordState> unit_records_;
  Counts counts_;
  Counts unit_mark_;
  std::size_t unit_findings_ = 0;
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
