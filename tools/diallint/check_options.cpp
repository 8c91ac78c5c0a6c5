#include "diallint/check_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/printable.h"
#include "diallint/check_outputs.h"
#include "diallint/checker.h"
#include "diallint/config_severities.h"
#include "diallint/fingerprint_key.h"
#include "diallint/fix_call.h"
#include "diallint/help.h"
#include "diallint/history_options.h"
#include "diallint/phone_options.h"
#include "engine/input_formats.h"
#include "report/reporter.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

/// The options of `check` as they were written.
struct RawOptions {
  std::string shape = "auto";
  std::string input_format = "auto";
  std::string now;
  std::string fail_on = "error";
  std::string max_findings = "0";
  std::string jobs;
  std::string unique_within = "run";
  std::string color = "auto";
  std::string envelope = "auto";
  std::string max_expanded{kMaxExpanded};
  std::string memory_limit = "0";
  std::string stdin_name{kStdinName};
  std::string key_file, baseline;
  FileToRead configured_key;
  Arguments csv_map, select, ignore, severity, schemas, formats, files;
  RawPhoneOptions phone;
  RawFix fix;
  RawHistory history;
};

/// Fix takes neither responses nor threads.
void add_reading(Parser& parser, RawOptions& raw, Options& options, bool fixes = false) {
  parser.group("Reading");
  parser.value("--shape", raw.shape, "ID", "check every input as this shape (default: auto)");
  parser.value("--input-format", raw.input_format, "FORMAT", in_words(input_format_names()));
  parser.value("--envelope", raw.envelope, "NAME",
               "open envelopes: auto (default), none or a kind");
  parser.value("--max-expanded", raw.max_expanded, "SIZE",
               "text of a compressed input at most, 0 for any (default: 1G)");
  parser.values("--csv-map", raw.csv_map, "MEMBER=HEADER", "the CSV column of a member; repeat");
  parser.value("--stdin-filename", raw.stdin_name, "NAME", "name of standard input in reports");
  parser.values("--exclude", options.exclude, "GLOB", "leave these out of directories; repeat");
  if (!fixes)
    parser.flag("--watch", options.watch,
                "check each file of the directories once it is whole, until interrupted");
  if (!fixes)
    parser.values("--response", options.responses, "FILE",
                  "the service's response to an input; repeat");
  parser.values("--schema", raw.schemas, "FILE", "replace or add a shape; repeat");
  if (!fixes)
    parser.value("-j,--jobs", raw.jobs, "N", "check with N threads (default: all processors)");
}

void add_configuration(Parser& parser, Options& options) {
  parser.group("Configuration");
  parser.value("--config", options.config_file, "FILE", "use this diallint.toml for every input");
  parser.flag("--isolated", options.isolated, "use no diallint.toml");
}

void add_baseline(Parser& parser, RawOptions& raw, Options& options) {
  parser.value("--baseline", raw.baseline, "FILE", "known findings in it do not fail the run");
  parser.flag("--update-baseline", options.update_baseline, "write the findings to the baseline");
  parser.value("--fingerprint-key", raw.key_file, "FILE", "file with the key of the fingerprints");
}

/// Fix finds nothing that stands twice.
void add_judging(Parser& parser, RawOptions& raw, Options& options, bool fixes = false) {
  parser.group("Judging");
  parser.value("--now", raw.now, "TIME",
               "for this moment, RFC 3339; none; clock: as each line comes");
  parser.value("--unique-within", raw.unique_within, "WHAT",
               with_default(in_words(kUniqueWithinWords)) + "; off saves memory");
  if (!fixes)
    parser.value("--memory-limit", raw.memory_limit, "SIZE",
                 "memory for that; past it, read files twice (default: 0, any)");
  parser.values("--select", raw.select, "RULES", "only these rules, comma-separated");
  parser.values("--ignore", raw.ignore, "RULES", "all but these rules");
  parser.values("--severity", raw.severity, "RULE=LEVEL", in_words(kSeverityWords) + "; repeat");
  parser.value("--fail-on", raw.fail_on, "LEVEL", with_default(in_words(kThresholdWords)));
  parser.flag("--accept-sdk-names", options.settings.accept_sdk_names,
              "accept member_name and MemberName for memberName");
}

