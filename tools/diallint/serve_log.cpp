#include "diallint/serve_log.h"

#include <fmt/format.h>

#include <iterator>

#include "base/plural.h"

namespace diallint {
namespace {

void append_count(std::string& out, std::uint64_t count, const char* what) {
  if (count > 0) fmt::format_to(std::back_inserter(out), ", {} {}", count, what);
}

const char* ending_of(Delivery delivery) {
  if (delivery == Delivery::kCut) return ", answer cut off";
  return delivery == Delivery::kDropped ? ", connection dropped" : "";
}

}  // namespace

std::string call_in_words(const ServiceResponse& response, const ServiceSummary& before,
                          const ServiceSummary& after) {
  std::string out =
      fmt::format("{} {} {}", to_rfc3339(response.now), response.operation, response.status);
  if (!response.error_type.empty()) out += ' ' + response.error_type;
  if (after.troubled_calls > before.troubled_calls) out += " (on purpose)";
  append_count(out, after.accepted - before.accepted, "accepted");
  append_count(out, after.repeated - before.repeated, "with a known token: nobody is dialled");
  append_count(out, after.changed - before.changed,
               "of them with another content than the token's first (warning)");
  append_count(out, after.failed - before.failed, "failed");
  append_count(out, after.troubled - before.troubled, "failed on purpose");
  return out + ending_of(response.delivery);
}

std::string service_in_words(const ServiceSummary& summary) {
  std::string out = fmt::format(
      "{}: {} refused, {} in trouble on purpose\n"
      "{} accepted, {} with a known token, {} failed, {} failed on purpose\n"
      "{} answered, {} unanswered, {} expired, {} waiting{}\n",
      counted(summary.calls, "call"), summary.refused_calls, summary.troubled_calls,
      counted(summary.accepted, "request"), summary.repeated, summary.failed, summary.troubled,
      summary.answered, summary.unanswered, summary.expired, summary.waiting,
      summary.campaign_deleted == 0
          ? ""
          : fmt::format(", {} of deleted campaigns", summary.campaign_deleted));
  if (!summary.findings.empty()) out += "errors found in the calls\n";
  for (const auto& [rule, count] : summary.findings) out += fmt::format("{:>9}  {}\n", count, rule);
  return out;
}

}  // namespace diallint
