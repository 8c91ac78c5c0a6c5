#include "report/html_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace diallint {

std::string grouped(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string html_bar(std::uint64_t part, std::uint64_t whole, std::string_view color) {
  const std::uint64_t width =
      whole == 0 ? 0 : std::max<std::uint64_t>(part > 0 ? 1 : 0, part * 200 / whole);
  return fmt::format(
      "<svg class=\"bar {}\" viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\"><rect class=\"rail\" width=\"200\" height=\"10\"/><rect class=\"fill\" "
      "width=\"{}\" height=\"10\"/></svg>",
      color, width);
}

std::string bar_table(std::string_view id, std::string_view heading, std::string_view column,
                      const std::vector<BarRow>& rows) {
  std::uint64_t most = 1;
  for (const BarRow& row : rows) most = std::max(most, row.count);
  std::string text = fmt::format(
      "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n<table class=\"histogram\" "
      "aria-labelledby=\"{0}\"><thead><tr>"
      "<th scope=\"col\">{2}</th><th scope=\"col\" class=\"number\">Requests</th>"
      "<td class=\"wide\"></td></tr></thead>\n<tbody>\n",
      id, heading, column);
  for (const BarRow& row : rows)
    text +=
        fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td>{}</td></tr>\n",
                    row.label, grouped(row.count), html_bar(row.count, most, row.color));
  return text + "</tbody></table>\n</section>\n";
}

namespace {

// Countries that get a line of their own; a campaign with more has its tail in one.
constexpr std::size_t kMaxCountries = 20;

std::vector<BarRow> countries_of(const Summary& summary) {
  std::vector<BarRow> rows;
  for (const auto& [region, count] : summary.by_region)
    if (region.size() == 2)
      rows.push_back({fmt::format("<span data-region=\"{0}\">{0}</span>", region), count, "info"});
  std::stable_sort(rows.begin(), rows.end(),
                   [](const BarRow& a, const BarRow& b) { return a.count > b.count; });
  if (rows.size() <= kMaxCountries + 1) return rows;  // a line for one would save none
  BarRow others{fmt::format("{} other countries", rows.size() - kMaxCountries), 0, "info"};
  for (std::size_t i = kMaxCountries; i < rows.size(); ++i) others.count += rows[i].count;
  rows.resize(kMaxCountries);
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
  add_found(rows, "international services", summary, "001", "info");
  add_found(rows, "in no country's numbering plan", summary, "", "error");
  std::uint64_t known = 0;
  for (const auto& [region, count] : summary.by_region) known += count;
  if (known < summary.counts.records)
    rows.push_back({"no readable E.164 number", summary.counts.records - known, "error"});
  return bar_table("countries", "Where the numbers belong", "Country", rows);
}

}  // namespace diallint