void add_reporting(Parser& parser, RawOptions& raw, Options& options) {
  parser.group("Reporting");
  parser.values("--output-format", raw.formats, "FORMAT",
                with_default(fmt::format("{}", fmt::join(report_formats(), ", "))));
  parser.values("-o,--output", raw.files, "FILE", "the file of that format; repeat in pairs");
  parser.value("--valid-output", options.split.valid, "FILE",
               "the valid records, as they stand in the one input");
  parser.value("--invalid-output", options.split.invalid, "FILE",
               "the others; rows of CSV with their rules in a last column");
  parser.value("--max-findings", raw.max_findings, "N",
               "show at most N, 0 for all (default); counts stay exact");
  parser.flag("--statistics", options.statistics, "close with counts by rule");
  parser.flag("--show-values", options.show_values, "show excerpts without masking");
  parser.flag("--mask-keys", options.settings.mask_keys, "mask the names of attributes too");
  parser.value("--color", raw.color, "WHEN", in_words(kColorWords) + "; NO_COLOR counts");
  parser.flag("-q,--quiet", options.quiet, "no summary, no progress");
  parser.flag("-v,--verbose", options.verbose, "also name what was read");
}

/// Those that this process may use, where nothing is said.
unsigned threads(const std::string& word) {
  if (word.empty()) {
    cpu_set_t processors;
    if (::sched_getaffinity(0, sizeof processors, &processors) != 0) return 1;
    return std::min(static_cast<unsigned>(CPU_COUNT(&processors)), kMaxJobs);
  }
  const std::uint64_t jobs = whole_number("--jobs", word);
  if (jobs == 0 || jobs > kMaxJobs)
    throw FatalError{
        fmt::format("--jobs takes a whole number from 1 to {}, not '{}'", kMaxJobs, jobs)};
  return static_cast<unsigned>(jobs);
}

UniqueWithin unique_within(const std::string& word) {
  expect_one_of("--unique-within", word, kUniqueWithinWords);
  constexpr UniqueWithin kValues[] = {UniqueWithin::kRun, UniqueWithin::kInput,
                                      UniqueWithin::kBatch, UniqueWithin::kOff};
  const auto at = std::find(kUniqueWithinWords.begin(), kUniqueWithinWords.end(), word);
  return kValues[at - kUniqueWithinWords.begin()];
}

void interpret(const RawOptions& raw, Options& options) {
  expect_one_of("--color", raw.color, kColorWords);
  options.color = raw.color == "auto"     ? Color::kAuto
                  : raw.color == "always" ? Color::kAlways
                                          : Color::kNever;
  if (raw.now == "clock") {
    options.settings.now = present();
    options.settings.clock = present;
  } else {
    options.settings.now = moment(raw.now);
  }
  options.settings.unique_within = unique_within(raw.unique_within);
  apply_phone_options(raw.phone, options.settings);
  options.fail_on = threshold(raw.fail_on);
  options.run.shape = raw.shape;
  options.run.format = input_format(raw.input_format);
  expect_one_of("--envelope", raw.envelope, envelope_names());
  options.settings.envelope = raw.envelope;
  options.max_expanded = {byte_size("--max-expanded", raw.max_expanded), raw.max_expanded};
  options.memory_limit = {memory_limit("--memory-limit", raw.memory_limit), raw.memory_limit};
  options.run.max_findings = whole_number("--max-findings", raw.max_findings);
  options.run.jobs = threads(raw.jobs);
  for (const std::string& mapping : raw.csv_map) {
    const std::string error = add_csv_mapping(mapping, options.run.csv_map);
    if (!error.empty()) throw FatalError{fmt::format("--csv-map: {}", printable(error))};
  }
  if (options.command != Command::kFix) apply_history_options(raw.history, options);
  options.schema_files = raw.schemas;
  options.stdin_name = raw.stdin_name;
  options.baseline = raw.baseline;
  options.fingerprint_key = fingerprint_key(raw.key_file, raw.configured_key);
}

/// --response goes with documents of shapes that tell themselves.
void expect_exchange(const Options& options) {
  if (options.responses.empty()) return;
  std::vector<std::string> words = options.arguments;
  words.insert(words.end(), options.responses.begin(), options.responses.end());
  if (std::count(words.begin(), words.end(), "-") > 1)
    throw FatalError{"standard input cannot be two of the documents; name a file"};
  const bool json = options.run.format == InputFormat::kAuto ||  //
                    options.run.format == InputFormat::kJson;
  if (options.run.shape != "auto" || !json)
    throw FatalError{
        "--response needs JSON documents and detects their shapes; leave --shape and "
        "--input-format out"};
}

