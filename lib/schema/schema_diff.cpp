#include "schema/schema_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "plan/node_compiler.h"
#include "schema/keyword_text.h"
#include "schema/ref_resolver.h"
#include "schema/schema_document.h"

namespace diallint {
namespace {

using json = nlohmann::ordered_json;

// For people, or compared where they are meant: by name.
constexpr std::string_view kPassedOver[] = {"$schema",  "$comment",    "$defs",    "$ref",
                                            "title",    "description", "examples", "default",
                                            "x-source", "x-sources",   "required", "properties",
                                            "items",    "allOf",       "enum",     "$id"};

const json& nothing() {
  static const json kNothing = json::object();
  return kNothing;
}

const json& at(const json& schema, const char* key) {
  const auto found = schema.is_object() ? schema.find(key) : schema.end();
  return schema.is_object() && found != schema.end() ? *found : nothing();
}

const json& object_at(const json& schema, const char* key) {
  const json& value = at(schema, key);
  return value.is_object() ? value : nothing();
}

class Comparison {
 public:
  Comparison(const json& before, const json& after)
      : before_(before), after_(after), old_references_(before), new_references_(after) {}

  std::vector<SchemaChange> run() {
    place_ = name_of_shape();
    root_size_ = place_.size();
    check_length();
    sources();
    node(before_, after_);
    return std::move(changes_);
  }

 private:
  std::string name_of_shape() const {
    for (const char* key : {"x-shape", "title", "$id"}) {
      if (const json& name = at(after_, key); name.is_string()) return name.get<std::string>();
    }
    return "schema";
  }

  void tell(std::string words, Drift drift = Drift::kNeither) {
    changes_.push_back({place_, std::move(words), drift});
  }

  void node(const json& before_in, const json& after_in) {
    const json& before = old_references_.resolved(before_in);
    const json& after = new_references_.resolved(after_in);
    if (!open_.emplace(&before, &after).second) return;  // a schema that holds itself
    if (++compared_ > kMaxCompared) {
      throw SchemaError{
          place_,
          fmt::format("the schemas have more than {} places, too many for a list of changes",
                      kMaxCompared)};
    }
    if (open_.size() > kMaxSchemaDepth) {
      throw SchemaError{
          place_, fmt::format("schemas are nested more than {} deep; no document is that deep",
                              kMaxSchemaDepth)};
    }
    if (!before.is_object() || !after.is_object()) {
      if (before != after) tell(fmt::format("{} -> {}", before.dump(), after.dump()));
      return;
    }
    references(before, after);
    keywords(before, after);
    required(before, after);
    values(before, after);
    conditions(before, after);
    source(before, after);
    members(before, after);
    child("items", ", each item", before, after);
    child("propertyNames", ", each name", before, after);
    child("additionalProperties", ", each value", before, after);
    open_.erase({&before, &after});
  }

  void references(const json& before, const json& after) {
    const json& was = at(before, "$ref");
    const json& is = at(after, "$ref");
    if (was != is) tell(fmt::format("refers to {} -> {}", reference(was), reference(is)));
  }
  static std::string reference(const json& value) {
    return value.is_string() ? value.get<std::string>() : "nothing";
  }

  // A schema inside a keyword; one that stands on one side only is a keyword of the other.
  void child(const char* keyword, const char* words, const json& before, const json& after) {
    const json& was = at(before, keyword);
    const json& is = at(after, keyword);
    if (&was == &nothing() && &is == &nothing()) return;
    if (!was.is_object() || !is.is_object()) return;
    within(words, [&] { node(was, is); });
  }

  template <class Body>
  void within(std::string_view words, const Body& body) {
    const std::size_t size = place_.size();
    place_ += words;
    check_length();
    body();
    place_.resize(size);
  }

  void check_length() const {
    if (place_.size() <= kMaxSchemaPlaceBytes) return;
    throw SchemaError{place_.substr(0, 64) + "...",
                      fmt::format("the names that lead here take {} bytes; at most {} are allowed",
                                  place_.size(), kMaxSchemaPlaceBytes)};
  }

  static bool is_passed_over(const std::string& keyword, const json& was, const json& is) {
    if (keyword == "propertyNames" || keyword == "additionalProperties") {
      return was.is_object() && is.is_object();
    }
    return std::find(std::begin(kPassedOver), std::end(kPassedOver), keyword) !=
           std::end(kPassedOver);
  }

  void keywords(const json& before, const json& after) {
    const ByName old_ones(before);
    const ByName new_ones(after);
    for (const auto& [keyword, is] : after.items()) {
      keyword_change(keyword, old_ones.find(keyword), &is);
    }
    for (const auto& [keyword, was] : before.items()) {
      if (new_ones.find(keyword) == nullptr) keyword_change(keyword, &was, nullptr);
    }
  }

  void keyword_change(const std::string& keyword, const json* was, const json* is) {
    static const json kAbsent;
    if (is_passed_over(keyword, was != nullptr ? *was : kAbsent, is != nullptr ? *is : kAbsent)) {
      return;
    }
    for (KeywordChange& change : describe_change(keyword, was, is)) {
      tell(std::move(change.description), change.drift);
    }
  }

  void required(const json& before, const json& after) {
    const auto was = items_of(at(before, "required"));
    const auto is = items_of(at(after, "required"));
    each_missing(is, was, [&](const json& name) {
      tell(fmt::format("{} is required now", plain(name)), Drift::kTighter);
    });
    each_missing(was, is, [&](const json& name) {
      tell(fmt::format("{} is no longer required", plain(name)), Drift::kLooser);
    });
  }

