#include "report/html_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace diallint {
namespace {

constexpr std::uint64_t kBarWidth = 200;

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string html_bar(std::uint64_t part, std::uint64_t whole, std::string_view color) {
  const std::uint64_t width =
      whole == 0 ? 0 : std::max<std::uint64_t>(part > 0 ? 1 : 0, part * kBarWidth / whole);
  return fmt::format(
      "<svg class=\"bar {}\" viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\"><rect class=\"rail\" width=\"200\" height=\"10\"/><rect class=\"fill\" "
      "width=\"{}\" height=\"10\"/></svg>",
      color, width);
}

std::string parted_bar(const std::vector<BarPart>& parts, std::uint64_t whole) {
  std::string text =
      "<svg class=\"bar\" viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\"><rect class=\"rail\" width=\"200\" height=\"10\"/>";
  std::uint64_t before = 0;
  for (const BarPart& part : parts) {
    // From sums, so that what is rounded never adds up.
    const std::uint64_t begin = before * kBarWidth / whole;
    before += part.count;
    const std::uint64_t end = before * kBarWidth / whole;
    if (end > begin)
      text += fmt::format("<rect class=\"fill {}\" x=\"{}\" width=\"{}\" height=\"10\"/>",
                          part.color, begin, end - begin);
  }
  return text + "</svg>";
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

std::vector<RegionLine> countries_of(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> countries;
  for (const auto& one : counts)
    if (one.first.size() == 2) countries.push_back(one);
  std::stable_sort(countries.begin(), countries.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<RegionLine> lines;
  for (const auto& [region, count] : countries)
    lines.push_back(
        {fmt::format("<span data-region=\"{0}\">{0}</span>", region), "info", {region}});
  if (lines.size() <= kMaxCountries + 1) return lines;  // a line for one would save none
  RegionLine others{fmt::format("{} other countries", lines.size() - kMaxCountries), "info", {}};
  for (std::size_t i = kMaxCountries; i < lines.size(); ++i)
    others.regions.push_back(lines[i].regions.front());
  lines.resize(kMaxCountries);
  lines.push_back(std::move(others));
  return lines;
}

}  // namespace

std::vector<RegionLine> region_lines(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<RegionLine> lines = countries_of(counts);
  if (counts.contains("001")) lines.push_back({"international services", "info", {"001"}});
  if (counts.contains("")) lines.push_back({"in no country's numbering plan", "error", {""}});
  return lines;
}

std::string region_table(const Summary& summary) {
  if (summary.by_region.empty()) return {};
  std::vector<BarRow> rows;
  std::uint64_t known = 0;
  for (const RegionLine& line : region_lines(summary.by_region)) {
    BarRow row{line.label, 0, line.color};
    for (const std::string& region : line.regions) row.count += summary.by_region.at(region);
    known += row.count;
    rows.push_back(std::move(row));
  }
  if (known < summary.counts.records)
    rows.push_back({"no readable E.164 number", summary.counts.records - known, "error"});
  return bar_table("countries", "Where the numbers belong", "Country", rows);
}

}  // namespace diallint
