// The last values that hold and the first that do not, of one check: what boundary fixtures are
// made of. Each rule says which they are.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "samples/sample.h"

namespace diallint {

/// A value on one side of a constraint.
struct BoundaryValue {
  std::string what;  ///< for a file's name: "201-characters"
  Sample value;
  bool valid = false;
  std::vector<std::string> place = {};  ///< where the finding is, from the value down
};

/// What a rule has to go by, and where it leaves its edges.
struct BoundaryValues {
  const Sample& value;  ///< a valid one; for a rule on keys: the key, as a string
  const Node& node;     ///< what holds for the value
  Random& random;
  Instant now;
  std::function<Sample(std::uint32_t node)> make;  ///< one more valid value of a node
  std::vector<BoundaryValue> all = {};

  void valid(std::string what, Sample edge) {
    all.push_back({std::move(what), std::move(edge), true});
  }
  void invalid(std::string what, Sample edge, std::vector<std::string> place = {}) {
    all.push_back({std::move(what), std::move(edge), false, std::move(place)});
  }
  void valid_text(std::string what, std::string text) {
    valid(std::move(what), Sample::string(std::move(text)));
  }
  void invalid_text(std::string what, std::string text) {
    invalid(std::move(what), Sample::string(std::move(text)));
  }
};

}  // namespace diallint
