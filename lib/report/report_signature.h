// Files of the program's own that lie beside data: known by their first bytes.
#pragma once
#include <cstddef>
#include <string_view>

namespace diallint {

/// As many bytes of a file as begins_own_file() looks at.
inline constexpr std::size_t kSignatureBytes = 4096;

/// Whether a file that begins so is a report that this program wrote, in any format but `text`, or
/// a baseline: no requests are in it.
bool begins_own_file(std::string_view head) noexcept;

}  // namespace diallint
