#include "schema/assertion_compiler.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "base/json_pointer.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "schema/schema_kinds.h"

namespace diallint {
namespace {

using nlohmann::json;

// Evaluation calls itself once a level of the value, and once for each of these.
constexpr std::size_t kMaxHeight = 32;

// Who reports what a keyword demands. What is not named here `required` does, as it reports
// conditions.
constexpr std::pair<std::string_view, std::string_view> kRules[] = {
    {"type", "type"},           {"enum", "enum"},
    {"const", "enum"},          {"minimum", "range"},
    {"maximum", "range"},       {"exclusiveMinimum", "range"},
    {"multipleOf", "range"},    {"exclusiveMaximum", "range"},
    {"minLength", "length"},    {"maxLength", "length"},
    {"pattern", "pattern"},     {"format", "pattern"},
    {"minItems", "items"},      {"maxItems", "items"},
    {"uniqueItems", "items"},   {"contains", "items"},
    {"minProperties", "items"}, {"maxProperties", "items"},
    {"false", "required"},      {"additional", "unknown-member"},
    {"propertyNames", "length"}};

constexpr std::string_view kJudgedAsWhole[] = {
    "anyOf",         "not",           "if",
    "then",          "else",          "dependentRequired",
    "minProperties", "maxProperties", "dependentSchemas",
    "uniqueItems",   "multipleOf",    "exclusiveMinimum",
    "prefixItems",   "contains",      "exclusiveMaximum",
    "minContains",   "maxContains",   "patternProperties",
    "format"};

const Rule& rule_of(std::string_view keyword) {
  const auto found = std::find_if(std::begin(kRules), std::end(kRules),
                                  [&](const auto& entry) { return entry.first == keyword; });
  return *rule_named(found == std::end(kRules) ? "required" : found->second);
}

Sample sample_of(const json& value) {
  Sample sample;
  switch (value.type()) {
    case json::value_t::null:
      break;
    case json::value_t::boolean:
      return Sample::scalar(Kind::kBoolean, value.dump());
    case json::value_t::string:
      return Sample::string(value.get<std::string>());
    case json::value_t::array:
      sample.kind = Kind::kArray;
      for (const json& item : value) sample.items.push_back(sample_of(item));
      break;
    case json::value_t::object:
      sample.kind = Kind::kObject;
      for (const auto& [name, member] : value.items()) {
        sample.members.emplace_back(name, sample_of(member));
      }
      break;
    default:
      return Sample::scalar(Kind::kNumber, value.dump());
  }
  return sample;
}

}  // namespace

bool is_judged_as_whole(std::string_view keyword) noexcept {
  return std::find(std::begin(kJudgedAsWhole), std::end(kJudgedAsWhole), keyword) !=
         std::end(kJudgedAsWhole);
}

// The keywords of one schema at work.
class AssertionCompiler::Keywords {
 public:
  Keywords(AssertionCompiler& compiler, Assertion& to, const SchemaPlace& place,
           const std::string& keyword, bool members_walked)
      : compiler_(compiler),
        to_(to),
        place_(place),
        schema_(*place.way.back()),
        keyword_(keyword),
        value_(schema_[keyword]),
        members_walked_(members_walked) {}

  void add();

 private:
  using Maker = DemandPtr (Keywords::*)();
  static const std::pair<std::string_view, Maker> kMakers[];

  [[noreturn]] void fail(const std::string& what) const {
    throw SchemaError{pointer_below(place_.pointer, keyword_), what};
  }

  // --- what a keyword's value is -----------------------------------------------------------------

  std::string number() const {
    if (!value_.is_number()) fail("expected a number");
    return value_.dump();
  }
  std::uint64_t count(const json& value) const {
    if (value.is_number()) {
      const double number = value.get<double>();
      const bool fits = number >= 0 && number <= static_cast<double>(kMaxSafeInteger);
      if (fits && number == std::floor(number)) return static_cast<std::uint64_t>(number);
    }
    fail(fmt::format("expected a whole number from 0 to {}", kMaxSafeInteger));
  }
  std::vector<std::string> names(const json& list) const {
    if (!list.is_array()) fail(keyword_ + " must be an array of member names");
    std::vector<std::string> all;
    for (const json& name : list) {
      if (!name.is_string()) fail("expected a string; member names are");
      all.push_back(name.get<std::string>());
    }
    return all;
  }
  std::shared_ptr<const Pattern> pattern(const std::string& ecma) const {
    const auto compiled = compiler_.build_.patterns.compiled(ecma);
    if (const auto* wrong = std::get_if<std::string>(&compiled)) fail(*wrong);
    return std::get<std::shared_ptr<const Pattern>>(compiled);
  }
  void expect_object() const {
    if (!value_.is_object()) fail(keyword_ + " must be an object");
  }
  std::size_t list_size() const {
    if (!value_.is_array() || value_.empty()) fail(keyword_ + " must be an array of schemas");
    return value_.size();
  }
  const json* other(const char* keyword) const {
    const auto found = schema_.find(keyword);
    return found == schema_.end() ? nullptr : &*found;
  }

