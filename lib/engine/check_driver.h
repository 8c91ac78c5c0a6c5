// One input after the other: begins a check, checks, ends it and says what came of it. The
// program's Run and the library's Checker both drive their inputs through it.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "context/run_state.h"
#include "context/summary.h"
#include "context/value_limit.h"
#include "diallint/instant.h"
#include "diallint/settings.h"
#include "engine/check_session.h"
#include "engine/finding_flush.h"
#include "engine/input_supply.h"
#include "engine/readers.h"
#include "engine/shape_detector.h"
#include "engine/table_reader.h"
#include "input/byte_source.h"
#include "input/csv_mapping.h"
#include "input/json_index.h"
#include "input/struct_cursor.h"
#include "plan/plan.h"

namespace diallint {

/// Owns all that inputs share: the settings, what has been seen, the buffers. What is found goes to
/// the sink. Once it has seen inputs of their size, checking clean JSON texts and structs allocates
/// nothing. One thread.
class CheckDriver {
 public:
  /// Plan and sink outlive it.
  CheckDriver(const Plan& plan, Settings settings, Sink& sink);
  CheckDriver(const CheckDriver&) = delete;
  CheckDriver& operator=(const CheckDriver&) = delete;

  // --- for the inputs that follow ----------------------------------------------------------------
  void set_settings(Settings settings);
  void set_now(const std::optional<Instant>& now) noexcept {
    settings_.now = now;
    session_.context.set_now(now);
  }
  /// Findings that reach the sink at most, all inputs together; 0: all.
  void set_limit(std::uint64_t findings) noexcept { flusher_.set_limit(findings); }
  /// Of the memory that values which may appear once take; it outlives the driver. Before the first
  /// input.
  void set_value_limit(ValueLimit& limit) noexcept {
    state_.limit = &limit;
    state_.secret = limit.secret();
  }
  /// Null: told by the members.
  void set_shape(const Shape* shape) noexcept { context_.shape = shape; }
  void set_csv_map(CsvMap map) { csv_map_ = std::move(map); }
  /// How many threads may check a stream.
  void set_jobs(unsigned jobs) noexcept { context_.jobs = jobs; }
  /// What their tokens are asked for and noted in; it outlives them. Null: none.
  void set_responses(ResponseIndex* responses) noexcept { state_.responses = responses; }
  /// What the edits of fixes may be made from; it outlives them, and one thread checks. Null: there
  /// are no edits.
  void set_fixes(FixRequest* fixes) noexcept { state_.fixes = fixes; }
  /// Who compares what may stand once in a list of which the inputs are a part; outlives them.
  /// Null: the driver does. One thread checks.
  void set_handover(ValueHandover* handover) noexcept { state_.handover = handover; }
  /// Names of the inputs by their numbers, for messages that name an earlier one; outlives the
  /// driver.
  void set_input_names(const std::vector<std::string>* names) noexcept {
    session_.ledger.set_input_names(names);
  }

  // --- one input ---------------------------------------------------------------------------------
  /// Each takes the next number, from 0. Throw ReadError; what was found before is counted.
  void check_stream(ByteSource& source, std::string_view name, InputFormat format);
  /// Several inputs, each as check_stream(), by as many threads as set_jobs() says. `on_begin` is
  /// called with the name of each that has been opened, before anything of it is handed on; source
  /// and sink are called by those threads, the sink by one at a time. There are no responses, fixes
  /// or handover, and no records are taken.
  void check_side_by_side(InputSupply& supply, const InputRange& inputs, InputFormat format,
                          const std::function<void(const std::string& name)>& on_begin);
  /// A JSON text that kPadding readable bytes follow.
  void check_json(std::string_view json);
  /// An Arrow table; see table_reader.h.
  void check_table(ArrowArrayStream& stream, const KeepGoing& keep_going);
  /// A caller's struct.
  void check_struct(const StructCursor& cursor, const Shape& shape);

  // --- what came of them -------------------------------------------------------------------------
  /// Since the beginning, or the last restart().
  Counts counts() const noexcept;
  Place place_of(std::uint64_t ordinal) const { return state_.places.at(ordinal); }
  std::uint64_t found() const noexcept { return summary_.found; }
  /// Of all inputs: for a driver that is never restarted.
  Summary summary() const;
  /// What comes now is counted from nothing. What was left in the middle is dropped; `forgetting`
  /// also what has been seen.
  void restart(bool forgetting);
  /// Between inputs: what was seen so far was of no run.
  void forget() { session_.ledger.reset_run(); }

 private:
  SourceChunk next_input();

  const Plan& plan_;
  Settings settings_;
  RunState state_;
  Summary summary_;  // what the flusher counts
  CheckSession session_;
  FindingFlusher flusher_;
  CsvMap csv_map_;
  ShapeChoices shapes_;
  ReaderContext context_;
  std::uint32_t inputs_ = 0;
  Counts before_;  // of inputs before the last restart
  JsonIndex index_;
};

}  // namespace diallint
