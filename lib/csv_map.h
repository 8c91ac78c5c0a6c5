// Which CSV column stands for which member, where the header's own names are not the members'.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diallint {

/// One assignment: MEMBER=HEADER, where MEMBER is a member of a dial request ("phoneNumber") or
/// "attributes.NAME".
struct CsvMapping {
  std::string member;
  std::string header;
};

using CsvMap = std::vector<CsvMapping>;

/// Adds the assignments of one --csv-map value to `map`. Returns an error in words, or an empty
/// string. A value holds one MEMBER=HEADER; the header may contain anything.
std::string add_csv_mapping(std::string_view value, CsvMap& map);

}  // namespace diallint
