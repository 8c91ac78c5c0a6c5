// The page at / of serve, which shows what the service does while it does it.
#pragma once
#include <string>

namespace diallint {

/// One document that needs nothing but the events of its own server.
const std::string& live_page();

/// The Content-Security-Policy that it is sent with.
const std::string& live_page_policy();

}  // namespace diallint
