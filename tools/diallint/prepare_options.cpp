#include "diallint/prepare_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "diallint/fingerprint_key.h"
#include "diallint/help.h"
#include "diallint/history_options.h"
#include "diallint/phone_options.h"
#include "diallint/sending_options.h"
#include "engine/input_formats.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

constexpr std::array<std::string_view, 2> kApis = {"v1", "v2"};
constexpr std::array<std::string_view, 2> kRejects = {"error", "warning"};
constexpr std::array<std::string_view, 2> kSummaryFormats = {"text", "json"};

/// Those of an input, less documents of JSON.
const std::vector<std::string_view>& list_formats() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names = input_format_names();
    std::erase(names, kJsonReader.name);
    return names;
  }();
  return kNames;
}

/// The options as they were written.
struct RawPrepare {
  std::string campaign, api = "v1";
  std::string input_format = "auto", list_name;
  std::string region_column, key_column, refusal_column, default_region;
  std::string token_key;
  RawSending sending;
  std::string reject_on = "error", output, output_format = "text";
  Arguments phone_columns, attributes, schemas;
  bool no_expiry = false, allow_repeats = false;
  RawPhoneOptions phone;
  RawHistory history;
};

void add_lists(Parser& parser, RawPrepare& raw) {
  parser.group("The list");
  parser.value("--input-format", raw.input_format, "FORMAT",
               with_default(in_words(list_formats())));
  parser.values("--phone-column", raw.phone_columns, "NAME",
                "a column with numbers, the preferred one first; repeat");
  parser.value("--region-column", raw.region_column, "NAME", "the column with the country");
  parser.value("--default-region", raw.default_region, "REGION",
               "read national numbers as dialled here, as in US");
  parser.value("--key-column", raw.key_column, "NAME", "the column that identifies a row");
  parser.value("--do-not-call-column", raw.refusal_column, "NAME", "who is not to be called");
  parser.values("--attribute", raw.attributes, "KEY=NAME", "an attribute and its column; repeat");
  parser.flag("--allow-repeats", raw.allow_repeats, "take a number or key that stands there twice");
}

void add_requests(Parser& parser, RawPrepare& raw) {
  parser.group("The requests");
  parser.value("--campaign", raw.campaign, "ID", "the campaign that they are for");
  parser.value("--api", raw.api, "API", "v1 (PutDialRequestBatch, default) or v2");
  add_sending_options(parser, raw.sending);
  parser.flag("--no-expiry", raw.no_expiry, "leave the expiry to whoever sends");
  parser.value("--token-key", raw.token_key, "FILE",
               "derive tokens with this secret: the same list gives the same ones");
  parser.value("--list-name", raw.list_name, "NAME", "name in manifest and tokens");
  parser.value("--reject-on", raw.reject_on, "LEVEL", "error (default) or warning");
  parser.values("--schema", raw.schemas, "FILE", "replace or add a shape; repeat");
}

void add_all(Parser& parser, RawPrepare& raw) {
  add_lists(parser, raw);
  add_requests(parser, raw);
  add_phone_options(parser, raw.phone);
  add_history_options(parser, raw.history, /*limit=*/true);
  parser.group("Output");
  parser.value("-o,--output", raw.output, "DIR", "the folder for it: new or empty");
  parser.value("--output-format", raw.output_format, "FORMAT",
               "of the summary: text (default) or json");
}

AttributeColumn attribute_of(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == word.size())
    throw FatalError{"--attribute takes KEY=NAME, as in --attribute name='First Name'"};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

void take_times(const RawPrepare& raw, PrepareOptions& options) {
  const SendingOptions sending = sending_options_of(raw.sending);
  options.start = sending.start;
  options.rate = sending.rate;
  options.expires_in = sending.expires_in;
  options.expiry = !raw.no_expiry;
  if (raw.no_expiry && options.expires_in)
    throw FatalError{"--no-expiry and --expires-in exclude each other; give one of them"};
}

void take_columns(RawPrepare& raw, PrepareOptions& options) {
  options.phone_columns = std::move(raw.phone_columns);
  options.region_column = std::move(raw.region_column);
  options.key_column = std::move(raw.key_column);
  options.refusal_column = std::move(raw.refusal_column);
  for (const std::string& word : raw.attributes) options.attributes.push_back(attribute_of(word));
  options.allow_repeats = raw.allow_repeats;
}

void expect_words(const RawPrepare& raw) {
  expect_one_of("--api", raw.api, kApis);
  expect_one_of("--reject-on", raw.reject_on, kRejects);
  expect_one_of("--input-format", raw.input_format, list_formats());
  expect_one_of("--output-format", raw.output_format, kSummaryFormats);
}

void expect_needed(const RawPrepare& raw, const Arguments& lists) {
  if (lists.empty())
    throw FatalError{"prepare takes contact lists, or - for standard input; name one at least"};
  if (raw.campaign.empty())
    throw FatalError{"the campaign is missing; give its id with --campaign"};
  if (raw.output.empty())
    throw FatalError{"the folder for the batches is missing; name a new one with -o"};
  if (!raw.list_name.empty() && lists.size() > 1)
    throw FatalError{"--list-name names one list; prepare several one by one, or leave it out"};
}

Options options_of(RawPrepare& raw) {
  Options options;
  options.command = Command::kPrepare;
  options.schema_files = raw.schemas;
  options.outputs = {{raw.output_format, {}}};
  apply_phone_options(raw.phone, options.settings);
  apply_history_options(raw.history, options);
  PrepareCall& call = options.prepare;
  call.folder = raw.output;
  call.list_name = raw.list_name;
  call.format = input_format(raw.input_format);
  call.options.campaign = raw.campaign;
  call.options.api = raw.api == "v2" ? CampaignApi::kV2 : CampaignApi::kV1;
  call.options.reject_at = raw.reject_on == "warning" ? Severity::kWarning : Severity::kError;
  take_times(raw, call.options);
  take_columns(raw, call.options);
  if (!raw.default_region.empty()) {
    call.options.default_region =
        region_of("--default-region", raw.default_region, options.settings.numbering_plan);
  }
  if (!raw.token_key.empty()) call.options.token_key = key_of_file("--token-key", raw.token_key);
  return options;
}

}  // namespace

std::span<const std::string_view> api_words() { return kApis; }
std::span<const std::string_view> reject_words() { return kRejects; }
std::span<const std::string_view> list_format_words() { return list_formats(); }
std::span<const std::string_view> summary_format_words() { return kSummaryFormats; }

std::vector<OptionFacts> prepare_options() {
  RawPrepare raw;
  Parser parser("", "", "");
  add_all(parser, raw);
  return parser.facts();
}

Options parse_prepare(Arguments arguments) {
  RawPrepare raw;
  Parser parser("prepare [OPTION...] LIST... --campaign ID -o DIR", kPrepareDescription,
                kPrepareFooter);
  add_all(parser, raw);
  Arguments lists;
  try {
    lists = parser.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return printing(parser.help());
  }
  expect_words(raw);
  expect_needed(raw, lists);
  Options options = options_of(raw);
  options.arguments = std::move(lists);
  return options;
}

}  // namespace diallint