  void values(const json& before, const json& after) {
    const json& was = at(before, "enum");
    const json& is = at(after, "enum");
    if (!was.is_array() || !is.is_array()) {
      if (is.is_array()) tell(fmt::format("one of {} only", plain_list(is)), Drift::kTighter);
      if (was.is_array()) tell(fmt::format("no longer only {}", plain_list(was)), Drift::kLooser);
      return;
    }
    each_missing(items_of(is), items_of(was), [&](const json& value) {
      tell(fmt::format("{} is a value now", plain(value)), Drift::kLooser);
    });
    each_missing(items_of(was), items_of(is), [&](const json& value) {
      tell(fmt::format("{} is no longer a value", plain(value)), Drift::kTighter);
    });
  }

  // Conditions have no names, so one that changed is one that is gone and a new one.
  void conditions(const json& before, const json& after) {
    const std::vector<json> was = bare(at(before, "allOf"));
    const std::vector<json> is = bare(at(after, "allOf"));
    each_missing(was, is, [&](const json& condition) {
      tell(fmt::format("condition gone: {}", condition.dump()), Drift::kLooser);
    });
    each_missing(is, was, [&](const json& condition) {
      tell(fmt::format("new condition: {}", condition.dump()), Drift::kTighter);
    });
  }
  static std::vector<json> bare(const json& list) {
    const auto items = items_of(list);
    std::vector<json> conditions(items.begin(), items.end());
    for (json& condition : conditions) {
      for (const char* key : {"description", "title", "$comment"}) {
        if (condition.is_object()) condition.erase(key);
      }
    }
    return conditions;
  }

  void source(const json& before, const json& after) {
    const json& was = at(before, "x-source");
    const json& is = at(after, "x-source");
    if (was == is) return;
    tell(fmt::format("source: {} -> {}", source_name(was), source_name(is)));
  }
  static std::string source_name(const json& value) {
    if (value.is_object() && value.empty()) return "that of the enclosing schema";
    if (!value.is_object()) return plain(value);
    std::string out;
    for (const auto& [keyword, name] : value.items()) {
      out += fmt::format("{}{}{}", out.empty() ? "" : ", ", plain(name),
                         keyword == "*" ? "" : fmt::format(" for {}", keyword));
    }
    return out;
  }

  void sources() {
    const json& was = object_at(before_, "x-sources");
    const json& is = object_at(after_, "x-sources");
    const ByName old_ones(was);
    const ByName new_ones(is);
    for (const auto& [name, entry] : is.items()) {
      const json* old = old_ones.find(name);
      if (old == nullptr) {
        tell(fmt::format("new source {}: {}", name, document(entry)));
        continue;
      }
      for (const char* field : {"title", "url", "read"}) {
        const json& a = at(*old, field);
        const json& b = at(entry, field);
        if (a != b) tell(fmt::format("source {}: {} {} -> {}", name, field, plain(a), plain(b)));
      }
    }
    for (const auto& [name, entry] : was.items()) {
      if (new_ones.find(name) != nullptr) continue;
      tell(fmt::format("source gone: {}: {}", name, document(entry)));
    }
  }
  static std::string document(const json& entry) {
    return fmt::format("{}, {}, read {}", plain(at(entry, "title")), plain(at(entry, "url")),
                       plain(at(entry, "read")));
  }

  void members(const json& before, const json& after) {
    const json& was = object_at(before, "properties");
    const json& is = object_at(after, "properties");
    const bool closed = at(after, "additionalProperties") == false;
    const ByName old_ones(was);
    const ByName new_ones(is);
    for (const auto& [name, schema] : is.items()) {
      const json* old = old_ones.find(name);
      if (old == nullptr) {
        tell(fmt::format("new member {}", name));
        continue;
      }
      within(fmt::format("{}{}", place_.size() > root_size_ ? "." : ": ", name),
             [&, &member = schema] { node(*old, member); });
    }
    for (const auto& [name, schema] : was.items()) {
      if (new_ones.find(name) != nullptr) continue;
      tell(fmt::format("member {} is gone", name), closed ? Drift::kTighter : Drift::kLooser);
    }
  }

  // Schemas that refer to others twice, which do the same, lead to places without number.
  static constexpr std::size_t kMaxCompared = 100'000;

  const json& before_;
  const json& after_;
  References old_references_;
  References new_references_;
  std::size_t compared_ = 0;
  std::string place_;
  std::size_t root_size_ = 0;  // of the shape's name, with which a place begins
  std::set<std::pair<const json*, const json*>> open_;
  std::vector<SchemaChange> changes_;
};

// Throws SchemaError with the name in front of the place.
SchemaJson<json> read(const SchemaText& given) {
  try {
    SchemaJson<json> schema(given.text);
    const json& root = schema.root();
    if (root.is_object() && (root.contains("$id") || root.contains("$schema"))) return schema;
  } catch (const SchemaError& error) {
    throw SchemaError{fmt::format("{}#{}", given.name, error.where), error.what};
  }
  throw SchemaError{given.name,
                    "this is not a JSON Schema: $id and $schema are missing; name one, or a shape"};
}

}  // namespace

std::vector<SchemaChange> changes_between(const SchemaText& before, const SchemaText& after) {
  const SchemaJson<json> older = read(before);
  const SchemaJson<json> newer = read(after);
  return Comparison(older.root(), newer.root()).run();
}

}  // namespace diallint
