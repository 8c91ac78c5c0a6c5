// What a run that wants the edits of fixes lets them be made from.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace diallint {

/// One thread.
struct FixRequest {
  std::string default_region;  ///< ISO 3166-1 alpha-2, where national numbers are dialled; or empty
  std::string region_column;   ///< of a table: the column with the country of a row; or empty
  std::optional<std::uint64_t> expires_in;  ///< seconds from the moment of judgement to expiry
  std::function<std::string()> make_token;  ///< null: none is made up

  /// What the column says of the row that is checked. The reader's.
  std::string_view region_of_row = {};
};

}  // namespace diallint
