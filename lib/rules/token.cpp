// Rules on client tokens.
#include <fmt/format.h>

#include "base/random.h"
#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "rules/mending.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// --- token-unique ------------------------------------------------------------------------------

void compile_unique(NodeCompiler& node, const nlohmann::json& value) {
  node.add_check().parameters = RunSet{node.seen_slot(node.text(value))};
}

std::string tell_unique(std::string_view subject, std::string_view first_place) {
  return fmt::format(
      "{} was already used in {}; the service would return that request and dial nobody", subject,
      first_place);
}

bool check_unique(const Check& check, Value& value, CheckContext& context) {
  context.record_for_uniqueness(check, value.string, value.span(), tell_unique);
  return true;
}

bool inject_unique(const Check&, Injection& injection) {
  if (injection.sibling == nullptr) return false;
  injection.value = *injection.sibling;
  return true;
}

constexpr std::string_view kUniqueKeywords[] = {"x-token-unique"};

const Rule kUnique = {
    .id = "token-unique",
    .title = "No client token appears in two requests of one run.",
    .severity = Severity::kError,
    .why =
        "A token stays valid for days. For the second request the service returns the first one's "
        "id, reports success, and dials nobody.",
    .repair =
        "Make one token per request, not per file, batch or customer. The message names the first "
        "occurrence.",
    .keywords = kUniqueKeywords,
    .stage = Stage::kCrossRecord,
    .compile = compile_unique,
    .check = check_unique,
    .inject_fault = inject_unique,
};

// --- token-empty -------------------------------------------------------------------------------

void compile_empty(NodeCompiler& node, const nlohmann::json& value) {
  node.require_true(value);
  node.add_check();
}

// One that says something is somebody's, and may have been sent.
std::vector<Mending> mend_token(const Check&, const Value* value, CheckContext& context) {
  const bool is_empty = value == nullptr || value->kind == Kind::kNull ||
                        (value->kind == Kind::kString && value->string.empty());
  if (!is_empty || context.fixes() == nullptr || !context.fixes()->make_token) return {};
  return {{&fix_kind::kNewToken, context.fixes()->make_token()}};
}

bool check_empty(const Check& check, Value& value, CheckContext& context) {
  if (!value.string.empty()) return true;
  const bool kept = context.report(check, value.span(), [&] {
    return fmt::format("{} is empty, so a retry cannot be recognised as the same request",
                       context.subject());
  });
  if (kept) offer_mending(check, value, context);
  return false;
}

// A token of a run without answers that is not empty.
constexpr std::string_view kAtAGlance[] = {"token-answered", "token-unique"};
bool glance_at_token(const Step* empty, std::string_view token, Span span, CheckContext& context) {
  if (token.empty() || context.responses() != nullptr) return false;
  context.record_for_uniqueness(*empty[2].check, token, span, tell_unique);
  return true;
}

bool inject_empty(const Check&, Injection& injection) {
  injection.value.text.clear();
  return true;
}

std::string make_token(const Check&, Random& random, const Instant&) {
  return random_guid(random, 'a');
}

constexpr std::string_view kEmptyKeywords[] = {"x-token-empty"};

const Rule kEmpty = {
    .id = "token-empty",
    .title = "A client token is not empty.",
    .severity = Severity::kWarning,
    .why =
        "The pattern lets an empty token pass, but a retry of the call then dials the customer "
        "again.",
    .repair = "Give every request a token of its own, such as a UUID, and keep it for retries.",
    .keywords = kEmptyKeywords,
    .stage = Stage::kForm,
    .compile = compile_empty,
    .check = check_empty,
    .inject_fault = inject_empty,
    .make = make_token,
    .mend = mend_token,
    .glance = glance_at_token,
    .glance_over = kAtAGlance,
};

}  // namespace

std::span<const Rule* const> token_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kEmpty, &kUnique};
  return kRules;
}

}  // namespace diallint
