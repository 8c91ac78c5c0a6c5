#include "input/csv_mapping.h"

#include <fmt/format.h>

#include "input/csv_columns.h"

namespace diallint {

std::string add_csv_mapping(std::string_view value, CsvMap& map) {
  const std::size_t equals = value.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == value.size()) {
    return "a column mapping is MEMBER=HEADER, such as phoneNumber=Mobile";
  }
  CsvMapping mapping{std::string(value.substr(0, equals)), std::string(value.substr(equals + 1))};
  for (const CsvMapping& other : map) {
    if (other.member == mapping.member) {
      return fmt::format("two columns are mapped to {}; a member has one column",
                         shown_column(mapping.member));
    }
    if (other.header == mapping.header) {
      return fmt::format("the column '{}' is mapped to two members; map it to one",
                         shown_column(mapping.header));
    }
  }
  map.push_back(std::move(mapping));
  return {};
}

}  // namespace diallint