/// Two readings have to find the same.
void expect_limited(const Options& options) {
  if (options.memory_limit.bytes == 0 || options.command == Command::kFix) return;
  if (!options.responses.empty())
    throw FatalError{"--response and --memory-limit exclude each other; leave one out"};
  if (options.settings.clock)
    throw FatalError{
        "--now clock and --memory-limit exclude each other, as files may be read twice; name a "
        "moment, or leave the limit out"};
}

void expect_remembered(const Options& options) {
  if (!options.remember) return;
  if (!options.responses.empty())
    throw FatalError{
        "--response and --remember exclude each other; reconcile notes what was taken"};
  if (!options.settings.now)
    throw FatalError{"--remember notes when requests are sent; leave --now none out"};
}

void expect_split(const Options& options) {
  if (!options.split.any()) return;
  if (!options.responses.empty())
    throw FatalError{"--response and --valid-output or --invalid-output exclude each other"};
  if (options.split.valid == "-" || options.split.invalid == "-")
    throw FatalError{"--valid-output and --invalid-output take files, not -"};
}

/// Files come one by one, and each has a report of its own.
void expect_watch(Options& options) {
  if (!options.watch) return;
  for (const char* option : {"--response", "--baseline", "--update-baseline", "--output",
                             "--valid-output", "--invalid-output"})
    if (options.uses_option(option))
      throw FatalError{fmt::format("--watch and {} exclude each other; leave one out", option)};
  if (options.uses_option("--output-format") &&
      options.outputs.front().format != kNdjsonReport.name)
    throw FatalError{fmt::format("--watch reports in {}, not in {}; leave --output-format out",
                                 kNdjsonReport.name, options.outputs.front().format)};
  if (std::count(options.arguments.begin(), options.arguments.end(), "-") > 0)
    throw FatalError{"--watch takes folders; leave - out, which is checked as it comes without it"};
  options.outputs = {{std::string(kNdjsonReport.name), {}}};
  options.baseline.clear();
  options.verbose = true;  // each summary says which file it is of
}

/// What a configuration names is read where it says; what one names that nobody has named, beneath
/// its folder alone.
FileToRead file_named_by(const Config& config, const std::string& word) {
  return {config.path(word), config.is_found ? config.beneath(word) : Beneath{}, kPatience};
}

/// What the file says of numbers, unless an option says it.
void overlay_phone(const Config& config, RawPhoneOptions& raw) {
  const auto unless_given = [&](const char* key, Arguments& into) {
    const ConfigValue* value = config.find(key);
    if (value != nullptr && into.empty()) into = value->raw;
  };
  unless_given("phone.regions", raw.regions);
  unless_given("phone.deny-regions", raw.denied_regions);
  unless_given("phone.deny-types", raw.denied_types);
  const ConfigValue* plan = config.find("phone.numbering-plan");
  if (plan != nullptr && raw.plan.path.empty()) raw.plan = file_named_by(config, plan->raw.front());
}

Options with_settings(RawOptions raw, Options options, const Config& config) {
  const auto unless_used = [&](const char* key, const char* option, std::string& into) {
    const ConfigValue* value = config.find(key);
    if (value != nullptr && !options.uses_option(option)) into = value->raw.front();
    return value != nullptr && !options.uses_option(option);
  };
  const auto or_flag = [&](const char* key, bool& flag) {
    const ConfigValue* value = config.find(key);
    flag = flag || (value != nullptr && value->raw.front() == "true");
  };
  unless_used("fail-on", "--fail-on", raw.fail_on);
  unless_used("now", "--now", raw.now);
  unless_used("shape", "--shape", raw.shape);
  unless_used("input-format", "--input-format", raw.input_format);
  unless_used("envelope", "--envelope", raw.envelope);
  unless_used("max-expanded", "--max-expanded", raw.max_expanded);
  unless_used("memory-limit", "--memory-limit", raw.memory_limit);
  unless_used("output.max-findings", "--max-findings", raw.max_findings);
  if (unless_used("baseline", "--baseline", raw.baseline)) {
    options.baseline_beneath = config.beneath(raw.baseline);
    raw.baseline = config.path(raw.baseline);
  }
  if (const ConfigValue* key = config.find("fingerprint-key"))
    raw.configured_key = file_named_by(config, key->raw.front());
  or_flag("accept-sdk-names", options.settings.accept_sdk_names);
  or_flag("output.statistics", options.statistics);
  or_flag("output.mask-keys", options.settings.mask_keys);
  if (raw.csv_map.empty())
    for (const auto& [member, header] : config.table("csv-map"))
      raw.csv_map.push_back(member + "=" + header->raw.front());
  overlay_phone(config, raw.phone);
  // First, since the policy on numbers has to know which of its rules are wanted.
  options.settings.severity = layered_severities(config, raw.select, raw.ignore, raw.severity);
  interpret(raw, options);
  if (options.command == Command::kFix) options.fix = fix_call_of(raw.fix, options.settings);
  return options;
}

