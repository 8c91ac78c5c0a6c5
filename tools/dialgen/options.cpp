#include "dialgen/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/printable.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

void add_now(Parser& parser, RawDialgenOptions& raw) {
  parser.value("--now", raw.now, "TIME", "generate for this moment, RFC 3339 (default: the clock)");
}

void add_seed(Parser& parser, RawDialgenOptions& raw) {
  parser.value("--seed", raw.seed, "N", "the same seed gives the same bytes (default: 1)");
}

void add_schemas(Parser& parser, RawDialgenOptions& raw) {
  parser.values("--schema", raw.schemas, "FILE", "replace or add a shape; repeat");
}

void add_valid(Parser& parser, RawDialgenOptions& raw) {
  parser.group("What to generate");
  parser.value("--shape", raw.shape, "ID", "of this shape (default: dial-request)");
  parser.value("--count", raw.count, "N", "number of documents, rows or requests (default: 1)");
  add_seed(parser, raw);
  add_now(parser, raw);
  parser.values("--regions", raw.regions, "LIST",
                "numbers of these regions, as US,GB,AU,FR,DE; default: all there are");
  add_schemas(parser, raw);
  parser.group("A long submission");
  parser.value("--rate", raw.rate, "N", "requests submitted per second");
  parser.value("--submit-over", raw.submit_over, "SECONDS", "time over which all are submitted");
  parser.group("Output");
  parser.value("--format", raw.format, "FORMAT", with_default(in_words(kGeneratedFormats)));
  parser.value("-o,--output", raw.output, "FILE", "the file to write (default: standard output)");
}

void add_folder(Parser& parser, RawDialgenOptions& raw) {
  parser.value("-o,--output", raw.output, "DIR", "the folder of the pack: new, empty or a pack's");
}

void add_shape_or_all(Parser& parser, RawDialgenOptions& raw) {
  parser.value("--shape", raw.shape, "ID", "of this shape (default: all, a folder each)");
}

void add_boundary(Parser& parser, RawDialgenOptions& raw) {
  add_shape_or_all(parser, raw);
  add_seed(parser, raw);
  add_now(parser, raw);
  add_schemas(parser, raw);
  add_folder(parser, raw);
}

void add_spoil(Parser& parser, RawDialgenOptions& raw) {
  parser.values("--rule", raw.rules, "RULES", "break these rules, comma-separated");
  parser.flag("--all", raw.all, "break every rule that can be broken");
  parser.value("--count", raw.count, "N", "files per rule and shape (default: 1)");
  add_boundary(parser, raw);
}

void add_pack(Parser& parser, RawDialgenOptions& raw) {
  add_seed(parser, raw);
  parser.value("--now", raw.now, "TIME",
               "generate for this moment (default: 2026-11-20T12:00:00Z)");
  add_schemas(parser, raw);
  add_folder(parser, raw);
}

void add_response(Parser& parser, RawDialgenOptions& raw) {
  parser.value("--for", raw.request, "REQUEST", "the batch to respond to: a JSON file");
  parser.value("--failed", raw.failed, "PERCENT", "percentage of failed requests (default: 0)");
  parser.values("--code", raw.codes, "CODES", "with these failure codes in turn (default: all)");
  parser.value("--exception", raw.exception, "NAME",
               "the whole call failed: the body of this error");
  parser.value("--inconsistent", raw.inconsistent, "HOW",
               "missing, twice or foreign: an inconsistent response");
  parser.flag("--all", raw.all, "a pack with a response of every kind");
  add_seed(parser, raw);
  add_now(parser, raw);
  add_schemas(parser, raw);
  parser.value("-o,--output", raw.output, "FILE", "the file to write; with --all a folder");
}

void add_hostile(Parser& parser, RawDialgenOptions& raw) {
  add_seed(parser, raw);
  add_now(parser, raw);
  add_schemas(parser, raw);
  add_folder(parser, raw);
}

