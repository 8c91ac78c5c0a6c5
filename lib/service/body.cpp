#include "service/body.h"

#include <utility>

namespace diallint {

using nlohmann::json;

json parsed_body(std::string_view body) {
  json value = json::parse(body, nullptr, false);
  return value.is_discarded() ? json() : value;
}

std::string text_member(const json& object, std::string_view name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

std::string text_member(const json& object, std::string_view outer, std::string_view inner) {
  const auto member = object.find(outer);
  return member != object.end() ? text_member(*member, inner) : "";
}

json list_member(json&& object, std::string_view name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_array() ? std::move(*member) : json::array();
}

std::string canonical(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

ServiceResponse with_body(std::string body) {
  ServiceResponse response;
  response.body = std::move(body);
  return response;
}

}  // namespace diallint
