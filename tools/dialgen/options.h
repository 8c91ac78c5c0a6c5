// The command line of dialgen: one table of commands, which help, manual and completions are made
// from as well.
#pragma once
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/generate.h"
#include "shared/option_parser.h"

namespace diallint {

/// What `valid` writes; the first unless it is told.
inline constexpr std::array<std::string_view, 4> kGeneratedFormats = {"ndjson", "json", "csv",
                                                                      "batch"};

/// The options of all commands as they were written. Each command reads those it has.
struct RawDialgenOptions {
  std::string shape;
  std::string count;
  std::string seed = "1";
  std::string now;
  std::string format{kGeneratedFormats.front()};
  std::string rate, submit_over;
  std::string output;
  std::vector<std::string> regions, schemas, rules;
  bool all = false;
  std::string request, failed, exception, inconsistent;
  std::vector<std::string> codes;
  std::vector<std::string> arguments;
};

/// One command of dialgen.
struct DialgenCommand {
  std::string_view name;
  std::string_view help;  ///< one line
  const char* usage;      ///< what follows the program's name
  const char* description;
  const char* footer;
  void (*add)(Parser& parser, RawDialgenOptions& raw);
};

std::span<const DialgenCommand> dialgen_commands();

/// The options of one command, in the order of its help.
std::vector<OptionFacts> options_of(const DialgenCommand& command);

/// The text of `dialgen --help`.
std::string dialgen_overview();

/// What one call is to do: a text to print, or a command and its words.
struct DialgenCall {
  std::string text;
  std::string_view command;  ///< empty: print the text
  RawDialgenOptions raw;
};

/// Reads the arguments behind the program's name. Throws FatalError.
DialgenCall parse_dialgen(std::vector<std::string> arguments);

/// Readers of the words that several commands have. Each throws FatalError.
std::uint64_t seed_of(const RawDialgenOptions& raw);
Instant now_of(const RawDialgenOptions& raw);
/// The moment of a pack, whose files reach up to a year before and after it.
Instant pack_moment(const RawDialgenOptions& raw);
std::vector<std::string> regions_of(const RawDialgenOptions& raw);

}  // namespace diallint
