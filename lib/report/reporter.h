// Reports: findings in, bytes out. One class a format; all presentation (escaping, masking, colour)
// happens here and nowhere else.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "context/summary.h"
#include "diallint/finding.h"
#include "diallint/instant.h"
#include "report/markup_escape.h"

namespace diallint {

struct Plan;

/// Takes the bytes of a report in order.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view bytes) = 0;
};

/// A document that states a constraint.
struct Citation {
  std::string title;
  std::string url;
};

struct ReportOptions {
  bool color = false;        ///< ANSI colours
  bool show_values = false;  ///< excerpts as they are, instead of masked
  bool mask_keys = false;    ///< excerpts show keys only where a schema knows them
  bool statistics = false;   ///< a table of counts by rule at the end
  bool quiet = false;        ///< text: no closing summary
  bool verbose = false;      ///< text: also which shapes and inputs were read
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
  std::map<std::string, std::vector<Citation>, std::less<>> documents;
  /// github: takes the summary of the job, in Markdown; outlives the report. May be null.
  Output* job_summary = nullptr;
};

/// The names of all members of all shapes.
std::set<std::string, std::less<>> member_names(const Plan& plan);

class Reporter : public Sink {
 public:
  /// Before anything else. No `now`: the report says that the time-window rules were off.
  virtual void begin(const std::optional<Instant>& now) = 0;
  virtual void end(const Summary& summary) = 0;
};

/// Formats that make_reporter() knows: "text", "json", "ndjson", "sarif", "github", "gitlab",
/// "junit", "html".
const std::vector<std::string_view>& report_formats();

/// A reporter that writes to `output` (which outlives it), or null for an unknown format.
std::unique_ptr<Reporter> make_reporter(std::string_view format, Output& output,
                                        const ReportOptions& options,
                                        const std::vector<std::string>& input_names);

// What make_reporter() chooses from, one function a format.

/// For people: one line a finding, the masked excerpt, a summary.
std::unique_ptr<Reporter> make_text_reporter(Output& output, const ReportOptions& options);

/// For programs, one document; see schemas/report.schema.json.
std::unique_ptr<Reporter> make_json_reporter(Output& output, const ReportOptions& options,
                                             const std::vector<std::string>& input_names);

/// The same findings, one a line, and the summary on the last.
std::unique_ptr<Reporter> make_ndjson_reporter(Output& output, const ReportOptions& options,
                                               const std::vector<std::string>& input_names);

/// For code scanning: SARIF 2.1.0.
std::unique_ptr<Reporter> make_sarif_reporter(Output& output, const ReportOptions& options);

/// For GitHub Actions: annotations as workflow commands, and the job's summary.
std::unique_ptr<Reporter> make_github_reporter(Output& output, const ReportOptions& options);

/// For GitLab: a code quality report.
std::unique_ptr<Reporter> make_gitlab_reporter(Output& output, const ReportOptions& options);

/// For whatever reads test results: JUnit XML, one suite an input.
std::unique_ptr<Reporter> make_junit_reporter(Output& output, const ReportOptions& options,
                                              const std::vector<std::string>& input_names);

/// For people who do not read logs: one page that needs nothing else.
std::unique_ptr<Reporter> make_html_reporter(Output& output, const ReportOptions& options);

}  // namespace diallint
