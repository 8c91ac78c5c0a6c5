// The command line, read and judged.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diallint/settings.h"
#include "run.h"

namespace diallint {

enum class Command : std::uint8_t { kCheck, kRules, kExplain, kSchema, kPrint };

enum class Color : std::uint8_t { kAuto, kAlways, kNever };

/// One report: its format and where it goes.
struct OutputChoice {
  std::string format;
  std::string file;  ///< empty: standard output
};

/// What one call of the program is to do.
struct Options {
  Command command = Command::kCheck;
  std::string text;                    ///< kPrint: help or version
  std::vector<std::string> arguments;  ///< inputs, a rule or a shape
  std::vector<std::string> schema_files;
  Settings settings;
  RunOptions run;
  std::vector<OutputChoice> outputs;  ///< at least one; at most one to standard output
  std::optional<Severity> fail_on = Severity::kError;  ///< nothing: never
  Color color = Color::kAuto;
  std::string stdin_name;
  std::string fingerprint_key;  ///< empty: none
  bool show_values = false;
  bool statistics = false;
  bool quiet = false;
  bool verbose = false;
};

/// Reads the arguments behind the program's name. Throws Failure.
Options parse_options(std::vector<std::string> arguments);

}  // namespace diallint
