#include "report/reporter.h"

#include "plan/plan.h"

namespace diallint {

std::set<std::string, std::less<>> member_names(const Plan& plan) {
  std::set<std::string, std::less<>> names;
  for (const Node& node : plan.nodes) {
    for (const Member& member : node.members) names.insert(member.name);
  }
  return names;
}

const std::vector<std::string_view>& report_formats() {
  static const std::vector<std::string_view> kFormats{"text",   "json",   "ndjson", "sarif",
                                                      "github", "gitlab", "junit",  "html"};
  return kFormats;
}

std::unique_ptr<Reporter> make_reporter(std::string_view format, Output& output,
                                        const ReportOptions& options,
                                        const std::vector<std::string>& input_names) {
  if (format == "text") return make_text_reporter(output, options);
  if (format == "json") return make_json_reporter(output, options, input_names);
  if (format == "ndjson") return make_ndjson_reporter(output, options, input_names);
  if (format == "sarif") return make_sarif_reporter(output, options);
  if (format == "github") return make_github_reporter(output, options);
  if (format == "gitlab") return make_gitlab_reporter(output, options);
  if (format == "html") return make_html_reporter(output, options);
  if (format == "junit") return make_junit_reporter(output, options, input_names);
  return nullptr;
}

}  // namespace diallint
