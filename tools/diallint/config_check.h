// Whether what a configuration says means anything.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace diallint {

/// Throws FatalError, the line of which begins with `where`. `inner` is the key within a table.
void check_config_value(const std::string& where, std::string_view key, const std::string& inner,
                        const std::vector<std::string>& raw);

/// Whether a path (relative to the folder of the configuration) fits a pattern: `*` and `?` stay
/// within a part, `**` goes over any number of parts, a pattern without a slash is one of names in
/// any folder.
bool fits_pattern(std::string_view path, std::string_view pattern);

}  // namespace diallint
