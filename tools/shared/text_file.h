// Small files of settings, read whole.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// The bytes of a file. `option` is what named it, for the FatalError that is thrown where it
/// cannot be read or is larger than 64 MiB.
std::string text_of_file(std::string_view option, const std::string& path);

}  // namespace diallint
