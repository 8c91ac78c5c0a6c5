// How a finding is answered.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "diallint/local_service.h"

namespace diallint {

using VerdictsByRule = std::map<std::string, ServiceVerdict, std::less<>>;

/// That of `chosen`, else that of the table, else kFail.
ServiceVerdict verdict_of(std::string_view rule, const VerdictsByRule& chosen) noexcept;

}  // namespace diallint
