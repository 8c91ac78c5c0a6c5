// Members and items of a schema's values, found without a look at each: lists and objects that
// strangers write may be long, and ordered_json looks for a member one after the other.
#pragma once
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>
#include <unordered_map>

namespace diallint {

/// The members of an object by their names. Refers to the object.
class ByName {
 public:
  explicit ByName(const nlohmann::ordered_json& object) {
    if (!object.is_object()) return;
    for (const auto& [name, value] : object.items()) members_.emplace(name, &value);
  }
  /// Null where there is none.
  const nlohmann::ordered_json* find(const std::string& name) const {
    const auto found = members_.find(name);
    return found == members_.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::string, const nlohmann::ordered_json*> members_;
};

/// Follows `$ref`s to places of the same schema. Refers to the schema.
class References {
 public:
  explicit References(const nlohmann::ordered_json& root) : root_(root) {}
  /// What a schema refers to, in the end: itself where there is no such place.
  const nlohmann::ordered_json& resolved(const nlohmann::ordered_json& schema);

 private:
  const nlohmann::ordered_json* place_of(const std::string& pointer);

  const nlohmann::ordered_json& root_;
  // Of schemas with a $ref, and of objects that one leads through.
  std::unordered_map<const nlohmann::ordered_json*, const nlohmann::ordered_json*> targets_;
  std::unordered_map<const nlohmann::ordered_json*, ByName> by_name_;
};

/// The items of a list; of what is none, nothing.
inline std::span<const nlohmann::ordered_json> items_of(const nlohmann::ordered_json& list) {
  if (!list.is_array()) return {};
  return list.get_ref<const nlohmann::ordered_json::array_t&>();
}

/// Calls `tell` with each of `these` that is not among the others.
template <class Tell>
void each_missing(std::span<const nlohmann::ordered_json> these,
                  std::span<const nlohmann::ordered_json> others, const Tell& tell) {
  const auto by_value = [](const auto* a, const auto* b) { return *a < *b; };
  std::set<const nlohmann::ordered_json*, decltype(by_value)> known(by_value);
  for (const auto& other : others) known.insert(&other);
  for (const auto& one : these) {
    if (!known.contains(&one)) tell(one);
  }
}

}  // namespace diallint
