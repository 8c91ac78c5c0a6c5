#include "schema/ref_resolver.h"

#include <vector>

namespace diallint {

using json = nlohmann::ordered_json;

const json& References::resolved(const json& schema) {
  const json* at_work = &schema;
  for (int hops = 0; hops < 100 && at_work->is_object(); ++hops) {
    const auto reference = at_work->find("$ref");
    if (reference == at_work->end() || !reference->is_string()) break;
    const auto& target = reference->get_ref<const std::string&>();
    if (!target.starts_with("#/")) break;
    const auto [known, is_new] = targets_.try_emplace(at_work, nullptr);
    if (is_new) known->second = place_of(target.substr(1));
    if (known->second == nullptr) break;
    at_work = known->second;
  }
  return *at_work;
}

// Null where a text is no JSON Pointer, or one to nothing.
const json* References::place_of(const std::string& pointer) try {
  std::vector<std::string> names;
  for (json::json_pointer place(pointer); !place.empty(); place.pop_back()) {
    names.push_back(place.back());
  }
  const json* at_work = &root_;
  for (auto name = names.rbegin(); at_work != nullptr && name != names.rend(); ++name) {
    if (at_work->is_object()) {
      at_work = by_name_.try_emplace(at_work, *at_work).first->second.find(*name);
    } else {
      json::json_pointer index;
      index.push_back(std::move(*name));
      at_work = &at_work->at(index);
    }
  }
  return at_work;
} catch (const json::exception&) {
  return nullptr;
}

}  // namespace diallint
