#include "schema/node_structure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/json_pointer.h"
#include "base/json_string.h"
#include "base/utf8.h"
#include "plan/node_compiler.h"
#include "rules/structure.h"
#include "schema/schema_kinds.h"

namespace diallint {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxMembers = 64;

constexpr std::string_view kStructure[] = {
    "$ref",        "type",     "properties", "additionalProperties", "propertyNames", "required",
    "x-sensitive", "x-record", "items"};

bool any_of(const auto& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
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
  if (const auto dialect = site.schema.find("$schema"); dialect != site.schema.end()) {
    expect_dialect(*dialect, site.place.pointer);
  }
  site.node().title = site.schema.value("title", "");
  site.node().description = site.schema.value("description", "");
  site.node().sensitive = flag(site, "x-sensitive");
  site.node().record = flag(site, "x-record");
  aliases(site);
}

// The schema below the keyword at work.
NodeId child(const NodeSite& site) { return site.node_at(site.place_of(site.keyword)); }

void types(NodeSite& site, const json& value) {
  const NamedKinds named = kinds_named(value, site.place.pointer + "/type");
  site.node().kinds = named.kinds;
  site.add(site.node().structure, kType, "type");
  if (named.whole) site.add(site.node().checks, kType, "type");
}

// A name as a key of JSON has it, without the quotes.
std::string as_key(const std::string& name) {
  if (name.find('\\') == std::string::npos) return name;
  std::string key;
  append_json_string(key, name);
  return key.substr(1, key.size() - 2);
}

void properties(NodeSite& site, const json& value) {
  if (!value.is_object()) site.fail("properties must be an object");
  if (value.size() > kMaxMembers) site.fail("an object may have at most 64 properties");
  for (const auto& [name, schema] : value.items()) {
    const NodeId id = site.node_at(pointer_below(site.place.pointer + "/properties", name));
    Node& node = site.node();
    node.by_folded_name.emplace(fold_name(name), static_cast<std::uint32_t>(node.members.size()));
    node.members.push_back({name, ShortText(as_key(name)), id, false, kNoCapture});
  }
}

void additional(NodeSite& site, const json& value) {
  // Patterns of names speak for the other members, too.
  if (site.schema.contains("patternProperties")) return;
  if (value.is_boolean()) {
    site.node().additional = value.get<bool>() ? Additional::kAnything : Additional::kNothing;
    if (!value.get<bool>()) site.add(site.node().structure, kUnknownMember, "additionalProperties");
    return;
  }
  const NodeId id = child(site);
  site.node().additional = Additional::kMap;
  site.node().map_value = id;
}

bool has_own_keywords(const json& schema) {
  return std::any_of(schema.items().begin(), schema.items().end(),
                     [](const auto& entry) { return entry.key().starts_with("x-"); });
}

// Whether the members that a schema names are as long as it wants names to be, and no more is
// asked.
bool fit_by_length(const std::vector<Member>& members, const json& names) {
  return std::all_of(names.items().begin(), names.items().end(), [&](const auto& entry) {
    const bool least = entry.key() == "minLength";
    if ((!least && entry.key() != "maxLength") || !entry.value().is_number_unsigned()) return false;
    const auto limit = entry.value().template get<std::uint64_t>();
    return std::all_of(members.begin(), members.end(), [&](const Member& member) {
      const std::uint64_t size = count_code_points(member.name);
      return least ? size >= limit : size <= limit;
    });
  });
}

// The walker looks at the keys of maps, if no more is asked of them than rules on texts check. What
// members there are has been compiled before.
void names(NodeSite& site, const json& value) {
  const bool map = site.node().additional == Additional::kMap;
  if (!map || !value.is_object()) return site.leave();
  // The names of members are known; keywords of our own have nothing to say of them.
  const std::vector<Member>& members = site.node().members;
  if (!members.empty() && !has_own_keywords(value) && !fit_by_length(members, value)) {
    return site.leave();
  }
  const NodeId id = child(site);
  const Node& key = site.build.plan.nodes[id];
  if (key.rest != nullptr || !holds(key.kinds, Kind::kString)) return site.leave();
  site.node().map_key = id;
}

void structure(NodeSite& site, const json& value) {
  if (site.keyword == "type") return types(site, value);
  if (site.keyword == "properties") return properties(site, value);
  if (site.keyword == "additionalProperties") return additional(site, value);
  if (site.keyword == "propertyNames") return names(site, value);
  if (site.keyword == "$ref") return site.leave();
  // A tuple speaks for the items behind it, too; what is left is read before or after.
  if (site.keyword != "items" || site.schema.contains("prefixItems")) return;
  const NodeId id = child(site);
  site.node().items = id;
}

void required(NodeSite& site) {
  const auto found = site.schema.find("required");
  if (found == site.schema.end()) return;
  site.keyword = "required";
  if (!found->is_array()) site.fail("required must be an array of member names");
  std::vector<std::string> names;
  std::vector<std::string> others;
  for (const json& name : *found) {
    const std::string wanted = site.text(name);
    auto& members = site.node().members;
    const auto member = std::find_if(members.begin(), members.end(),
                                     [&](const Member& m) { return m.name == wanted; });
    if (member == members.end()) {
      if (site.node().additional == Additional::kNothing) {
        site.fail(
            fmt::format("'{}' is not among the properties, and no others are allowed", wanted));
      }
      others.push_back(wanted);
      continue;
    }
    member->required = true;
    site.node().required |= std::uint64_t{1} << (member - members.begin());
    names.push_back(wanted);
  }
  site.add(site.node().structure, kRequired, "required").parameters =
      RequiredMembers{std::move(names)};
  if (!others.empty()) site.assertions.add_members(site.rest(), site.place, std::move(others));
}

}  // namespace

bool is_structure_keyword(std::string_view keyword) noexcept { return any_of(kStructure, keyword); }

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
