// How severe each rule is, by the configuration and the command line together.
#pragma once
#include <string>
#include <vector>

#include "diallint/config.h"
#include "shared/option_values.h"

namespace diallint {

/// The command line beats the file: --select stands in for its select and ignore, --ignore and
/// --severity come after all that it says. Throws FatalError.
Severities layered_severities(const Config& config, const std::vector<std::string>& select,
                              const std::vector<std::string>& ignore,
                              const std::vector<std::string>& levels);

/// Switches off what per-file-ignores names for the input at `path` (its name; empty: standard
/// input), unless --select or --severity, among `uses`, asks for it.
void ignore_for_file(const Config& config, const std::string& path,
                     const std::vector<std::string>& enabled_by, Severities& severities);

}  // namespace diallint
