// Regions as address books name them.
#pragma once
#include <string_view>

namespace diallint {

/// The region that a text names: its ISO 3166-1 code of two or three letters, or its English name;
/// neither case nor spaces and punctuation count. Two letters in upper case, static; empty where it
/// names none.
std::string_view region_named(std::string_view text);

}  // namespace diallint
