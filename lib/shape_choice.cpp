#include "shape_choice.h"

#include <bit>

#include "utf8.h"

namespace diallint {
namespace {

// A few members tell any two shapes apart; an object of thousands need not be read twice.
constexpr std::size_t kKeysLookedAt = 64;
constexpr unsigned kLookAheadDepth = 64;

}  // namespace

ShapeChoice::ShapeChoice(const Plan& plan, const Shape* fixed) : plan_(plan), fixed_(fixed) {
  for (std::size_t i = 0; i < plan.shapes.size() && i < 64; ++i) {
    for (const Member& member : plan.node(plan.shapes[i].root).members) {
      by_folded_name_[fold_name(member.name)] |= ShapeSet{1} << i;
    }
  }
}

const Shape& ShapeChoice::choose(const JsonCursor& at) {
  if (fixed_ != nullptr) return *fixed_;
  if (at.kind() != Kind::kObject) return plan_.shapes.front();
  if (last_ != nullptr && as_last_time(at)) return *last_;
  Scan result{(ShapeSet{1} << plan_.shapes.size()) - 1,
              std::vector<unsigned>(plan_.shapes.size()),
              {},
              false};
  scan(at, result);
  const Shape& shape = best(result);
  last_ = result.decided ? &shape : nullptr;
  last_keys_ = std::move(result.keys);
  return shape;
}

ShapeChoice::ShapeSet ShapeChoice::shapes_with(std::string_view key) const {
  std::string name(key);
  if (key.find('\\') != std::string_view::npos) unescape_json(key, name);
  const auto found = by_folded_name_.find(fold_name(name));
  return found == by_folded_name_.end() ? 0 : found->second;
}

void ShapeChoice::scan(JsonCursor cursor, Scan& scan) const {
  bool more = cursor.enter_object();
  for (std::size_t n = 0; more && n < kKeysLookedAt; ++n) {
    const Text key = cursor.key();
    if (cursor.failed()) return;
    scan.keys.emplace_back(key.bytes);
    const ShapeSet shapes = shapes_with(key.bytes);
    for (std::size_t i = 0; i < scan.known.size(); ++i) scan.known[i] += (shapes >> i) & 1;
    if ((scan.candidates & shapes) != 0) scan.candidates &= shapes;
    scan.decided = std::has_single_bit(scan.candidates);
    if (scan.decided) return;
    cursor.skip(kLookAheadDepth);
    more = !cursor.failed() && cursor.next_member();
  }
}

// The same keys in the same order decide the same.
bool ShapeChoice::as_last_time(JsonCursor cursor) const {
  bool more = cursor.enter_object();
  for (std::size_t i = 0; i < last_keys_.size(); ++i) {
    if (!more) return false;
    const Text key = cursor.key();
    if (cursor.failed() || !last_keys_[i].equals(key.bytes)) return false;
    if (i + 1 == last_keys_.size()) return true;
    cursor.skip(kLookAheadDepth);
    more = !cursor.failed() && cursor.next_member();
  }
  return false;
}

const Shape& ShapeChoice::best(const Scan& scan) const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < plan_.shapes.size(); ++i) {
    if (scan.known[i] > scan.known[best]) best = i;
  }
  if (scan.decided) best = static_cast<std::size_t>(std::countr_zero(scan.candidates));
  return plan_.shapes[best];
}

}  // namespace diallint
