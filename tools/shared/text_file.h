// Small files of settings, read whole.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "shared/file_source.h"

namespace diallint {

/// How long a pipe that settings come from may be silent, in milliseconds.
inline constexpr int kPatience = 10'000;

/// The bytes of a file. Each file is read once in a run, so that what comes from a pipe is there
/// whoever asks again. `option` is what named it, for the FatalError that is thrown where it cannot
/// be read, where a pipe is silent for longer than its patience, or where it has more than
/// `max_bytes`.
const std::string& text_of_file(std::string_view option, const FileToRead& file,
                                std::size_t max_bytes = std::size_t{64} << 20);

/// The same for a path of the command line.
const std::string& text_of_file(std::string_view option, const std::string& path);

/// A text without the space and line ends around it.
std::string without_space(std::string_view text);

}  // namespace diallint
