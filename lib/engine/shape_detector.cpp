#include "engine/shape_detector.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <tuple>

#include "base/edit_distance.h"
#include "base/json_string.h"
#include "rules/envelope.h"
#include "rules/failed_call.h"
#include "rules/structure.h"

namespace diallint {
namespace {

// An object of thousands of members need not be read twice to be told from others.
constexpr std::size_t kKeysLookedAt = 64;
constexpr unsigned kLookAheadDepth = 64;
// Files mix a few kinds of object, or one kind with its members in a few orders.
constexpr std::size_t kGuesses = 8;

std::string unescaped(std::string_view key) {
  std::string name(key);
  if (key.find('\\') != std::string_view::npos) unescape_json(key, name);
  return name;
}

// Whether an object has nothing of what a shape needs.
bool is_apart(const Node& root, std::uint64_t seen) noexcept {
  return root.required != 0 && (root.required & seen) == 0;
}

// Whether an object with these members has all that a node needs, and that is something.
bool has_required(const Node& node, const std::vector<std::string>& folded) {
  return node.required != 0 &&
         std::all_of(node.members.begin(), node.members.end(), [&](const Member& member) {
           return !member.required ||
                  std::find(folded.begin(), folded.end(), fold_name(member.name)) != folded.end();
         });
}

// What a list is, of which this is the first item, and what to do; empty: no shape has such a list.
std::string list_in_words(const Plan& plan, const std::vector<std::string>& folded) {
  for (const Shape& shape : plan.shapes) {
    for (const Member& member : plan.node(shape.root).members) {
      const NodeId items = plan.node(member.node).items;
      if (items == kNoNode || !has_required(plan.node(items), folded)) continue;
      const bool alone = std::any_of(plan.shapes.begin(), plan.shapes.end(),
                                     [&](const Shape& one) { return one.root == items; });
      return fmt::format("what {} has as {}; give it that name{}", shape.id, member.name,
                         alone ? ", or check the list alone" : "");
    }
  }
  return {};
}

}  // namespace

ShapeChoice::ShapeChoice(const Plan& plan, const Shape* fixed,
                         const std::set<std::string>& request_shapes)
    : plan_(plan), fixed_(fixed) {
  if (fixed != nullptr) return;  // nothing is to be told apart
  for (std::uint32_t shape = 0; shape < plan.shapes.size(); ++shape) {
    std::uint64_t bit = 1;
    for (const Member& member : plan.node(plan.shapes[shape].root).members) {
      by_folded_name_[fold_name(member.name)].push_back({shape, bit, member.name});
      bit <<= 1;
      // What people call a member tells of its shape, and is not it.
      for (const std::string& alias : plan.node(member.node).aliases)
        by_folded_name_[alias].push_back({shape, 0, alias, true});
    }
    for (const std::string& name : envelope_of(plan.node(plan.shapes[shape].root)))
      by_folded_name_[name].push_back({shape, 0, name});
    foreign_.push_back(!may_respond(plan, plan.shapes[shape], request_shapes));
  }
  for (std::size_t shape = 0; shape < plan.shapes.size(); ++shape) {
    may_guess_.push_back(!has_rival(shape));
  }
}

void ShapeChoice::forget() noexcept {
  guesses_.clear();
  oldest_guess_ = 0;
  last_keys_.clear();
  last_ = nullptr;
}

ShapeChoice& ShapeChoices::of(const Shape* fixed) {
  const auto place =
      fixed == nullptr ? 0 : static_cast<std::size_t>(fixed - plan_.shapes.data()) + 1;
  auto& choice = choices_[place];
  if (choice == nullptr) choice = std::make_unique<ShapeChoice>(plan_, fixed);
  return *choice;
}

// Whether an object that has all members that the shape needs, and no others, may be taken for
// another shape. Then it is never guessed: what an object is must not depend on those before it.
bool ShapeChoice::has_rival(std::size_t shape) const {
  const Node& root = plan_.node(plan_.shapes[shape].root);
  if (root.additional == Additional::kMap) return true;  // of any members
  const auto has_what_needs = [](const Node& one, const Node& other) {
    return std::all_of(other.members.begin(), other.members.end(), [&](const Member& member) {
      return !member.required || one.by_folded_name.contains(fold_name(member.name));
    });
  };
  for (std::size_t i = 0; i < plan_.shapes.size(); ++i) {
    const Node& rival = plan_.node(plan_.shapes[i].root);
    if (i != shape && has_what_needs(root, rival) && has_what_needs(rival, root)) return true;
  }
  return false;
}

const Shape* ShapeChoice::with_list(std::string_view name) const {
  if (name.empty() || fixed_ != nullptr) return nullptr;
  const auto has_list = [&](const Shape& shape) {
    const auto& members = plan_.node(shape.root).members;
    return std::any_of(members.begin(), members.end(), [&](const Member& member) {
      const NodeId items = plan_.node(member.node).items;
      return member.name == name && items != kNoNode && plan_.node(items).record;
    });
  };
  const auto found = std::find_if(plan_.shapes.begin(), plan_.shapes.end(), has_list);
  return found == plan_.shapes.end() ? nullptr : &*found;
}

const Shape* ShapeChoice::choose(const JsonCursor& at) {
  if (fixed_ != nullptr) return fixed_;
  if (at.kind() != Kind::kObject) return &plan_.shapes.front();
  if (last_ != nullptr && as_last_time(at)) return last_;
  Scan found = scan(at);
  const Shape* chosen = service_operation(found) != nullptr ? nullptr : best_fit(found);
  if (chosen != nullptr && is_wrapper(found, *chosen, at)) chosen = nullptr;
  remember(found, chosen);
  return chosen;
}

// Whether an object has nothing that its nearest shape needs, and a member that holds requests.
bool ShapeChoice::is_wrapper(const Scan& scan, const Shape& nearest, const JsonCursor& at) const {
  const auto index = static_cast<std::size_t>(&nearest - plan_.shapes.data());
  return is_apart(plan_.node(nearest.root), scan.seen[index]) && !carried(at).what.empty();
}

const Shape* ShapeChoice::best_fit(const Scan& found) const {
  const Shape* chosen = nullptr;
  // Whose response, how far, and how many names in another spelling.
  std::tuple<bool, std::size_t, std::uint32_t> least;
  for (std::size_t i = 0; i < plan_.shapes.size(); ++i) {
    if (!fits(found, i)) continue;
    const auto far = std::tuple(bool{foreign_[i]}, distance(found, i), found.other[i]);
    if (chosen != nullptr && far >= least) continue;
    chosen = &plan_.shapes[i];
    least = far;
  }
  return chosen;
}

void ShapeChoice::remember(const Scan& scan, const Shape* shape) {
  last_ = shape;
  last_keys_ = scan.keys;
  if (shape == nullptr || scan.keys.empty()) return;
  if (!may_guess_[static_cast<std::size_t>(shape - plan_.shapes.data())]) return;
  const auto same = std::find_if(guesses_.begin(), guesses_.end(), [&](const Guess& guess) {
    return guess.first_key.view() == scan.keys[0].view();
  });
  if (same != guesses_.end()) {
    same->shape = shape;
  } else if (guesses_.size() < kGuesses) {
    guesses_.push_back({scan.keys[0], shape});
  } else {
    guesses_[oldest_guess_++ % kGuesses] = {scan.keys[0], shape};
  }
}

ShapeChoice::Scan ShapeChoice::scan(JsonCursor cursor) const {
  Scan scan;
  scan.seen.resize(plan_.shapes.size());
  scan.named.resize(plan_.shapes.size());
  scan.other.resize(plan_.shapes.size());
  scan.around.resize(plan_.shapes.size());
  bool more = cursor.enter_object();
  while (more && scan.keys.size() < kKeysLookedAt) {
    const SourceText key = cursor.key();
    if (cursor.failed()) break;
    const std::string name = unescaped(key.bytes);
    scan.keys.emplace_back(key.bytes);
    scan.folded.push_back(fold_name(name));
    const auto known = by_folded_name_.find(scan.folded.back());
    if (known != by_folded_name_.end()) {
      for (const Known& one : known->second) {
        scan.seen[one.shape] |= one.bit;
        ++(one.bit == 0 && !one.alias ? scan.around : scan.named)[one.shape];
        if (one.bit != 0 && one.name != name) ++scan.other[one.shape];
      }
    }
    cursor.skip(kLookAheadDepth);
    more = !cursor.failed() && cursor.next_member();
  }
  return scan;
}

// The same keys in the same order decide the same.
bool ShapeChoice::as_last_time(JsonCursor cursor) const {
  bool more = cursor.enter_object();
  for (const ShortText& last : last_keys_) {
    if (!more) return false;
    const SourceText key = cursor.key();
    if (cursor.failed() || !last.equals(key.bytes)) return false;
    cursor.skip(kLookAheadDepth);
    more = !cursor.failed() && cursor.next_member();
  }
  return !more && !cursor.failed();
}

// Half of the members are the shape's; or all that it needs are there, and they say enough: a
// member that is a text, such as a message, stands in many an object.
bool ShapeChoice::fits(const Scan& scan, std::size_t shape) const {
  if (scan.seen[shape] == 0) return false;
  if (std::size_t{2} * scan.named[shape] >= scan.keys.size() - scan.around[shape]) return true;
  const Node& root = plan_.node(plan_.shapes[shape].root);
  if (root.required == 0 || (root.required & ~scan.seen[shape]) != 0) return false;
  if (std::popcount(root.required) > 1) return true;
  const Member& needed = root.members[static_cast<std::size_t>(std::countr_zero(root.required))];
  return !holds(plan_.node(needed.node).kinds, Kind::kString);
}

// Members that are missing or that the shape does not have. A shape of which the object has nothing
// that it needs is far: others share what it has.
std::size_t ShapeChoice::distance(const Scan& scan, std::size_t shape) const {
  const Node& root = plan_.node(plan_.shapes[shape].root);
  const auto missing = static_cast<std::size_t>(std::popcount(root.required & ~scan.seen[shape]));
  return missing + scan.keys.size() - scan.around[shape] - scan.named[shape] +
         (is_apart(root, scan.seen[shape]) ? kKeysLookedAt : 0);
}

// The shape with most members that the object has, or has nearly.
std::size_t ShapeChoice::nearest(const Scan& scan) const {
  std::size_t best = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; i < plan_.shapes.size(); ++i) {
    std::vector<std::string_view> names;
    for (const Member& member : plan_.node(plan_.shapes[i].root).members) {
      names.emplace_back(member.name);
    }
    std::size_t score = scan.named[i] * kKeysLookedAt;
    for (const ShortText& key : scan.keys) {
      if (key.view().size() < 64 && !nearest_name(unescaped(key.view()), names).empty()) ++score;
    }
    if (score > most) {
      best = i;
      most = score;
    }
  }
  return best;
}

