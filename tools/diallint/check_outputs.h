// The reports that a check writes, out of pairs of --output-format and -o.
#pragma once
#include <vector>

#include "diallint/program_options.h"

namespace diallint {

/// Each --output-format belongs to the -o beside it. Throws FatalError.
std::vector<OutputChoice> outputs_of(const std::vector<OptionUse>& uses, const Config& config);

}  // namespace diallint
