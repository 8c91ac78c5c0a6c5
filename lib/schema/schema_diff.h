// What has changed between two revisions of a schema, in words: for the day the service changes a
// limit.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace diallint {

/// Whether what was valid before may be refused now, the other way round, or neither.
enum class Drift : std::uint8_t { kNeither, kTighter, kLooser };

/// One change. UTF-8, as decoded from the schemas: whoever prints it escapes it.
struct SchemaChange {
  std::string place;        ///< "dial-request: attributes, each value"; of the root the shape alone
  std::string description;  ///< "at most 200 characters -> at most 100 characters"
  Drift drift = Drift::kNeither;
};

/// The changes in the order of the newer schema, or in one line why a text cannot be read.
struct SchemaDiff {
  std::vector<SchemaChange> changes;
  std::string error;
};

/// Compares two schemas as texts. What only people read (titles, descriptions, comments, examples)
/// is not compared; `$ref` is followed inside its own schema. Both names are for `error`.
SchemaDiff diff_schemas(std::string_view old_name, std::string_view old_text,
                        std::string_view new_name, std::string_view new_text);

/// "PLACE: WORDS (tighter)".
std::string to_line(const SchemaChange& change);

}  // namespace diallint
