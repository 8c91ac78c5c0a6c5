#include "diallint/serve_options.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/printable.h"
#include "diallint/check_outputs.h"
#include "diallint/credentials_file.h"
#include "diallint/fingerprint_key.h"
#include "diallint/help.h"
#include "diallint/phone_options.h"
#include "report/reporter.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

constexpr std::array<std::string_view, 2> kScopes = {"campaign", "account"};
constexpr std::array<std::string_view, 3> kVerdictWords = {"refuse", "fail", "accept"};
constexpr OutputOptions kReportOptions = {"--report-format", "--report", "--report"};
constexpr std::uint64_t kMostPort = 65535;
constexpr std::uint64_t kMostRate = 1'000'000;
constexpr std::uint64_t kMostLatency = 60'000;

using Shares = std::map<std::string, std::uint64_t, std::less<>>;

/// The options as they were written.
struct RawServe {
  std::string host = "127.0.0.1", port = "4580", token, credentials;
  Arguments campaigns, accept_while, verdicts, schemas;
  std::string token_scope = "campaign", now;
  Arguments trouble, fail;
  std::string throttle, latency, seed = "1", dial_rate, answered, keep, state;
  Arguments reports, report_formats;
  bool quiet = false;
  RawPhoneOptions phone;
};

void add_service(Parser& parser, RawServe& raw) {
  parser.group("The server");
  parser.value("--port", raw.port, "N", "where to listen (default: 4580); 0: any free port");
  parser.value("--host", raw.host, "ADDRESS", "of this machine (default: 127.0.0.1)");
  parser.value("--token", raw.token, "FILE",
               "only for who knows this secret: as access key id or x-diallint-token");
  parser.value("--credentials", raw.credentials, "FILE",
               "calls have to be signed by an access key of this file, as in ~/.aws/credentials");
  parser.group("Campaigns and clock");
  parser.values("--campaign", raw.campaigns, "ID[=STATE]",
                "a campaign that is there (state: Running); repeat");
  parser.values("--accept-while", raw.accept_while, "STATE",
                "states in which campaigns take requests (default: Running); repeat");
  parser.value("--token-scope", raw.token_scope, "SCOPE",
               "what a client token counts for: campaign (default) or account");
  parser.value("--now", raw.now, "TIME", "a clock that stands still, RFC 3339 (default: it runs)");
}

void add_judgement(Parser& parser, RawServe& raw) {
  parser.group("Judgement");
  parser.values("--verdict", raw.verdicts, "RULE=VERDICT",
                "refuse the call, fail the request or accept; repeat");
  parser.values("--schema", raw.schemas, "FILE", "replace or add a shape; repeat");
  add_phone_options(parser, raw.phone);
}

void add_trouble(Parser& parser, RawServe& raw) {
  parser.group("Trouble");
  parser.values("--trouble", raw.trouble, "KIND=PERCENT",
                "calls that meet an exception, drop or cut; repeat");
  parser.values("--fail", raw.fail, "CODE=PERCENT",
                "requests that fail with a failure code; repeat");
  parser.value("--throttle", raw.throttle, "N[:BURST]", "calls a second, and at once (default: 1)");
  parser.value("--latency", raw.latency, "MS", "before each answer");
  parser.value("--seed", raw.seed, "N", "of all that is drawn (default: 1)");
}

void add_all(Parser& parser, RawServe& raw) {
  add_service(parser, raw);
  add_judgement(parser, raw);
  add_trouble(parser, raw);
  parser.group("The dialler");
  parser.value("--dial-rate", raw.dial_rate, "N",
               "calls a second of each campaign (default: each request at once)");
  parser.value("--answered", raw.answered, "PERCENT", "of the calls (default: 100)");
  parser.value("--keep", raw.keep, "N",
               "forget the oldest requests that were dialled or expired beyond so many");
  parser.group("What outlasts it");
  parser.value("--state", raw.state, "FILE",
               "keep campaigns, tokens and requests there, and go on from what is there");
  parser.group("Output");
  parser.values("--report-format", raw.report_formats, "FORMAT",
                "of the report behind it: " + in_words(report_formats()));
  parser.values("--report", raw.reports, "FILE",
                "write what was found in the calls when it ends; repeat");
  parser.flag("-q,--quiet", raw.quiet, "no log");
}

std::uint64_t at_most(std::string_view option, const std::string& word, std::uint64_t most) {
  const std::uint64_t number = whole_number(option, word);
  if (number <= most) return number;
  throw FatalError{fmt::format("{} takes a whole number up to {}", option, most)};
}

/// A word and what stands behind its last mark.
std::pair<std::string, std::string> parted(std::string_view option, const std::string& word,
                                           char mark, std::string_view form) {
  const std::size_t at = word.rfind(mark);
  if (at == std::string::npos || at == 0 || at + 1 == word.size())
    throw FatalError{fmt::format("{} takes {}", option, form)};
  return {word.substr(0, at), word.substr(at + 1)};
}

Shares shares_of(std::string_view option, const Arguments& words, std::string_view form) {
  Shares shares;
  for (const std::string& word : words) {
    const auto [name, share] = parted(option, word, '=', form);
    shares[name] = at_most(option, share, 100);
  }
  return shares;
}

