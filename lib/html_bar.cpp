#include "html_bar.h"

#include <fmt/format.h>

#include <algorithm>

namespace diallint {

std::string html_bar(std::uint64_t part, std::uint64_t whole, std::string_view color) {
  const std::uint64_t width =
      whole == 0 ? 0 : std::max<std::uint64_t>(part > 0 ? 1 : 0, part * 200 / whole);
  return fmt::format(
      "<svg class=\"bar {}\" viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\"><rect class=\"rail\" width=\"200\" height=\"10\"/><rect class=\"fill\" "
      "width=\"{}\" height=\"10\"/></svg>",
      color, width);
}

}  // namespace diallint
