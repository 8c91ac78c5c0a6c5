// A sound dial request, and the command that checks it at its moment.
#pragma once
#include <string>

namespace diallint::test {

inline const std::string kCheck = "diallint --now 2026-11-20T12:00:00Z ";
inline const std::string kRequest =
    R"({"clientToken":"call-1","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:05:00.000Z","attributes":{}})"
    "\n";

}  // namespace diallint::test
