#include "diallint/reconcile_options.h"

#include <utility>

#include "diallint/help.h"
#include "diallint/history_options.h"
#include "diallint/phone_options.h"
#include "diallint/prepare_options.h"
#include "diallint/sending_options.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

/// The options as they were written.
struct RawReconcile {
  Arguments responses, schemas;
  RawSending sending;
  RawPhoneOptions phone;
  RawHistory history;
  std::string output, output_format = "text";
};

void add_all(Parser& parser, RawReconcile& raw) {
  parser.group("The responses");
  parser.values("--responses", raw.responses, "FILE",
                "a file or folder of them, or -; repeat, or name more behind DIR");
  parser.group("What is sent again");
  add_sending_options(parser, raw.sending);
  parser.values("--schema", raw.schemas, "FILE", "replace or add a shape; repeat");
  add_phone_options(parser, raw.phone);
  add_history_options(parser, raw.history, /*limit=*/false);
  parser.group("Output");
  parser.value("-o,--output", raw.output, "DIR",
               "the folder for it: new, empty, or of an earlier run");
  parser.value("--output-format", raw.output_format, "FORMAT",
               "of the summary: text (default) or json");
}

void expect_needed(const RawReconcile& raw, const Arguments& arguments) {
  if (arguments.empty())
    throw FatalError{"reconcile takes a folder that diallint prepare has made; name it first"};
  if (raw.responses.empty())
    throw FatalError{"the responses are missing; name files or folders with --responses"};
  if (raw.output.empty())
    throw FatalError{"the folder for the outcome is missing; name a new one with -o"};
}

Options options_of(RawReconcile& raw, const Arguments& arguments) {
  Options options;
  options.command = Command::kReconcile;
  options.schema_files = std::move(raw.schemas);
  options.outputs = {{raw.output_format, {}}};
  apply_phone_options(raw.phone, options.settings);
  apply_history_options(raw.history, options);
  ReconcileCall& call = options.reconcile;
  call.prepared = arguments.front();
  call.folder = raw.output;
  call.responses = std::move(raw.responses);
  call.responses.insert(call.responses.end(), arguments.begin() + 1, arguments.end());
  const SendingOptions sending = sending_options_of(raw.sending);
  call.options.start = sending.start;
  call.options.rate = sending.rate;
  call.options.expires_in = sending.expires_in;
  return options;
}

}  // namespace

std::vector<OptionFacts> reconcile_options() {
  RawReconcile raw;
  Parser parser("", "", "");
  add_all(parser, raw);
  return parser.facts();
}

Options parse_reconcile(Arguments arguments) {
  RawReconcile raw;
  Parser parser("reconcile [OPTION...] DIR --responses FILE... -o OUT", kReconcileDescription,
                kReconcileFooter);
  add_all(parser, raw);
  Arguments others;
  try {
    others = parser.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return printing(parser.help());
  }
  expect_one_of("--output-format", raw.output_format, summary_format_words());
  expect_needed(raw, others);
  return options_of(raw, others);
}

}  // namespace diallint
