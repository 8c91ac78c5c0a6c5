// The keywords of JSON Schema that say what an object is made of, and of which kinds a value is.
#pragma once
#include <nlohmann/json.hpp>
#include <string_view>

#include "input/value_kind.h"
#include "schema/node_site.h"

namespace diallint {

/// The keywords that compile_structure() reads, and those that say nothing of validity.
bool is_structure_keyword(std::string_view keyword) noexcept;
bool is_annotation(std::string_view keyword) noexcept;

/// Fills in the node's annotations, kinds, members, items and map. Throws SchemaError.
void compile_structure(NodeSite& site);

/// The kinds that the value of a `type` names. Throws SchemaError.
KindSet kinds_named(const NodeSite& site, const nlohmann::json& value);

}  // namespace diallint
