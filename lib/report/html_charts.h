// Figures and bars as HTML.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "context/summary.h"

namespace diallint {

/// 1234567 as 1,234,567.
std::string grouped(std::uint64_t number);

/// `part` of `whole`, in the colour of a class of the page. Decoration: the figure beside it says
/// the same to those who do not see it.
std::string html_bar(std::uint64_t part, std::uint64_t whole, std::string_view color);

/// A part of a bar, in the colour of a class of the page.
struct BarPart {
  std::uint64_t count = 0;
  std::string_view color;
};

/// The same with parts, one behind the other.
std::string parted_bar(const std::vector<BarPart>& parts, std::uint64_t whole);

/// A line of a bar_table().
struct BarRow {
  std::string label;  ///< HTML
  std::uint64_t count = 0;
  std::string_view color;  ///< a class of the page
};

/// A section: a heading with that id, and a table of requests, each line's bar measured against the
/// longest. `column` says what the labels are.
std::string bar_table(std::string_view id, std::string_view heading, std::string_view column,
                      const std::vector<BarRow>& rows);

/// Regions of a numbering plan that share a line.
struct RegionLine {
  std::string label;       ///< HTML; the page's script spells the names of countries out
  std::string_view color;  ///< a class of the page
  std::vector<std::string> regions;
};

/// `counts` is by region; those with the most come first, and a long tail of countries is one line.
/// Services without a country and numbers of no plan come last.
std::vector<RegionLine> region_lines(const std::map<std::string, std::uint64_t>& counts);

/// The countries that a run's numbers belong to. A section of HTML; empty where no number was
/// looked at. Countries are named by their codes; the page's script spells them out. Holds counts
/// and nothing else of the input.
std::string region_table(const Summary& summary);

}  // namespace diallint
