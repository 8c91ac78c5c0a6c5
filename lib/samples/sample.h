// A JSON value that is being made up: what the rules' spoilers work on.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/random.h"
#include "diallint/instant.h"
#include "input/value_kind.h"

namespace diallint {

/// Fixtures have no values of this many characters or bytes, whatever a schema allows.
inline constexpr std::int64_t kMaxGeneratedLength = 500'000;

struct SampleMember;

/// A JSON value as a tree that keeps the order of members and may hold what no parser would give:
/// repeated keys, and raw text where a value belongs.
struct Sample {
  Kind kind = Kind::kNull;
  std::string text;  ///< a string's value, or a number or literal as it is written
  std::string raw;   ///< not empty: written as it stands, in place of everything else
  std::vector<SampleMember> members;
  std::vector<Sample> items;

  static Sample string(std::string value);
  static Sample scalar(Kind kind, std::string written);

  /// The member of that name, or null.
  Sample* find(std::string_view name);
  const Sample* find(std::string_view name) const;

  bool operator==(const Sample& other) const;
};

/// A key and its value.
struct SampleMember {
  std::string first;
  Sample second;

  bool operator==(const SampleMember& other) const = default;
};

/// The sample as compact JSON text.
std::string to_json(const Sample& sample);

struct Node;

/// A valid value that a rule is to break, and nothing else.
struct Injection {
  Sample& value;     ///< for a rule on keys: the key, as a string
  const Node& node;  ///< what holds for the value
  const Sample* sibling =
      nullptr;  ///< the same member of another record of the run, if there is one
  Random& random;
  Instant now;
  std::function<Sample(std::uint32_t node)> make;  ///< one more valid value of a node
  /// Where the finding will be, from the value down, if the rule knows: empty for the value itself.
  /// Otherwise it will be where the value was changed.
  std::optional<std::vector<std::string>> place = std::nullopt;
};

}  // namespace diallint
