// Batches of dial requests that own their texts, made from NDJSON.
#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/dial_request.h"

namespace diallint::test {

inline constexpr std::size_t kBatchSize = 25;

/// Texts each in an allocation of its own and of its own size: whatever is read behind an end is
/// seen by AddressSanitizer and valgrind.
class OwnedBatch {
 public:
  explicit OwnedBatch(const std::vector<std::string_view>& lines) {
    auto array = nlohmann::ordered_json::array();
    for (const std::string_view line : lines) {
      array.push_back(nlohmann::ordered_json::parse(line));
      attributes_.push_back(attributes_of(array.back()["attributes"]));
      requests_.push_back({.client_token = keep_value(array.back()["clientToken"]),
                           .phone_number = keep_value(array.back()["phoneNumber"]),
                           .expiration_time = keep_value(array.back()["expirationTime"]),
                           .attributes = *attributes_.back()});
    }
    json_ = nlohmann::ordered_json{{"dialRequests", std::move(array)}}.dump();
  }

  DialRequestBatch view() const { return {.dial_requests = requests_}; }
  const std::string& json() const { return json_; }

 private:
  std::string_view keep(std::string_view text) {
    texts_.push_back(std::make_unique<char[]>(text.size()));
    text.copy(texts_.back().get(), text.size());
    return {texts_.back().get(), text.size()};
  }
  std::string_view keep_value(const nlohmann::ordered_json& text) {
    return keep(text.get_ref<const std::string&>());
  }

  std::unique_ptr<std::vector<Attribute>> attributes_of(const nlohmann::ordered_json& map) {
    auto all = std::make_unique<std::vector<Attribute>>();
    for (const auto& [key, value] : map.items()) all->push_back({keep(key), keep_value(value)});
    return all;
  }

  std::vector<std::unique_ptr<char[]>> texts_;
  std::vector<std::unique_ptr<std::vector<Attribute>>> attributes_;
  std::vector<DialRequest> requests_;
  std::string json_;
};

/// The lines of an NDJSON text in batches of kBatchSize. The text may have padding behind it.
inline std::vector<OwnedBatch> batches_of(std::string_view ndjson) {
  std::vector<OwnedBatch> batches;
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0, end = 0; (end = ndjson.find('\n', begin)) != ndjson.npos;
       begin = end + 1) {
    lines.push_back(ndjson.substr(begin, end - begin));
    if (lines.size() < kBatchSize) continue;
    batches.emplace_back(lines);
    lines.clear();
  }
  if (!lines.empty()) batches.emplace_back(lines);
  return batches;
}

}  // namespace diallint::test
