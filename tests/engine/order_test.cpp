// What is said of a record does not depend on those before it, but for what may stand once in a
// run.
#include <fmt/ranges.h>

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "base/random.h"
#include "generate/boundary_cases.h"
#include "support/lint.h"
#include "support/own_schema.h"

namespace diallint::test {
namespace {

using nlohmann::json;

std::vector<std::string> faulty_lines(const Shape& shape, std::uint64_t seed) {
  const auto rules = all_rules();
  const std::vector<const Rule*> all(rules.begin(), rules.end());
  std::vector<std::string> lines;
  for (const PackFile& file : faulty_documents(builtin_plan(), shape, all, 1, seed, kNow)) {
    if (file.text.find('\n') + 1 == file.text.size()) lines.push_back(file.text);
  }
  return lines;
}

bool may_depend_on_others(std::string_view rule) {
  return rule_named(rule)->stage == Stage::kCrossRecord;
}

// A line each, by line of the input; of the rules that compare records where `all`.
std::map<std::uint64_t, std::string> by_line(const LintResult& result, bool all) {
  std::map<std::uint64_t, std::string> lines;
  for (const Located& l : result.findings) {
    if (!all && may_depend_on_others(l.finding.rule)) continue;
    lines[l.location.begin.line] +=
        fmt::format("{} {} {}\n", l.finding.rule, l.finding.path, l.finding.message);
  }
  return lines;
}

struct Rounds {
  std::size_t lines = 0;
  std::size_t with_findings = 0;
};

// Each line is judged in a run of its own, and in three rounds of one run.
Rounds check_rounds(const std::vector<std::string>& lines, const Plan& plan,
                    const std::string& shape) {
  LintOptions options;
  options.format = InputFormat::kNdjson;
  options.shape = shape;
  std::string text;
  for (int round = 0; round < 3; ++round) {
    for (const std::string& line : lines) text += line;
  }
  const LintResult together = lint(text, options, plan);
  auto found = by_line(together, false);
  auto with_repeats = by_line(together, true);
  Rounds rounds;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    INFO(lines[i].substr(0, 300));
    const std::string alone = by_line(lint(lines[i], options, plan), false)[1];
    for (const std::size_t round : {0, 1, 2}) {
      CHECK(found[1 + i + round * lines.size()] == alone);
    }
    // Only here is a repeated token or number one that has been seen in both.
    const auto words = [&](std::size_t round) {
      std::string all = with_repeats[1 + i + round * lines.size()];
      return std::count(all.begin(), all.end(), '\n');
    };
    CHECK(words(1) == words(2));
    ++rounds.lines;
    if (!alone.empty()) ++rounds.with_findings;
  }
  return rounds;
}

// Every string schema of a document, wherever it stands.
void collect_string_schemas(const json& schema, std::set<std::string>& found) {
  if (!schema.is_structured()) return;
  for (const json& inner : schema) collect_string_schemas(inner, found);
  if (!schema.is_object() || schema.value("type", json()) != "string") return;
  json keywords = schema;
  for (const char* name : {"title", "description", "x-source", "x-sources", "examples"}) {
    keywords.erase(name);
  }
  if (keywords.size() > 1) found.insert(keywords.dump());
}

void collect_texts(const json& value, std::set<std::string>& texts) {
  if (value.is_string()) texts.insert(value.get<std::string>().substr(0, 300));
  if (!value.is_structured()) return;
  for (const auto& [key, inner] : value.items()) {
    if (value.is_object()) texts.insert(key.substr(0, 300));
    collect_texts(inner, texts);
  }
}

}  // namespace

TEST_CASE("The second occurrence of a document is judged as the first", "[order]") {
  Rounds all;
  for (const Shape& shape : builtin_plan().shapes) {
    const Rounds rounds = check_rounds(faulty_lines(shape, 3), builtin_plan(), shape.id);
    all.lines += rounds.lines;
    all.with_findings += rounds.with_findings;
  }
  CHECK(all.lines > 50);
  CHECK(all.with_findings > all.lines / 2);
}

// Keys that have passed once are not checked again: none may be that has anything to be said of,
// whatever the keywords on the names of a map.
TEST_CASE("The second occurrence of a key is judged as the first", "[order]") {
  std::set<std::string> schemas;
  for (const EmbeddedFile& file : embedded_schemas()) {
    collect_string_schemas(json::parse(file.text), schemas);
  }
  std::set<std::string> texts = {"", "a", "a b", "connect:x", "+12025550147", "+1 202 555 0147"};
  for (const std::string& line : faulty_lines(builtin_plan().shapes.front(), 5)) {
    const json document = json::parse(line, nullptr, false);
    if (!document.is_discarded()) collect_texts(document, texts);
  }
  Random random(7);
  std::size_t tried = 0;
  Rounds all;
  for (const std::string& schema : schemas) {
    const PlanResult plan = compile_plan(
        {{"own.json", shape(R"("properties":{"m":{"type":"object","propertyNames":)" + schema +
                            R"(,"additionalProperties":{"type":"string"}}})")}});
    if (!plan.plan) continue;
    ++tried;
    std::vector<std::string> lines;
    for (const std::string& key : texts) {
      if (random.once_in(static_cast<std::uint64_t>(10 / rounds(10)))) {
        lines.push_back(
            json{{"m", {{key, "x"}}}}.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
      }
    }
    const Rounds found = check_rounds(lines, *plan.plan, "thing");
    all.with_findings += found.with_findings;
  }
  CHECK(tried > 20);
  CHECK(all.with_findings > 100);
}

TEST_CASE("A key that passed while its rule was off is judged once it is on", "[order]") {
  const Plan plan = plan_of(
      shape(R"("properties":{"m":{"type":"object","additionalProperties":{"type":"string"},)"
            R"("propertyNames":{"x-phone-e164":{"minDigits":2,"maxDigits":15},)"
            R"("x-phone-fictional":true}}})"));
  std::vector<Located> found;
  Collector collector(found);
  Settings settings = test_settings();
  settings.severity["phone-fictional"] = Severity::kOff;
  RunOptions options;
  options.shape = "thing";
  Run run(plan, settings, options, collector);
  const auto check = [&] {
    TextSource source(R"({"m":{"+12025550147":"x"}})");
    run.check(source, "input");
  };
  check();
  CHECK(found.empty());
  settings.severity.erase("phone-fictional");
  run.configure(settings, options);
  check();
  check();
  CHECK(found.size() == 2);
}

// --- counts --------------------------------------------------------------------------------------

namespace {

std::string request(int n, std::string_view number, std::string_view rest = "") {
  return fmt::format(
      R"({{"clientToken":"t-{}","phoneNumber":"{}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{}}{}}})",
      n, number, rest);
}

