/// @file
/// A schema as it is handed over: its text and its name.
#pragma once
#include <string>

namespace diallint {

/// Text of a JSON Schema (UTF-8) and the name that messages about it use.
struct SchemaText {
  std::string name;
  std::string text;
};

}  // namespace diallint
