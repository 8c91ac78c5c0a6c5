#include "diallint/check_outputs.h"

#include <fmt/format.h>

#include <set>
#include <string>

#include "base/printable.h"
#include "report/reporter.h"
#include "shared/failure.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

void pair_up(const OptionUse& use, bool is_format, std::vector<OutputChoice>& outputs) {
  std::string OutputChoice::*field = is_format ? &OutputChoice::format : &OutputChoice::file;
  if (outputs.empty() || !(outputs.back().*field).empty()) outputs.emplace_back();
  outputs.back().*field = use.value;
}

}  // namespace

std::vector<OutputChoice> outputs_of(const std::vector<OptionUse>& uses, const Config& config,
                                     const OutputOptions& names) {
  std::vector<OutputChoice> outputs;
  for (const OptionUse& use : uses)
    if (use.option == names.format || use.option == names.file)
      pair_up(use, use.option == names.format, outputs);
  if (outputs.empty()) outputs.emplace_back();
  std::set<std::string> files;
  for (OutputChoice& output : outputs) {
    if (output.format.empty() && outputs.size() > 1)
      throw FatalError{fmt::format("{} {} has no format; put {} before each {}", names.file_shown,
                                   printable(output.file), names.format, names.file_shown)};
    const ConfigValue* usual = config.find("output.format");
    if (output.format.empty())
      output.format = usual != nullptr ? usual->raw.front() : std::string(report_formats().front());
    expect_one_of(names.format, output.format, report_formats());
    if (output.file == "-") output.file.clear();
    if (files.insert(output.file).second) continue;
    if (output.file.empty())
      throw FatalError{fmt::format(
          "two reports for standard output; give all but one a file with {}", names.file_shown)};
    throw FatalError{fmt::format("two reports for {}; give each its own {}", printable(output.file),
                                 names.file_shown)};
  }
  return outputs;
}

}  // namespace diallint
