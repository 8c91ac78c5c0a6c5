// Every keyword that constrains a value is compiled by the rule that implements it; here is what
// that rule may do to the node.
#include "schema/node_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "plan/node_compiler.h"
#include "rules/structure.h"
#include "schema/captured_members.h"
#include "schema/check_order.h"
#include "schema/node_structure.h"
#include "schema/schema_kinds.h"

namespace diallint {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxSeenSlots = 64;

class Builder final : public NodeCompiler {
 public:
  explicit Builder(NodeSite site) : site_(std::move(site)) {}

  void run() {
    if (site_.schema.is_boolean()) {
      if (site_.schema == false) site_.assertions.add_nothing(site_.rest(), site_.place);
    } else {
      if (!site_.schema.is_object()) fail("a schema must be an object, true or false here");
      keywords();
    }
    order_checks(node());
  }

  std::string_view keyword() const noexcept override { return site_.keyword; }
  Check& add_check() override { return site_.add(node().checks, *rule_, site_.keyword); }
  Check& add_whole_check() override { return site_.add(node().whole, *rule_, site_.keyword); }
  Check& shared_check() override { return shared(node().checks); }
  Check& shared_whole_check() override { return shared(node().whole); }
  void set_limit(Check& check, bool lower, std::int64_t limit) override {
    (lower ? check.minimum : check.maximum) = limit;
    if (check.minimum <= check.maximum) return;
    fail(fmt::format("no value is at least {} and at most {}", check.minimum, check.maximum));
  }

  bool has_member(std::string_view name) override {
    const auto& members = node().members;
    return std::any_of(members.begin(), members.end(),
                       [&](const Member& member) { return member.name == name; });
  }
  bool only_objects(const std::vector<std::string>& path) override {
    const NodeId id = captured_node(site_, path);
    return site_.build.plan.nodes[id].kinds == set_of(Kind::kObject);
  }
  bool is_sensitive(const std::vector<std::string>& path) override {
    for (std::size_t length = 0; length <= path.size(); ++length) {
      const NodeId id = captured_node(site_, std::span(path).first(length));
      if (site_.build.plan.nodes[id].sensitive) return true;
    }
    return false;
  }
  bool narrow(KindSet kinds) override {
    if ((node().kinds & kinds) == 0) return false;
    node().kinds &= kinds;
    return true;
  }
  void leave() override { site_.leave(); }
  void leave_entry(std::size_t index) override {
    site_.assertions.add_schema(site_.rest(), site_.place, fmt::format("/allOf/{}", index));
  }

  std::uint32_t capture(std::string_view member) override {
    const std::string name(member);
    return capture_member(site_, {&name, 1});
  }
  std::uint32_t capture(const std::vector<std::string>& path) override {
    return capture_member(site_, path);
  }
  void repeat_type(const std::vector<std::string>& path, const json& type) override {
    const Node& node = site_.build.plan.nodes[captured_node(site_, path)];
    const NamedKinds named = kinds_named(type, site_.place_of(site_.keyword));
    const bool whole = std::any_of(node.checks.begin(), node.checks.end(),
                                   [](const Check& check) { return check.rule == &kType; });
    if (named.kinds != node.kinds || named.whole != whole) {
      fail("a type in a condition must repeat the member's own type");
    }
  }
  Check& add_clause(const Rule& rule, const std::string& place) override {
    Way way = site_.place.way;
    const Way further = way_from(site_.schema, place);
    way.insert(way.end(), further.begin() + 1, further.end());
    Check& check = node().whole.emplace_back();
    check.rule = &rule;
    check.source = site_.build.source_of(way, site_.place.pointer + place, rule.id);
    return check;
  }
  void set_text(std::string_view member) override {
    node().text = static_cast<std::uint8_t>(capture(member));
  }

  std::uint32_t seen_slot(std::string_view name) override {
    auto& slots = site_.build.plan.seen_slots;
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
    const bool is_whole = value.is_number_float() &&
                          std::fabs(value.get<double>()) <= static_cast<double>(kMaxSafeInteger) &&
                          value == std::nearbyint(value.get<double>());
    if ((value.is_number_integer() && !is_large) || is_whole) {
      const auto number = value.get<std::int64_t>();
      if (number >= least && number <= most) return number;
    }
    fail(fmt::format("expected a whole number from {} to {}; this is {}", least, most,
                     describe_value(value)));
  }
  std::string text(const json& value) override { return site_.text(value); }
  std::shared_ptr<const Pattern> pattern(const json& value) override {
    const auto compiled = site_.build.patterns.compiled(text(value));
    if (const auto* wrong = std::get_if<std::string>(&compiled)) fail(*wrong);
    return std::get<std::shared_ptr<const Pattern>>(compiled);
  }
  void require_true(const json& value) override { site_.require_true(value); }
  const json& member(const json& value, const char* name) override {
    if (!value.is_object() || !value.contains(name)) {
      fail(fmt::format("expected an object with the member '{}'", name));
    }
    return value[name];
  }
  [[noreturn]] void fail(const std::string& what) override { site_.fail(what); }

 private:
  void keywords() {
    // Structure first: rules on objects ask for members.
    compile_structure(site_);
    for (const auto& [keyword, value] : site_.schema.items()) {
      if (is_structure_keyword(keyword) || is_annotation(keyword)) continue;
      site_.keyword = keyword;
      if (is_judged_as_whole(keyword)) {
        site_.leave();
        continue;
      }
      rule_ = rule_for_keyword(keyword);
      if (rule_ == nullptr || rule_->compile == nullptr) fail(unknown_keyword(keyword));
      rule_->compile(*this, value);
    }
  }

  Node& node() { return site_.node(); }

  Check& shared(std::vector<Check>& list) {
    for (Check& check : list) {
      if (check.rule == rule_) return check;
    }
    return site_.add(list, *rule_, site_.keyword);
  }

  NodeSite site_;
  const Rule* rule_ = nullptr;  // of the keyword at work
};

}  // namespace

void build_node(PlanBuild& build, AssertionCompiler& assertions, const NodeAt& node_at,
                SchemaPlace place, NodeId id) {
  const json& schema = *place.way.back();
  Builder({build, assertions, node_at, std::move(place), schema, id}).run();
}

}  // namespace diallint
