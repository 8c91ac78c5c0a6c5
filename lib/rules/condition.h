// What must hold between the members of an object: if/then/else, not, anyOf, const, enum, required
// and pattern, as JSON Schema means them, over values that have been read already.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "input/value_kind.h"
#include "plan/pattern.h"

namespace diallint {

class CheckContext;
class NodeCompiler;
class Random;
struct Node;
struct Plan;
struct Sample;
struct Injection;

/// What an enum or const allows: a string's value, or a number or literal as it is written.
struct Literal {
  Kind kind = Kind::kString;
  std::string text;
};

/// One condition on the value at `path`, counted from the object that it is stated at.
struct Condition {
  enum class Op : std::uint8_t {
    kAll,      ///< all parts hold; none: always
    kAny,      ///< one of them does
    kOne,      ///< exactly one does
    kNot,      ///< its one part does not
    kMember,   ///< the value is absent, or all parts hold
    kPresent,  ///< the value is there
    kOneOf,    ///< it is one of `allowed`
    kPattern,  ///< it matches
    kNever,    ///< nothing may stand here
  };
  Op op = Op::kAll;
  std::vector<std::string> path = {};  ///< empty: the object itself
  std::uint32_t slot = 0;              ///< capture of the value, where there is a path
  std::vector<Condition> parts = {};
  std::vector<Literal> allowed = {};
  std::shared_ptr<const Pattern> pattern = nullptr;
  bool sensitive = false;  ///< messages say nothing of what the value is
};

/// Where `when` holds, `then` must hold as well.
struct Clause {
  Condition when;
  Condition then;
  std::string because;  ///< from the schema's description, for messages; may be empty
};

/// The third value: a value that the answer depends on has a fault of its own.
enum class Truth : std::uint8_t { kFalse, kTrue, kUnknown };

/// Compiles a schema made of the keywords above. Throws SchemaError for others. `entry`: it is one
/// of allOf, whose if, then and else are compiled on their own.
Condition compile_condition(NodeCompiler& node, const nlohmann::json& schema,
                            const std::vector<std::string>& path, bool entry = false);

/// Whether a condition on an object holds for values that are none.
bool holds_of_others(const Condition& condition);

/// Over what the object at hand has captured.
Truth holds(const Condition& condition, const CheckContext& context);
/// Over an object that is being made up.
Truth holds(const Condition& condition, const Sample& object);

/// The innermost part that is false, where the condition is.
const Condition& culprit(const Condition& condition, const CheckContext& context);
const Condition& culprit(const Condition& condition, const Sample& object);

/// In words: "Channel is EMAIL and InitiationMethod is OUTBOUND or AGENT_REPLY"; empty if it always
/// holds.
std::string describe(const Condition& condition);

/// What is asked of the value that breaks it: "Channel must not be CHAT".
std::string demand(const Condition& culprit);

/// "A.B" for a path.
std::string dotted(const std::vector<std::string>& path);

/// What is needed to change a made-up object.
struct Repair {
  const Node& node;  ///< of the object
  Random& random;
  std::function<Sample(std::uint32_t node)> make;  ///< a valid value of a node
  const Plan* plan = nullptr;  ///< without it, only members of the object itself can be made
};

/// Changes the object so that the condition is true (or false). False if that is not possible.
bool make_true(const Condition& condition, Sample& object, const Repair& with);
bool make_false(const Condition& condition, Sample& object, const Repair& with);

/// Changes an object that breaks one of the clauses of its node until it breaks none; for whoever
/// makes objects of valid members. False if it cannot be done.
bool satisfy_clauses(const Node& node, Sample& object, const Repair& with);

}  // namespace diallint
