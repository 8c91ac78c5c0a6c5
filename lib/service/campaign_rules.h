// The rules for what makes a campaign. No file of users has such a request, so diallint check knows
// nothing of them.
#pragma once
#include <span>

#include "base/embedded_files.h"
#include "diallint/ruleset.h"

namespace diallint {

/// The files of schemas/service, which this library has in it. Static storage; any thread.
std::span<const EmbeddedFile> embedded_service_schemas();

/// The built-in schemas and those of schemas/service.
const Ruleset& new_campaign_rules();

}  // namespace diallint
