#include "diallint/program_options.h"

#include <algorithm>
#include <utility>

#include "shared/failure.h"
#include "shared/program.h"

namespace diallint {
namespace {

bool reaches(const Counts& counts, std::optional<Severity> threshold) {
  if (!threshold) return false;
  return counts.errors > 0 || (counts.warnings > 0 && *threshold <= Severity::kWarning) ||
         (counts.infos > 0 && *threshold <= Severity::kInfo);
}

}  // namespace

int verdict(const Counts& counts, const Options& options) {
  return reaches(counts, options.fail_on) ? kExitFindings : kExitOk;
}

bool Options::uses_option(std::string_view name) const {
  return std::any_of(uses.begin(), uses.end(),
                     [&](const OptionUse& use) { return use.option == name; });
}

Config config_for(const Options& options, const std::string& path) {
  if (options.isolated && !options.config_file.empty())
    throw FatalError{"--isolated and --config exclude each other; give one of them"};
  if (options.isolated) return {};
  if (!options.config_file.empty()) return read_config(options.config_file, false);
  const std::string file = find_config(folder_of(real_path(path)));
  return file.empty() ? Config{} : read_config(file, true);
}

Options printing(std::string text) {
  Options options;
  options.command = Command::kPrint;
  options.text = std::move(text);
  return options;
}

}  // namespace diallint
