// Reports: findings in, bytes out. One class a format; all presentation (escaping, masking, colour)
// happens here and nowhere else.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "context/response_counts.h"
#include "context/summary.h"
#include "diallint/finding.h"
#include "diallint/instant.h"
#include "plan/plan.h"
#include "report/markup_escape.h"

namespace diallint {

/// Takes the bytes of a report in order.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view bytes) = 0;
  /// Puts bytes in front of what was written behind the first `at` bytes. False where that is gone
  /// already, as on a pipe: then nothing is done.
  virtual bool insert(std::uint64_t at, std::string_view bytes);
};

struct ReportOptions {
  bool color = false;        ///< ANSI colours
  bool show_values = false;  ///< excerpts as they are, instead of masked
  bool mask_keys = false;    ///< excerpts show keys only where a schema knows them
  bool statistics = false;   ///< a table of counts by rule at the end
  bool quiet = false;        ///< text: no closing summary
  bool verbose = false;      ///< text: also which shapes were read; json, ndjson: which inputs
  /// Names that excerpts may always show, even where a lost quote makes a value look like a key,
  /// and by which the header of a CSV file is told from data: member_names() of the plan.
  std::set<std::string, std::less<>> known_names;
  /// What formats for other programs write paths from.
  PathBase base;
  /// What fingerprints are keyed with; see fingerprint.h.
  std::string fingerprint_key;
  /// Findings below this are no failures; nothing: none is.
  std::optional<Severity> fail_on = Severity::kError;
  /// The documents behind each rule, by its id.
  std::map<std::string, std::vector<SourceDocument>, std::less<>> documents;
  /// github: takes the summary of the job, in Markdown; outlives the report. May be null.
  Output* job_summary = nullptr;
};

/// "data/diallint.toml switches off phone-fictional", one line for people. Printable.
std::string in_words(const SettingsNotice& notice);

/// The names of all members of all shapes.
std::set<std::string, std::less<>> member_names(const Plan& plan);

class Reporter : public Sink {
 public:
  /// Before anything else. No `now`: the report says that the time-window rules were off.
  virtual void begin(const std::optional<Instant>& now) = 0;
  /// Before the end, where requests were checked together with their responses: what became of
  /// them. Formats that have no place for it leave it out.
  virtual void note_responses(const ResponseCounts& /*counts*/) {}
  virtual void end(const Summary& summary) = 0;
};

/// One format of reports, as help, completions and documents name it.
struct ReportFormat {
  std::string_view name;
  std::string_view help;  ///< whom it is for, and what it is
  std::unique_ptr<Reporter> (*make)(Output& output, const ReportOptions& options,
                                    const std::vector<std::string>& input_names);
  bool job_summary = false;  ///< also writes ReportOptions::job_summary
};

// Each stands in the file of its reporter.
extern const ReportFormat kTextReport;
extern const ReportFormat kJsonReport;
extern const ReportFormat kNdjsonReport;
extern const ReportFormat kSarifReport;
extern const ReportFormat kGithubReport;
extern const ReportFormat kGitlabReport;
extern const ReportFormat kJunitReport;
extern const ReportFormat kHtmlReport;

/// All of them, in the order in which help names them.
std::span<const ReportFormat* const> report_format_table() noexcept;

/// Null for any other word.
const ReportFormat* report_format_named(std::string_view name) noexcept;

/// Their names.
const std::vector<std::string_view>& report_formats();

/// A reporter that writes to `output` (which outlives it), or null for an unknown format.
std::unique_ptr<Reporter> make_reporter(std::string_view format, Output& output,
                                        const ReportOptions& options,
                                        const std::vector<std::string>& input_names);

}  // namespace diallint