constexpr DialgenCommand kCommands[] = {
    {
        .name = "valid",
        .help = "make valid requests: varied, realistic, as many as you need",
        .usage = "valid [OPTION...]",
        .description =
            "Make valid requests from the schemas: names and texts in many scripts, lengths at "
            "their bounds, every optional member now and then, expiry spread over the window.",
        .footer =
            R"(All telephone numbers are reserved for fictional use by their regulators: nobody is ever
called. diallint warns of them (phone-fictional); give it --ignore phone-fictional. There are
193,335 of them: with more requests numbers appear twice (phone-duplicate).
json is an array, batch gathers requests in batches, one on each line. With --rate or
--submit-over expiry is counted from each request's own submission, and fits the first
moment too as long as that is possible.

Examples:
  dialgen valid --count 1000 -o requests.ndjson
  dialgen valid --count 60 --format batch --regions US,GB
  dialgen valid --shape create-contact --count 3 --format json --now 2026-11-20T12:00:00Z
  dialgen valid --count 100000 --rate 50 --format csv -o campaign.csv)",
        .add = add_valid,
    },
    {
        .name = "boundary",
        .help = "for every constraint the last valid value and the first invalid one",
        .usage = "boundary [OPTION...] -o DIR",
        .description = "Make a pack of small files, one for each side of each constraint of a "
                       "shape, and a manifest.json with the expected findings of each.",
        .footer =
            R"(A file is named after its rule, its member and what it shows. docs/packs.md
describes the format.

Example:
  dialgen boundary --shape dial-request --now 2026-11-20T12:00:00Z -o boundary)",
        .add = add_boundary,
    },
    {
        .name = "spoil",
        .help = "valid requests with exactly one fault each",
        .usage = "spoil --rule RULES|--all [OPTION...] -o DIR",
        .description = "Make a pack of requests that each break one rule, at a random place.",
        .footer =
            R"(Examples:
  dialgen spoil --rule expiration-window --count 20 --shape dial-request -o late
  dialgen spoil --all --count 5 -o spoiled)",
        .add = add_spoil,
    },
    {
        .name = "pack",
        .help = "the conformance pack: every shape, for testing validators",
        .usage = "pack [OPTION...] -o DIR",
        .description = "Make a pack with valid documents and the boundaries of every shape, to "
                       "test a validator with 'diallint conformance'.",
        .footer =
            R"(Example:
  dialgen pack -o pack && diallint conformance pack -- my-validator {shape} {file})",
        .add = add_pack,
    },
    {
        .name = "response",
        .help = "the service's responses to a batch, valid or inconsistent on purpose",
        .usage = "response --for REQUEST [OPTION...]",
        .description = "Make the service's response to a batch: success, partial failure, "
                       "throttling, any exception, or one that does not belong to the batch.",
        .footer =
            R"(Examples:
  dialgen response --for batch.json
  dialgen response --for batch.json --failed 20 --code RequestThrottled
  dialgen response --for batch.json --exception ThrottlingException
  dialgen response --for batch.json --all -o answers &&
    diallint conformance answers -- diallint check --isolated --now {now} \
      --output-format json {request} --response {file})",
        .add = add_response,
    },
    {
        .name = "hostile",
        .help = "malicious inputs that a reader must survive, with the expected findings",
        .usage = "hostile [OPTION...] -o DIR",
        .description =
            "Make a pack of inputs that are nested too deep, huge, cut at each byte, or broken in "
            "every kind of UTF-8.",
        .footer = R"(Some are megabytes long.

Example:
  dialgen hostile -o hostile && diallint conformance hostile -- my-validator {file})",
        .add = add_hostile,
    },
};

const DialgenCommand& command_named(const std::string& name) {
  std::vector<std::string_view> names;
  for (const DialgenCommand& command : kCommands) {
    if (command.name == name) return command;
    names.push_back(command.name);
  }
  throw FatalError{fmt::format("unknown command '{}'{}", printable(name),
                               did_you_mean(name, names, "'dialgen --help' lists them"))};
}

}  // namespace

std::span<const DialgenCommand> dialgen_commands() { return kCommands; }

std::vector<OptionFacts> options_of(const DialgenCommand& command) {
  RawDialgenOptions raw;
  Parser parser("", "", "", "dialgen");
  command.add(parser, raw);
  return parser.facts();
}

std::string dialgen_overview() {
  std::string text =
      "dialgen makes fixtures for code that sends dial requests, from the schemas of diallint.\n\n"
      "Usage: dialgen COMMAND [OPTION...]\n\nCommands:\n";
  for (const DialgenCommand& command : kCommands) {
    text += fmt::format("  {:<10} {}\n", command.name, command.help);
  }
  return text +
         "\nOptions:\n"
         "  -h, --help      show this help; 'dialgen COMMAND --help' lists a command's options\n"
         "  --version       show the version\n\n"
         "Exit code: 0 success, 2 a problem of usage, schemas or output.\n";
}

DialgenCall parse_dialgen(std::vector<std::string> arguments) {
  DialgenCall call;
  if (arguments.empty()) throw FatalError{"no command given; 'dialgen --help' lists them"};
  const std::string name = arguments.front();
  if (name == "-h" || name == "--help" || name == "help") {
    call.text = dialgen_overview();
    return call;
  }
  if (name == "--version") {
    call.text = "dialgen " DIALLINT_VERSION "\n";
    return call;
  }
  const DialgenCommand& command = command_named(name);
  Parser parser(command.usage, command.description, command.footer, "dialgen");
  command.add(parser, call.raw);
  arguments.erase(arguments.begin());
  try {
    call.raw.arguments = parser.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    call.text = parser.help();
    return call;
  }
  if (!call.raw.arguments.empty()) {
    throw FatalError{fmt::format("unknown option '{}'; 'dialgen {} --help' lists them",
                                 printable(call.raw.arguments.front()), command.name)};
  }
  call.command = command.name;
  return call;
}

std::uint64_t seed_of(const RawDialgenOptions& raw) { return whole_number("--seed", raw.seed); }

Instant now_of(const RawDialgenOptions& raw) {
  const auto now = moment(raw.now);
  if (!now)
    throw FatalError{"--now none: generated requests expire, so a moment is needed; give a time"};
  return *now;
}

Instant pack_moment(const RawDialgenOptions& raw) {
  constexpr std::int64_t kFirst = -62'135'596'800;  // 0001-01-01T00:00:00Z
  constexpr std::int64_t kEnd = 253'370'764'800;    // 9999-01-01T00:00:00Z
  const Instant now = now_of(raw);
  if (now.seconds >= kFirst && now.seconds < kEnd) return now;
  throw FatalError{
      "--now: the files of a pack reach a year around its moment; choose one in the years 0001 to "
      "9998"};
}

std::vector<std::string> regions_of(const RawDialgenOptions& raw) {
  std::vector<std::string> regions;
  for (const std::string& list : raw.regions) {
    for (const std::string_view region : split_list(list)) regions.emplace_back(region);
  }
  return regions;
}

}  // namespace diallint
