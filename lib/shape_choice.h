// Which shape an object is of, told by its members.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "json_cursor.h"
#include "plan.h"

namespace diallint {

/// Tells shapes apart. One thread: it remembers what decided the last time.
class ShapeChoice {
 public:
  /// `fixed` is the shape to take for everything, or null.
  ShapeChoice(const Plan& plan, const Shape* fixed);

  /// The shape of the value that the cursor stands in front of. Any spelling of a member counts. A
  /// value that fits none is given to the shape that knows most of its members.
  const Shape& choose(const JsonCursor& at);

 private:
  using ShapeSet = std::uint64_t;

  struct Scan {
    ShapeSet candidates;
    std::vector<unsigned> known;    // members known, by shape
    std::vector<ShortText> keys;    // as written, up to the deciding one
    bool decided = false;
  };

  ShapeSet shapes_with(std::string_view key) const;
  void scan(JsonCursor cursor, Scan& scan) const;
  bool as_last_time(JsonCursor cursor) const;
  const Shape& best(const Scan& scan) const;

  const Plan& plan_;
  const Shape* fixed_;
  std::unordered_map<std::string, ShapeSet> by_folded_name_;
  std::vector<ShortText> last_keys_;
  const Shape* last_ = nullptr;
};

}  // namespace diallint
