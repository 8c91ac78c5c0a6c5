// Which CSV column stands for which member, where the header's own names are not the members'.
#pragma once
#include <string>
#include <string_view>

#include "diallint/input_format.h"

namespace diallint {

/// Adds the assignments of one --csv-map value to `map`. Returns an error in words, or an empty
/// string. A value holds one MEMBER=HEADER; the header may contain anything.
std::string add_csv_mapping(std::string_view value, CsvMap& map);

}  // namespace diallint
