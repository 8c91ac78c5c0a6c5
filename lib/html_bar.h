// A horizontal bar, as SVG in HTML.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace diallint {

/// `part` of `whole`, in the colour of a class of the page. Decoration: the figure beside it says
/// the same to those who do not see it.
std::string html_bar(std::uint64_t part, std::uint64_t whole, std::string_view color);

}  // namespace diallint
