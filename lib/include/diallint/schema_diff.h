/// @file
/// What has changed between two revisions of a schema, in words: for the day the service changes a
/// limit.
///
///     const auto changes = diallint::diff_schemas({"old", before}, {"new", after});
///     if (!changes) return fail(changes.error().message);
///     for (const diallint::SchemaChange& change : *changes)
///       if (change.drift == diallint::Drift::kTighter) warn(diallint::to_line(change));
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "diallint/error.h"
#include "diallint/export.h"
#include "diallint/schema_text.h"

namespace diallint {

/// Whether what was valid before may be refused now, the other way round, or neither.
enum class Drift : std::uint8_t { kNeither, kTighter, kLooser };

/// One change. UTF-8, as decoded from the schemas: whoever prints it escapes it.
struct SchemaChange {
  std::string place;        ///< "dial-request: attributes, each value"; of the root the shape alone
  std::string description;  ///< "at most 200 characters -> at most 100 characters"
  Drift drift = Drift::kNeither;
};

/// The changes in the order of the newer schema. Compares two schemas as texts: what only people
/// read (titles, descriptions, comments, examples) is not compared; `$ref` is followed inside its
/// own schema. kSchema: a text is no JSON Schema, is nested more than 128 levels deep, or has more
/// than 100,000 places; the message names it by its name, and the place by its JSON Pointer.
DIALLINT_API Result<std::vector<SchemaChange>> diff_schemas(const SchemaText& before,
                                                            const SchemaText& after) noexcept;

/// "PLACE: WORDS (tighter)". Throws what an allocation throws.
DIALLINT_API std::string to_line(const SchemaChange& change);

}  // namespace diallint
