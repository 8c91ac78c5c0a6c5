// Schemas into assertions: what is judged over a value as a whole.
#pragma once
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/assertion.h"
#include "rules/assertion_demands.h"
#include "schema/plan_build.h"

namespace diallint {

/// Where a schema stands.
struct SchemaPlace {
  std::size_t document = 0;  ///< its number in PlanBuild::documents
  std::string pointer;
  Way way;  ///< to it
};

/// Whether a keyword is judged over the whole value, wherever it stands.
bool is_judged_as_whole(std::string_view keyword) noexcept;

/// Compiles into the plan at work. Its functions throw SchemaError.
class AssertionCompiler {
 public:
  explicit AssertionCompiler(PlanBuild& build) : build_(build) {}

  /// The assertion of what a node leaves to be judged as a whole: empty at first. Owned by the
  /// plan.
  Assertion& rest_of(const SchemaPlace& place);
  /// Adds what a keyword of the schema at `place` demands; nothing where another one speaks for it.
  /// `members_walked`: the walker checks `properties`.
  void add_keyword(Assertion& to, const SchemaPlace& place, const std::string& keyword,
                   bool members_walked);
  /// Adds all that the schema at `below` (a JSON Pointer from `place`) demands of the same value.
  void add_schema(Assertion& to, const SchemaPlace& place, const std::string& below);
  /// Adds that members are required.
  void add_members(Assertion& to, const SchemaPlace& place, std::vector<std::string> names);
  /// Adds that no value fits.
  void add_nothing(Assertion& to, const SchemaPlace& place);
  /// Refuses schemas that apply too many others to the same value, or themselves.
  void finish();

 private:
  class Keywords;

  const Assertion* nothing_else(const SchemaPlace& place);
  const Assertion* at(std::size_t document, const std::string& pointer);
  const Assertion* compiled(std::size_t document, const std::string& pointer);
  Assertion& added(std::size_t document, const std::string& pointer);
  void fill(Assertion& assertion, const SchemaPlace& place);
  std::size_t height(const Assertion& assertion, std::size_t above);
  void put(Assertion& to, const SchemaPlace& place, const std::string& keyword, DemandPtr demand);

  struct Known {
    std::size_t document = 0;
    std::string pointer;
    std::vector<const Assertion*> same_value = {};  ///< what it asks of the same value
    std::size_t height = 0;                         ///< 0: not known yet
  };
  PlanBuild& build_;
  std::unordered_map<const nlohmann::json*, Assertion*> compiled_;
  std::unordered_map<const Assertion*, Known> known_;
  std::size_t open_ = 0;
};

}  // namespace diallint
