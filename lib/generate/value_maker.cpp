#include "generate/value_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "diallint/generator_error.h"
#include "rules/assertion.h"
#include "rules/condition.h"
#include "rules/placeholder_text.h"
#include "samples/attribute_texts.h"
#include "samples/text_maker.h"

namespace diallint {
namespace {

constexpr std::size_t kUnlimited = SIZE_MAX;
// Behind this depth only what must be there is made, so that a schema may refer to itself.
constexpr unsigned kDeep = 6;
constexpr unsigned kTooDeep = 60;
constexpr int kTries = 10'000;
constexpr int kWholeTries = 200;  // for what is judged over the value as a whole
// Of the texts of realistic samples, one in so many is anything.
constexpr std::uint64_t kOdd = 24;
constexpr int kPhraseTries = 12;

[[noreturn]] void nothing_fulfils(const Node& node) {
  throw GeneratorError(fmt::format("{} has conditions that no value meets", display_name(node)));
}

std::int64_t greatest_minimum(const std::vector<Check>& checks, Stage stage) {
  std::int64_t greatest = 0;
  for (const Check& check : checks) {
    if (check.rule->stage == stage) greatest = std::max(greatest, check.minimum);
  }
  return greatest;
}

// The text by which a map counts a value: its own, or that of a member that its node names.
std::string_view counted_text(const Node& node, const Sample& value) {
  for (const Member& member : node.members) {
    if (node.text == kNoCapture || member.capture != node.text) continue;
    for (const auto& [name, own] : value.members) {
      if (name == member.name) return own.text;
    }
  }
  return value.text;
}

}  // namespace

// Minima can ask for more than there is memory for, the more so one inside the other.
void ValueMaker::spend(const Node& node, std::size_t parts) {
  if (parts > left_) {
    throw GeneratorError(fmt::format("{} needs more than {} values; no fixture has that many",
                                     display_name(node), kMaxParts));
  }
  left_ -= parts;
}

Sample ValueMaker::make(NodeId id, unsigned depth) {
  const Node& node = plan_.node(id);
  if (node.rest == nullptr) return make_walked(node, depth);
  for (int i = 0; i < kWholeTries; ++i) {
    auto value = i % 2 == 0 ? suggested(*node.rest, random_) : std::nullopt;
    if (value && !suits(node, *value)) continue;
    if (!value) value = make_walked(node, depth);
    if (fulfils(*node.rest, *value)) return std::move(*value);
  }
  nothing_fulfils(node);
}

// A value of which only what rules on texts check is in question.
bool ValueMaker::suits(const Node& node, const Sample& value) {
  if (!holds(node.kinds, value.kind)) return false;
  if (value.kind == Kind::kString) return fits(node, value.text, kUnlimited);
  return value.kind != Kind::kNumber || node.checks.empty();
}

Sample ValueMaker::make_walked(const Node& node, unsigned depth) {
  spend(node, 1);
  if (depth > kTooDeep) {
    throw GeneratorError(
        fmt::format("{} must contain itself, so no finite value fits", display_name(node)));
  }
  switch (const Kind kind = choose_kind(node)) {
    case Kind::kString:
      return Sample::string(make_string(node, kUnlimited));
    case Kind::kObject:
      return make_object(node, depth);
    case Kind::kArray:
      return make_array(node, depth);
    default:
      return make_scalar(node, kind);
  }
}

// One of the kinds that the node allows; where that is any, what its other keywords speak of.
Kind ValueMaker::choose_kind(const Node& node) {
  if (node.kinds == kEveryKind) {
    const bool object = !node.members.empty() || node.additional != Additional::kAnything;
    if (object) return Kind::kObject;
    if (node.items != kNoNode) return Kind::kArray;
    if (!node.checks.empty()) return Kind::kString;
  }
  std::array<Kind, 6> allowed{};
  std::size_t count = 0;
  for (const Kind kind :
       {Kind::kString, Kind::kNumber, Kind::kBoolean, Kind::kObject, Kind::kArray, Kind::kNull}) {
    if (holds(node.kinds, kind)) allowed[count++] = kind;
  }
  return allowed[random_.below(count)];
}

Sample ValueMaker::make_scalar(const Node& node, Kind kind) {
  if (kind == Kind::kNull) return {};
  for (const Check& check : node.checks) {
    if (kind == Kind::kNumber && check.rule->make != nullptr) {
      return Sample::scalar(kind, check.rule->make(check, random_, now_));
    }
  }
  if (kind == Kind::kBoolean) {
    return Sample::scalar(kind, random_.once_in(2) ? "true" : "false");
  }
  return Sample::scalar(Kind::kNumber, fmt::format("{}", random_.between(-1000, 1000)));
}

Sample ValueMaker::make_object(const Node& node, unsigned depth) {
  Sample object;
  object.kind = Kind::kObject;
  for (const Member& member : node.members) {
    const bool wanted = member.required || (depth < kDeep && random_.once_in(2));
    if (wanted) object.members.emplace_back(member.name, make(member.node, depth + 1));
  }
  if (node.additional == Additional::kMap) add_entries(node, object, depth);
  const Repair with{node, random_, [&](NodeId id) { return make(id, depth + 1); }, &plan_};
  if (!satisfy_clauses(node, object, with)) {
    nothing_fulfils(node);
  }
  if (random_.once_in(2)) shuffle(object);
  return object;
}

Sample ValueMaker::make_least(NodeId id) {
  left_ = kMaxParts;
  const Node& node = plan_.node(id);
  Sample object;
  object.kind = Kind::kObject;
  for (const Member& member : node.members) {
    if (member.required) object.members.emplace_back(member.name, make(member.node, 1));
  }
  satisfy(id, object);
  if (node.rest != nullptr && !fulfils(*node.rest, object)) nothing_fulfils(node);
  return object;
}

void ValueMaker::satisfy(NodeId id, Sample& object) {
  const Node& node = plan_.node(id);
  const Repair with{node, random_, [&](NodeId one) { return make(one, 1); }, &plan_};
  if (satisfy_clauses(node, object, with)) return;
  nothing_fulfils(node);
}

void ValueMaker::shuffle(Sample& object) {
  for (std::size_t i = object.members.size(); i > 1; --i) {
    std::swap(object.members[i - 1], object.members[random_.below(i)]);
  }
}

// Entries up to the bytes that the map may hold; now and then to the very last of them.
void ValueMaker::add_entries(const Node& node, Sample& map, unsigned depth) {
  const Node& value_node = plan_.node(node.map_value);
  std::int64_t left = tightest_maximum(node.whole);
  const bool fill = left < (1 << 20) && random_.once_in(100);
  const std::uint64_t entries = depth < kDeep ? random_.below(6) + (fill ? 1 : 0) : 0;
  static const Node kAnyKey;
  const Node& key_node = node.map_key == kNoNode ? kAnyKey : plan_.node(node.map_key);
  for (std::uint64_t i = 0; i < entries; ++i) {
    std::string key = make_key(key_node, 40);
    const auto after = left - static_cast<std::int64_t>(key.size());
    if (after < 0 || map.find(key) != nullptr) continue;
    const bool text = choose_kind(value_node) == Kind::kString;
    const auto room = static_cast<std::size_t>(std::min(after, fill ? after : 5'000));
    Sample value =
        text ? Sample::string(make_string(value_node, room, key)) : make(node.map_value, depth + 1);
    const auto bytes = static_cast<std::int64_t>(counted_text(value_node, value).size());
    if (bytes > after) continue;
    left = after - bytes;
    map.members.emplace_back(std::move(key), std::move(value));
  }
}

Sample ValueMaker::make_array(const Node& node, unsigned depth) {
  Sample array;
  array.kind = Kind::kArray;
  if (node.items == kNoNode) return array;
  const std::int64_t least = greatest_minimum(node.whole, Stage::kLength);
  const std::int64_t most =
      std::max(least, std::min<std::int64_t>(tightest_maximum(node.whole), 100));
  std::int64_t count = least;
  if (depth < kDeep) {
    count = random_.once_in(16) ? most : random_.between(least, std::min(most, least + 3));
  }
  for (std::int64_t i = 0; i < count; ++i) array.items.push_back(make(node.items, depth + 1));
  return array;
}

namespace {

// A text of chance that a rule takes for one that nobody has filled in.
bool reads_unfilled(const Node& node, std::string_view text) {
  return is_placeholder(text) &&
         std::any_of(node.checks.begin(), node.checks.end(),
                     [](const Check& check) { return !check.rule->suspects.empty(); });
}

}  // namespace

std::string ValueMaker::make_string(const Node& node, std::size_t max_bytes,
                                    std::string_view under) {
  return make_new(node, max_bytes, [&] { return attribute_text(under, random_); });
}

std::string ValueMaker::make_key(const Node& node, std::size_t max_bytes) {
  const auto keys = attribute_keys();
  return make_new(node, max_bytes, [&] { return std::string(keys[random_.below(keys.size())]); });
}

template <class Phrase>
std::string ValueMaker::make_new(const Node& node, std::size_t max_bytes, const Phrase& phrase) {
  for (int i = 0; i < kTries; ++i) {
    std::string text = make_candidate(node, max_bytes, phrase);
    if (reads_unfilled(node, text) || !is_new(node, text)) continue;
    spend(node, text.size() / 64);
    return text;
  }
  throw GeneratorError(fmt::format("{} has no more distinct values", display_name(node)));
}

// A rule that knows what its values look like has the say; of several, the one that checks last.
template <class Phrase>
std::string ValueMaker::make_candidate(const Node& node, std::size_t max_bytes,
                                       const Phrase& phrase) {
  for (auto check = node.checks.rbegin(); check != node.checks.rend(); ++check) {
    if (check->rule->make != nullptr) return check->rule->make(*check, random_, now_);
  }
  if (texts_ == Texts::kRealistic && !random_.once_in(kOdd)) {
    for (int i = 0; i < kPhraseTries; ++i) {
      std::string text = phrase();
      if (fits(node, text, max_bytes)) return text;
    }
  }
  return make_text(node, random_, max_bytes);
}

bool ValueMaker::is_new(const Node& node, const std::string& text) {
  bool fresh = true;
  for (const Check& check : node.checks) {
    if (check.rule->stage != Stage::kCrossRecord) continue;
    fresh = fresh && used_[check.as<RunSet>().slot].insert(text).second;
  }
  return fresh;
}

}  // namespace diallint
