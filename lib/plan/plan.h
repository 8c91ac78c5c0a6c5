// The plan: schemas compiled into what the checker walks. Immutable, shared by all threads.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/fast_accept.h"
#include "base/short_string.h"
#include "plan/check_parameters.h"
#include "plan/pattern.h"
#include "plan/rule.h"

namespace diallint {

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;

/// Where a constraint is stated.
struct SourceDocument {
  std::string title;
  std::string url;
  std::string read;  ///< the day the document was read, YYYY-MM-DD
};
inline std::string_view url_of(const SourceDocument* source) noexcept {
  return source == nullptr ? std::string_view() : source->url;
}

struct Assertion;  // assertion.h
struct Clause;     // condition.h

/// One compiled keyword of one node.
struct Check {
  const Rule* rule = nullptr;
  const SourceDocument* source = nullptr;  ///< owned by the plan; may be null
  std::int64_t minimum = INT64_MIN;        ///< of what the rule measures
  std::int64_t maximum = INT64_MAX;
  std::shared_ptr<const Pattern> pattern;
  std::shared_ptr<const Clause> clause;  ///< what must hold between members
  CheckParameters parameters;            ///< what else the rule has read
  const Check* adviser = nullptr;        ///< the node's check that says how its values are written
  std::span<const Check> of_value;       ///< all that are made of the same value
  bool sensitive = false;                ///< messages say nothing of what the value is

  /// The parameters of the rule's own kind.
  template <class T>
  const T& as() const noexcept {
    return *std::get_if<T>(&parameters);
  }
};

inline constexpr std::uint8_t kNoCapture = 0xFF;

/// A capture of a member's own object that is kept for the object around it as well.
struct Hoist {
  std::uint8_t from = kNoCapture;  ///< slot of the member's object
  std::uint8_t to = kNoCapture;    ///< slot of the object that has the member
};

/// A member that an object may have.
struct Member {
  std::string name;
  /// The name as a key has it that holds no escape; of a name with a backslash, as JSON writes it.
  ShortText short_name;
  NodeId node = kNoNode;
  bool required = false;
  std::uint8_t capture = kNoCapture;  ///< slot that object-level checks read its value from
  std::vector<Hoist> hoists = {};     ///< only of members that are captured
};

/// What other members an object may have.
enum class Additional : std::uint8_t { kAnything, kNothing, kMap };

/// A check as the walker runs it: no more than it needs at hand.
struct Step {
  CheckFn run = nullptr;
  const Check* check = nullptr;
  GlanceFn glance = nullptr;       ///< at this check and those behind it, or null
  std::uint32_t glance_steps = 0;  ///< how many that are
};

/// One schema object, compiled.
struct Node {
  // any value
  KindSet kinds = kEveryKind;
  bool sensitive = false;  ///< its values are never shown
  bool record = false;     ///< each of its objects is one record
  bool takes_text = true;  ///< a string is of its kinds; no record, and no `rest`
  std::string title;
  std::string description;
  std::vector<std::string> aliases;  ///< names that people give such a member, see fold_name()
  std::vector<Check> structure;      ///< type, required, additionalProperties: the walker's own
  std::vector<Check> checks;         ///< on the value itself, in the order of stages
  std::vector<Check> whole;          ///< on an object or array, after its members or items
  /// What else the schema demands, judged over the value as a whole; owned by the plan, or null.
  const Assertion* rest = nullptr;

  std::vector<Step> steps;  ///< `checks`, to be run

  // strings: texts that are `fast_accept` pass the first `fast_path_checks` checks, and those from
  // `fast_path_end` on
  std::optional<FastAccept> fast_accept;
  std::uint32_t fast_path_checks = 0;
  std::uint32_t fast_path_end = 0;
  bool fast_path_complete = false;  ///< there are no other checks
  bool glance_first = false;        ///< what passes the first of them at a glance is `fast_accept`

  // objects
  std::vector<Member> members;                                    ///< at most 64
  std::unordered_map<std::string, std::uint32_t> by_folded_name;  ///< see fold_name()
  std::uint64_t required = 0;                                     ///< bit i: members[i]
  Additional additional = Additional::kAnything;
  NodeId map_value = kNoNode;
  NodeId map_key = kNoNode;
  /// A map alone, of texts that are sound as soon as they are `fast_accept`, of which nothing is
  /// kept for the object around it.
  bool is_plain_map = false;
  std::uint8_t captures = 0;
  std::uint8_t text = kNoCapture;  ///< the member whose text a map around it counts in bytes

  // arrays
  NodeId items = kNoNode;

  /// The document that states one of `structure`, or null.
  const SourceDocument* source_of(const Rule& rule) const noexcept;
};

/// One shape: a schema file.
struct Shape {
  std::string id;
  std::string title;
  std::string schema_text;  ///< UTF-8, as given
  NodeId root = kNoNode;
};

/// An operation that nobody but the service itself may call. Its requests are no shape: they are
/// told by members that no shape has, and named.
struct ServiceOperation {
  std::string name;
  std::vector<std::string> members;  ///< see fold_name()
  std::string instead;               ///< what to do, ends a message
  const SourceDocument* source = nullptr;
};

/// All shapes, compiled.
struct Plan {
  std::vector<Node> nodes;
  std::vector<Shape> shapes;  ///< the one that is taken where nothing tells comes first
  std::vector<std::unique_ptr<SourceDocument>> sources;
  std::vector<std::string> seen_slots;  ///< names of the run-wide sets
  std::vector<ServiceOperation> service_operations;
  std::vector<std::shared_ptr<const Assertion>> assertions;

  const Node& node(NodeId id) const noexcept { return nodes[id]; }
  const Shape* shape(std::string_view id) const noexcept;
};

/// A member name without what spellings differ in: lower case, no `_`, `-` or space.
std::string fold_name(std::string_view name);

/// The smallest of the upper bounds that checks set.
std::int64_t tightest_maximum(const std::vector<Check>& checks) noexcept;

/// What messages call a node.
std::string display_name(const Node& node);

}  // namespace diallint
