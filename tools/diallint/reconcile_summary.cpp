#include "diallint/reconcile_summary.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/plural.h"
#include "base/printable.h"
#include "diallint/summary_counts.h"

namespace diallint {
namespace {

std::string responses_in_words(const ReconcileSummary& summary) {
  std::string out = fmt::format("\n{} with {}\n", counted(summary.responses, "response"),
                                counted(summary.answers, "answer"));
  if (summary.answered_twice > 0)
    out += fmt::format("{} answered more than once\n", counted(summary.answered_twice, "row"));
  if (summary.foreign > 0)
    out += fmt::format("{} to requests that the manifest does not have\n",
                       counted(summary.foreign, "answer"));
  if (!summary.failed_calls.empty())
    out += "calls that failed as a whole\n" + counts_in_words(summary.failed_calls);
  if (summary.unread > 0) out += fmt::format("{} not read\n", counted(summary.unread, "text"));
  for (const UnreadResponse& one : summary.first_unread)
    out += fmt::format("  {}:{}: {}\n", printable(one.name), one.line, one.why);
  return out;
}

std::string work_in_words(const ReconcileSummary& summary, const std::string& folder) {
  std::string out;
  if (summary.first_submission && summary.last_submission) {
    out += fmt::format(
        "\n{} may be sent again: {} {} in {}/retry, from {} to {}\nrequests expire {} s after they "
        "are sent\n",
        summary.retry, summary.batches, summary.batches == 1 ? "batch" : "batches",
        printable(folder), to_rfc3339(*summary.first_submission),
        to_rfc3339(*summary.last_submission), summary.expires_in);
  }
  if (summary.repair > 0) {
    out += fmt::format("\n{} must be mended first: {}/repair.csv\n", summary.repair,
                       printable(folder)) +
           counts_in_words(summary.repair_by_rule);
  }
  return out;
}

void put_unread(JsonWriter& json, const ReconcileSummary& summary) {
  json.put("unread", summary.unread).name("firstUnread").open('[');
  for (const UnreadResponse& one : summary.first_unread) {
    json.open('{').put("file", std::string_view(one.name)).put("line", one.line);
    json.put("reason", one.why).close('}');
  }
  json.close(']');
}

void put_outcomes(JsonWriter& json, const OutcomeCounts& counts) {
  json.put("taken", counts.taken).put("failed", counts.failed);
  json.put("unanswered", counts.unanswered);
}

void put_parts(JsonWriter& json, const ReconcileSummary& summary) {
  json.put("periodHours", summary.period_hours).name("byPeriod").open('[');
  for (const OutcomePeriod& period : summary.by_period) {
    json.open('{').put("from", std::string_view(to_rfc3339(period.from)));
    put_outcomes(json, period.counts);
    json.close('}');
  }
  json.close(']').name("byRegion").open('{');
  for (const auto& [region, counts] : summary.by_region) {
    json.name(region).open('{');
    put_outcomes(json, counts);
    json.close('}');
  }
  json.close('}');
}

}  // namespace

std::string summary_in_words(const ReconcileSummary& summary, const std::string& folder) {
  return fmt::format("{}: {} taken, {} failed, {} unanswered\n", counted(summary.rows, "row"),
                     summary.taken, summary.failed, summary.unanswered) +
         counts_in_words(summary.failed_by_code) + responses_in_words(summary) +
         work_in_words(summary, folder);
}

std::string summary_in_json(const ReconcileSummary& summary, const std::string& folder) {
  std::string out;
  JsonWriter json(out);
  json.open('{').put("folder", std::string_view(folder)).put("rows", summary.rows);
  json.put("taken", summary.taken).put("failed", summary.failed);
  json.put("unanswered", summary.unanswered);
  put_counts(json, "failedByCode", summary.failed_by_code);
  put_parts(json, summary);
  json.put("answeredTwice", summary.answered_twice).put("responses", summary.responses);
  json.put("answers", summary.answers).put("foreign", summary.foreign);
  put_counts(json, "failedCalls", summary.failed_calls);
  put_unread(json, summary);
  json.put("retry", summary.retry).put("repair", summary.repair);
  put_counts(json, "repairByRule", summary.repair_by_rule);
  json.put("batches", summary.batches).put("expiresIn", summary.expires_in);
  if (summary.first_submission && summary.last_submission) {
    json.put("firstSubmission", std::string_view(to_rfc3339(*summary.first_submission)));
    json.put("lastSubmission", std::string_view(to_rfc3339(*summary.last_submission)));
  }
  json.close('}');
  return out + '\n';
}

}  // namespace diallint
