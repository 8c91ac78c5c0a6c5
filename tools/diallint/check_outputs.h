// The reports that a check writes, out of pairs of --output-format and -o.
#pragma once
#include <string_view>
#include <vector>

#include "diallint/program_options.h"

namespace diallint {

/// What the pairs are called, and the file where messages name it.
struct OutputOptions {
  std::string_view format = "--output-format";
  std::string_view file = "--output";
  std::string_view file_shown = "-o";
};

/// Each format belongs to the file beside it. Throws FatalError.
std::vector<OutputChoice> outputs_of(const std::vector<OptionUse>& uses, const Config& config,
                                     const OutputOptions& names = {});

}  // namespace diallint