const ServiceOperation* ShapeChoice::service_operation(const JsonCursor& at) const {
  return service_operation(scan(at));
}

const ServiceOperation* ShapeChoice::service_operation(const Scan& scan) const {
  const auto stands = [&](const std::string& member) {
    return std::find(scan.folded.begin(), scan.folded.end(), member) != scan.folded.end();
  };
  const auto called =
      std::find_if(plan_.service_operations.begin(), plan_.service_operations.end(),
                   [&](const ServiceOperation& operation) {
                     return std::all_of(operation.members.begin(), operation.members.end(), stands);
                   });
  return called == plan_.service_operations.end() ? nullptr : &*called;
}

// The first member that holds objects of a shape.
ShapeChoice::Carried ShapeChoice::carried(JsonCursor cursor) const {
  bool more = cursor.enter_object();
  for (std::size_t n = 0; more && n < kKeysLookedAt; ++n) {
    const SourceText key = cursor.key();
    if (cursor.failed()) break;
    std::string what = in_words(cursor);
    if (!what.empty()) return {unescaped(key.bytes), std::move(what)};
    cursor.skip(kLookAheadDepth);
    more = !cursor.failed() && cursor.next_member();
  }
  return {};
}

// What a member's value is, with what to do; empty: nothing that a shape has.
std::string ShapeChoice::in_words(JsonCursor value) const {
  const bool list = value.kind() == Kind::kArray;
  if (list && !value.enter_array()) return {};
  if (value.kind() != Kind::kObject) return {};
  const Scan found = scan(value);
  std::string known = list ? list_in_words(plan_, found.folded) : std::string();
  if (!known.empty()) return known;
  const Shape* shape = best_fit(found);
  if (shape == nullptr) return {};
  const auto index = static_cast<std::size_t>(shape - plan_.shapes.data());
  const std::uint64_t required = plan_.node(shape->root).required;
  const bool told = 2 * std::popcount(required & found.seen[index]) > std::popcount(required);
  if (!told) return {};
  return fmt::format("{} of the shape {}; check that {} alone", list ? "objects" : "an object",
                     shape->id, list ? "list" : "object");
}

std::string ShapeChoice::why_none(const JsonCursor& at, CheckContext& context) const {
  const Carried carries = carried(at);
  if (!carries.what.empty()) {
    return fmt::format("its member {} holds {}", key_in_words(context, carries.key), carries.what);
  }
  const Scan found = scan(at);
  const std::size_t shape = nearest(found);
  const Shape& near = plan_.shapes[shape];
  std::string needs;
  const Node& root = plan_.node(near.root);
  for (std::size_t i = 0; i < root.members.size(); ++i) {
    const bool wanted = root.required == 0 || ((root.required >> i) & 1) != 0;
    if (wanted) needs += (needs.empty() ? "" : ", ") + root.members[i].name;
  }
  const std::size_t keys = found.keys.size();
  const std::string why =
      keys == 0 ? "it has no members"
      : found.named[shape] == 0
          ? keys == 1 ? "its only member is unknown"
                      : fmt::format("none of its {} members is known", keys)
          : fmt::format("only {} of its {} members {} known", found.named[shape], keys,
                        found.named[shape] == 1 ? "is" : "are");
  return fmt::format("{}; the nearest shape is {}, which {} {}", why, near.id,
                     root.required == 0 ? "has" : "needs", needs);
}

}  // namespace diallint
