// The inputs of a check read from the first to the last, each with the settings that hold for it.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "context/value_limit.h"
#include "diallint/exchanges.h"
#include "diallint/history_file.h"
#include "diallint/input_files.h"
#include "diallint/input_settings.h"
#include "diallint/record_split.h"
#include "diallint/report_set.h"
#include "engine/input_supply.h"
#include "engine/response_check.h"
#include "engine/run.h"
#include "shared/file_source.h"

namespace diallint {

/// What the readings of one check share. All of it outlives them.
struct CheckParts {
  const Options& options;
  const Plan& plan;
  const std::vector<Input>& inputs;
  InputSettings& settings;
  ReportSet& reports;
  Sink& findings;  ///< the reports, or what stands in front of them
  std::uint64_t max_findings = 0;
  bool with_progress = false;
  ValueLimit* value_limit = nullptr;  ///< null: there is one reading

  std::set<std::string> told = {};  ///< what has been said of inputs that cannot be read
  /// What each input was when it was opened in the first reading; nothing: it was not.
  std::vector<std::optional<FileSource::Facts>> first_facts = {};
};

/// One reading, with a run of its own, and what it writes besides reports.
class CheckReading {
 public:
  explicit CheckReading(CheckParts& parts);

  /// Adds those that cannot be read, or not to their end.
  void check_all(std::vector<UnreadInput>& unread);
  /// What became of the requests.
  ResponseCounts check_exchanges(const Exchanges& exchanges);
  /// Before another reading: what it has written besides reports is gone.
  void discard();

  const Run& run() const noexcept { return *run_; }
  /// Null: there is none.
  HistoryFile* history() noexcept { return history_.get(); }
  std::optional<RecordSplit>& split() noexcept { return split_; }

 private:
  class Supply;

  void configure(const Input& input, bool accept_sdk_names = false);
  bool is_configured_for(const Input& input, bool accept_sdk_names = false);
  std::size_t range_from(std::size_t first);
  void check_one(std::size_t number);
  void check_side_by_side(const InputRange& inputs);
  std::unique_ptr<OpenInput> open(std::size_t number);
  void begin(std::size_t number);
  void lose(std::size_t number, const ReadError* why);
  void expect_as_before(std::size_t number, const FileSource::Facts& facts);

  CheckParts& parts_;
  const Options& options_;
  bool is_second_;
  std::optional<RecordSplit> split_;
  History look_ups_;
  std::unique_ptr<HistoryFile> history_;
  std::optional<Run> run_;  // always there
  const InputSettings::Place* last_ = nullptr;
  bool accepts_sdk_names_ = false;
  Severities severities_;
  std::vector<UnreadInput>* unread_ = nullptr;  // of the reading at hand
  std::uint64_t not_begun_ = 0;
};

}  // namespace diallint
