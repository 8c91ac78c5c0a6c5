// What a run that wants the edits of fixes lets them be made from.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/finding.h"

namespace diallint {

enum class ColumnChange : std::uint8_t {
  kRename,
  kAdd,  ///< behind the last one
  kDrop,
};

/// What is to be done to a column of a table, as a whole.
struct ColumnFix {
  const FixKind* kind = nullptr;
  ColumnChange change = ColumnChange::kRename;
  std::size_t column = 0;  ///< not of one that is added
  std::string name = {};   ///< that the header is to have
  std::string text = {};   ///< for the cells of one that is added; tokens are made one by one
};

/// One thread.
struct FixRequest {
  std::string default_region;  ///< ISO 3166-1 alpha-2, where national numbers are dialled; or empty
  std::string region_column;   ///< of a table: the column with the country of a row; or empty
  std::optional<std::uint64_t> expires_in;  ///< seconds from the moment of judgement to expiry
  std::function<std::string()> make_token;  ///< null: none is made up

  /// What the column says of the row that is checked. The reader's.
  std::string_view region_of_row = {};
  /// What findings on the header of a table offer: their fixes have no edits of their own. The
  /// reader's.
  std::vector<ColumnFix> columns = {};
};

}  // namespace diallint
