// What rules say at the very edges of what they compare: characters beside a range, figures that
// are given or left out, numbers however they are written, digits of a number inside a token.
#include <catch2/catch.hpp>

#include "base/json_number.h"
#include "base/random.h"
#include "rules/placeholder_text.h"
#include "schema/schema_compiler.h"
#include "support/bounds.h"
#include "support/own_schema.h"

namespace diallint::test {
namespace {

const Finding& only(const LintResult& result, std::string_view rule) {
  const Finding* found = nullptr;
  for (const Located& l : result.findings) {
    if (l.finding.rule != rule) continue;
    CHECK(found == nullptr);
    found = &l.finding;
  }
  INFO(rule << " among\n" << result.brief());
  REQUIRE(found != nullptr);
  return *found;
}

LintResult lint_as(const std::string& base, const std::string& pointer, const json& value) {
  LintOptions options;
  options.format = InputFormat::kJson;
  options.shape = base;
  return lint(changed(base, pointer, value).dump(), options);
}

bool says(const Finding& finding, std::string_view words) {
  INFO(finding.message);
  return finding.message.find(words) != std::string::npos;
}

Plan plan_of_member(const std::string& constraints) {
  PlanResult result = compile_plan(
      {{"own.json", R"({"$id":"urn:own","x-shape":"own","x-record":true,"type":"object",)"
                    R"("properties":{"a":{)" +
                        constraints + "}}}"}});
  INFO(result.error);
  REQUIRE(result.plan);
  return std::move(*result.plan);
}

LintResult lint_own(const std::string& constraints, const std::string& value) {
  const Plan plan = plan_of_member(constraints);
  LintOptions options;
  options.format = InputFormat::kJson;
  options.shape = "own";
  return lint("{\"a\":" + value + "}", options, plan);
}

}  // namespace

TEST_CASE("Characters beside the hexadecimal digits are none", "[edges]") {
  const std::string guid = "b0b8f2dd-ed1b-4c44-af36-ce189a178181";
  for (const char c : std::string_view("09afAF")) {
    const std::string sound = c + guid.substr(1);
    CHECK(found_in(changed("start-outbound-voice-contact", "/ContactFlowId", sound),
                   "start-outbound-voice-contact") == "");
  }
  for (const char c : std::string_view("/:`g@G")) {
    INFO(c);
    CHECK(found_in(changed("start-outbound-voice-contact", "/ContactFlowId", c + guid.substr(1)),
                   "start-outbound-voice-contact") == "contact-flow-guid /ContactFlowId\n");
  }
}

TEST_CASE("What keeps a number from being E.164, at the edges", "[edges]") {
  struct Case {
    const char* number;
    const char* says;
  };
  constexpr Case kCases[] = {
      {"+1202555010/", "has characters other than digits"},
      {"+1202555010:", "has characters other than digits"},
      {"5", "does not begin with + and a calling code"},
      {"+01", "begins with +0"},
      {"+012345678901234", "begins with +0"},
      {"+0123456789012345", "has 16 digits"},
      {"+1", "has 1 digit"},
  };
  for (const Case& one : kCases) {
    INFO(one.number);
    const LintResult result =
        lint_as("start-outbound-voice-contact", "/DestinationPhoneNumber", one.number);
    const Finding& finding = only(result, "phone-e164");
    CHECK(says(finding, one.says));
    CHECK(finding.figures.empty() == (one.number[0] != '+'));
  }
}

TEST_CASE("Figures are those that a rule has", "[edges]") {
  const LintResult margin = lint_as("dial-request", "/expirationTime", "2026-11-20T12:01:00.000Z");
  CHECK(only(margin, "expiration-margin").figures.maximum.empty());
  CHECK(only(margin, "expiration-margin").figures.minimum == "120");
  const LintResult window = lint_as("dial-request", "/expirationTime", "2026-11-20T12:16:00.000Z");
  CHECK(only(window, "expiration-window").figures.maximum == "900");

  const LintResult token = lint_as("dial-request", "/clientToken", std::string(201, 'a'));
  CHECK(only(token, "length").figures.minimum.empty());
  CHECK(only(token, "length").figures.maximum == "200");
  for (const auto& [minimum, shown] : {std::pair{"0", ""}, {"1", "1"}, {"2", "2"}}) {
    const LintResult own =
        lint_own(fmt::format(R"("minLength":{},"maxLength":3)", minimum), R"("four")");
    CHECK(only(own, "length").figures.minimum == shown);
    CHECK(only(own, "length").figures.maximum == "3");
  }
  CHECK(only(lint_own(R"("minLength":3)", R"("ab")"), "length").figures.maximum.empty());

  const Finding least = only(lint_own(R"("type":"integer","minimum":5)", "4"), "range");
  CHECK(least.figures.minimum == "5");
  CHECK(least.figures.maximum.empty());
  const Finding most = only(lint_own(R"("type":"integer","maximum":5)", "6"), "range");
  CHECK(most.figures.minimum.empty());
  CHECK(most.figures.maximum == "5");
}

TEST_CASE("A number is shown up to 24 characters", "[edges]") {
  const std::string digits(24, '9');
  CHECK(only(lint_own(R"("maximum":5)", digits), "range").figures.actual == digits);
  CHECK(only(lint_own(R"("maximum":5)", digits + "9"), "range").figures.actual.empty());
}

TEST_CASE("One character, and two characters", "[edges]") {
  const auto message = [](const char* value) {
    return only(lint_own(R"("minLength":3)", value), "length").message;
  };
  CHECK(message(R"("a")") == "a has 1 character; at least 3 are needed");
  CHECK(message(R"("ab")") == "a has 2 characters; at least 3 are needed");
  CHECK(message(R"("")") == "a has 0 characters; at least 3 are needed");
}

TEST_CASE("Characters are counted however many bytes each has", "[edges]") {
  std::string text;
  for (int count = 0; count <= 21; ++count, text += "\xF0\x9F\x98\x80") {
    INFO(count);
    const bool found = !lint_own(R"("minLength":20)", json(text).dump()).findings.empty();
    CHECK(found == (count < 20));
  }
}

TEST_CASE("A length figure counts what is there where the plan knows the number", "[edges]") {
  struct Case {
    const char* number;
    const char* actual;  // empty: no figures
  };
  constexpr Case kCases[] = {{"+1202555010", "10"}, {"+120255501000", "12"}, {"+11205550100", ""}};
  for (const Case& one : kCases) {
    INFO(one.number);
    const LintResult result = lint_as("dial-request", "/phoneNumber", one.number);
    CHECK(only(result, "phone-assignable").figures.actual == one.actual);
  }
}

TEST_CASE("Whole numbers and values, however a number is written", "[edges]") {
  struct Case {
    const char* number;
    bool whole;
    double value;
  };
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr Case kCases[] = {
      {"0", true, 0},
      {"-0.0", true, -0.0},
      {"10", true, 10},
      {"1e2", true, 100},
      {"1e+2", true, 100},
      {"1E+1", true, 10},
      {"15e-1", false, 1.5},
      {"10e-1", true, 1},
      {"1.5e1", true, 15},
      {"1.5e+1", true, 15},
      {"1.25e+1", false, 12.5},
      {"1.5", false, 1.5},
      {"1.25e1", false, 12.5},
      {"1.25e2", true, 125},
      {"120e-2", false, 1.2},
      {"1200e-2", true, 12},
      {"0.5e1", true, 5},
      {"0.05e1", false, 0.5},
      {"1e400", true, kInfinity},
      {"-1e400", true, -kInfinity},
      {"1e-400", false, 0},
      {"-1e+400", true, -kInfinity},
      {"1E-400", false, 0},
      {"1e99999999999999999999", true, kInfinity},
      {"1e-99999999999999999999", false, 0},
      {"1e+99999999999999999999", true, kInfinity},
  };
  for (const Case& one : kCases) {
    INFO(one.number);
    CHECK(is_integer(one.number) == one.whole);
    CHECK(value_of(one.number) == one.value);
  }
  const std::string long_number(400, '9');
  CHECK(is_integer(long_number));
  CHECK(value_of(long_number) == kInfinity);
  CHECK(value_of("-" + long_number) == -kInfinity);
}

TEST_CASE("Case is that of the letters of ASCII", "[edges]") {
  const std::string allowed = R"("enum":["A@Z["])";
  CHECK(says(only(lint_own(allowed, R"("a@z[")"), "enum"), "only in case"));
  CHECK_FALSE(says(only(lint_own(allowed, R"("a`z[")"), "enum"), "only in case"));
  CHECK_FALSE(says(only(lint_own(allowed, R"("a@z{")"), "enum"), "only in case"));
  CHECK_FALSE(says(only(lint_own(R"("enum":["a0"])", R"("a\u0010")"), "enum"), "only in case"));
}

TEST_CASE("A key in a message is cut behind 64 characters", "[edges]") {
  for (const auto& [size, shown] : {std::pair{0, 0}, {1, 1}, {64, 64}, {65, 64}, {66, 64}}) {
    INFO(size);
    const std::string key(static_cast<std::size_t>(size), 'k');
    const std::string text =
        fmt::format(R"({{"clientToken":"call-ab","phoneNumber":"+12025550101",)"
                    R"("expirationTime":"2026-11-20T12:10:00.000Z",)"
                    R"("attributes":{{}},"{0}":1,"{0}":2}})",
                    key);
    const std::string words =
        fmt::format("\"{}{}\" appears twice", key.substr(0, static_cast<std::size_t>(shown)),
                    shown < size ? "…" : "");
    CHECK(says(only(lint(text, InputFormat::kNdjson), "duplicate-member"), words));
  }
}

TEST_CASE("Where text is missing a break has no width", "[edges]") {
  struct Case {
    const char* text;
    std::uint64_t width;
  };
  constexpr Case kCases[] = {{"[", 0}, {"[{\"id\":", 0}, {"[1 2]", 1}, {"{7:1}", 1}};
  for (const Case& one : kCases) {
    INFO(one.text);
    const Finding finding = only(lint(one.text, InputFormat::kJson), "json-syntax");
    CHECK(finding.span.end - finding.span.begin == one.width);
  }
  const std::string deep(100, '[');
  const Finding finding = only(lint(deep, InputFormat::kJson), "input-limit");
  CHECK(finding.span.end - finding.span.begin == 1);
}

TEST_CASE("Keys of segment attributes, beside the ranges of their characters", "[edges]") {
  for (const char c : std::string_view("09AZaz-_/:@[`{")) {
    INFO(c);
    const bool sound = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    json attributes = json::object();
    attributes[std::string("a") + c] = {{"ValueString", "v"}};
    const std::string found =
        found_in(changed("create-contact", "/SegmentAttributes", attributes), "create-contact");
    CHECK((found == "") == sound);
  }
}

TEST_CASE("The first character of a segment attribute's key counts as well", "[edges]") {
  for (const char* key : {"@a", " a", "a@", "@"}) {
    INFO(key);
    json attributes = json::object();
    attributes[key] = {{"ValueString", "v"}};
    CHECK(found_in(changed("create-contact", "/SegmentAttributes", attributes), "create-contact") ==
          fmt::format("segment-attribute-key /SegmentAttributes/{}\n", key));
  }
}

TEST_CASE("A rule that is off changes no other finding", "[edges]") {
  // The number is of fiction, which these tests do not ask for.
  const LintResult result = lint_as("dial-request", "/clientToken", "a b");
  const Finding& finding = only(result, "pattern");
  CHECK(finding.source.ends_with("API_connect-outbound-campaigns_DialRequest.html"));
}

TEST_CASE("A file of tabs is known by its name", "[edges]") {
  // Told by its bytes alone, the first line has as many tabs as commas.
  const std::string text = "phoneNumber\tclientToken\n+12025550101\tcall-ab\n";
  for (const char* name : {"a.tsv", "a.TSV", "a.tab", "a.TAB", ".tsv", "tsv", "", "a"}) {
    INFO(name);
    LintOptions options;
    options.format = InputFormat::kCsv;
    options.name = name;
    CHECK(lint(text, options).summary.counts.records == 1);
  }
}

TEST_CASE("What nobody has filled in is told by both its ends", "[edges]") {
  for (const char* text : {"{{}}", "{{x}}", "<<>>", "%()s", "$.a", "$['a']", "$$.a", "=\"\"",
                           "=\"x\"", "%s", "%d", "NaN"})
    CHECK(is_placeholder(text));
  for (const char* text : {"{{}", "{}", "{{x", "x}}", "<>", "<<>", "$.", "$.5", "$.a b", "$.50",
                           "$a", "=\"", "=\"x", "=x\"", "%", "nAn", ""})
    CHECK_FALSE(is_placeholder(text));
}

// --- digits of a number inside a token
// ------------------------------------------------------------

namespace {

// A slow reading of the rule: so many digits of the number in a row, - _ and . inside them passed
// over.
bool reveals(const std::string& token, const std::string& phone, std::size_t least = 7) {
  std::string run;
  for (const char c : token + "x") {
    if (c >= '0' && c <= '9') run += c;
    if (run.size() >= least && phone.find(run.substr(run.size() - least)) != std::string::npos)
      return true;
    if (std::string_view("0123456789-_.").find(c) == std::string_view::npos) run.clear();
  }
  return false;
}

std::string random_of(Random& random, std::string_view alphabet, std::size_t size) {
  std::string text;
  while (text.size() < size) text += random.one_of(alphabet);
  return text;
}

std::string random_token(Random& random, const std::string& phone) {
  const std::size_t begin = 1 + random.below(phone.size() - 1);
  std::string piece = phone.substr(begin, 5 + random.below(7));
  if (random.once_in(3)) piece[random.below(piece.size())] = random.one_of("0123456789");
  const std::string_view separators = random.once_in(2) ? "-_." : "-_.x";
  for (std::uint64_t edits = random.below(4); edits > 0; --edits) {
    piece.insert(random.below(piece.size()), 1, random.one_of(separators));
  }
  const std::string_view around = random.once_in(2) ? "abcx" : "abc0123456789-._";
  return random_of(random, around, random.below(70)) + piece +
         random_of(random, around, random.below(70));
}

struct Call {
  std::string token;
  std::string phone;
};

// For each call whether its token is said to reveal its number.
std::vector<bool> found_in(const std::vector<Call>& calls) {
  std::string text;
  for (const Call& call : calls) {
    text += fmt::format(R"({{"clientToken":"{}","phoneNumber":"{}",)"
                        R"("expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{}}}})"
                        "\n",
                        call.token, call.phone);
  }
  std::vector<bool> found(calls.size());
  for (const Located& l : lint(text, InputFormat::kNdjson).findings) {
    if (l.finding.rule == "token-reveals-phone") found[l.finding.record] = true;
  }
  return found;
}

}  // namespace

TEST_CASE("A token reveals its number wherever the digits stand", "[edges]") {
  Random random(20);
  std::vector<Call> calls;
  for (int n = 0; n < 4000; ++n) {
    const std::string phone = fmt::format("+1202555{:04}", 100 + random.below(100));
    calls.push_back({random_token(random, phone), phone});
  }
  for (std::size_t before = 0; before <= 66; ++before) {
    for (const std::size_t behind : {0, 1, 20, 50, 57, 58}) {
      for (const char* piece : {"5550101", "5_5.5-0101", "550101", "5550102"}) {
        calls.push_back(
            {std::string(before, 'x') + piece + std::string(behind, 'x'), "+12025550101"});
      }
    }
  }
  const std::vector<bool> found = found_in(calls);
  std::size_t revealing = 0;
  for (std::size_t n = 0; n < calls.size(); ++n) {
    INFO(calls[n].token << " for " << calls[n].phone);
    CHECK(found[n] == reveals(calls[n].token, calls[n].phone));
    revealing += found[n] ? 1 : 0;
  }
  CHECK(revealing > 500);
  CHECK(revealing < calls.size() - 500);
}

TEST_CASE("As many digits of a number as the schema says are revealing", "[edges]") {
  for (std::size_t least = 4; least <= 15; ++least) {
    const Plan plan = plan_of(shape(fmt::format(
        R"("x-record":true,"properties":{{"a":{{"type":"string"}},"b":{{"type":"string"}}}},"x-token-reveals-phone":{{"token":"a","phone":"b","minDigits":{}}})",
        least)));
    std::vector<Call> calls;
    for (const std::string phone :
         {"+1202555014738", "+120255501473829", "120255501473829", "+1202555014738296",
          "+12025x50147", "1202555014738296413", "+1202"}) {
      for (std::size_t at = 0; at < phone.size(); ++at) {
        const std::string piece = phone.substr(at, least);
        const std::size_t middle = piece.size() / 2;
        std::string spaced = piece;
        spaced.insert(middle, "-._");
        for (const std::string& part : {piece, spaced, piece.substr(1), piece.substr(0, middle)})
          calls.push_back({"x" + part + "y", phone});
        for (const std::size_t changed : {std::size_t{0}, middle, piece.size() - 1}) {
          std::string other = piece;
          other[changed] = other[changed] == '9' ? '8' : '9';
          calls.push_back({other, phone});
        }
      }
    }
    std::string text;
    for (const Call& call : calls)
      text += fmt::format("{{\"a\":\"{}\",\"b\":\"{}\"}}\n", call.token, call.phone);
    LintOptions options;
    options.format = InputFormat::kNdjson;
    options.shape = "thing";
    std::vector<bool> found(calls.size());
    for (const Located& one : lint(text, options, plan).findings) found[one.finding.record] = true;
    for (std::size_t n = 0; n < calls.size(); ++n) {
      INFO(least << " digits: " << calls[n].token << " for " << calls[n].phone);
      CHECK(found[n] == reveals(calls[n].token, calls[n].phone, least));
    }
  }
}

}  // namespace diallint::test
