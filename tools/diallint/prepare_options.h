// The options of prepare.
#pragma once
#include <vector>

#include "diallint/program_options.h"

namespace diallint {

struct OptionFacts;  // option_parser.h

/// In the order of its help.
std::vector<OptionFacts> prepare_options();

/// Reads the arguments behind the command's name. Throws FatalError.
Options parse_prepare(Arguments arguments);

/// What --api, --reject-on and the formats of lists and summaries take.
std::span<const std::string_view> api_words();
std::span<const std::string_view> reject_words();
std::span<const std::string_view> list_format_words();
std::span<const std::string_view> summary_format_words();

}  // namespace diallint
