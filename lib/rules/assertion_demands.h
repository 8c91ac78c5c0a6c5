// The demands that keywords of JSON Schema make, one function a keyword.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/assertion.h"

namespace diallint {

using DemandPtr = std::unique_ptr<Demand>;

// Of the value itself.

DemandPtr demand_nothing();  ///< the schema `false`
/// `whole`: of numbers, only those without a fraction.
DemandPtr demand_type(KindSet kinds, bool whole);
/// One of these; `texts` are what messages call them.
DemandPtr demand_one_of(std::vector<Sample> allowed, const std::vector<std::string>& texts);
enum class Bound : std::uint8_t { kMinimum, kMaximum, kAbove, kBelow };
/// `limit` is a JSON number; kAbove and kBelow exclude it.
DemandPtr demand_bound(Bound bound, std::string limit);
DemandPtr demand_multiple_of(std::string divisor);
/// What is counted: code points, items or members.
enum class Counted : std::uint8_t { kCharacters, kItems, kMembers };
DemandPtr demand_count(Counted counted, bool least, std::uint64_t limit);
DemandPtr demand_pattern(std::shared_ptr<const Pattern> pattern);
/// Null for a format that is not checked: known are date-time, email, uri and uuid.
DemandPtr demand_format(std::string_view name);
DemandPtr demand_unique_items();

// Of its members and items. What is pointed to belongs to the plan.

/// `all`: the object needs each of them.
DemandPtr demand_members(std::vector<std::string> all);
DemandPtr demand_dependent_members(
    std::vector<std::pair<std::string, std::vector<std::string>>> needs);
struct MemberSchemas {
  std::vector<std::pair<std::string, const Assertion*>> named;
  std::vector<std::pair<std::shared_ptr<const Pattern>, const Assertion*>> patterns;
  std::vector<std::string> other_names;   ///< members that are not additional, beside the named
  const Assertion* additional = nullptr;  ///< null: they may be anything
};
DemandPtr demand_member_schemas(MemberSchemas schemas);
DemandPtr demand_names(const Assertion* name);
/// The items in front, one by one, and all behind them (null: anything).
DemandPtr demand_item_schemas(std::vector<const Assertion*> front, const Assertion* others);
DemandPtr demand_contains(const Assertion* item, std::uint64_t least,
                          std::optional<std::uint64_t> most);

// Of the same value. `place` is where the keyword stands in the schema, for messages.

DemandPtr demand_all(std::vector<const Assertion*> parts);
DemandPtr demand_any(std::vector<const Assertion*> parts, std::string place);
DemandPtr demand_one(std::vector<const Assertion*> parts, std::string place);
DemandPtr demand_not(const Assertion* part, std::string place);
/// Null: nothing is asked in that case.
DemandPtr demand_if(const Assertion* when, const Assertion* then, const Assertion* otherwise);
DemandPtr demand_dependent_schemas(std::vector<std::pair<std::string, const Assertion*>> schemas);

}  // namespace diallint
