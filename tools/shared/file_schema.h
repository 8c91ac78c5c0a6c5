// Files of our own formats, held against the schemas that describe them.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// What is wrong with a JSON text by a built-in schema, with the line and the place: "line 3:
/// /findings/0/count: count is -1; at least 1 is allowed"; the first fault, or nothing. Not
/// escaped. `schema` is the name of its file.
std::string first_fault(std::string_view text, std::string_view schema);

}  // namespace diallint