// Requests to several countries: sound ones, and such as break off behind the number.
std::vector<std::string> mixed_values() {
  const std::string good = request(1, "+12025550147");
  return {
      good,
      request(2, "+447700900123"),
      request(3, "+33199003650"),
      request(4, "+447700900124", R"(,"more":1)"),
      request(4, "+61491570156"),
      request(5, "+12025550148", ",\"more\":\"\x01\""),
      request(6, "+447700900125", ",\"more\":\"\xFF\""),
      request(7, "+33199003651", ",\"more\":tru"),
      R"({"phoneNumber":"+61491570157","clientToken":"a b","attributes":{"a b":1}})",
      R"({"dialRequests":[)" + good + "," + request(8, "+447700900126") + R"(],"id":"1"})",
      R"({"id":"1","dialRequests":[)" + request(9, "+33199003652", ",\"x\":nul") + "," + good +
          "]}",
      R"({"message":"x","__type":"ThrottlingException"})",
      R"({"unknown":1})",
      R"({"clientToken":"t","InstanceId":"i","DestinationPhoneNumber":"+12025550147"})",
      R"({"clientToken":"t","phoneNumber":"+33199003650"})",
  };
}

std::string counts_of(const LintResult& result) {
  const Summary& summary = result.summary;
  std::string text = fmt::format("{}, {} errors, {} warnings\n", result.counts(),
                                 summary.counts.errors, summary.counts.warnings);
  for (const auto* counts : {&summary.by_rule, &summary.by_shape, &summary.by_region}) {
    for (const auto& [name, count] : *counts) text += fmt::format("{} {}, ", name, count);
    text += "\n";
  }
  return text;
}

std::string table_of(const std::vector<std::string>& rows) {
  std::string text = "clientToken,phoneNumber,expirationTime\n";
  for (const std::string& row : rows) text += row + "\n";
  return text;
}

std::string lines_of(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += value + "\n";
  return text;
}

std::string array_of(const std::vector<std::string>& values) {
  std::string text = "[";
  for (const std::string& value : values) text += (text.size() > 1 ? "," : "") + value;
  return text + "]";
}

template <class Join>
std::set<std::string> counts_in_any_order(std::vector<std::string> values, InputFormat format,
                                          const Join& join) {
  Random random(11);
  std::set<std::string> different;
  for (int i = 0; i < rounds(200); ++i) {
    different.insert(counts_of(lint(join(values), format)));
    for (std::size_t left = values.size(); left > 1; --left) {
      std::swap(values[left - 1], values[random.below(left)]);
    }
  }
  return different;
}

}  // namespace

TEST_CASE("Counts do not depend on the order of lines, items or rows", "[order]") {
  const auto lines = counts_in_any_order(mixed_values(), InputFormat::kNdjson, lines_of);
  INFO(fmt::format("{}", fmt::join(lines, "\n")));
  CHECK(lines.size() == 1);
  const auto items = counts_in_any_order(mixed_values(), InputFormat::kJson, array_of);
  INFO(fmt::format("{}", fmt::join(items, "\n")));
  CHECK(items.size() == 1);
  const auto rows = counts_in_any_order(
      {"a,+12025550147,2026-11-20T12:10:00Z", "b,+447700900123,2026-11-20T12:10:00Z",
       "c,+33199003650", "d,+447700900124,2026-11-20T12:10:00Z,more", "e,\"+336\"x,", "a b,+61,no",
       "a,+12025550147,2026-11-20T12:10:00Z"},
      InputFormat::kCsv, table_of);
  INFO(fmt::format("{}", fmt::join(rows, "\n")));
  CHECK(rows.size() == 1);
}

TEST_CASE("Numbers are counted by country where their request is read", "[order]") {
  const LintResult result =
      lint(lines_of({request(1, "+12025550147"), request(2, "+447700900123"),
                     request(3, "+447700900124", ",\"x\":tru"), request(4, "+447700900125")}),
           InputFormat::kNdjson);
  CHECK(result.summary.by_region == std::map<std::string, std::uint64_t>{{"GB", 2}, {"US", 1}});
  CHECK(result.summary.counts.unreadable == 1);
}

}  // namespace diallint::test