  // --- schemas below -----------------------------------------------------------------------------

  const Assertion* part(std::string_view keyword) const {
    return compiler_.at(place_.document, pointer_below(place_.pointer, keyword));
  }
  const Assertion* part(std::string_view keyword, std::string_view name) const {
    return compiler_.at(place_.document,
                        pointer_below(pointer_below(place_.pointer, keyword), name));
  }
  // Of the same value.
  const Assertion* same(const Assertion* part) const {
    compiler_.known_.at(&to_).same_value.push_back(part);
    return part;
  }
  const Assertion* same_if_any(const char* keyword) const {
    return other(keyword) == nullptr ? nullptr : same(part(keyword));
  }
  std::vector<const Assertion*> list() const {
    std::vector<const Assertion*> parts;
    for (std::size_t i = 0; i < list_size(); ++i)
      parts.push_back(part(keyword_, std::to_string(i)));
    return parts;
  }
  std::vector<const Assertion*> same_list() const {
    std::vector<const Assertion*> parts = list();
    for (const Assertion* part : parts) same(part);
    return parts;
  }
  std::string shown_place() const { return "#" + pointer_below(place_.pointer, keyword_); }

  // --- one function a keyword --------------------------------------------------------------------

  DemandPtr type() {
    const NamedKinds named = kinds_named(value_, place_.pointer + "/type");
    return demand_type(named.kinds, named.whole);
  }
  DemandPtr one_of_values() {
    if (keyword_ == "enum" && (!value_.is_array() || value_.empty())) fail("enum must be an array");
    std::vector<Sample> allowed;
    std::vector<std::string> texts;
    for (const json& one : keyword_ == "const" ? alone(value_) : as_list(value_)) {
      allowed.push_back(sample_of(one));
      texts.push_back(one.is_string() ? one.get<std::string>() : one.dump());
    }
    return demand_one_of(std::move(allowed), texts);
  }
  DemandPtr bound() {
    const Bound bound = keyword_ == "minimum"            ? Bound::kMinimum
                        : keyword_ == "maximum"          ? Bound::kMaximum
                        : keyword_ == "exclusiveMinimum" ? Bound::kAbove
                                                         : Bound::kBelow;
    return demand_bound(bound, number());
  }
  DemandPtr multiple_of() {
    const std::string divisor = number();
    if (value_.get<double>() <= 0) fail("multipleOf must be greater than 0");
    return demand_multiple_of(divisor);
  }
  DemandPtr characters() {
    return demand_count(Counted::kCharacters, keyword_ == "minLength", count(value_));
  }
  DemandPtr items_count() {
    return demand_count(Counted::kItems, keyword_ == "minItems", count(value_));
  }
  DemandPtr members_count() {
    return demand_count(Counted::kMembers, keyword_ == "minProperties", count(value_));
  }
  DemandPtr text_pattern() {
    if (!value_.is_string()) fail("expected a string: a pattern");
    return demand_pattern(pattern(value_.get<std::string>()));
  }
  DemandPtr format() {
    DemandPtr demand = value_.is_string() ? demand_format(value_.get<std::string>()) : nullptr;
    if (!demand) {
      fail(
          "'format' is checked for date-time, email, uri and uuid; a constraint that is not "
          "checked must not be in a schema");
    }
    return demand;
  }
  DemandPtr unique_items() {
    if (!value_.is_boolean()) fail("uniqueItems must be true or false");
    return value_.get<bool>() ? demand_unique_items() : nullptr;
  }
  DemandPtr required() { return demand_members(names(value_)); }
  DemandPtr dependent_required() {
    expect_object();
    std::vector<std::pair<std::string, std::vector<std::string>>> needs;
    for (const auto& [name, all] : value_.items()) needs.emplace_back(name, names(all));
    return demand_dependent_members(std::move(needs));
  }
  DemandPtr dependent_schemas() {
    expect_object();
    std::vector<std::pair<std::string, const Assertion*>> schemas;
    for (const auto& [name, schema] : value_.items()) {
      schemas.emplace_back(name, same(part(keyword_, name)));
    }
    return demand_dependent_schemas(std::move(schemas));
  }
  // properties, patternProperties and additionalProperties speak of each other: the first that is
  // there speaks for all.
  DemandPtr members() {
    const json* properties = other("properties");
    const json* patterns = other("patternProperties");
    const bool first = keyword_ == "properties" ||
                       (keyword_ == "patternProperties" && (members_walked_ || !properties)) ||
                       (!properties && !patterns);
    if (!first) return nullptr;
    MemberSchemas schemas;
    if (properties != nullptr) named(schemas, *properties);
    if (patterns != nullptr) patterned(schemas, *patterns);
    if (const json* value = other("additionalProperties")) {
      schemas.additional =
          *value == false ? compiler_.nothing_else(place_) : part("additionalProperties");
    }
    return demand_member_schemas(std::move(schemas));
  }
  void named(MemberSchemas& schemas, const json& properties) {
    if (!properties.is_object()) fail("properties must be an object");
    for (const auto& [name, schema] : properties.items()) {
      if (members_walked_) {
        schemas.other_names.push_back(name);
      } else {
        schemas.named.emplace_back(name, part("properties", name));
      }
    }
  }
  void patterned(MemberSchemas& schemas, const json& patterns) {
    if (!patterns.is_object()) fail("patternProperties must be an object");
    for (const auto& [ecma, schema] : patterns.items()) {
      schemas.patterns.emplace_back(pattern(ecma), part("patternProperties", ecma));
    }
  }
  DemandPtr property_names() { return demand_names(part(keyword_)); }
  DemandPtr items() {
    const bool tuple = other("prefixItems") != nullptr;
    if (tuple && keyword_ == "items") return nullptr;
    const Assertion* others = other("items") == nullptr ? nullptr : part("items");
    return demand_item_schemas(tuple ? list() : std::vector<const Assertion*>(), others);
  }
  DemandPtr contains() {
    const json* least = other("minContains");
    const json* most = other("maxContains");
    return demand_contains(part(keyword_), least == nullptr ? 1 : count(*least),
                           most == nullptr ? std::nullopt : std::optional(count(*most)));
  }
  DemandPtr nothing() { return nullptr; }  // another keyword speaks for it
  DemandPtr all_of() { return demand_all(same_list()); }
  DemandPtr any_of() { return demand_any(same_list(), shown_place()); }
  DemandPtr one_of() { return demand_one(same_list(), shown_place()); }
  DemandPtr none() { return demand_not(same(part(keyword_)), shown_place()); }
  DemandPtr condition() {
    const Assertion* when = same(part(keyword_));
    const Assertion* then = same_if_any("then");
    return demand_if(when, then, same_if_any("else"));
  }
  DemandPtr reference() {
    const RefTarget target = compiler_.build_.target_of(place_.document, place_.pointer, value_);
    return demand_all({same(compiler_.at(target.document, target.pointer))});
  }

