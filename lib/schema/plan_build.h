// What the nodes of one plan are compiled in: the documents, and the plan as far as it is.
#pragma once
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plan/pattern_cache.h"
#include "plan/plan.h"
#include "schema/read_schema.h"
#include "schema/schema_document.h"

namespace diallint {

/// A value of a document, and all that it stands in, from the root or another value down.
using Way = std::vector<const nlohmann::json*>;

/// The value at `pointer` below `start`. Throws SchemaError where nothing stands there.
Way way_from(const nlohmann::json& start, const std::string& pointer);

/// A schema, read.
struct SchemaSource {
  std::string name;
  std::string id;
  SchemaJson<nlohmann::json> text;
};

/// What a `$ref` leads to.
struct RefTarget {
  std::size_t document = 0;
  std::string pointer;
};

/// The state of one compilation. Its functions throw SchemaError.
class PlanBuild {
 public:
  void load(ReadSchema& read);

  /// The schema that a `$ref` in the schema at `pointer` of a document names.
  RefTarget target_of(std::size_t document, const std::string& pointer,
                      const nlohmann::json& reference) const;

  /// The way to a schema. Its names are no more than kMaxSchemaPlaceBytes long, and no other
  /// resource (a schema with an `$id` of its own) lies on it.
  Way way_to(std::size_t document, const std::string& pointer) const;

  /// The document that states a keyword, or null.
  const SourceDocument* source_of(const Way& way, const std::string& pointer,
                                  std::string_view keyword);

  std::vector<SchemaSource> documents;
  PatternSet patterns;
  Plan plan;
  std::string current;  ///< the document at work, for the name in an error message

 private:
  std::size_t document_of(const std::string& base, const std::string& pointer) const;

  std::unordered_map<const nlohmann::json*, const SourceDocument*> sources_;
};

}  // namespace diallint
