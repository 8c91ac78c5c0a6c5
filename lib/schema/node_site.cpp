#include "schema/node_site.h"

#include <fmt/format.h>

#include "base/json_pointer.h"
#include "plan/node_compiler.h"

namespace diallint {

using nlohmann::json;

Check& NodeSite::add(std::vector<Check>& list, const Rule& rule,
                     std::string_view keyword_of_check) {
  Check& check = list.emplace_back();
  check.rule = &rule;
  check.sensitive = node().sensitive;
  check.source = build.source_of(place.way, place.pointer, keyword_of_check);
  return check;
}

Assertion& NodeSite::rest() {
  if (assertion == nullptr) node().rest = assertion = &assertions.rest_of(place);
  return *assertion;
}

void NodeSite::leave() { assertions.add_keyword(rest(), place, keyword, /*members_walked=*/true); }

std::string NodeSite::place_of(std::string_view name) const {
  return name.empty() ? place.pointer : pointer_below(place.pointer, name);
}

std::string NodeSite::text(const json& value) const {
  if (!value.is_string()) fail(fmt::format("expected a string; this is {}", describe_value(value)));
  return value.get<std::string>();
}

void NodeSite::require_true(const json& value) const {
  if (value != true) fail("this keyword must be true or absent");
}

void NodeSite::fail(const std::string& what) const { throw SchemaError{place_of(keyword), what}; }

std::string describe_value(const json& value) {
  if (value.is_null() || value.is_number()) return value.dump();
  return fmt::format("{} {}", value.is_structured() ? "an" : "a", value.type_name());
}

}  // namespace diallint
