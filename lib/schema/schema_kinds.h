// What every schema has in common, whoever compiles it: its types, and keywords that constrain
// nothing.
#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "input/value_kind.h"

namespace diallint {

/// What `type` names.
struct NamedKinds {
  KindSet kinds = 0;
  bool whole = false;  ///< of numbers, only those without a fraction
};

/// Throws SchemaError, of `place`, for what is no type.
NamedKinds kinds_named(const nlohmann::json& type, const std::string& place);

/// Whether a keyword says nothing about validity.
bool is_annotation(std::string_view keyword) noexcept;

/// Throws SchemaError for a `$schema` at `pointer` that names another dialect than 2020-12.
void expect_dialect(const nlohmann::json& dialect, const std::string& pointer);

/// What is wrong with a keyword that nothing checks.
std::string unknown_keyword(std::string_view keyword);

/// Counts the schemas that are open, one inside the other. Throws SchemaError, of `pointer`, where
/// they are too many.
class OpenSchema {
 public:
  OpenSchema(std::size_t& open, const std::string& pointer);
  OpenSchema(const OpenSchema&) = delete;
  OpenSchema& operator=(const OpenSchema&) = delete;
  ~OpenSchema() { --open_; }

 private:
  std::size_t& open_;
};

}  // namespace diallint
