// The JSON text of a schema as a value: what strangers write is bounded before anything walks it.
#pragma once
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

namespace diallint {

/// How deep a schema's text may be nested, and how many schemas may lead one into the next, by
/// members, items or `$ref`: whatever walks them calls itself once a level. Documents are followed
/// to half as many levels, and each takes a schema two of its own ("properties" and the name).
inline constexpr std::size_t kMaxSchemaDepth = 128;

/// How long the names may be, together and in bytes, that lead to a place of a schema: a name is
/// written once, and stands in the places of all that is below it.
inline constexpr std::size_t kMaxSchemaPlaceBytes = 2048;

/// The value of a schema's text. nlohmann's own values ask for memory to end, and end the program
/// where there is none; this one is taken apart without.
template <class Json>
class SchemaJson {
 public:
  /// UTF-8. Throws SchemaError for what is no JSON, is nested too deep, or has two members of one
  /// name; std::bad_alloc.
  explicit SchemaJson(std::string_view text);
  SchemaJson(SchemaJson&& other) noexcept = default;
  SchemaJson& operator=(SchemaJson&&) = delete;
  ~SchemaJson();

  const Json& root() const noexcept { return root_; }

 private:
  Json root_;
};

extern template class SchemaJson<nlohmann::json>;
extern template class SchemaJson<nlohmann::ordered_json>;

}  // namespace diallint
