// The keywords of JSON Schema that say what an object is made of, and of which kinds a value is.
#pragma once
#include <string_view>

#include "schema/node_site.h"

namespace diallint {

/// Whether compile_structure() reads a keyword.
bool is_structure_keyword(std::string_view keyword) noexcept;

/// Fills in the node's annotations, kinds, members, items and map. Throws SchemaError.
void compile_structure(NodeSite& site);

}  // namespace diallint