  AssertionCompiler& compiler_;
  Assertion& to_;
  const SchemaPlace& place_;
  const json& schema_;
  const std::string& keyword_;
  const json& value_;
  bool members_walked_;
};

const std::pair<std::string_view, AssertionCompiler::Keywords::Maker>
    AssertionCompiler::Keywords::kMakers[] = {{"type", &Keywords::type},
                                              {"enum", &Keywords::one_of_values},
                                              {"const", &Keywords::one_of_values},
                                              {"minimum", &Keywords::bound},
                                              {"maximum", &Keywords::bound},
                                              {"exclusiveMinimum", &Keywords::bound},
                                              {"exclusiveMaximum", &Keywords::bound},
                                              {"multipleOf", &Keywords::multiple_of},
                                              {"minLength", &Keywords::characters},
                                              {"maxLength", &Keywords::characters},
                                              {"minItems", &Keywords::items_count},
                                              {"maxItems", &Keywords::items_count},
                                              {"minProperties", &Keywords::members_count},
                                              {"maxProperties", &Keywords::members_count},
                                              {"pattern", &Keywords::text_pattern},
                                              {"format", &Keywords::format},
                                              {"uniqueItems", &Keywords::unique_items},
                                              {"required", &Keywords::required},
                                              {"dependentRequired", &Keywords::dependent_required},
                                              {"dependentSchemas", &Keywords::dependent_schemas},
                                              {"properties", &Keywords::members},
                                              {"patternProperties", &Keywords::members},
                                              {"additionalProperties", &Keywords::members},
                                              {"propertyNames", &Keywords::property_names},
                                              {"items", &Keywords::items},
                                              {"prefixItems", &Keywords::items},
                                              {"contains", &Keywords::contains},
                                              {"minContains", &Keywords::nothing},
                                              {"maxContains", &Keywords::nothing},
                                              {"allOf", &Keywords::all_of},
                                              {"anyOf", &Keywords::any_of},
                                              {"oneOf", &Keywords::one_of},
                                              {"not", &Keywords::none},
                                              {"if", &Keywords::condition},
                                              {"then", &Keywords::nothing},
                                              {"else", &Keywords::nothing},
                                              {"$ref", &Keywords::reference}};

void AssertionCompiler::Keywords::add() {
  for (const auto& [name, make] : kMakers) {
    if (name != keyword_) continue;
    if (DemandPtr demand = (this->*make)()) {
      compiler_.put(to_, place_, keyword_, std::move(demand));
    }
    return;
  }
  if (keyword_.starts_with("x-")) {
    fail(
        fmt::format("'{}' is not checked in a schema that is judged over the whole value; state "
                    "it where only properties, items and allOf lead to",
                    keyword_));
  }
  fail(unknown_keyword(keyword_));
}

Assertion& AssertionCompiler::rest_of(const SchemaPlace& place) {
  return added(place.document, place.pointer);
}

void AssertionCompiler::add_keyword(Assertion& to, const SchemaPlace& place,
                                    const std::string& keyword, bool members_walked) {
  Keywords(*this, to, place, keyword, members_walked).add();
}

void AssertionCompiler::add_schema(Assertion& to, const SchemaPlace& place,
                                   const std::string& below) {
  const Assertion* part = at(place.document, place.pointer + below);
  known_.at(&to).same_value.push_back(part);
  put(to, place, "allOf", demand_all({part}));
}

void AssertionCompiler::add_members(Assertion& to, const SchemaPlace& place,
                                    std::vector<std::string> names) {
  put(to, place, "required", demand_members(std::move(names)));
}

void AssertionCompiler::add_nothing(Assertion& to, const SchemaPlace& place) {
  put(to, place, "false", demand_nothing());
}

// `additionalProperties: false` is reported as such.
const Assertion* AssertionCompiler::nothing_else(const SchemaPlace& place) {
  Assertion& assertion = added(place.document, place.pointer);
  put(assertion, place, "additional", demand_nothing());
  return &assertion;
}

void AssertionCompiler::put(Assertion& to, const SchemaPlace& place, const std::string& keyword,
                            DemandPtr demand) {
  demand->origin = {&rule_of(keyword), build_.source_of(place.way, place.pointer, keyword)};
  to.demands.push_back(std::move(demand));
}

Assertion& AssertionCompiler::added(std::size_t document, const std::string& pointer) {
  auto assertion = std::make_shared<Assertion>();
  Assertion& added = *assertion;
  build_.plan.assertions.push_back(std::move(assertion));
  known_[&added] = {document, pointer};
  return added;
}

const Assertion* AssertionCompiler::at(std::size_t document, const std::string& pointer) {
  const std::string outer = std::exchange(build_.current, build_.documents[document].name);
  const Assertion* assertion = compiled(document, pointer);
  build_.current = outer;
  return assertion;
}

const Assertion* AssertionCompiler::compiled(std::size_t document, const std::string& pointer) {
  SchemaPlace place{document, pointer, build_.way_to(document, pointer)};
  const json* schema = place.way.back();
  if (const auto found = compiled_.find(schema); found != compiled_.end()) {
    found->second->shared = true;
    return found->second;
  }
  const OpenSchema open(open_, pointer);
  Assertion& assertion = added(document, pointer);
  compiled_.emplace(schema, &assertion);
  fill(assertion, place);
  return &assertion;
}

void AssertionCompiler::fill(Assertion& assertion, const SchemaPlace& place) {
  const json& schema = *place.way.back();
  if (schema.is_boolean()) {
    if (schema == false) add_nothing(assertion, place);
    return;
  }
  if (!schema.is_object()) {
    throw SchemaError{place.pointer, "a schema must be an object, true or false here"};
  }
  for (const auto& [keyword, value] : schema.items()) {
    if (keyword == "$schema") expect_dialect(value, place.pointer);
    if (!is_annotation(keyword)) add_keyword(assertion, place, keyword, false);
  }
}

void AssertionCompiler::finish() {
  for (const auto& assertion : build_.plan.assertions) height(*assertion, 1);
}

std::size_t AssertionCompiler::height(const Assertion& assertion, std::size_t above) {
  Known& known = known_.at(&assertion);
  if (above > kMaxHeight) {
    build_.current = build_.documents[known.document].name;
    throw SchemaError{known.pointer,
                      fmt::format("more than {} schemas apply one the other to the same value, or "
                                  "this one leads back to itself",
                                  kMaxHeight)};
  }
  if (known.height == 0) {
    std::size_t highest = 0;
    for (const Assertion* part : known.same_value) {
      highest = std::max(highest, height(*part, above + 1));
    }
    known.height = highest + 1;
  }
  if (known.height + above > kMaxHeight + 1) return height(assertion, kMaxHeight + 1);
  return known.height;
}

}  // namespace diallint
