#include "diallint/command_line.h"

#include <algorithm>
#include <utility>

#include "diallint/check_options.h"
#include "diallint/command_forms.h"
#include "diallint/help.h"
#include "diallint/numbering_plan.h"
#include "diallint/phone_options.h"
#include "diallint/prepare_options.h"
#include "diallint/reconcile_options.h"
#include "diallint/serve_options.h"
#include "shared/failure.h"

namespace diallint {

Options parse_options(Arguments arguments) {
  if (arguments.empty())
    throw FatalError{"nothing to check; name files or directories, or see 'diallint --help'"};
  const std::string first = arguments.front();
  if (first == "-h" || first == "--help" || first == "help")
    return printing(std::string(kOverview));
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  if (std::find(arguments.begin(), mark, "--version") != mark)
    return printing("diallint " DIALLINT_VERSION "\n" + name_of_plan(NumberingPlan::builtin()) +
                    "\n");
  const Arguments rest(arguments.begin() + 1, arguments.end());
  if (first == "check") return parse_check(Command::kCheck, rest);
  if (first == "config") return parse_check(Command::kConfig, rest);
  if (first == "fix") return parse_check(Command::kFix, rest);
  if (first == "prepare") return parse_prepare(rest);
  if (first == "reconcile") return parse_reconcile(rest);
  if (first == "history") return parse_other(Command::kHistory, rest);
  if (first == "serve") return parse_serve(rest);
  if (first == "rules") return parse_other(Command::kRules, rest);
  if (first == "explain") return parse_other(Command::kExplain, rest);
  if (first == "conformance") return parse_other(Command::kConformance, rest);
  if (first == "schema" && !rest.empty() && rest.front() == "diff")
    return parse_other(Command::kSchemaDiff, Arguments(rest.begin() + 1, rest.end()));
  if (first == "schema") return parse_other(Command::kSchema, rest);
  return parse_check(Command::kCheck, std::move(arguments));
}

}  // namespace diallint
