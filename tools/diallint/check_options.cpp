#include "diallint/check_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/printable.h"
#include "diallint/config_severities.h"
#include "diallint/fingerprint_key.h"
#include "diallint/help.h"
#include "diallint/phone_options.h"
#include "report/reporter.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

using namespace std::string_view_literals;
using Arguments = std::vector<std::string>;

/// The options of `check` as they were written.
struct Words {
  std::string shape = "auto";
  std::string input_format = "auto";
  std::string now;
  std::string fail_on = "error";
  std::string max_findings = "0";
  std::string color = "auto";
  std::string stdin_name{kStdinName};
  std::string key_file, baseline;
  Arguments csv_map, select, ignore, severity, schemas, formats, files;
  PhoneWords phone;
};

void add_reading(Parser& parser, Words& words, Options& options) {
  parser.group("Reading");
  parser.value("--shape", words.shape, "ID", "take every input for this shape (default: auto)");
  parser.value("--input-format", words.input_format, "FORMAT", "auto, json, ndjson or csv");
  parser.values("--csv-map", words.csv_map, "MEMBER=HEADER", "the CSV column of a member; repeat");
  parser.value("--stdin-filename", words.stdin_name, "NAME", "name of standard input in reports");
  parser.value("--response", options.response, "FILE", "the service's answer to the one input");
  parser.values("--schema", words.schemas, "FILE", "replace or add a shape; repeat");
}

void add_configuration(Parser& parser, Words& words, Options& options) {
  parser.group("Configuration");
  parser.value("--config", options.config_file, "FILE", "use this diallint.toml for every input");
  parser.flag("--isolated", options.isolated, "use no diallint.toml");
  parser.value("--baseline", words.baseline, "FILE", "findings in it are known and do not fail");
  parser.flag("--update-baseline", options.update_baseline,
              "write what is found into the baseline");
  parser.value("--fingerprint-key", words.key_file, "FILE", "key fingerprints with what is in it");
}

void add_judging(Parser& parser, Words& words, Options& options) {
  parser.group("Judging");
  parser.value("--now", words.now, "TIME", "judge for this moment, RFC 3339, or none");
  parser.values("--select", words.select, "RULES", "only these rules, comma-separated");
  parser.values("--ignore", words.ignore, "RULES", "all but these rules");
  parser.values("--severity", words.severity, "RULE=LEVEL", "error, warning, info or off; repeat");
  parser.value("--fail-on", words.fail_on, "LEVEL", "error (default), warning, info or never");
  parser.flag("--accept-sdk-names", options.settings.accept_sdk_names,
              "take client_token and ClientToken for clientToken");
}

void add_reporting(Parser& parser, Words& words, Options& options) {
  parser.group("Reporting");
  parser.values("--output-format", words.formats, "FORMAT",
                "text (default), json, ndjson, sarif, github, gitlab, junit, html");
  parser.values("-o,--output", words.files, "FILE", "where that format goes; repeat in pairs");
  parser.value("--max-findings", words.max_findings, "N", "show at most N; counts stay exact");
  parser.flag("--statistics", options.statistics, "close with counts by rule");
  parser.flag("--show-values", options.show_values, "show excerpts as they are, not masked");
  parser.flag("--mask-keys", options.settings.mask_keys, "mask the names of attributes too");
  parser.value("--color", words.color, "WHEN", "auto, always or never; NO_COLOR counts");
  parser.flag("-q,--quiet", options.quiet, "no closing summary, no progress");
  parser.flag("-v,--verbose", options.verbose, "also say what was read");
}

void pair_up(const OptionUse& use, std::vector<OutputChoice>& outputs) {
  const bool is_format = use.option == "--output-format";
  std::string OutputChoice::*field = is_format ? &OutputChoice::format : &OutputChoice::file;
  if (!is_format && use.value.empty()) throw Failure{"-o is empty; name a file"};
  if (outputs.empty() || !(outputs.back().*field).empty()) outputs.emplace_back();
  outputs.back().*field = use.value;
}

