#include "diallint/fix_summary.h"

#include <fmt/format.h>

#include "base/plural.h"
#include "diallint/summary_counts.h"

namespace diallint {
namespace {

std::uint64_t sum_of(const Counted& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

std::string what_was_done(const FixSummary& summary, FixTarget target) {
  const std::uint64_t made = sum_of(summary.made);
  if (made == 0) return "nothing to fix";
  const std::string fixes = made == 1 ? "1 fix" : fmt::format("{} fixes", made);
  return target == FixTarget::kDiff ? fixes + " would be made" : fixes + " made";
}

}  // namespace

std::string fixes_in_words(const FixSummary& summary, const std::string& name, FixTarget target) {
  const Counts& after = summary.after;
  std::string out = fmt::format("{}: {}\n", name, what_was_done(summary, target));
  out += counts_in_words(summary.made);
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

}  // namespace diallint
