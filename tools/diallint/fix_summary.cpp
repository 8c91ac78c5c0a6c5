#include "diallint/fix_summary.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/plural.h"
#include "base/sum_of.h"
#include "diallint/summary_counts.h"

namespace diallint {
namespace {

std::string what_was_done(const FixSummary& summary, FixTarget target) {
  const std::uint64_t made = sum_of(summary.made);
  if (made == 0) return "nothing to fix";
  const std::string fixes = made == 1 ? "1 fix" : fmt::format("{} fixes", made);
  return target == FixTarget::kDiff ? fixes + " would be made" : fixes + " made";
}

void put_verdicts(JsonWriter& json, std::string_view member, const Counts& counts) {
  json.name(member).open('{').put("records", counts.records).put("valid", counts.valid);
  json.put("invalid", counts.invalid).put("unreadable", counts.unreadable);
  json.put("errors", counts.errors).put("warnings", counts.warnings);
  json.put("infos", counts.infos).close('}');
}

void put_fixed(JsonWriter& json, const FixedInput& input) {
  const FixSummary& summary = input.summary;
  json.open('{').put("name", std::string_view(input.name)).put("rounds", summary.rounds);
  put_counts(json, "made", summary.made);
  put_verdicts(json, "before", summary.before);
  put_verdicts(json, "after", summary.after);
  put_counts(json, "left", summary.left);
  put_counts(json, "offered", summary.offered);
  if (!summary.obstacle.empty()) json.put("obstacle", std::string_view(summary.obstacle));
  json.close('}');
}

}  // namespace

std::string fixes_in_words(const FixSummary& summary, const std::string& name, FixTarget target) {
  const Counts& after = summary.after;
  std::string out = fmt::format("{}: {}\n", name, what_was_done(summary, target));
  out += counts_in_words(summary.made);
  if (!summary.obstacle.empty()) out += summary.obstacle + '\n';
  out += fmt::format("{}: {} valid, {} invalid, {} unreadable; {} left\n",
                     counted(after.records, "record"), after.valid, after.invalid, after.unreadable,
                     counted(sum_of(summary.left), "finding"));
  out += counts_in_words(summary.left);
  if (!summary.offered.empty()) {
    out += "fixes that were not asked for\n";
    out += counts_in_words(summary.offered);
  }
  return out;
}

std::string fixes_in_json(std::span<const FixedInput> fixed, std::span<const UnfixedInput> unread) {
  std::string out;
  JsonWriter json(out);
  json.open('{').name("files").open('[');
  for (const FixedInput& input : fixed) put_fixed(json, input);
  json.close(']').name("unread").open('[');
  for (const UnfixedInput& input : unread) {
    json.open('{').put("file", std::string_view(input.name));
    json.put("reason", std::string_view(input.reason)).close('}');
  }
  json.close(']').close('}');
  return out + '\n';
}

}  // namespace diallint
