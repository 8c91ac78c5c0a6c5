#include "report/html_charts.h"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace diallint
