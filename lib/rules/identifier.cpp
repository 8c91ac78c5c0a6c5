// Rules on identifiers of resources: GUIDs, and what is no id but an ARN.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/random.h"
#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "samples/sample.h"

namespace diallint {
namespace {

bool is_guid(std::string_view text) noexcept {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kForm[i] == '-' ? text[i] != '-' : hex_digit(text[i]) < 0) return false;
  }
  return true;
}

bool is_arn_or_path(std::string_view text) noexcept {
  return text.starts_with("arn:") || text.find('/') != std::string_view::npos;
}

std::string make_guid(const Check&, Random& random, const Instant&) {
  return random_guid(random, '9');
}

std::string make_arn(std::string_view part, Random& random) {
  const std::string instance = make_guid({}, random, {});
  return fmt::format("arn:aws:connect:us-west-2:123456789012:instance/{}/{}/{}", instance, part,
                     make_guid({}, random, {}));
}

// What keeps the text from being a GUID; `part` is what stands before it in an ARN.
std::string guid_fault(std::string_view text, std::string_view part) {
  if (is_arn_or_path(text)) {
    const std::string_view what = text.starts_with("arn:") ? "an ARN" : "a path";
    return fmt::format("is {}; keep only the GUID after {}", what, part);
  }
  if (text.empty()) return "is empty; a GUID is required";
  if (text.find_first_of(" \t\r\n") != std::string_view::npos)
    return "has white space in it; a GUID has none";
  if (text.front() == '{') return "has braces around it; remove them";
  return "is not a GUID: 8, 4, 4, 4 and 12 hexadecimal digits with hyphens between";
}

void compile_guid(NodeCompiler& node, const nlohmann::json& value) {
  node.add_check().parameters = ArnPart{node.text(node.member(value, "part"))};
}

bool check_guid(const Check& check, Value& value, CheckContext& context) {
  if (is_guid(value.string)) return true;
  context.report(check, value.span(), [&] {
    return fmt::format("{} {}", context.subject(),
                       guid_fault(value.string, check.as<ArnPart>().text));
  });
  return false;
}

bool inject_flow_guid(const Check& check, Injection& injection) {
  const std::string guid = make_guid(check, injection.random, injection.now);
  const std::string broken[] = {make_arn("contact-flow", injection.random),
                                "contact-flow/" + guid,
                                guid.substr(1),
                                "",
                                "g" + guid.substr(1),
                                "{" + guid + "}"};
  injection.value = Sample::string(broken[injection.random.below(std::size(broken))]);
  return true;
}

bool inject_instance_guid(const Check& check, Injection& injection) {
  const std::string guid = make_guid(check, injection.random, injection.now);
  const std::string broken[] = {"instance/" + guid, guid.substr(1), "my-instance"};
  injection.value = Sample::string(broken[injection.random.below(std::size(broken))]);
  return true;
}

constexpr std::string_view kFlowKeywords[] = {"x-contact-flow-guid"};
constexpr std::string_view kInstanceKeywords[] = {"x-instance-guid"};

const Rule kFlowGuid = {
    .id = "contact-flow-guid",
    .title = "The id of a contact flow is a GUID and nothing else.",
    .severity = Severity::kError,
    .why = "The service looks the flow up by its GUID and refuses ARNs.",
    .repair = "Keep the GUID that ends the flow's ARN or address.",
    .keywords = kFlowKeywords,
    .stage = Stage::kForm,
    .compile = compile_guid,
    .check = check_guid,
    .inject_fault = inject_flow_guid,
    .make = make_guid,
    .judges_any_kind = true,
};

const Rule kInstanceGuid = {
    .id = "instance-guid",
    .title = "The id of an instance is its GUID.",
    .severity = Severity::kWarning,
    .why = "The service accepts other texts too, but instances are looked up by their GUID.",
    .repair = "Keep the GUID that ends the instance's ARN.",
    .keywords = kInstanceKeywords,
    .stage = Stage::kForm,
    .compile = compile_guid,
    .check = check_guid,
    .inject_fault = inject_instance_guid,
    .make = make_guid,
    .judges_any_kind = true,
};

// --- resource-id-arn ---------------------------------------------------------------------------

void compile_resource(NodeCompiler& node, const nlohmann::json& value) {
  node.add_check().parameters = ArnPart{node.text(node.member(value, "part"))};
}

bool check_resource(const Check& check, Value& value, CheckContext& context) {
  if (!is_arn_or_path(value.string)) return true;
  const std::string_view what = value.string.starts_with("arn:") ? "an ARN" : "a path";
  context.report(check, value.span(), [&] {
    return fmt::format("{} is {}; keep only what follows {}", context.subject(), what,
                       check.as<ArnPart>().text);
  });
  return true;
}

bool inject_resource(const Check& check, Injection& injection) {
  injection.value = Sample::string(
      injection.random.once_in(2) ? make_arn("queue", injection.random)
                                  : "queue/" + make_guid(check, injection.random, injection.now));
  return true;
}

constexpr std::string_view kResourceKeywords[] = {"x-resource-id-arn"};

const Rule kResourceId = {
    .id = "resource-id-arn",
    .title = "A resource is named by its id, not by its ARN or a part of its address.",
    .severity = Severity::kWarning,
    .why = "The resource is looked up by its id alone; with an ARN it is not found.",
    .repair = "Keep the id that ends the ARN.",
    .keywords = kResourceKeywords,
    .stage = Stage::kForm,
    .compile = compile_resource,
    .check = check_resource,
    .inject_fault = inject_resource,
    .make = make_guid,
    .disagreement =
        "The documents speak of an id, and the example in one of them is not a GUID. So any text "
        "passes that is neither an ARN nor a path.",
};

}  // namespace

std::span<const Rule* const> identifier_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kFlowGuid, &kInstanceGuid, &kResourceId};
  return kRules;
}

}  // namespace diallint
