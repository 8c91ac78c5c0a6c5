// Limits and names of members stand in the schemas: where those change, no text about rules still
// has the old ones.
#include <catch2/catch.hpp>
#include <cctype>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "base/embedded_files.h"
#include "reference/rule_page.h"
#include "support/build_paths.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

using nlohmann::json;
using Words = std::set<std::string>;

// E.164 has a maximum of its own, so limits get smaller, not larger.
constexpr std::int64_t kShift = -1;
constexpr std::string_view kNewName = "Qq";
constexpr std::string_view kExample = "2024-12-05T19:35:00.000Z";
constexpr std::string_view kNewExample = "2031-12-05T19:35:00.000Z";

// "clientToken", "connect:Subtype": what nobody takes for a word of English.
bool is_no_word(std::string_view text) {
  if (text.size() < 3 || text.find(' ') != std::string_view::npos) return false;
  return std::any_of(text.begin() + 1, text.end(), [](char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':';
  });
}

/// What the built-in schemas say of limits.
struct Limits {
  Words names;
  Words values;  // of enum and const
  Words texts;   // in keywords of the rules' own
  std::set<std::int64_t> numbers;
};

void collect_strings(const json& value, Words& words) {
  if (value.is_string()) words.insert(value.get<std::string>());
  for (const json& part : value.is_structured() ? value : json::array())
    collect_strings(part, words);
}

void collect(const json& schema, Limits& limits) {
  if (schema.is_number_integer()) limits.numbers.insert(schema.get<std::int64_t>());
  if (!schema.is_structured()) return;
  for (const auto& [key, value] : schema.items()) {
    if (schema.is_object()) {
      if (key == "x-sources" || key == "x-source" || key == "x-rule" || key == "x-shape") continue;
      if (key == "properties")
        for (const auto& member : value.items()) limits.names.insert(member.key());
      if (key == "enum" || key == "const") collect_strings(value, limits.values);
      if (key.starts_with("x-")) collect_strings(value, limits.texts);
    }
    collect(value, limits);
  }
}

Limits builtin_limits() {
  Limits limits;
  for (const Shape& shape : builtin_plan().shapes) collect(json::parse(shape.schema_text), limits);
  for (Words* words : {&limits.names, &limits.values, &limits.texts})
    std::erase_if(*words, [](const std::string& word) { return !is_no_word(word); });
  for (const char* term : {"API", "URL"}) limits.values.erase(term);
  // What was measured may be a small number by chance.
  std::erase_if(limits.numbers, [](std::int64_t number) { return number < 10; });
  return limits;
}

/// A reference to a place behind members, by their new names.
std::string changed_reference(const std::string& reference, const Limits& limits) {
  std::string out;
  std::istringstream parts(reference);
  for (std::string part, before; std::getline(parts, part, '/'); before = part) {
    const bool member = before == "properties" && limits.names.contains(part);
    out += (out.empty() ? "" : "/") + part + std::string(member ? kNewName : "");
  }
  return out;
}

/// Another schema of the same sense: every number is smaller, every member has another name.
json changed(const json& schema, const Limits& limits, bool definitions = false) {
  const auto renamed = [&](const std::string& name) {
    return limits.names.contains(name) ? name + std::string(kNewName) : name;
  };
  if (schema == kExample) return kNewExample;
  if (schema.is_string()) return renamed(schema.get<std::string>());
  if (schema.is_number_integer() && schema >= 2) return schema.get<std::int64_t>() + kShift;
  if (!schema.is_structured()) return schema;
  json out = schema.is_array() ? json::array() : json::object();
  for (const auto& [key, value] : schema.items()) {
    if (schema.is_array()) {
      out.push_back(changed(value, limits));
    } else if (key == "$ref") {
      out[key] = changed_reference(value.get<std::string>(), limits);
    } else if (key != "description") {  // the author's own words
      out[definitions ? key : renamed(key)] =
          key.starts_with("x-source") ? value : changed(value, limits, key == "$defs");
    }
  }
  return out;
}

Plan changed_plan(const Limits& limits) {
  std::vector<SchemaText> schemas;
  for (const Shape& shape : builtin_plan().shapes)
    schemas.push_back({shape.id, changed(json::parse(shape.schema_text), limits).dump()});
  PlanResult result = compile_plan(schemas);
  INFO(result.error);
  REQUIRE(result.plan);
  return std::move(*result.plan);
}

bool holds_word(const std::string& text, const std::string& word) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; ++at) {
    const auto part_of_word = [&](std::size_t place) {
      return place < text.size() && std::isalnum(static_cast<unsigned char>(text[place])) != 0;
    };
    if ((at == 0 || !part_of_word(at - 1)) && !part_of_word(at + word.size())) return true;
  }
  return false;
}

