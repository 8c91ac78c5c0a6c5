// Bodies of calls as values, and of their answers. Their shape has been judged, but whoever runs
// the service may have chosen to accept what a rule finds: anything may stand anywhere.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "diallint/local_service.h"

namespace diallint {

/// Null where it is no JSON.
nlohmann::json parsed_body(std::string_view body);

/// A member's text; empty where there is none.
std::string text_member(const nlohmann::json& object, std::string_view name);
/// That of an object within.
std::string text_member(const nlohmann::json& object, std::string_view outer,
                        std::string_view inner);

/// Takes a member that is a list out of an object that nobody needs any more; empty where there is
/// none.
nlohmann::json list_member(nlohmann::json&& object, std::string_view name);

/// The value as text that is the same for the same content, however it was written.
std::string canonical(const nlohmann::json& value);

/// The answer to a call that was carried out.
ServiceResponse with_body(std::string body);

}  // namespace diallint
