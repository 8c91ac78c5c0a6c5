// What holds between a request and its answer.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "context/check_context.h"
#include "context/response_index.h"
#include "plan/node_compiler.h"
#include "rules/families.h"

namespace diallint {
namespace {

void compile_answered(NodeCompiler& node, const nlohmann::json& value) {
  Check& check = node.add_check();
  const std::string side = node.text(value);
  if (side != "request" && side != "answer") node.fail("must be \"request\" or \"answer\"");
  check.parameters = side == "request" ? DocumentSide::kRequest : DocumentSide::kResponse;
}

bool check_answered(const Check& check, Value& value, CheckContext& context) {
  ResponseIndex* book = context.responses();
  if (book == nullptr) return true;
  const std::string fault =
      book->lookup(check.as<DocumentSide>(), value.string, value.span().begin, context.pointer());
  if (!fault.empty()) {
    context.report(check, value.span(),
                   [&] { return fmt::format("{} {}", context.subject(), fault); });
  }
  return true;
}

constexpr std::string_view kKeywords[] = {"x-token-answered"};

const Rule kTokenAnswered = {
    .id = "token-answered",
    .title =
        "Every client token of a request appears in its response, in one of the two lists, once.",
    .severity = Severity::kError,
    .why =
        "A request that the response does not name may have been accepted or not; counting it as "
        "sent loses a call. A response with other tokens belongs to another call, and acting on it "
        "retries requests that were accepted.",
    .repair =
        "Send a request without an answer again with the same token: if it was accepted, nobody is "
        "called twice. Keep each response next to the request that it belongs to. Checked by "
        "diallint check REQUEST --response ANSWER.",
    .keywords = kKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_answered,
    .check = check_answered,
    .needs_response = true,
};

}  // namespace

std::span<const Rule* const> answer_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kTokenAnswered};
  return kRules;
}

}  // namespace diallint