/// Each --output-format belongs to the -o beside it.
std::vector<OutputChoice> outputs_of(const std::vector<OptionUse>& uses, const Config& config) {
  std::vector<OutputChoice> outputs;
  for (const OptionUse& use : uses)
    if (use.option == "--output-format" || use.option == "--output") pair_up(use, outputs);
  if (outputs.empty()) outputs.emplace_back();
  std::set<std::string> files;
  for (OutputChoice& output : outputs) {
    if (output.format.empty() && outputs.size() > 1)
      throw Failure{fmt::format("-o {} has no format; put --output-format before each -o",
                                printable(output.file))};
    const ConfigValue* usual = config.find("output.format");
    if (output.format.empty()) output.format = usual != nullptr ? usual->words.front() : "text";
    expect_one_of("--output-format", output.format, report_formats());
    if (output.file == "-") output.file.clear();
    if (files.insert(output.file).second) continue;
    if (output.file.empty())
      throw Failure{"two reports for standard output; give all but one a file with -o"};
    throw Failure{fmt::format("two reports for {}; give each its own -o", printable(output.file))};
  }
  return outputs;
}

void interpret(const Words& words, Options& options) {
  static constexpr std::array kColors = {"auto"sv, "always"sv, "never"sv};
  expect_one_of("--color", words.color, kColors);
  options.color = words.color == "auto"     ? Color::kAuto
                  : words.color == "always" ? Color::kAlways
                                            : Color::kNever;
  options.settings.now = moment(words.now);
  apply_phone_options(words.phone, options.settings);
  options.fail_on = threshold(words.fail_on);
  options.run.shape = words.shape;
  options.run.format = input_format(words.input_format);
  options.run.max_findings = whole_number("--max-findings", words.max_findings);
  for (const std::string& mapping : words.csv_map) {
    const std::string error = add_csv_mapping(mapping, options.run.csv_map);
    if (!error.empty()) throw Failure{fmt::format("--csv-map: {}", printable(error))};
  }
  options.schema_files = words.schemas;
  options.stdin_name = words.stdin_name;
  options.baseline = words.baseline;
  options.fingerprint_key = fingerprint_key(words.key_file);
}

/// --response goes with one document of a shape that tells itself.
void expect_pair(const Options& options) {
  if (options.response.empty()) return;
  if (options.arguments.size() != 1)
    throw Failure{"--response belongs to one request; name a single file in front of it"};
  if (options.uses_option("--baseline"))
    throw Failure{"--baseline knows no answers; leave it out beside --response"};
  if (options.response == "-" && options.arguments.front() == "-")
    throw Failure{"standard input cannot be both the request and its answer; name a file"};
  const bool json = options.run.format == InputFormat::kAuto ||  //
                    options.run.format == InputFormat::kJson;
  if (options.run.shape != "auto" || !json)
    throw Failure{
        "--response takes two JSON documents that tell their shapes; leave --shape and "
        "--input-format out"};
}

Options printing(std::string text) {
  Options options;
  options.command = Command::kPrint;
  options.text = std::move(text);
  return options;
}

/// What the file says of numbers, unless an option says it.
void overlay_phone(const Config& config, PhoneWords& words) {
  const auto unless_given = [&](const char* key, Arguments& into) {
    const ConfigValue* value = config.find(key);
    if (value != nullptr && into.empty()) into = value->words;
  };
  unless_given("phone.regions", words.regions);
  unless_given("phone.deny-regions", words.denied_regions);
  unless_given("phone.deny-types", words.denied_types);
  const ConfigValue* plan = config.find("phone.numbering-plan");
  if (plan != nullptr && words.plan.empty()) words.plan = config.path(plan->words.front());
}

