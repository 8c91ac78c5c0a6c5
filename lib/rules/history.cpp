#include "rules/history.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/plural.h"
#include "context/check_context.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "rules/whole_check.h"

namespace diallint {
namespace {

constexpr std::int64_t kDay = 86'400;

// All look at the record as a whole, which the walker reads for them: check_history().
bool check_nothing(const Check&, Value&, CheckContext&) { return true; }

// --- token-reused --------------------------------------------------------------------------------

void compile_reused(NodeCompiler& node, const nlohmann::json& value) {
  RememberedToken remembered;
  remembered.token = node.text(node.member(value, "token"));
  node.capture(remembered.token);  // refuses what is no member, as in front of each path below
  remembered.besides = {remembered.token};
  for (const auto& name : as_list(node.member(value, "besides")))
    remembered.besides.push_back(node.text(name));
  Check& check = node.add_whole_check();
  check.maximum = node.whole_number(node.member(value, "days"), 1, 366);
  check.parameters = std::move(remembered);
}

constexpr std::string_view kReusedKeywords[] = {"x-token-reused"};

const Rule kReused = {
    .id = "token-reused",
    .title = "No client token was used for another request while it is valid.",
    .severity = Severity::kError,
    .why =
        "For the second request the service returns the first one's id, reports success, and dials "
        "nobody.",
    .repair =
        "Make a token for each request and keep it with the request. --history names the file in "
        "which prepare, reconcile and check --remember note what was sent; without it the rule "
        "has nothing to compare with.",
    .keywords = kReusedKeywords,
    .stage = Stage::kCrossRecord,
    .compile = compile_reused,
    .check = check_nothing,
    .needs_history = true,
};

// --- token-retried -------------------------------------------------------------------------------

const Rule kRetried = {
    .id = "token-retried",
    .title = "A request was sent before, with the same client token: this is a retry.",
    .severity = Severity::kInfo,
    .why =
        "While the token is valid the service answers a retry with the id of the first request, "
        "and "
        "calls nobody twice.",
    .repair = "Nothing is wrong. To call the customer once more, make a new token.",
    .stage = Stage::kCrossRecord,
    .check = check_nothing,
    .needs_history = true,
};

void report_use(const Check& check, const PastUse& use, const Span& span, CheckContext& context) {
  context.path().push().to_member(check.as<RememberedToken>().token);
  if (use.same_request) {
    context.report(kRetried, check.source, span, [&] {
      return fmt::format(
          "{} was first used at {}, for the same request: a retry, which calls nobody twice",
          context.subject(), to_rfc3339(use.first));
    });
  } else {
    context.report(check, span, [&] {
      return fmt::format(
          "{} was first used at {}, for another request, and is valid for {}; the service would "
          "return that request and dial nobody",
          context.subject(), to_rfc3339(use.first), counted(check.maximum, "day"));
    });
  }
  context.path().pop();
}

// A token that will be used first after the moment of judgement is one already: it was planned.
void look_up_token(const Check& check, const ValueTree& token, std::string_view request,
                   CheckContext& context) {
  const auto& find = context.settings().history.find_token;
  if (!find || !context.now()) return;
  const std::optional<PastUse> use = find(token.text, request);
  if (!use || context.now()->seconds - use->first.seconds >= check.maximum * kDay) return;
  report_use(check, *use, token.span, context);
}

// --- phone-recent --------------------------------------------------------------------------------

std::vector<std::string> names_of(NodeCompiler& node, const nlohmann::json& value) {
  std::vector<std::string> path;
  for (const auto& name : as_list(value)) path.push_back(node.text(name));
  return path;
}

// A member, or a list of paths.
void compile_recent(NodeCompiler& node, const nlohmann::json& value) {
  CalledNumbers called;
  for (const auto& path : as_list(value)) {
    called.paths.push_back(names_of(node, path));
    if (called.paths.back().empty()) node.fail("a path names a member at least");
    node.capture(called.paths.back());
  }
  node.add_whole_check().parameters = std::move(called);
}

bool has_limit(const Settings& settings) { return settings.phone_policy.call_limit.has_value(); }

constexpr std::string_view kRecentKeywords[] = {"x-phone-recent"};

const Rule kRecent = {
    .id = "phone-recent",
    .title = "A telephone number is not called too often.",
    .severity = Severity::kError,
    .why =
        "Whoever is called again and again complains, blocks the number, or has the law on their "
        "side.",
    .repair =
        "Leave the request out, or send it later. --call-limit says how many calls there may be in "
        "which time, and --history names the file in which they are noted. Without a limit the "
        "rule is off.",
    .keywords = kRecentKeywords,
    .stage = Stage::kCrossRecord,
    .compile = compile_recent,
    .check = check_nothing,
    .needs_history = true,
    .enabled_by = has_limit,
};

const ValueTree* value_at(const ValueTree& record, std::span<const std::string> path) noexcept {
  const ValueTree* value = &record;
  for (const std::string& name : path) {
    value = value->find(name);
    if (value == nullptr) return nullptr;
  }
  return value->kind == Kind::kString && !value->text.empty() ? value : nullptr;
}

std::string span_in_words(std::uint64_t seconds) {
  constexpr std::uint64_t kHour = 3600;
  constexpr std::uint64_t kMinute = 60;
  const auto of = [&](std::uint64_t unit, std::string_view noun) {
    return seconds == unit ? std::string(noun) : counted(seconds / unit, noun);
  };
  if (seconds % kHour == 0) return of(kHour, "hour");
  if (seconds % kMinute == 0) return of(kMinute, "minute");
  return of(1, "second");
}

void count_calls(const Check& check, std::span<const std::string> path, const ValueTree& phone,
                 CheckContext& context) {
  const auto& count = context.settings().history.count_phone;
  if (!count || !context.now() || !context.is_on(*check.rule)) return;
  const CallLimit limit = context.settings().phone_policy.call_limit.value_or(CallLimit{});
  Instant since = *context.now();
  since.seconds -= static_cast<std::int64_t>(limit.seconds);
  const std::uint64_t calls = count(phone.text, since);
  if (calls < limit.calls) return;
  for (const std::string& name : path) context.path().push().to_member(name);
  context.report(check, phone.span, [&] {
    return fmt::format("{} was to be called {} in the last {}; this run allows {}",
                       context.subject(), calls == 1 ? "once" : fmt::format("{} times", calls),
                       span_in_words(limit.seconds), limit.calls);
  });
  for (std::size_t i = 0; i < path.size(); ++i) context.path().pop();
}

// The number that is called, and has not been called too often; empty: none.
std::string_view take_phone(const Check* check, const ValueTree& record, CheckContext& context) {
  std::string_view called;
  if (check == nullptr) return called;
  for (const std::vector<std::string>& path : check->as<CalledNumbers>().paths) {
    const ValueTree* phone = value_at(record, path);
    if (phone == nullptr) continue;
    count_calls(*check, path, *phone, context);
    if (called.empty()) called = phone->text;
  }
  return called;
}

}  // namespace

bool judges_history(const Node& node) noexcept { return whole_check_of(node, kReused) != nullptr; }

void check_history(const Node& node, const ValueTree& record, CheckContext& context) {
  const Check& reused = *whole_check_of(node, kReused);
  const std::string_view phone = take_phone(whole_check_of(node, kRecent), record, context);
  const RememberedToken& remembered = reused.as<RememberedToken>();
  const ValueTree* token = value_at(record, std::span(&remembered.token, 1));
  if (token == nullptr) return;
  const std::string request = record.canonical_without(remembered.besides);
  look_up_token(reused, *token, request, context);
  const auto& tell = context.settings().history.on_sound;
  if (tell && context.now() && context.ledger().is_sound())
    tell({token->text, request, phone, *context.now()});
}

std::span<const Rule* const> history_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kReused, &kRetried, &kRecent};
  return kRules;
}

}  // namespace diallint