void take_campaigns(const RawServe& raw, ServiceOptions& options) {
  for (const std::string& word : raw.campaigns) {
    const std::size_t at = word.rfind('=');
    const bool has_state = at != std::string::npos;
    options.campaigns.push_back(
        {word.substr(0, at), has_state ? word.substr(at + 1) : ServiceCampaign{}.state});
  }
  if (!raw.accept_while.empty()) options.accepting_states = raw.accept_while;
  options.tokens_of_account = raw.token_scope == "account";
}

void take_verdicts(const RawServe& raw, ServiceOptions& options) {
  for (const std::string& word : raw.verdicts) {
    const auto [rule, verdict] =
        parted("--verdict", word, '=', "RULE=VERDICT, as in --verdict expiration-window=refuse");
    expect_one_of("--verdict", verdict, kVerdictWords);
    options.verdicts[rule] = *parse_verdict(verdict);
  }
}

void take_trouble(const RawServe& raw, ServiceOptions& options) {
  options.trouble.calls =
      shares_of("--trouble", raw.trouble, "KIND=PERCENT, as in --trouble ThrottlingException=10");
  options.trouble.requests =
      shares_of("--fail", raw.fail, "CODE=PERCENT, as in --fail RequestThrottled=5");
  options.seed = whole_number("--seed", raw.seed);
  if (!raw.latency.empty())
    options.trouble.latency_ms = at_most("--latency", raw.latency, kMostLatency);
  if (raw.throttle.empty()) return;
  const std::size_t colon = raw.throttle.find(':');
  options.trouble.calls_per_second =
      at_most("--throttle", raw.throttle.substr(0, colon), kMostRate);
  if (colon != std::string::npos)
    options.trouble.burst = at_most("--throttle", raw.throttle.substr(colon + 1), kMostRate);
}

void take_dialer(const RawServe& raw, ServiceOptions& options) {
  if (!raw.dial_rate.empty())
    options.dialer.calls_per_second = at_most("--dial-rate", raw.dial_rate, kMostRate);
  if (!raw.answered.empty())
    options.dialer.answered_percent = at_most("--answered", raw.answered, 100);
  if (!raw.keep.empty()) options.keep_settled = whole_number("--keep", raw.keep);
}

std::optional<Instant> standing_clock(const std::string& word) {
  if (word.empty()) return std::nullopt;
  if (const auto instant = parse_rfc3339(word)) return instant;
  throw FatalError{fmt::format("--now takes a date-time such as 2026-11-20T12:00:00Z, not '{}'",
                               printable(word))};
}

std::vector<OutputChoice> reports_of(const Parser& parser) {
  std::vector<OptionUse> uses;
  for (const Parser::Use& use : parser.uses()) uses.push_back({use.option, use.value});
  std::vector<OutputChoice> reports = outputs_of(uses, {}, kReportOptions);
  if (reports.size() == 1 && reports.front().file.empty()) {
    for (const OptionUse& use : uses)
      if (use.option == "--report-format" || use.option == "--report")
        throw FatalError{"a report goes into a file; name it with --report"};
    return {};
  }
  for (const OutputChoice& report : reports)
    if (report.file.empty()) throw FatalError{"a report goes into a file; name it with --report"};
  return reports;
}

Options options_of(const RawServe& raw) {
  Options options;
  options.command = Command::kServe;
  options.schema_files = raw.schemas;
  options.quiet = raw.quiet;
  apply_phone_options(raw.phone, options.settings);
  ServeCall& call = options.serve;
  call.host = raw.host == "localhost" ? "127.0.0.1" : raw.host;
  call.port = static_cast<std::uint16_t>(at_most("--port", raw.port, kMostPort));
  if (!raw.token.empty()) call.token = key_of_file("--token", raw.token);
  while (call.token.ends_with('\n') || call.token.ends_with('\r')) call.token.pop_back();
  if (!raw.credentials.empty())
    call.options.credentials = credentials_of_file("--credentials", raw.credentials);
  call.options.now = standing_clock(raw.now);
  expect_one_of("--token-scope", raw.token_scope, kScopes);
  take_campaigns(raw, call.options);
  take_verdicts(raw, call.options);
  take_trouble(raw, call.options);
  take_dialer(raw, call.options);
  call.state_file = raw.state;
  return options;
}

}  // namespace

std::span<const std::string_view> token_scope_words() { return kScopes; }

std::vector<OptionFacts> serve_options() {
  RawServe raw;
  Parser parser("", "", "");
  add_all(parser, raw);
  return parser.facts();
}

Options parse_serve(Arguments arguments) {
  RawServe raw;
  Parser parser("serve [OPTION...]", kServeDescription, kServeFooter);
  add_all(parser, raw);
  Arguments rest;
  try {
    rest = parser.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return printing(parser.help());
  }
  if (!rest.empty())
    throw FatalError{fmt::format("serve takes options alone, not '{}'; see 'diallint serve --help'",
                                 printable(rest.front()))};
  Options options = options_of(raw);
  options.outputs = reports_of(parser);
  return options;
}

}  // namespace diallint
