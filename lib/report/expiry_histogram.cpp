#include "report/expiry_histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "report/html_charts.h"

namespace diallint {
namespace {

double number(const std::string& figure) { return std::strtod(figure.c_str(), nullptr); }

/// Seconds as people say them: 30 s, 15 min, 2 h.
std::string length(double seconds) {
  if (seconds >= 7200) return fmt::format("{:g} h", seconds / 3600);
  return seconds >= 120 ? fmt::format("{:g} min", seconds / 60) : fmt::format("{:g} s", seconds);
}

}  // namespace

void ExpiryHistogram::take(std::uint32_t file, const Finding& finding) {
  if (!finding.rule.starts_with("expiration-") || finding.rule == "expiration-style") return;
  const std::pair record{file, finding.record};
  if (record != last_) ++records_;
  last_ = record;
  const Figures& figures = finding.figures;
  if (finding.rule == "expiration-margin") {
    ++counts_[kTight];
  } else if (finding.rule != "expiration-window" || figures.actual.empty()) {
    ++counts_[kUnreadable];
  } else {
    minimum_ = number(figures.minimum);
    maximum_ = number(figures.maximum);
    const double actual = number(figures.actual);
    const Bucket bucket = actual < 0               ? kPast
                          : actual < minimum_      ? kTooSoon
                          : actual <= 2 * maximum_ ? kLate
                          : actual <= 8 * maximum_ ? kLater
                                                   : kMuchLater;
    ++counts_[bucket];
  }
}

std::string ExpiryHistogram::markup(const Summary& summary, bool complete) const {
  if (records_ == 0) return {};
  const std::uint64_t readable = summary.counts.records - summary.counts.unreadable;
  std::vector<BarRow> rows;
  const bool bounds = maximum_ > 0;
  if (bounds) {
    rows.push_back({"in the past", counts_[kPast], "error"});
    rows.push_back(
        {fmt::format("0 to {}, too soon", length(minimum_)), counts_[kTooSoon], "error"});
  }
  rows.push_back({"allowed, but little time to dial", counts_[kTight], "warning"});
  if (complete)
    rows.push_back(
        {bounds ? fmt::format("{} to {}, enough time to dial", length(minimum_), length(maximum_))
                : "allowed, enough time to dial",
         readable - std::min(readable, records_), "good"});
  if (bounds) {
    rows.push_back({fmt::format("{} to {}, too late", length(maximum_), length(2 * maximum_)),
                    counts_[kLate], "error"});
    rows.push_back({fmt::format("{} to {}", length(2 * maximum_), length(8 * maximum_)),
                    counts_[kLater], "error"});
    rows.push_back({fmt::format("over {}", length(8 * maximum_)), counts_[kMuchLater], "error"});
  }
  rows.push_back({"no readable UTC time", counts_[kUnreadable], "error"});
  return bar_table("expiry", "When requests expire", "Time from the check", rows);
}

}  // namespace diallint
