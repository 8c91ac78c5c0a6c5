// The structure of JSON Schema is understood here; every keyword that constrains a value is the
// rule's that implements it.
#include "schema/node_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "base/json_pointer.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "rules/structure.h"

namespace diallint {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxMembers = 64;
constexpr std::size_t kMaxSeenSlots = 64;

// Keywords that say nothing about validity, and those that the compiler itself reads.
constexpr std::string_view kAnnotations[] = {
    "$schema", "$id",      "$comment",  "$defs",   "title",       "description", "examples",
    "default", "x-source", "x-sources", "x-shape", "x-sensitive", "x-record",    "x-main"};
constexpr std::string_view kStructure[] = {
    "$ref", "type", "properties", "required", "additionalProperties", "propertyNames", "items"};

bool any_of(const auto& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

Kind kind_named(const std::string& name, const std::string& pointer) {
  static const std::pair<std::string_view, Kind> kNames[] = {
      {"null", Kind::kNull},      {"boolean", Kind::kBoolean}, {"number", Kind::kNumber},
      {"integer", Kind::kNumber}, {"string", Kind::kString},   {"array", Kind::kArray},
      {"object", Kind::kObject}};
  for (const auto& [known, kind] : kNames) {
    if (name == known) return kind;
  }
  throw SchemaError{pointer, fmt::format("'{}' is not a JSON Schema type", name)};
}

// Orders the checks and finds what a string can be accepted by at a glance.
void finish(Node& node) {
  std::stable_sort(node.checks.begin(), node.checks.end(),
                   [](const Check& a, const Check& b) { return a.rule->stage < b.rule->stage; });
  for (const Check& check : node.checks) node.steps.push_back({check.rule->check, &check});
  node.takes_text = holds(node.kinds, Kind::kString) && !node.record;
  std::int64_t minimum = 0;
  std::int64_t maximum = UINT32_MAX;
  const ByteSet* fast_bytes = nullptr;
  std::uint32_t skips = 0;
  for (const Check& check : node.checks) {
    if (check.rule->stage == Stage::kLength) {
      minimum = std::max<std::int64_t>(minimum, check.minimum);
      maximum = std::min(maximum, check.maximum);
    } else if (check.pattern && check.pattern->plain_class() != nullptr && fast_bytes == nullptr) {
      fast_bytes = &check.pattern->fast_bytes();
      minimum =
          std::max<std::int64_t>(minimum, static_cast<std::int64_t>(check.pattern->minimum()));
    } else {
      break;
    }
    ++skips;
  }
  if (fast_bytes == nullptr) return;
  // A code point has one to four bytes: within these bounds no count is needed.
  node.fast_accept = {*fast_bytes,
                      static_cast<std::uint32_t>(std::min<std::int64_t>(
                          minimum <= 1 ? minimum : minimum * 4 - 3, UINT32_MAX)),
                      static_cast<std::uint32_t>(maximum)};
  node.fast_path_checks = skips;
  node.fast_path_complete = skips == node.steps.size();
}

// One node at work: what rules may do to it, and the structure that is not theirs.
class Builder final : public NodeCompiler {
 public:
  Builder(PlanBuild& build, const NodeAt& node_at, std::string pointer, Way way, NodeId id)
      : build_(build),
        node_at_(node_at),
        pointer_(std::move(pointer)),
        way_(std::move(way)),
        schema_(*way_.back()),
        id_(id) {}

  void run() {
    if (!schema_.is_object()) fail("a schema must be an object here");
    annotations();
    // Structure first: rules on objects ask for members.
    for (const auto& [keyword, value] : schema_.items()) {
      keyword_ = keyword;
      if (any_of(kStructure, keyword)) structure(keyword, value);
    }
    required();
    for (const auto& [keyword, value] : schema_.items()) {
      keyword_ = keyword;
      if (any_of(kStructure, keyword) || any_of(kAnnotations, keyword)) continue;
      rule_ = rule_for_keyword(keyword);
      if (rule_ == nullptr || rule_->compile == nullptr) {
        fail(
            fmt::format("no rule implements the keyword '{}'; a constraint that is not checked "
                        "must not be in a schema",
                        keyword));
      }
      rule_->compile(*this, value);
    }
    finish(node());
  }

  std::string_view keyword() const noexcept override { return keyword_; }
  Check& add_check() override { return add(node().checks, *rule_, keyword_); }
  Check& add_whole_check() override { return add(node().whole, *rule_, keyword_); }
  Check& shared_check() override { return shared(node().checks); }
  Check& shared_whole_check() override { return shared(node().whole); }
  void set_limit(Check& check, bool lower, std::int64_t limit) override {
    (lower ? check.minimum : check.maximum) = limit;
    if (check.minimum <= check.maximum) return;
    fail(fmt::format("no value is at least {} and at most {}", check.minimum, check.maximum));
  }

  std::uint32_t capture(std::string_view member) override {
    for (Member& known : node().members) {
      if (known.name != member) continue;
      if (known.capture == kNoCapture) known.capture = new_slot(node());
      return known.capture;
    }
    fail(fmt::format("'{}' is not among the properties", member));
  }
  std::uint32_t capture(const std::vector<std::string>& path) override {
    return capture_in(id_, path);
  }
  void repeat_type(const std::vector<std::string>& path, const json& type) override {
    NodeId id = id_;
    for (const std::string& name : path) {
      const auto& members = build_.plan.nodes[id].members;
      const auto found = std::find_if(members.begin(), members.end(),
                                      [&](const Member& member) { return member.name == name; });
      id = found->node;  // it is there: the path has been captured
    }
    if (kinds_named(type) != build_.plan.nodes[id].kinds) {
      fail("a type in a condition must repeat the member's own type");
    }
  }
  Check& add_clause(const Rule& rule, const std::string& place) override {
    Way way = way_;
    const Way further = way_from(schema_, place);
    way.insert(way.end(), further.begin() + 1, further.end());
    Check& check = node().whole.emplace_back();
    check.rule = &rule;
    check.source = build_.source_of(way, pointer_ + place, rule.id);
    return check;
  }
  void set_text(std::string_view member) override {
    node().text = static_cast<std::uint8_t>(capture(member));
  }

  std::uint32_t seen_slot(std::string_view name) override {
    auto& slots = build_.plan.seen_slots;
    auto found = std::find(slots.begin(), slots.end(), name);
    if (found == slots.end()) {
      if (slots.size() == kMaxSeenSlots) {
        fail(fmt::format("a run looks for repeated values under at most {} names", kMaxSeenSlots));
      }
      found = slots.emplace(slots.end(), name);
    }
    return static_cast<std::uint32_t>(found - slots.begin());
  }

  std::int64_t whole_number(const json& value, std::int64_t least, std::int64_t most) override {
    // Only what is too large for the signed type is unsigned in effect.
    const bool is_large =
        value.is_number_unsigned() && value.get<std::uint64_t>() > kMaxSafeInteger;
    if (value.is_number_integer() && !is_large) {
      const auto number = value.get<std::int64_t>();
      if (number >= least && number <= most) return number;
    }
    fail(fmt::format("expected a whole number from {} to {}; this is {}", least, most,
                     describe(value)));
  }
  std::string text(const json& value) override {
    if (!value.is_string()) fail(fmt::format("expected a string; this is {}", describe(value)));
    return value.get<std::string>();
  }
  std::shared_ptr<const Pattern> pattern(const json& value) override {
    const auto compiled = build_.patterns.compiled(text(value));
    if (const auto* wrong = std::get_if<std::string>(&compiled)) fail(*wrong);
    return std::get<std::shared_ptr<const Pattern>>(compiled);
  }
  void require_true(const json& value) override {
    if (value != true) fail("this keyword must be true or absent");
  }
  const json& member(const json& value, const char* name) override {
    if (!value.is_object() || !value.contains(name)) {
      fail(fmt::format("expected an object with the member '{}'", name));
    }
    return value[name];
  }
  [[noreturn]] void fail(const std::string& what) override {
    throw SchemaError{keyword_.empty() ? pointer_ : pointer_below(pointer_, keyword_), what};
  }

 private:
  // Nodes move while others are compiled, so it is looked up each time.
  Node& node() { return build_.plan.nodes[id_]; }

  static std::string describe(const json& value) {
    if (value.is_null() || value.is_number()) return value.dump();
    return fmt::format("{} {}", value.is_structured() ? "an" : "a", value.type_name());
  }

  Check& add(std::vector<Check>& list, const Rule& rule, std::string_view keyword) {
    Check& check = list.emplace_back();
    check.rule = &rule;
    check.source = build_.source_of(way_, pointer_, keyword);
    return check;
  }

  Check& shared(std::vector<Check>& list) {
    for (Check& check : list) {
      if (check.rule == rule_) return check;
    }
    return add(list, *rule_, keyword_);
  }

  // A member of the node that path[0] names or, through it, one further down.
  std::uint8_t capture_in(NodeId id, std::span<const std::string> path) {
    Node& node = build_.plan.nodes[id];
    const auto found = std::find_if(node.members.begin(), node.members.end(),
                                    [&](const Member& member) { return member.name == path[0]; });
    if (found == node.members.end()) {
      fail(fmt::format("'{}' is not among the properties", path[0]));
    }
    if (found->capture == kNoCapture) found->capture = new_slot(node);
    if (path.size() == 1) return found->capture;
    const std::uint8_t from = capture_in(found->node, path.subspan(1));
    for (const Hoist& hoist : found->hoists) {
      if (hoist.from == from) return hoist.to;
    }
    found->hoists.push_back({from, new_slot(node)});
    return found->hoists.back().to;
  }

  std::uint8_t new_slot(Node& node) {
    if (node.captures == kNoCapture) {
      fail(fmt::format("rules look at no more than {} members of an object and of those inside it",
                       kNoCapture));
    }
    return node.captures++;
  }

  void annotations() {
    node().title = schema_.value("title", "");
    node().description = schema_.value("description", "");
    node().sensitive = flag("x-sensitive");
    node().record = flag("x-record");
  }

  bool flag(const char* name) {
    keyword_ = name;
    const auto found = schema_.find(name);
    if (found == schema_.end()) return false;
    require_true(*found);
    return true;
  }

  NodeId child(std::string_view keyword) { return node_at_(pointer_below(pointer_, keyword)); }

  void structure(const std::string& keyword, const json& value) {
    if (keyword == "type") return types(value);
    if (keyword == "properties") return properties(value);
    if (keyword == "additionalProperties") return additional(value);
    if (keyword == "required") return;  // after properties
    if (keyword == "$ref") {
      fail("only $comment, title and description are allowed next to a $ref");
    }
    const NodeId id = child(keyword);
    (keyword == "items" ? node().items : node().map_key) = id;
  }

  KindSet kinds_named(const json& value) {
    KindSet kinds = 0;
    const std::string place = pointer_ + "/type";
    for (const json& name : as_list(value)) {
      kinds |= set_of(kind_named(text(name), place));
    }
    return kinds;
  }

  void types(const json& value) {
    node().kinds = kinds_named(value);
    add(node().structure, kType, "type");
    // Not `json == name`: that makes a value of the name, and ends the program without memory.
    const auto says = [&](std::string_view name) {
      const auto is_name = [&](const json& one) {
        return one.get_ref<const std::string&>() == name;
      };
      const auto names = as_list(value);
      return std::any_of(names.begin(), names.end(), is_name);
    };
    if (says("integer") && !says("number")) add(node().checks, kType, "type");
  }

  void properties(const json& value) {
    if (!value.is_object()) fail("properties must be an object");
    if (value.size() > kMaxMembers) fail("an object may have at most 64 properties");
    for (const auto& [name, schema] : value.items()) {
      const NodeId id = node_at_(pointer_below(pointer_ + "/properties", name));
      Node& node = this->node();
      node.by_folded_name.emplace(fold_name(name), static_cast<std::uint32_t>(node.members.size()));
      node.members.push_back({name, ShortText(name), id, false, kNoCapture});
    }
  }

  void additional(const json& value) {
    if (value.is_boolean()) {
      node().additional = value.get<bool>() ? Additional::kAnything : Additional::kNothing;
      if (!value.get<bool>()) add(node().structure, kUnknownMember, "additionalProperties");
      return;
    }
    const NodeId id = child("additionalProperties");
    node().additional = Additional::kMap;
    node().map_value = id;
  }

  void required() {
    const auto found = schema_.find("required");
    if (found == schema_.end()) return;
    keyword_ = "required";
    if (!found->is_array()) fail("required must be an array of member names");
    std::vector<std::string> names;
    for (const json& name : *found) {
      const std::string wanted = text(name);
      auto& members = node().members;
      const auto member = std::find_if(members.begin(), members.end(),
                                       [&](const Member& m) { return m.name == wanted; });
      if (member == members.end()) fail(fmt::format("'{}' is not among the properties", wanted));
      member->required = true;
      node().required |= std::uint64_t{1} << (member - members.begin());
      names.push_back(wanted);
    }
    add(node().structure, kRequired, "required").parameters = RequiredMembers{std::move(names)};
  }

  PlanBuild& build_;
  const NodeAt& node_at_;
  std::string pointer_;
  Way way_;
  const json& schema_;
  NodeId id_;
  std::string keyword_;         // at work
  const Rule* rule_ = nullptr;  // of that keyword
};

}  // namespace

void build_node(PlanBuild& build, const NodeAt& node_at, const std::string& pointer, Way way,
                NodeId id) {
  Builder(build, node_at, pointer, std::move(way), id).run();
}

}  // namespace diallint
