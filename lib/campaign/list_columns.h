// Which columns of a contact list hold what: by the names that systems give them, or as options
// say.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/error.h"
#include "diallint/prepare.h"
#include "plan/plan.h"

namespace diallint {

inline constexpr std::uint32_t kNoColumn = 0xFFFFFFFF;

struct ListAttribute {
  std::string key;
  std::uint32_t column = 0;
};

struct ListColumns {
  std::string_view preset;            ///< static
  std::vector<std::uint32_t> phones;  ///< in order of preference; never empty
  std::uint32_t region = kNoColumn;
  std::uint32_t key = kNoColumn;
  std::vector<std::uint32_t> refusals;  ///< who is not to be called
  std::uint32_t channel = kNoColumn;    ///< Pinpoint's: how an address is reached
  std::uint32_t status = kNoColumn;     ///< Pinpoint's: whether it is in use
  std::vector<ListAttribute> attributes;
};

/// The column of that name: as the header has it or, where it has no such, in another spelling.
std::uint32_t column_named(std::span<const std::string_view> names, std::string_view name);

/// Whether the names are those of a table, or of one of many objects, which may lack some.
enum class ListNames : std::uint8_t { kTable, kObject };

/// Reads the names of the columns. `phone` is the schema's member for the number: its name and the
/// names that people give it are known. kInput: no column is known to hold numbers, or a table has
/// none of a name in the options; the message lists the names, masked where they look like values.
Result<ListColumns> recognise_columns(std::span<const std::string_view> names, ListNames kind,
                                      const PrepareOptions& options, const Member& phone,
                                      const Node& phone_node);

/// A column that an option names.
struct NamedColumn {
  std::string_view option;
  std::string_view name;
};

/// All of them; they point into the options.
std::vector<NamedColumn> named_columns(const PrepareOptions& options);

/// That none of the names is the column's, in words.
std::string missing_column(const NamedColumn& column, std::span<const std::string_view> names);

}  // namespace diallint
