// Rules on campaign ids.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/character_names.h"
#include "base/random.h"
#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "samples/boundary_texts.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

void compile_narrowed(NodeCompiler& node, const nlohmann::json& value) {
  auto pattern = node.pattern(node.member(value, "pattern"));
  if (pattern->plain_class() == nullptr)
    node.fail("the pattern must be a repeated character class");
  node.add_check().pattern = std::move(pattern);
}

bool check_narrowed(const Check& check, Value& value, CheckContext& context) {
  if (check.pattern->matches(value.string)) return true;
  const auto stray = check.pattern->first_stray(value.string);
  const std::string subject = context.subject();
  context.report(check, value.span(), [&] {
    return fmt::format("{}; a newer revision of the service allows only {}",
                       stray ? fmt::format("character {} of {} is {}", stray->index + 1, subject,
                                           describe_character(stray->code_point))
                             : fmt::format("{} is empty", subject),
                       check.pattern->source());
  });
  return true;
}

bool inject_narrowed(const Check&, Injection& injection) {
  static constexpr std::string_view kValues[] = {"", "campaign_1", "spring.sale", "caf\xC3\xA9"};
  injection.value.text = kValues[injection.random.below(std::size(kValues))];
  return true;
}

void boundary_narrowed(const Check& check, BoundaryValues& boundary) {
  boundary.invalid_text("empty", "");
  add_pattern_boundary(*check.pattern, boundary);
}

std::string make_id(const Check&, Random& random, const Instant&) {
  return random_guid(random, 'b');
}

constexpr std::string_view kNarrowedKeywords[] = {"x-campaign-id-narrowed"};

const Rule kNarrowed = {
    .id = "campaign-id-narrowed",
    .title = "A campaign id is one that newer revisions of the service accept as well.",
    .severity = Severity::kWarning,
    .why =
        "This revision accepts nearly any text; the newer one refuses ids that its narrower "
        "pattern does not match.",
    .repair = "Use the id that the service gave the campaign, a UUID or an ARN.",
    .keywords = kNarrowedKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_narrowed,
    .check = check_narrowed,
    .inject_fault = inject_narrowed,
    .make = make_id,
    .boundary_values = boundary_narrowed,
    .disagreement =
        "The API reference gives the id a pattern that nearly any text matches, the model of the "
        "newer campaigns API a narrower one. The first is enforced as pattern and length, the "
        "second is this warning.",
};

}  // namespace

std::span<const Rule* const> campaign_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kNarrowed};
  return kRules;
}

}  // namespace diallint
