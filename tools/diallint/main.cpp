// The program: reads its arguments and runs one command. Started by the name of dialgen it is
// dialgen: so packages for other languages carry one file, and the library once less.
#include <string_view>

#include "dialgen/run_dialgen.h"
#include "diallint/command_line.h"
#include "diallint/commands.h"
#include "diallint/table_helper.h"

namespace diallint {
namespace {

int run(std::vector<std::string> arguments) {
  hand_tables_on(arguments);
  const Options options = parse_options(std::move(arguments));
  switch (options.command) {
    case Command::kCheck:
      return options.watch ? watch(options) : check(options);
    case Command::kRules:
      return list_rules(options);
    case Command::kExplain:
      return explain(options);
    case Command::kSchema:
      return show_schema(options);
    case Command::kConfig:
      return show_config(options);
    case Command::kSchemaDiff:
      return compare_schemas(options);
    case Command::kConformance:
      return check_conformance(options);
    case Command::kFix:
      return fix_files(options);
    case Command::kPrepare:
      return prepare_lists(options);
    case Command::kReconcile:
      return reconcile_answers(options);
    case Command::kHistory:
      return show_history(options);
    case Command::kServe:
      return serve(options);
    case Command::kPrint:
      break;
  }
  return print(options.text);
}

bool is_dialgen(int count, char** arguments) {
  const std::string_view name = count > 0 ? arguments[0] : "";
  return name.substr(name.rfind('/') + 1) == "dialgen";
}

}  // namespace
}  // namespace diallint

int main(int count, char** arguments) {
  if (diallint::is_dialgen(count, arguments))
    return diallint::run_program("dialgen", count, arguments, diallint::run_dialgen);
  return diallint::run_program("diallint", count, arguments, diallint::run);
}
