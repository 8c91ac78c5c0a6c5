// What pages of HTML have in common: one look, a policy that lets them load nothing, figures.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace diallint {

/// The head, to the beginning of the body. `title` is HTML; `scripts` are the names of those that
/// page_end() puts into it.
std::string page_head(std::string_view title, std::span<const std::string_view> scripts);

/// The scripts, and the end.
std::string page_end(std::span<const std::string_view> scripts);

/// "1,234 files"; `noun` is in the singular and takes an "s".
std::string page_count(std::uint64_t count, std::string_view noun);

/// One figure of a list of them (`<dl class="tiles">`), in the colour of a class where it is not 0.
std::string page_tile(std::string_view name, std::uint64_t count, std::string_view color);

}  // namespace diallint
