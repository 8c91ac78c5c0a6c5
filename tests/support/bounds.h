// Valid documents of every shape that hold every member, for tests that change one value at a time.
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "support/lint.h"

namespace diallint::test {

using nlohmann::json;

/// A document in which nothing is found: a shape's id, for some with a word behind it.
const json& base_document(const std::string& name);
/// The names of all of them.
const std::map<std::string, json>& base_documents();

/// The document with another value at a JSON Pointer, which is made if it is not there.
json changed(const std::string& base, const std::string& pointer, json value);

/// What is found in a document of a base's shape: "rule pointer", one a line, in the order of their
/// places.
std::string found_in(const json& document, const std::string& base);
/// The line of it that a rule has at a place; nothing for no rule.
std::string line_of(std::string_view rule, const std::string& pointer);

}  // namespace diallint::test
