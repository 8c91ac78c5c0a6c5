// The reporters behind make_reporter(), one function a format.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "report/reporter.h"

namespace diallint {

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