Options with_settings(Words words, Options options, const Config& config) {
  const auto unless_used = [&](const char* key, const char* option, std::string& into) {
    const ConfigValue* value = config.find(key);
    if (value != nullptr && !options.uses_option(option)) into = value->words.front();
    return value != nullptr && !options.uses_option(option);
  };
  const auto or_flag = [&](const char* key, bool& flag) {
    const ConfigValue* value = config.find(key);
    flag = flag || (value != nullptr && value->words.front() == "true");
  };
  unless_used("fail-on", "--fail-on", words.fail_on);
  unless_used("now", "--now", words.now);
  unless_used("shape", "--shape", words.shape);
  unless_used("input-format", "--input-format", words.input_format);
  unless_used("output.max-findings", "--max-findings", words.max_findings);
  if (unless_used("baseline", "--baseline", words.baseline))
    words.baseline = config.path(words.baseline);
  if (unless_used("fingerprint-key", "--fingerprint-key", words.key_file))
    words.key_file = config.path(words.key_file);
  or_flag("accept-sdk-names", options.settings.accept_sdk_names);
  or_flag("output.statistics", options.statistics);
  or_flag("output.mask-keys", options.settings.mask_keys);
  if (words.csv_map.empty())
    for (const auto& [member, header] : config.table("csv-map"))
      words.csv_map.push_back(member + "=" + header->words.front());
  overlay_phone(config, words.phone);
  // First, since the policy on numbers has to know which of its rules are wanted.
  options.settings.severity =
      layered_severities(config, words.select, words.ignore, words.severity);
  interpret(words, options);
  return options;
}

void add_all(Parser& parser, Words& words, Options& options) {
  add_reading(parser, words, options);
  add_judging(parser, words, options);
  add_phone_options(parser, words.phone);
  add_reporting(parser, words, options);
  add_configuration(parser, words, options);
}

/// The options of check, which config takes too.
Options parse_check(Command command, Arguments arguments) {
  Options base;
  base.command = command;
  Words words;
  const bool checks = command == Command::kCheck;
  Parser parser(checks ? "check [OPTION...] FILE|DIR|-..." : "config [OPTION OF CHECK...] [PATH]",
                checks ? kCheckDescription : kConfigDescription,
                checks ? kCheckFooter : kConfigFooter);
  add_all(parser, words, base);
  try {
    base.arguments = parser.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return printing(parser.help());
  }
  if (base.arguments.empty() && checks)
    throw Failure{"nothing to check; name files or directories, or - for standard input"};
  if (base.arguments.size() > 1 && !checks)
    throw Failure{"config takes one path at most; what holds for another is another call"};
  for (const Parser::Use& use : parser.uses()) base.uses.push_back({use.option, use.value});
  const std::string first = base.arguments.empty() ? "." : base.arguments.front();
  base.stdin_name = words.stdin_name;
  const Config config = config_for(base, first == "-" ? base.config_path_of_stdin() : first);
  Options options = with_settings(words, base, config);
  options.config = config;
  options.outputs = outputs_of(base.uses, config);
  options.with_config = [words, base](const Config& other) {
    return with_settings(words, base, other);
  };
  if (options.update_baseline && options.baseline.empty())
    throw Failure{"--update-baseline needs to know which; name the file with --baseline"};
  expect_pair(options);
  return options;
}

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
};

