#include "report/reporter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "base/printable.h"
#include "plan/plan.h"

namespace diallint {
namespace {

constexpr std::array kFormats = {
    &kTextReport,   &kJsonReport,   &kNdjsonReport, &kSarifReport,
    &kGithubReport, &kGitlabReport, &kJunitReport,  &kHtmlReport,
};

constexpr std::size_t kMaxNamedRules = 6;

}  // namespace

bool Output::insert(std::uint64_t /*at*/, std::string_view /*bytes*/) { return false; }

std::string in_words(const SettingsNotice& notice) {
  std::string text = printable(notice.file);
  const std::span<const std::string> rules = notice.rules_off;
  const std::size_t named = rules.size() > kMaxNamedRules ? kMaxNamedRules - 1 : rules.size();
  if (!rules.empty()) text += fmt::format(" switches off {}", fmt::join(rules.first(named), ", "));
  if (named < rules.size()) text += fmt::format(" and {} other rules", rules.size() - named);
  if (!notice.rules_off.empty() && notice.sets_key) text += " and";
  return notice.sets_key ? text + " names the key of the fingerprints" : text;
}

std::set<std::string, std::less<>> member_names(const Plan& plan) {
  std::set<std::string, std::less<>> names;
  for (const Node& node : plan.nodes) {
    for (const Member& member : node.members) names.insert(member.name);
  }
  return names;
}

std::span<const ReportFormat* const> report_format_table() noexcept { return kFormats; }

const ReportFormat* report_format_named(std::string_view name) noexcept {
  for (const ReportFormat* format : kFormats)
    if (format->name == name) return format;
  return nullptr;
}

const std::vector<std::string_view>& report_formats() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const ReportFormat* format : kFormats) names.push_back(format->name);
    return names;
  }();
  return kNames;
}

std::unique_ptr<Reporter> make_reporter(std::string_view format, Output& output,
                                        const ReportOptions& options,
                                        const std::vector<std::string>& input_names) {
  const ReportFormat* known = report_format_named(format);
  return known == nullptr ? nullptr : known->make(output, options, input_names);
}

}  // namespace diallint
