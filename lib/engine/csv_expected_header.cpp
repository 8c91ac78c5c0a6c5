// What a table must look like to hold the records of a schema.
#include <fmt/format.h>

#include <algorithm>

#include "engine/csv_header.h"
#include "input/csv_columns.h"
#include "rules/structure.h"

namespace diallint {
namespace {

// Required members as the schema lists them, then the others by name.
std::vector<const Member*> in_order_of_schema(const Node& node) {
  std::vector<const Member*> order;
  const auto add = [&](const Member& member) {
    if (std::find(order.begin(), order.end(), &member) == order.end()) order.push_back(&member);
  };
  for (const Check& check : node.structure) {
    if (check.rule != &kRequired) continue;
    for (const std::string& name : check.as<RequiredMembers>().names)
      for (const Member& member : node.members)
        if (member.name == name) add(member);
  }
  for (const Member& member : node.members) add(member);
  return order;
}

}  // namespace

bool is_map_member(const Plan& plan, const Member& member) noexcept {
  return plan.node(member.node).additional == Additional::kMap;
}

std::string expected_csv_header(const Plan& plan, NodeId record) {
  std::string plain;
  std::string maps;
  for (const Member* member : in_order_of_schema(plan.node(record))) {
    if (is_map_member(plan, *member)) {
      maps += fmt::format(",{}.NAME", member->name);
    } else {
      plain += fmt::format("{}{}", plain.empty() ? "" : ",", member->name);
    }
  }
  return plain + maps;
}

bool looks_like_data(const CsvRow& row) noexcept {
  constexpr std::ptrdiff_t kDigits = 6;  // more than a name has, fewer than a number or an instant
  return std::any_of(row.fields.begin(), row.fields.end(), [](const CsvField& field) {
    return looks_like_value(field.value) ||
           std::count_if(field.value.begin(), field.value.end(),
                         [](char c) { return c >= '0' && c <= '9'; }) >= kDigits;
  });
}

}  // namespace diallint
