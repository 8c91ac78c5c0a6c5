#include "schema/node_structure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/json_pointer.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "rules/structure.h"

namespace diallint {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxMembers = 64;

// Keywords that say nothing about validity, and those that the compiler itself reads.
constexpr std::string_view kAnnotations[] = {
    "$schema",  "$id",         "$comment",  "$defs",
    "title",    "description", "examples",  "default",
    "x-source", "x-sources",   "x-shape",   "x-sensitive",
    "x-record", "x-main",      "x-aliases", "x-service-operations"};
constexpr std::string_view kStructure[] = {
    "$ref", "type", "properties", "required", "additionalProperties", "propertyNames", "items"};

bool any_of(const auto& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

Kind kind_named(const std::string& name, const std::string& pointer) {
  static const std::pair<std::string_view, Kind> kNames[] = {
      {"null", Kind::kNull},      {"boolean", Kind::kBoolean}, {"number", Kind::kNumber},
      {"integer", Kind::kNumber}, {"string", Kind::kString},   {"array", Kind::kArray},
      {"object", Kind::kObject}};
  for (const auto& [known, kind] : kNames) {
    if (name == known) return kind;
  }
  throw SchemaError{pointer, fmt::format("'{}' is not a JSON Schema type", name)};
}

bool flag(NodeSite& site, const char* name) {
  site.keyword = name;
  const auto found = site.schema.find(name);
  if (found == site.schema.end()) return false;
  site.require_true(*found);
  return true;
}

void aliases(NodeSite& site) {
  site.keyword = "x-aliases";
  const auto found = site.schema.find("x-aliases");
  if (found == site.schema.end()) return;
  if (!found->is_array()) site.fail("expected an array of member names");
  for (const json& alias : *found) site.node().aliases.push_back(fold_name(site.text(alias)));
}

void annotations(NodeSite& site) {
  site.node().title = site.schema.value("title", "");
  site.node().description = site.schema.value("description", "");
  site.node().sensitive = flag(site, "x-sensitive");
  site.node().record = flag(site, "x-record");
  aliases(site);
}

// The schema below the keyword at work.
NodeId child(const NodeSite& site) { return site.node_at(site.place_of(site.keyword)); }

void types(NodeSite& site, const json& value) {
  site.node().kinds = kinds_named(site, value);
  site.add(site.node().structure, kType, "type");
  // Not `json == name`: that makes a value of the name, and ends the program without memory.
  const auto says = [&](std::string_view name) {
    const auto is_name = [&](const json& one) { return one.get_ref<const std::string&>() == name; };
    const auto names = as_list(value);
    return std::any_of(names.begin(), names.end(), is_name);
  };
  if (says("integer") && !says("number")) site.add(site.node().checks, kType, "type");
}

void properties(NodeSite& site, const json& value) {
  if (!value.is_object()) site.fail("properties must be an object");
  if (value.size() > kMaxMembers) site.fail("an object may have at most 64 properties");
  for (const auto& [name, schema] : value.items()) {
    const NodeId id = site.node_at(pointer_below(site.pointer + "/properties", name));
    Node& node = site.node();
    node.by_folded_name.emplace(fold_name(name), static_cast<std::uint32_t>(node.members.size()));
    node.members.push_back({name, ShortText(name), id, false, kNoCapture});
  }
}

void additional(NodeSite& site, const json& value) {
  if (value.is_boolean()) {
    site.node().additional = value.get<bool>() ? Additional::kAnything : Additional::kNothing;
    if (!value.get<bool>()) site.add(site.node().structure, kUnknownMember, "additionalProperties");
    return;
  }
  const NodeId id = child(site);
  site.node().additional = Additional::kMap;
  site.node().map_value = id;
}

void structure(NodeSite& site, const json& value) {
  if (site.keyword == "type") return types(site, value);
  if (site.keyword == "properties") return properties(site, value);
  if (site.keyword == "additionalProperties") return additional(site, value);
  if (site.keyword == "required") return;  // after properties
  if (site.keyword == "$ref") {
    site.fail("only $comment, title and description are allowed next to a $ref");
  }
  const NodeId id = child(site);
  (site.keyword == "items" ? site.node().items : site.node().map_key) = id;
}

void required(NodeSite& site) {
  const auto found = site.schema.find("required");
  if (found == site.schema.end()) return;
  site.keyword = "required";
  if (!found->is_array()) site.fail("required must be an array of member names");
  std::vector<std::string> names;
  for (const json& name : *found) {
    const std::string wanted = site.text(name);
    auto& members = site.node().members;
    const auto member = std::find_if(members.begin(), members.end(),
                                     [&](const Member& m) { return m.name == wanted; });
    if (member == members.end()) site.fail(fmt::format("'{}' is not among the properties", wanted));
    member->required = true;
    site.node().required |= std::uint64_t{1} << (member - members.begin());
    names.push_back(wanted);
  }
  site.add(site.node().structure, kRequired, "required").parameters =
      RequiredMembers{std::move(names)};
}

}  // namespace

bool is_structure_keyword(std::string_view keyword) noexcept { return any_of(kStructure, keyword); }
bool is_annotation(std::string_view keyword) noexcept { return any_of(kAnnotations, keyword); }

KindSet kinds_named(const NodeSite& site, const json& value) {
  KindSet kinds = 0;
  const std::string place = site.pointer + "/type";
  for (const json& name : as_list(value)) {
    kinds |= set_of(kind_named(site.text(name), place));
  }
  return kinds;
}

void compile_structure(NodeSite& site) {
  annotations(site);
  for (const auto& [keyword, value] : site.schema.items()) {
    if (!is_structure_keyword(keyword)) continue;
    site.keyword = keyword;
    structure(site, value);
  }
  required(site);
}

}  // namespace diallint