constexpr CommandForm kRulesForm = {
    .command = Command::kRules,
    .usage = "rules [OPTION...]",
    .description = "List the rules: id, severity, what is checked.",
    .least = 0,
    .most = 0,
    .lacks = "rules takes no argument; for one rule, 'diallint explain RULE'",
    .has_format = true,
    .footer = "Example:\n  diallint rules --output-format json",
};
constexpr CommandForm kExplainForm = {
    .command = Command::kExplain,
    .usage = "explain [OPTION...] RULE|CODE",
    .description =
        "Say what a rule checks, why, how to repair, and which documents state it; or what a "
        "failure code or an exception of the service means, and what to do.",
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
        "Say in words which limits differ between two schemas. Each is a file or the name of a "
        "shape.",
    .least = 2,
    .most = 2,
    .lacks = "schema diff takes two schemas, the older one first: files, or names of shapes",
    .has_format = false,
    .footer =
        "Example:\n  diallint schema diff dial-request new/dial-request.schema.json\n\n"
        "Exit code: 0 no change, 1 changes, 2 a schema that cannot be read.",
    .has_schemas = false,
};
constexpr CommandForm kConformanceForm = {
    .command = Command::kConformance,
    .usage = "conformance [OPTION...] DIR -- COMMAND...",
    .description =
        "Run any validator over a pack of fixtures and say where it agrees with the pack.",
    .least = 2,
    .most = SIZE_MAX,
    .lacks =
        "conformance takes the folder of a pack, --, and a command; as in: diallint conformance "
        "corpus/conformance -- my-validator {shape} {file}",
    .has_format = false,
    .footer =
        R"(In the command {file}, {shape} and {now} stand for those of each input. The command prints
findings as JSON, {"findings": [{"rule": ..., "path": ...}]}, as diallint does, or just ends
with 0 (no error) or 1 (an error). 'dialgen pack' makes packs; docs/packs.md describes them.

Examples:
  diallint conformance corpus/conformance -- ./validate.py {shape} {file} {now}
  diallint conformance corpus/conformance -- \
    diallint check --shape {shape} --now {now} --output-format json {file}

Exit code: 0 the command agrees on every file, 1 it does not, 2 a problem of usage or input.)",
    .has_schemas = false,
    .has_verbose = true,
};

Options parse_other(const CommandForm& form, Arguments arguments) {
  static constexpr std::array kFormats = {"text"sv, "json"sv};
  Options options;
  options.command = form.command;
  std::string format = "text";
  Parser parser(form.usage, form.description, form.footer);
  if (form.has_schemas)
    parser.values("--schema", options.schema_files, "FILE", "replace or add a shape; repeat");
  if (form.has_verbose)
    parser.flag("-v,--verbose", options.verbose,
                "name every file that differs; pass the command's standard error on");
  if (form.has_format) parser.value("--output-format", format, "FORMAT", "text (default) or json");
  try {
    options.arguments = parser.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return printing(parser.help());
  }
  expect_one_of("--output-format", format, kFormats);
  const std::size_t given = options.arguments.size();
  if (given < form.least || given > form.most) throw Failure{form.lacks};
  options.outputs = {{format, {}}};
  return options;
}

}  // namespace

bool Options::uses_option(std::string_view name) const {
  return std::any_of(uses.begin(), uses.end(),
                     [&](const OptionUse& use) { return use.option == name; });
}

std::vector<OptionFacts> check_options() {
  Options options;
  Words words;
  Parser parser("", "", "");
  add_all(parser, words, options);
  return parser.facts();
}

Config config_for(const Options& options, const std::string& path) {
  if (options.isolated && !options.config_file.empty())
    throw Failure{"--isolated and --config exclude each other; give one of them"};
  if (options.isolated) return {};
  if (!options.config_file.empty()) return read_config(options.config_file);
  const std::string file = find_config(folder_of(path));
  return file.empty() ? Config{} : read_config(file);
}

Options parse_options(Arguments arguments) {
  if (arguments.empty())
    throw Failure{"nothing to check; name files or directories, or see 'diallint --help'"};
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
  if (first == "rules") return parse_other(kRulesForm, rest);
  if (first == "explain") return parse_other(kExplainForm, rest);
  if (first == "conformance") return parse_other(kConformanceForm, rest);
  if (first == "schema" && !rest.empty() && rest.front() == "diff")
    return parse_other(kSchemaDiffForm, Arguments(rest.begin() + 1, rest.end()));
  if (first == "schema") return parse_other(kSchemaForm, rest);
  return parse_check(Command::kCheck, std::move(arguments));
}

}  // namespace diallint
