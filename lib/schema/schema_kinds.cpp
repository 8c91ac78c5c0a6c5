#include "schema/schema_kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "schema/schema_document.h"

namespace diallint {
namespace {

// Keywords that say nothing about validity, and those that are read where a document begins.
constexpr std::string_view kAnnotations[] = {"$schema",
                                             "$id",
                                             "$comment",
                                             "$defs",
                                             "title",
                                             "default",
                                             "readOnly",
                                             "writeOnly",
                                             "examples",
                                             "description",
                                             "x-source",
                                             "deprecated",
                                             "x-sources",
                                             "x-shape",
                                             "x-main",
                                             "x-aliases",
                                             "x-service-operations"};

constexpr std::string_view kDialect = "https://json-schema.org/draft/2020-12/schema";

constexpr std::pair<std::string_view, Kind> kNames[] = {
    {"null", Kind::kNull},      {"boolean", Kind::kBoolean}, {"number", Kind::kNumber},
    {"integer", Kind::kNumber}, {"string", Kind::kString},   {"array", Kind::kArray},
    {"object", Kind::kObject}};

}  // namespace

NamedKinds kinds_named(const nlohmann::json& type, const std::string& place) {
  NamedKinds named;
  bool integer = false;
  bool number = false;
  for (const nlohmann::json& one : as_list(type)) {
    if (!one.is_string()) {
      throw SchemaError{place, fmt::format("expected a string; this is {}", one.type_name())};
    }
    const auto& name = one.get_ref<const std::string&>();
    const auto known = std::find_if(std::begin(kNames), std::end(kNames),
                                    [&](const auto& entry) { return entry.first == name; });
    if (known == std::end(kNames)) {
      throw SchemaError{place, fmt::format("'{}' is not a JSON Schema type", name)};
    }
    named.kinds |= set_of(known->second);
    integer = integer || name == "integer";
    number = number || name == "number";
  }
  named.whole = integer && !number;
  return named;
}

bool is_annotation(std::string_view keyword) noexcept {
  return std::find(std::begin(kAnnotations), std::end(kAnnotations), keyword) !=
         std::end(kAnnotations);
}

void expect_dialect(const nlohmann::json& dialect, const std::string& pointer) {
  if (dialect.is_string()) {
    std::string_view name = dialect.get_ref<const std::string&>();
    if (name.ends_with('#')) name.remove_suffix(1);
    if (name == kDialect) return;
  }
  throw SchemaError{pointer + "/$schema",
                    fmt::format("schemas are read as {}; this names another dialect", kDialect)};
}

std::string unknown_keyword(std::string_view keyword) {
  return fmt::format(
      "no rule implements the keyword '{}'; a constraint that is not checked must not be in a "
      "schema",
      keyword);
}

OpenSchema::OpenSchema(std::size_t& open, const std::string& pointer) : open_(open) {
  if (open_ == kMaxSchemaDepth) {
    throw SchemaError{pointer,
                      fmt::format("schemas are nested more than {} deep; no document is that deep",
                                  kMaxSchemaDepth)};
  }
  ++open_;
}

}  // namespace diallint
