// The options of serve.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "diallint/program_options.h"

namespace diallint {

struct OptionFacts;  // option_parser.h

/// In the order of its help.
std::vector<OptionFacts> serve_options();

/// Reads the arguments behind the command's name. Throws FatalError.
Options parse_serve(Arguments arguments);

/// What --token-scope takes.
std::span<const std::string_view> token_scope_words();

}  // namespace diallint
