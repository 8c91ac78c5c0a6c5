// Rules on a whole call: whose response this is, and whether the call failed.
#include "rules/failed_call.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "context/response_index.h"
#include "plan/node_compiler.h"
#include "rules/response_guidance.h"
#include "rules/whole_check.h"

namespace diallint {
namespace {

// --- response-operation ------------------------------------------------------------------------

void compile_responds_to(NodeCompiler& node, const nlohmann::json& value) {
  if (!value.is_array() || value.empty()) node.fail("expected the ids of request shapes");
  AllowedValues shapes;
  for (const auto& shape : value) shapes.values.push_back(node.text(shape));
  node.add_whole_check().parameters = std::move(shapes);
}

bool check_responds_to(const Check& check, Value& value, CheckContext& context) {
  const ResponseIndex* index = context.responses();
  if (index == nullptr || !index->reads_response() || index->request_shapes().empty()) return true;
  const auto& requests = check.as<AllowedValues>().values;
  const bool fits = std::any_of(requests.begin(), requests.end(), [&](const std::string& shape) {
    return index->request_shapes().contains(shape);
  });
  if (fits) return true;
  context.report(check, value.span(), [&] {
    return fmt::format("this responds to {}; the request is {}", fmt::join(requests, " or "),
                       fmt::join(index->request_shapes(), " and "));
  });
  return true;
}

// --- call-failed -------------------------------------------------------------------------------

void compile_call_failed(NodeCompiler& node, const nlohmann::json& value) {
  const std::string service = node.text(value);
  if (service != kCampaignsService && service != kContactsService)
    node.fail(fmt::format("must be \"{}\" or \"{}\"", kCampaignsService, kContactsService));
  node.add_whole_check().parameters = TextPrefix{service};
}

bool check_call_failed(const Check& check, Value& value, CheckContext& context) {
  ResponseIndex* index = context.responses();
  if (index == nullptr || !index->reads_response()) return true;
  std::string fault = index->fail_call(context.pointer());
  if (!fault.empty()) context.report(check, value.span(), std::move(fault));
  return true;
}

void report_part(CheckContext& context, const Rule& rule, const Check& error,
                 const FailedCall::Part& part, std::string message) {
  for (const std::string& name : part.path) context.path().push().to_member(name);
  context.report(rule, error.source, part.span, std::move(message));
  context.path().go_back(0);
}

constexpr std::string_view kOperationKeywords[] = {"x-responds-to"};
constexpr std::string_view kFailedKeywords[] = {"x-call-failed"};

}  // namespace

const Rule kResponseOperation = {
    .id = "response-operation",
    .title = "A response belongs to the operation of its request.",
    .severity = Severity::kError,
    .why =
        "A response of another operation says nothing about these requests: whether they were "
        "taken is unknown.",
    .repair =
        "Keep each response next to the request that it belongs to. Checked by diallint check "
        "REQUEST --response RESPONSE.",
    .keywords = kOperationKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_responds_to,
    .check = check_responds_to,
    .needs_response = true,
};

const Rule kCallFailed = {
    .id = "call-failed",
    .title = "The call of a request has not failed as a whole.",
    .severity = Severity::kError,
    .why =
        "None of its requests was taken: nobody is called, although each of them may be right in "
        "itself.",
    .repair =
        "Do what the exception asks for, then send the requests again with the same tokens. "
        "Checked by diallint check REQUEST --response RESPONSE.",
    .keywords = kFailedKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_call_failed,
    .check = check_call_failed,
    .needs_response = true,
};

const Check* response_check_of(const Plan& plan, const Shape& shape) noexcept {
  return whole_check_of(plan.node(shape.root), kResponseOperation);
}

const Check* error_check_of(const Plan& plan, const Shape& shape) noexcept {
  return whole_check_of(plan.node(shape.root), kCallFailed);
}

void report_failed_call(CheckContext& context, const Check& error, const FailedCall& call) {
  ResponseIndex& index = *context.responses();
  const Guidance* guidance = guidance_for(error.as<TextPrefix>().text, call.name);
  if (!call.name.empty()) index.name_exception(guidance != nullptr);
  std::string fault = index.fail_call(context.pointer());
  if (!fault.empty()) context.report(error, call.whole.span, std::move(fault));
  if (guidance == nullptr) return;
  report_part(context, kExceptionMeaning, error, call.name_at,
              fmt::format("the exception is {}", explained(*guidance)));
  if (call.status == 0 || call.status == guidance->http_status) return;
  report_part(context, kExceptionStatus, error, call.status_at,
              fmt::format("the status must be {} where the exception is {}", guidance->http_status,
                          guidance->name));
}

}  // namespace diallint
