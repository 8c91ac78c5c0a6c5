// Values of schemas as lists.
#pragma once
#include <nlohmann/json.hpp>
#include <span>

namespace diallint {

/// A value as a list of its own: json::array({value}) would be a copy, and allocate when it ends.
inline std::span<const nlohmann::json> alone(const nlohmann::json& value) { return {&value, 1}; }

/// The items of an array, or another value alone.
inline std::span<const nlohmann::json> as_list(const nlohmann::json& value) {
  if (!value.is_array()) return alone(value);
  return value.get_ref<const nlohmann::json::array_t&>();
}

}  // namespace diallint
