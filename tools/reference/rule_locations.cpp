#include "reference/rule_locations.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "rules/condition.h"
#include "schema/keyword_text.h"
#include "schema/ref_resolver.h"
#include "schema/schema_document.h"
#include "shared/failure.h"

namespace diallint {
namespace {

using json = nlohmann::ordered_json;

constexpr unsigned kMaxPlaceDepth = 8;
// Schemas that refer to others twice, which do the same, lead to places without number.
constexpr std::size_t kMaxPlaces = 10'000;
// What spans members is put into words from the plan.
constexpr std::string_view kSpanning[] = {"allOf", "anyOf", "oneOf", "dependentRequired"};

std::string field_words(const json& value) {
  if (value.is_array()) {
    const bool path =
        std::all_of(value.begin(), value.end(), [](const json& part) { return part.is_string(); });
    std::string out;
    for (const json& part : value) {
      if (!out.empty()) out += path ? "." : "; ";
      out += field_words(part);
    }
    return out;
  }
  if (!value.is_object()) return plain(value);
  std::string out;
  for (const auto& [name, field] : value.items()) {
    const bool bound = field.is_number() && (name.starts_with("min") || name.starts_with("max"));
    out += (out.empty() ? "" : ", ") +
           (bound ? describe_keyword(name, field) : fmt::format("{} {}", name, field_words(field)));
  }
  return out;
}

// What a keyword of a rule says in the rule's own page, where its name need not be repeated.
std::string words_of(const std::string& keyword, const json& value) {
  if (value == true || keyword == "additionalProperties") return "";
  if (keyword == "pattern") return fmt::format("`{}`", plain(value));
  if (keyword == "required" || keyword == "enum") return plain_list(value);
  const bool none = keyword.starts_with("min") && value == 0 && keyword != "minimum";
  if (none) return "";
  return keyword.starts_with("x-") ? field_words(value) : describe_keyword(keyword, value);
}

// Follows one shape's schema and its plan side by side: the schema has the words, the plan the
// sources.
class Search {
 public:
  /// `visited` counts places, of shapes inside shapes too.
  Search(const Rule& rule, const Plan& plan, const Shape& shape, std::size_t& visited,
         unsigned depth = 0)
      : rule_(rule),
        plan_(plan),
        shape_(shape),
        root_(json::parse(shape.schema_text)),
        references_(root_),
        visited_(visited),
        depth_(depth) {}

  std::vector<RuleLocation> run() {
    visit(root_, shape_.root, "");
    return std::move(found_);
  }

 private:
  const Shape* other_shape(NodeId id) const {
    const auto found =
        std::find_if(plan_.shapes.begin(), plan_.shapes.end(),
                     [&](const Shape& shape) { return shape.root == id && shape.id != shape_.id; });
    return found == plan_.shapes.end() ? nullptr : &*found;
  }

  void visit(const json& given, NodeId id, const std::string& place) {
    if (id == kNoNode || !open_.insert(id).second) return;
    count(place);
    const json& schema = references_.resolved(given);
    if (const Shape* other = other_shape(id)) {
      if (depth_ < kMaxPlaceDepth &&
          !Search(rule_, plan_, *other, visited_, depth_ + 1).run().empty()) {
        add(place, fmt::format("as `{}`", other->id), nullptr);
      }
    } else if (schema.is_object()) {
      own(schema, plan_.node(id), place);
      below(schema, plan_.node(id), place);
    }
    open_.erase(id);
  }

  void own(const json& schema, const Node& node, const std::string& place) {
    std::string words;
    bool carried = false;
    for (const std::string_view keyword : rule_.keywords) {
      if (std::find(std::begin(kSpanning), std::end(kSpanning), keyword) != std::end(kSpanning)) {
        continue;
      }
      const std::string name(keyword);
      const auto value = schema.find(name);
      if (value == schema.end() || (name == "additionalProperties" && *value != false)) continue;
      carried = true;
      const std::string more = words_of(name, *value);
      if (!more.empty()) words += (words.empty() ? "" : ", ") + more;
    }
    if (carried) add(place, words, source_in(node));
    for (const Check& check : node.whole) {
      if (check.rule == &rule_ && check.clause)
        add(place, clause_words(*check.clause), check.source);
    }
  }

  static std::string clause_words(const Clause& clause) {
    const std::string when = describe(clause.when);
    return describe(clause.then) + (when.empty() ? "" : " where " + when);
  }

  const SourceDocument* source_in(const Node& node) const {
    for (const auto* checks : {&node.structure, &node.checks, &node.whole}) {
      for (const Check& check : *checks) {
        if (check.rule == &rule_) return check.source;
      }
    }
    return nullptr;
  }

  void below(const json& schema, const Node& node, const std::string& place) {
    if (const auto members = schema.find("properties"); members != schema.end()) {
      for (const auto& [name, member] : members->items()) {
        const auto known = std::find_if(node.members.begin(), node.members.end(),
                                        [&key = name](const Member& m) { return m.name == key; });
        if (known == node.members.end()) continue;
        visit(member, known->node, place.empty() ? name : fmt::format("{}.{}", place, name));
      }
    }
    const std::pair<const char*, NodeId> kInner[] = {{"items", node.items},
                                                     {"propertyNames", node.map_key},
                                                     {"additionalProperties", node.map_value}};
    for (const auto& [keyword, id] : kInner) {
      const auto inner = schema.find(keyword);
      if (inner == schema.end() || !inner->is_object()) continue;
      const std::string_view mark = std::string_view(keyword) == "items"           ? "[]"
                                    : std::string_view(keyword) == "propertyNames" ? " (names)"
                                                                                   : ".*";
      visit(*inner, id, place + std::string(mark));
    }
  }

  void add(const std::string& place, const std::string& words, const SourceDocument* source) {
    count(place);
    const auto [known, is_new] = locations_.try_emplace({words, source}, found_.size());
    if (is_new) found_.push_back({shape_.id, {}, words, source});
    if (placed_.emplace(known->second, place).second) {
      found_[known->second].places.push_back(place);
    }
  }

  void count(const std::string& place) {
    const std::string_view too = ", too many for a page";
    if (++visited_ > kMaxPlaces) {
      throw FatalError{fmt::format("the schemas have more than {} places{}", kMaxPlaces, too)};
    }
    if (place.size() > kMaxSchemaPlaceBytes) {
      throw FatalError{fmt::format("the schemas have a place below names of more than {} bytes{}",
                                   kMaxSchemaPlaceBytes, too)};
    }
  }

  const Rule& rule_;
  const Plan& plan_;
  const Shape& shape_;
  json root_;
  References references_;
  std::size_t& visited_;
  unsigned depth_;  // of shapes inside shapes, which may hold each other
  std::set<NodeId> open_;
  std::vector<RuleLocation> found_;
  std::map<std::pair<std::string, const SourceDocument*>, std::size_t>
      locations_;                                         // places in found_
  std::set<std::pair<std::size_t, std::string>> placed_;  // and where they are
};

}  // namespace

std::vector<RuleLocation> rule_locations(const Rule& rule, const Plan& plan) {
  std::vector<RuleLocation> all;
  std::size_t visited = 0;
  for (const Shape& shape : plan.shapes) {
    for (RuleLocation& location : Search(rule, plan, shape, visited).run())
      all.push_back(std::move(location));
  }
  return all;
}

}  // namespace diallint