// Whole numbers that stand by themselves: 900 and 32,768, but not those of RFC 3339 or 2024-12-05.
std::set<std::int64_t> numbers_in(const std::string& text) {
  static const std::regex kNumber(R"((RFC |[\w.:+/[-])?(\d{1,3}(?:,\d{3})+|\d+)(?![\w:/]|-\d))");
  std::set<std::int64_t> found;
  for (std::sregex_iterator at(text.begin(), text.end(), kNumber), end; at != end; ++at) {
    std::string digits = (*at)[2].str();
    std::erase(digits, ',');
    if (!(*at)[1].matched && digits.size() < 10) found.insert(std::stoll(digits));
  }
  return found;
}

void check_words(const std::string& text, const Words& words) {
  for (const std::string& word : words) {
    INFO(word);
    CHECK_FALSE(holds_word(text, word));
  }
}

void check_numbers(const std::string& text, const Limits& limits) {
  for (const std::int64_t number : numbers_in(text)) {
    INFO(number);
    const bool is_new = limits.numbers.contains(number - kShift);
    CHECK((is_new || !limits.numbers.contains(number)));
  }
}

std::string code_of(const Page& page) {
  std::string text;
  for (const Block& block : page.blocks) text += "\n" + block.code;
  return text;
}

// What a page says, without the examples, which hold numbers of all kinds, and the documents'
// titles.
std::string prose_of(const Page& page) {
  std::string text = page.lead;
  for (const Block& block : page.blocks) {
    text += "\n" + block.prose;
    for (const std::string& line : block.list) text += "\n" + line;
  }
  return text;
}

}  // namespace

TEST_CASE("Texts of rules hold no limit and no name of a member", "[pages]") {
  const Limits limits = builtin_limits();
  REQUIRE((limits.names.contains("ContactFlowId") && limits.values.contains("CAMPAIGN")));
  REQUIRE((limits.texts.contains("connect:") && limits.numbers.contains(32768)));
  for (const Rule* rule : all_rules()) {
    INFO(rule->id);
    const std::string text =
        fmt::format("{}\n{}\n{}\n{}", rule->title, rule->why, rule->repair, rule->disagreement);
    check_words(text, limits.names);
    check_words(text, limits.values);
    check_words(text, limits.texts);
    for (const std::int64_t number : numbers_in(text)) CHECK(limits.numbers.count(number) == 0);
  }
}

TEST_CASE("The page of a rule has its limits and names from the schemas", "[pages]") {
  const Limits limits = builtin_limits();
  const Plan plan = changed_plan(limits);
  std::size_t turn = 0;
  for (const Rule* rule : all_rules()) {
    if (turn++ % every(4) != 0) continue;
    const Page page = page_of(*rule, plan);
    INFO(rule->id);
    const std::string prose = prose_of(page);
    check_words(prose + code_of(page), limits.names);
    check_numbers(prose, limits);
    CHECK(prose.find(kExample) == std::string::npos);
  }
  const std::string window = to_markdown(page_of(*rule_named("expiration-window"), plan));
  CHECK(window.find("`expirationTimeQq`: at most 899, at least 29") != std::string::npos);
}

TEST_CASE("The help of both programs holds no limit and no name of a member", "[pages]") {
  const Limits limits = builtin_limits();
  for (const char* page : {"man/diallint.1", "man/dialgen.1"}) {
    INFO(page);
    check_words(file_text(fmt::format("{}/{}", source_dir(), page)), limits.names);
  }
}

// A description is for people and editors, who see nothing of x-expiration-window.
TEST_CASE("Bounds in a description are those of the value that it describes", "[pages]") {
  static const std::regex kBounds(R"((\d+) to (\d+)|[Uu]p to (\d+))");
  std::size_t seen = 0;
  const std::function<void(const json&)> visit = [&](const json& schema) {
    if (!schema.is_structured()) return;
    for (const json& part : schema) visit(part);
    if (!schema.is_object() || !schema.contains("description")) return;
    Limits own;
    for (const auto& [key, value] : schema.items())
      if (key != "properties" && key != "items" && key != "$defs") collect(value, own);
    const std::string text = schema["description"].dump();
    for (std::sregex_iterator at(text.begin(), text.end(), kBounds), end; at != end; ++at) {
      INFO(text);
      for (std::size_t group = 1; group < at->size(); ++group)
        if ((*at)[group].matched) CHECK(own.numbers.contains(std::stoll((*at)[group])));
      ++seen;
    }
  };
  for (const Shape& shape : builtin_plan().shapes) visit(json::parse(shape.schema_text));
  CHECK(seen > 5);
}

}  // namespace diallint::test
