#include "report/region_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/html_charts.h"

namespace diallint {
namespace {

// Countries that get a line of their own; a campaign with more has its tail in one.
constexpr std::size_t kMostCountries = 20;

std::vector<BarRow> countries_of(const Summary& summary) {
  std::vector<BarRow> rows;
  for (const auto& [region, count] : summary.by_region)
    if (region.size() == 2)
      rows.push_back({fmt::format("<span data-region=\"{0}\">{0}</span>", region), count, "info"});
  std::stable_sort(rows.begin(), rows.end(),
                   [](const BarRow& a, const BarRow& b) { return a.count > b.count; });
  if (rows.size() <= kMostCountries + 1) return rows;  // a line for one would save none
  BarRow others{fmt::format("{} other countries", rows.size() - kMostCountries), 0, "info"};
  for (std::size_t i = kMostCountries; i < rows.size(); ++i) others.count += rows[i].count;
  rows.resize(kMostCountries);
  rows.push_back(std::move(others));
  return rows;
}

void add_found(std::vector<BarRow>& rows, std::string label, const Summary& summary,
               std::string_view region, std::string_view color) {
  const auto found = summary.by_region.find(std::string(region));
  if (found != summary.by_region.end()) rows.push_back({std::move(label), found->second, color});
}

}  // namespace

std::string region_table(const Summary& summary) {
  std::vector<BarRow> rows = countries_of(summary);
  if (summary.by_region.empty()) return {};
  add_found(rows, "services of no country", summary, "001", "info");
  add_found(rows, "in no country's numbering plan", summary, "", "error");
  std::uint64_t known = 0;
  for (const auto& [region, count] : summary.by_region) known += count;
  if (known < summary.counts.records)
    rows.push_back({"no number in E.164 to be read", summary.counts.records - known, "error"});
  return bar_table("countries", "Where the numbers belong", "Country", rows);
}

}  // namespace diallint
