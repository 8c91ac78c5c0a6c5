// Rules on the service's answers: what they mean, and what to do.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "context/check_context.h"
#include "context/response_index.h"
#include "plan/node_compiler.h"
#include "rules/clause.h"
#include "rules/failed_call.h"
#include "rules/families.h"
#include "rules/response_guidance.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

void compile_meaning(NodeCompiler& node, const nlohmann::json& value) {
  std::string service(kCampaignsService);
  if (value == kContactsService) {
    service = kContactsService;
  } else {
    node.require_true(value);
  }
  node.add_check().parameters = TextPrefix{std::move(service)};
}

// A name that is not known is another rule's to report.
bool check_meaning(const Check& check, Value& value, CheckContext& context) {
  const Guidance* guidance = guidance_for(check.as<TextPrefix>().text, value.string);
  ResponseIndex* book = context.responses();
  if (book != nullptr && check.rule == &kExceptionMeaning)
    book->name_exception(guidance != nullptr);
  if (guidance == nullptr) return true;
  context.report(check, value.span(), [&] {
    std::string message = fmt::format("{} is {}", context.subject(), explained(*guidance));
    const std::string request = book != nullptr ? book->request_of(context.pointer()) : "";
    if (!request.empty()) message += fmt::format(" The request is {}.", request);
    return message;
  });
  return true;
}

// The name of each is an edge of its own enum; here it is enough that one is explained. Where there
// is no enum, an exception stands.
void boundary_meaning(const Check& check, BoundaryValues& boundary) {
  const std::string& service = check.as<TextPrefix>().text;
  if (guidance_for(service, boundary.value.text) != nullptr)
    return boundary.invalid("explained", boundary.value);
  const auto all = all_guidance();
  const auto exception = std::find_if(all.begin(), all.end(), [&](const Guidance& g) {
    return g.http_status != 0 && g.service == service;
  });
  if (exception != all.end()) boundary.invalid_text("explained", std::string(exception->name));
}

constexpr std::string_view kFailureKeywords[] = {"x-failure-code"};
constexpr std::string_view kMeaningKeywords[] = {"x-exception-meaning"};

const Rule kFailureCode = {
    .id = "failure-code",
    .title = "A request of the batch failed; this is what its code means.",
    .severity = Severity::kInfo,
    .why =
        "The call succeeded, but this customer is not called. What to do depends on the code: "
        "correct the request, wait and retry, or retry.",
    .repair = "Do what the message says; keep the token for a retry.",
    .keywords = kFailureKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_meaning,
    .check = check_meaning,
    .boundary_values = boundary_meaning,
};

}  // namespace

const Rule kExceptionMeaning = {
    .id = "exception-meaning",
    .title = "The whole call failed; this is what the exception means.",
    .severity = Severity::kInfo,
    .why =
        "None of the requests was accepted. What to do depends on the exception: correct the call, "
        "wait and retry, or retry.",
    .repair = "Do what the message says; keep the tokens for a retry.",
    .keywords = kMeaningKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_meaning,
    .check = check_meaning,
    .boundary_values = boundary_meaning,
};

const Rule kExceptionStatus = {
    .id = "exception-status",
    .title = "An exception comes with its own HTTP status.",
    .severity = Severity::kError,
    .why = "One of the two is not what the service sent, so the decision to retry would be wrong.",
    .repair = "Take both from the same response.",
    .stage = Stage::kSemantic,
    .check = check_clause,
    .inject_fault = inject_clause,
};

std::span<const Rule* const> response_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kFailureCode, &kExceptionMeaning, &kExceptionStatus,
                                           &kCallFailed, &kResponseOperation};
  return kRules;
}

}  // namespace diallint