std::string check_footer() {
  return fmt::format(kCheckFooter, in_words(input_extensions(), "and"));
}

void add_all(Parser& parser, RawOptions& raw, Options& options) {
  add_reading(parser, raw, options);
  add_judging(parser, raw, options);
  add_phone_options(parser, raw.phone);
  add_history_options(parser, raw.history, /*limit=*/true, /*remember=*/true);
  add_reporting(parser, raw, options);
  add_configuration(parser, options);
  add_baseline(parser, raw, options);
}

void add_all_of_fix(Parser& parser, RawOptions& raw, Options& options) {
  add_fix_options(parser, raw.fix);
  parser.flag("--show-values", options.show_values, "show the lines of --diff without masking");
  parser.flag("--mask-keys", options.settings.mask_keys, "mask the names of members too");
  parser.flag("-q,--quiet", options.quiet, "no summary, no progress");
  parser.flag("-v,--verbose", options.verbose, "also name what was read");
  add_reading(parser, raw, options, /*fixes=*/true);
  add_judging(parser, raw, options, /*fixes=*/true);
  add_phone_options(parser, raw.phone);
  add_configuration(parser, options);
}

/// How help begins and ends, and what has to be named.
struct Form {
  const char* usage;
  const char* description;
  std::string footer;
};

Form form_of(Command command) {
  if (command == Command::kFix)
    return {"fix [OPTION...] FILE|DIR|-... [--diff | --in-place | -o FILE]", kFixDescription,
            kFixFooter};
  if (command == Command::kConfig)
    return {"config [OPTION OF CHECK...] [PATH]", kConfigDescription, kConfigFooter};
  return {"check [OPTION...] FILE|DIR|-...", kCheckDescription, check_footer()};
}

void expect_arguments(Command command, const Arguments& arguments) {
  if (arguments.empty() && command == Command::kCheck)
    throw FatalError{"nothing to check; name files or directories, or - for standard input"};
  if (arguments.empty() && command == Command::kFix)
    throw FatalError{"nothing to fix; name files or directories, or - for standard input"};
  if (arguments.size() > 1 && command == Command::kConfig)
    throw FatalError{"config takes one path at most; call it again for another"};
}

}  // namespace

std::vector<OptionFacts> check_options() {
  Options options;
  RawOptions raw;
  Parser parser("", "", "");
  add_all(parser, raw, options);
  return parser.facts();
}

std::vector<OptionFacts> fix_options() {
  Options options;
  RawOptions raw;
  Parser parser("", "", "");
  add_all_of_fix(parser, raw, options);
  return parser.facts();
}

Options parse_check(Command command, Arguments arguments) {
  Options base;
  base.command = command;
  RawOptions raw;
  const Form form = form_of(command);
  Parser parser(form.usage, form.description, form.footer);
  command == Command::kFix ? add_all_of_fix(parser, raw, base) : add_all(parser, raw, base);
  try {
    base.arguments = parser.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return printing(parser.help());
  }
  expect_arguments(command, base.arguments);
  for (const Parser::Use& use : parser.uses()) base.uses.push_back({use.option, use.value});
  const std::string first = base.arguments.empty() ? "." : base.arguments.front();
  base.stdin_name = raw.stdin_name;
  const Config config = config_for(base, first == "-" ? base.config_path_of_stdin() : first);
  Options options = with_settings(raw, base, config);
  options.config = config;
  if (command != Command::kFix) options.outputs = outputs_of(base.uses, config);
  options.with_config = [raw, base](const Config& other) {
    return with_settings(raw, base, other);
  };
  if (options.update_baseline && options.baseline.empty())
    throw FatalError{"--update-baseline needs a file; name it with --baseline"};
  expect_watch(options);
  expect_exchange(options);
  expect_split(options);
  expect_remembered(options);
  expect_limited(options);
  return options;
}

}  // namespace diallint
