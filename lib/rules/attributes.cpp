// Rules on attribute maps.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "context/check_context.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

void compile_bytes(NodeCompiler& node, const nlohmann::json& value) {
  node.add_whole_check().maximum =
      node.whole_number(node.member(value, "maximum"), 0, kMaxSafeInteger);
}

bool check_bytes(const Check& check, Value& value, CheckContext& context) {
  const auto bytes = static_cast<std::int64_t>(value.totals.map_bytes);
  if (bytes <= check.maximum || value.oversized_entry) return true;
  context.report(check, value.span(),
                 [&] {
                   return fmt::format(
                       "{} holds {} bytes of keys and values in UTF-8; at most {} are allowed",
                       context.subject(), bytes, check.maximum);
                 },
                 {"", fmt::format("{}", check.maximum), fmt::format("{}", bytes), "bytes"});
  return false;
}

// Fills the map to one byte, or some more, past the limit, in values that are each short enough.
bool inject_bytes(const Check& check, Injection& injection) {
  if (check.maximum >= kMaxGeneratedLength) return false;
  std::int64_t bytes = 0;
  for (const auto& [key, value] : injection.value.members) {
    bytes += static_cast<std::int64_t>(key.size() + value.text.size());
  }
  std::int64_t missing = check.maximum + 1 - bytes + injection.random.between(0, 3);
  constexpr std::int64_t kPart = 20'000;
  for (int part = 0; missing > 0; ++part) {
    const std::string key = fmt::format("filler_{}", part);
    const std::int64_t size =
        std::max<std::int64_t>(0, std::min(kPart, missing - static_cast<std::int64_t>(key.size())));
    std::string text;
    const bool multibyte = injection.random.once_in(2);
    while (multibyte && static_cast<std::int64_t>(text.size()) + 3 <= size) text += "\xE2\x82\xAC";
    text.resize(static_cast<std::size_t>(size), 'a');
    injection.value.members.emplace_back(key, Sample::string(text));
    missing -= size + static_cast<std::int64_t>(key.size());
  }
  return true;
}

// A map of that many bytes, in values of `unit`, the last one ASCII where that is needed.
Sample map_of_bytes(std::int64_t bytes, std::string_view unit) {
  constexpr std::int64_t kPart = 20'000;
  Sample map;
  map.kind = Kind::kObject;
  for (int part = 0; bytes > 0; ++part) {
    const std::string key(1, static_cast<char>('a' + part));
    const auto size = static_cast<std::size_t>(std::min(kPart, bytes) - 1);
    std::string text;
    while (text.size() + unit.size() <= size) text += unit;
    text.resize(size, 'x');
    bytes -= static_cast<std::int64_t>(size) + 1;
    map.members.emplace_back(key, Sample::string(text));
  }
  return map;
}

void boundary_bytes(const Check& check, BoundaryValues& boundary) {
  if (check.maximum >= kMaxGeneratedLength) return;
  const auto bytes = [](std::int64_t n) { return fmt::format("{}-bytes", n); };
  boundary.valid(bytes(check.maximum), map_of_bytes(check.maximum, "x"));
  boundary.invalid(bytes(check.maximum + 1), map_of_bytes(check.maximum + 1, "\xE2\x82\xAC"));
}

constexpr std::string_view kBytesKeywords[] = {"x-attributes-bytes"};

const Rule kBytes = {
    .id = "attributes-bytes",
    .title = "All attributes of a request together take no more bytes than the service allows.",
    .severity = Severity::kError,
    .why =
        "The service refuses the request. Text outside ASCII takes two to four bytes a "
        "character, so a count of characters does not help.",
    .repair =
        "Shorten or drop attributes. The UTF-8 bytes of every key and value count, after escapes "
        "have been resolved.",
    .keywords = kBytesKeywords,
    .stage = Stage::kSemantic,
    .compile = compile_bytes,
    .check = check_bytes,
    .inject_fault = inject_bytes,
    .boundary_values = boundary_bytes,
};

}  // namespace

std::span<const Rule* const> attributes_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kBytes};
  return kRules;
}

}  // namespace diallint
