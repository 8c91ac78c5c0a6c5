// Rules on what contacts carry beside their attributes: references and segment attributes.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/character_names.h"
#include "base/utf8.h"
#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// --- references-bytes --------------------------------------------------------------------------

void compile_references(NodeCompiler& node, const nlohmann::json& value) {
  if (node.keyword() == "x-references-bytes-of") return node.set_text(node.text(value));
  Check& check = node.add_whole_check();
  check.maximum = node.whole_number(node.member(value, "maximum"), 0, kMaxSafeInteger);
  check.parameters = CountedMember{node.text(node.member(value, "of"))};
}

bool check_references(const Check& check, Value& value, CheckContext& context) {
  const auto bytes = static_cast<std::int64_t>(value.totals.map_bytes - value.totals.key_bytes);
  if (bytes <= check.maximum || value.oversized_entry) return true;
  context.report(check, value.span(),
                 [&] {
                   return fmt::format(
                       "{} holds {} bytes of values in UTF-8; at most {} are allowed",
                       context.subject(), bytes, check.maximum);
                 },
                 {"", fmt::format("{}", check.maximum), fmt::format("{}", bytes), "bytes"});
  return false;
}

// Two values that are each short enough, and together one byte or some more too long. Digits pass
// for text and for a timestamp.
bool inject_references(const Check& check, Injection& injection) {
  if (check.maximum >= kMaxGeneratedLength) return false;
  const std::string& counted = check.as<CountedMember>().name;
  injection.value.members.clear();
  const std::int64_t half = check.maximum / 2;
  for (int i = 0; i < 2; ++i) {
    Sample reference = injection.make(injection.node.map_value);
    std::erase_if(reference.members, [&](const auto& m) { return m.first == counted; });
    const std::int64_t size = i == 0 ? half : check.maximum - half + injection.random.between(1, 4);
    const std::string digits(static_cast<std::size_t>(size), '1');
    reference.members.emplace_back(counted, Sample::string(digits));
    injection.value.members.emplace_back(fmt::format("reference {}", i), std::move(reference));
  }
  return true;
}

void boundary_references(const Check& check, BoundaryValues& boundary) {
  if (check.maximum >= kMaxGeneratedLength) return;
  const std::string& counted = check.as<CountedMember>().name;
  const auto references = [&](std::int64_t bytes) {
    Sample map;
    map.kind = Kind::kObject;
    for (const std::int64_t size : {check.maximum / 2, bytes - check.maximum / 2}) {
      Sample reference = boundary.make(boundary.node.map_value);
      std::erase_if(reference.members, [&](const auto& m) { return m.first == counted; });
      reference.members.emplace_back(
          counted, Sample::string(std::string(static_cast<std::size_t>(size), '1')));
      map.members.emplace_back(fmt::format("reference {}", map.members.size()),
                               std::move(reference));
    }
    return map;
  };
  const auto bytes = [](std::int64_t n) { return fmt::format("{}-bytes", n); };
  boundary.valid(bytes(check.maximum), references(check.maximum));
  boundary.invalid(bytes(check.maximum + 1), references(check.maximum + 1));
}

constexpr std::string_view kReferencesKeywords[] = {"x-references-bytes", "x-references-bytes-of"};

const Rule kReferencesBytes = {
    .id = "references-bytes",
    .title = "All references of a contact together take no more bytes than the service allows.",
    .severity = Severity::kError,
    .why = "The service refuses the request.",
    .repair =
        "Shorten or drop references. The UTF-8 bytes of what each refers to count, those of its "
        "key do not.",
    .keywords = kReferencesKeywords,
    .stage = Stage::kSemantic,
    .compile = compile_references,
    .check = check_references,
    .inject_fault = inject_references,
    .boundary_values = boundary_references,
    .disagreement =
        "The model bounds all references together in bytes, and a key and a value each in "
        "characters, without saying whether keys count. Only values are counted, so that whatever "
        "is reported is too large in either reading.",
};

// --- segment-attribute-key ---------------------------------------------------------------------

void compile_key(NodeCompiler& node, const nlohmann::json& value) {
  node.add_check().parameters = TextPrefix{node.text(node.member(value, "systemPrefix"))};
}

bool is_key_character(char32_t c) noexcept {
  return is_digit(c) || is_letter(c) || c == '-' || c == '_';
}

bool check_key(const Check& check, Value& value, CheckContext& context) {
  const std::string& prefix = check.as<TextPrefix>().text;
  std::string_view key = value.string;
  const bool system = key.starts_with(prefix) && key.size() > prefix.size();
  const std::size_t hidden = system ? prefix.size() : 0;
  key.remove_prefix(hidden);
  std::size_t at = 0;
  for (std::size_t n = hidden + 1; at < key.size(); ++n) {
    const char32_t c = next_code_point(key, at);
    if (is_key_character(c)) continue;
    context.report(check, value.span(), [&] {
      return fmt::format(
          "character {} of the key is {}; a key has letters, digits, - and _, "
          "and only keys of the system begin with {}",
          n, describe_character(c), prefix);
    });
    return false;
  }
  return true;
}

constexpr std::string_view kBrokenKeys[] = {"a key", "tier.gold", "caf\xC3\xA9", "own:key",
                                            "connect:"};

bool inject_key(const Check&, Injection& injection) {
  injection.value.text = kBrokenKeys[injection.random.below(std::size(kBrokenKeys))];
  return true;
}

void boundary_key(const Check& check, BoundaryValues& boundary) {
  boundary.valid_text("letters-and-digits", "azAZ09-_");
  const std::string& prefix = check.as<TextPrefix>().text;
  boundary.valid_text("of-the-system", prefix + "x");
  boundary.invalid_text("prefix-alone", prefix);
  const std::pair<const char*, const char*> others[] = {{"space", "a key"},
                                                        {"dot", "tier.gold"},
                                                        {"not-ASCII", "caf\xC3\xA9"},
                                                        {"other-prefix", "own:key"},
                                                        {"slash", "a/b"},
                                                        {"at", "a@b"},
                                                        {"grave", "a`b"},
                                                        {"brace", "a{b"}};
  for (const auto& [name, key] : others) boundary.invalid_text(name, key);
}

std::string make_key(const Check& check, Random& random, const Instant&) {
  static constexpr std::string_view kNames[] = {"tier", "Campaign", "line-of_business", "X9"};
  const std::string_view name = kNames[random.below(std::size(kNames))];
  const std::string key = fmt::format("{}_{}", name, random.below(1000));
  return random.once_in(8) ? check.as<TextPrefix>().text + key : key;
}

constexpr std::string_view kKeyKeywords[] = {"x-segment-attribute-key"};

const Rule kSegmentKey = {
    .id = "segment-attribute-key",
    .title = "Keys of segment attributes are made of letters, digits, hyphens and underscores.",
    .severity = Severity::kError,
    .why = "The service refuses other keys.",
    .repair =
        "Rename the key. The prefix that the message names is reserved for keys of the service.",
    .keywords = kKeyKeywords,
    .stage = Stage::kPattern,
    .compile = compile_key,
    .check = check_key,
    .inject_fault = inject_key,
    .make = make_key,
    .boundary_values = boundary_key,
    .disagreement =
        "The reference allows letters, digits, - and _ only, and gives a key with a colon as its "
        "example. Keys with the prefix of that example are treated as the service's own.",
};

}  // namespace

std::span<const Rule* const> segment_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kReferencesBytes, &kSegmentKey};
  return kRules;
}

}  // namespace diallint
