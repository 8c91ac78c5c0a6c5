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

void pair_up(const OptionUse& use, std::vector<OutputChoice>& outputs) {
  const bool is_format = use.option == "--output-format";
  std::string OutputChoice::*field = is_format ? &OutputChoice::format : &OutputChoice::file;
  if (outputs.empty() || !(outputs.back().*field).empty()) outputs.emplace_back();
  outputs.back().*field = use.value;
}

}  // namespace

std::vector<OutputChoice> outputs_of(const std::vector<OptionUse>& uses, const Config& config) {
  std::vector<OutputChoice> outputs;
  for (const OptionUse& use : uses)
    if (use.option == "--output-format" || use.option == "--output") pair_up(use, outputs);
  if (outputs.empty()) outputs.emplace_back();
  std::set<std::string> files;
  for (OutputChoice& output : outputs) {
    if (output.format.empty() && outputs.size() > 1)
      throw FatalError{fmt::format("-o {} has no format; put --output-format before each -o",
                                   printable(output.file))};
    const ConfigValue* usual = config.find("output.format");
    if (output.format.empty())
      output.format = usual != nullptr ? usual->raw.front() : std::string(report_formats().front());
    expect_one_of("--output-format", output.format, report_formats());
    if (output.file == "-") output.file.clear();
    if (files.insert(output.file).second) continue;
    if (output.file.empty())
      throw FatalError{"two reports for standard output; give all but one a file with -o"};
    throw FatalError{
        fmt::format("two reports for {}; give each its own -o", printable(output.file))};
  }
  return outputs;
}

}  // namespace diallint
