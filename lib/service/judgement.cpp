#include "service/judgement.h"

#include <charconv>
#include <new>
#include <optional>

#include "service/verdicts.h"

namespace diallint {
namespace {

constexpr std::size_t kMostNamed = 20;  // findings in a message; a body may have thousands

/// The request that a path leads into.
std::optional<std::size_t> request_at(std::string_view path, std::string_view list) {
  if (list.empty() || path.size() < list.size() + 2 || path.substr(1, list.size()) != list)
    return std::nullopt;
  path.remove_prefix(list.size() + 2);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), index);
  if (error != std::errc{}) return std::nullopt;
  return index;
}

/// A check takes several values and arrays of them; a body is one object.
bool is_object(std::string_view body) noexcept {
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && body[begin] == '{';
}

Finding no_object() {
  Finding finding;
  finding.rule = "shape";
  finding.message = "the body is not one JSON object";
  return finding;
}

}  // namespace

CallJudgement judge_call(ServiceState& state, Checker& checker, const ServiceCall& call,
                         std::string_view list) {
  const CheckResult result = checker.check_json(call.body, call.now, {.shape = call.route.shape});
  if (result.error) throw std::bad_alloc();  // GCOVR_EXCL_LINE: there is no other error
  CallJudgement judgement;
  for (const Finding& finding : result.findings) {
    if (finding.severity != Severity::kError) continue;
    ++state.summary.findings[std::string(finding.rule)];
    state.keep(SeenFinding{.call = state.summary.calls,
                           .at = call.millis(),
                           .rule = std::string(finding.rule),
                           .path = finding.path,
                           .message = finding.message});
    const ServiceVerdict verdict = verdict_of(finding.rule, state.options.verdicts);
    if (verdict == ServiceVerdict::kAccept) continue;
    const auto request = request_at(finding.path, list);
    if (verdict == ServiceVerdict::kFail && request)
      judgement.failed.insert(*request);
    else if (judgement.refusing.size() < kMostNamed)
      judgement.refusing.push_back(finding);
  }
  if (judgement.refusing.empty() && !is_object(call.body) &&
      verdict_of("shape", state.options.verdicts) != ServiceVerdict::kAccept)
    judgement.refusing.push_back(no_object());
  return judgement;
}

}  // namespace diallint
