// A run: inputs one after the other, from bytes to findings. What the command line and the fuzzers
// drive.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "context/summary.h"
#include "diallint/finding.h"
#include "diallint/settings.h"
#include "input/byte_source.h"
#include "input/csv_mapping.h"
#include "plan/plan.h"

namespace diallint {

class ValueLimit;

struct RunOptions {
  std::string shape = "auto";  ///< or a shape id of the plan
  InputFormat format = InputFormat::kAuto;
  CsvMap csv_map;
  std::uint64_t max_findings = 0;  ///< 0: all; counts stay exact
  /// How many threads may check one input; what comes of it is the same. The source and the sink
  /// are then called by them, one at a time.
  unsigned jobs = 1;
  /// Of the memory that values which may appear once take; outlives the run. Null: none.
  ValueLimit* value_limit = nullptr;
};

class InputSupply;
struct InputRange;
class ResponseIndex;
class ValueHandover;

class Run {
 public:
  /// Plan and sink outlive the run.
  Run(const Plan& plan, Settings settings, RunOptions options, Sink& sink);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// Other settings and options for the inputs that follow. The limit on findings stays.
  void configure(Settings settings, RunOptions options);

  /// Reads one input to its end. `name` chooses the format where that is automatic. Throws
  /// ReadError (what was found before it has been reported and stays counted).
  void check(ByteSource& source, const std::string& name);

  /// The same for several inputs, with the settings and options at hand: as many threads as these
  /// say open, read and check them, and all else is as if they had been checked after each other,
  /// in their order. What check() would throw as ReadError the supply is told.
  void check_side_by_side(InputSupply& supply, const InputRange& inputs);

  /// For response_check.h: what the inputs from here on are asked for their tokens. Outlives them.
  void set_responses(ResponseIndex* book) noexcept;

  /// As of CheckDriver.
  void set_handover(ValueHandover* handover) noexcept;

  const std::vector<std::string>& input_names() const noexcept;
  /// Where the record with this number in the run stands.
  Place place_of(std::uint64_t ordinal) const;
  const Summary& summary() const noexcept;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace diallint
