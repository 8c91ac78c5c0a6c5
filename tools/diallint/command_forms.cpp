#include "diallint/command_forms.h"

#include <array>
#include <cstddef>
#include <utility>

#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

using namespace std::string_view_literals;

/// What the commands other than check have in common.
struct CommandForm {
  Command command;
  const char* usage;
  const char* description;
  std::size_t least;
  std::size_t most;
  const char* lacks;  ///< what to do where there are too few arguments, or too many
  bool has_format;
  const char* footer;
  bool has_schemas = true;
  bool has_verbose = false;
  bool has_now = false;
};

constexpr CommandForm kRulesForm = {
    .command = Command::kRules,
    .usage = "rules [OPTION...]",
    .description = "List the rules: id, severity, what is checked.",
    .least = 0,
    .most = 0,
    .lacks = "rules takes no argument; use 'diallint explain RULE' for one rule",
    .has_format = true,
    .footer = "Example:\n  diallint rules --output-format json",
};
constexpr CommandForm kExplainForm = {
    .command = Command::kExplain,
    .usage = "explain [OPTION...] RULE|CODE",
    .description =
        "Explain what a rule checks, why, how to repair a finding, and which documents state it; "
        "or what a failure code or an exception of the service means, and what to do.",
    .least = 1,
    .most = 1,
    .lacks = "explain takes one rule, failure code or exception; 'diallint rules' lists the rules",
    .has_format = false,
    .footer =
        "Examples:\n  diallint explain expiration-window\n  diallint explain RequestThrottled",
};
constexpr CommandForm kSchemaForm = {
    .command = Command::kSchema,
    .usage = "schema [OPTION...] [SHAPE]",
    .description = "List the shapes of input, or print the JSON Schema of one.",
    .least = 0,
    .most = 1,
    .lacks = "schema takes one shape at most; 'diallint schema' lists them",
    .has_format = false,
    .footer =
        "Examples:\n  diallint schema dial-request > dial-request.schema.json\n"
        "  diallint schema report\n"
        "  diallint schema diff --help",
};
constexpr CommandForm kSchemaDiffForm = {
    .command = Command::kSchemaDiff,
    .usage = "schema diff OLD NEW",
    .description =
        "List in words the limits that differ between two schemas. Each is a file or the name of a "
        "shape.",
    .least = 2,
    .most = 2,
    .lacks = "schema diff takes two schemas, the older one first: files or names of shapes",
    .has_format = false,
    .footer =
        "Example:\n  diallint schema diff dial-request new/dial-request.schema.json\n\n"
        "Exit code: 0 no change, 1 changes, 2 a schema that cannot be read.",
    .has_schemas = false,
};
constexpr CommandForm kHistoryForm = {
    .command = Command::kHistory,
    .usage = "history [OPTION...] FILE",
    .description = "Show how much a history remembers, and how old that is.",
    .least = 1,
    .most = 1,
    .lacks = "history takes the file that --history names to check, prepare and reconcile",
    .has_format = true,
    .footer =
        R"(The file has keyed hashes of tokens, requests and numbers of the last 7 days, and no value;
its key lies beside it, in FILE.key.

Examples:
  diallint history sent.db
  diallint history sent.db --output-format json

Exit code: 0 shown, 2 a problem of usage or input.)",
    .has_schemas = false,
    .has_now = true,
};
constexpr CommandForm kConformanceForm = {
    .command = Command::kConformance,
    .usage = "conformance [OPTION...] DIR -- COMMAND...",
    .description =
        "Run any validator over a pack of fixtures and report where it agrees with the pack.",
    .least = 2,
    .most = SIZE_MAX,
    .lacks =
        "conformance takes the folder of a pack, --, and a command; as in: diallint conformance "
        "pack -- my-validator {shape} {file}",
    .has_format = false,
    .footer =
        R"(In the command {file}, {shape} and {now} are replaced by those of each input. The command prints
findings as JSON, {"findings": [{"rule": ..., "path": ...}]}, as diallint does, or just ends
with 0 (no error) or 1 (an error). 'dialgen pack' makes packs; docs/packs.md describes them.

Examples:
  diallint conformance pack -- ./validate.py {shape} {file} {now}
  diallint conformance pack -- \
    diallint check --shape {shape} --now {now} --output-format json {file}

Exit code: 0 the command agrees on every file, 1 it does not, 2 a problem of usage or input.)",
    .has_schemas = false,
    .has_verbose = true,
};

const CommandForm& form_of(Command command) {
  switch (command) {
    case Command::kRules:
      return kRulesForm;
    case Command::kExplain:
      return kExplainForm;
    case Command::kSchemaDiff:
      return kSchemaDiffForm;
    case Command::kHistory:
      return kHistoryForm;
    case Command::kConformance:
      return kConformanceForm;
    default:
      return kSchemaForm;
  }
}

}  // namespace

Options parse_other(Command command, Arguments arguments) {
  const CommandForm& form = form_of(command);
  static constexpr std::array kFormats = {"text"sv, "json"sv};
  Options options;
  options.command = form.command;
  std::string format = "text";
  Parser parser(form.usage, form.description, form.footer);
  if (form.has_schemas)
    parser.values("--schema", options.schema_files, "FILE", "replace or add a shape; repeat");
  if (form.has_verbose)
    parser.flag("-v,--verbose", options.verbose,
                "list every file that differs; pass the command's standard error on");
  std::string now;
  if (form.has_now)
    parser.value("--now", now, "TIME", "ages at this moment, RFC 3339 (default: the clock)");
  if (form.has_format) parser.value("--output-format", format, "FORMAT", "text (default) or json");
  try {
    options.arguments = parser.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return printing(parser.help());
  }
  expect_one_of("--output-format", format, kFormats);
  const std::size_t given = options.arguments.size();
  if (given < form.least || given > form.most) throw FatalError{form.lacks};
  options.outputs = {{format, {}}};
  options.settings.now = moment(now == "none" ? "" : now);
  return options;
}

}  // namespace diallint
