// A rule leaves a fault to a more basic one only where that one is on: whatever is switched off, a
// value that several rules refuse is found by those that are left. What concerns a rule is worked
// out here, from the documents alone.
#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "base/date_time.h"
#include "base/utf8.h"
#include "diallint/fictional_numbers.h"
#include "generate/fault_injector.h"
#include "rules/placeholder_text.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

using Concern = std::function<bool(const Sample&)>;
using Concerns = std::map<std::string, Concern>;  // by rule

bool is_text(const Sample& value) { return value.kind == Kind::kString; }

Concern text_that(std::function<bool(const std::string&)> refused) {
  return [refused](const Sample& value) { return is_text(value) && refused(value.text); };
}
// A rule on what a text is: what is no text breaks it too.
Concern unless_text(std::function<bool(const std::string&)> accepted) {
  return [accepted](const Sample& value) { return !is_text(value) || !accepted(value.text); };
}
Concern longer_than(std::size_t most) {
  return text_that([most](const std::string& text) { return count_code_points(text) > most; });
}
bool made_of(const std::string& text, const char* characters) {
  return text.find_first_not_of(characters) == std::string::npos;
}

bool is_e164(const std::string& text) {
  static const std::regex kForm("\\+[1-9][0-9]{1,14}");
  return std::regex_match(text, kForm);
}

bool is_assignable(const std::string& number) {
  const auto fiction = fictional(number);
  return NumberingPlan::builtin().lookup(number).verdict == NumberVerdict::kAssignable ||
         (fiction && !fiction->region.empty());
}

bool is_utc(const std::string& text) {
  static const std::regex kForm(
      "\\d{4}-\\d\\d-\\d\\d[Tt]([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?[Zz]");
  return std::regex_match(text, kForm) && TimeReader().read(text).fault == TimeError::kNone;
}

bool in_window(const std::string& text) {
  TimeReader reader;
  const auto instant = reader.read(text).instant;
  return instant && !(*instant < shifted(kNow, 30)) && !(*instant > shifted(kNow, 900));
}

const std::map<std::string, Concerns>& concerns() {
  static const Concern kNoText = [](const Sample& value) { return !is_text(value); };
  static const Concern kPlaceholder =
      text_that([](const std::string& text) { return is_placeholder(text); });
  static const std::map<std::string, Concerns> kAll = {
      {"clientToken",
       {{"type", kNoText},
        {"length", longer_than(200)},
        {"pattern", text_that([](const std::string& text) {
           return !made_of(text,
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
         })},
        {"token-empty", text_that([](const std::string& text) { return text.empty(); })},
        {"placeholder", kPlaceholder}}},
      {"phoneNumber",
       {{"type", kNoText},
        {"length", longer_than(20)},
        {"pattern",
         text_that([](const std::string& text) { return !made_of(text, "0123456789-+"); })},
        {"phone-e164", unless_text(is_e164)},
        {"phone-assignable", unless_text(is_assignable)},
        {"phone-region", unless_text(is_e164)},
        {"phone-type", unless_text(is_e164)},
        {"placeholder", kPlaceholder}}},
      {"expirationTime",
       {{"type",
         [](const Sample& value) {
           return !is_text(value) && value.kind != Kind::kNumber;  // that is expiration-format's
         }},
        {"expiration-format", unless_text(is_utc)},
        {"expiration-window", unless_text(in_window)}}},
      {"attributes",
       {{"type", kNoText},
        {"length", longer_than(32'767)},
        {"pattern", text_that([](const std::string& text) {
           return text.find_first_of("\r\n") != std::string::npos ||
                  text.find("\xE2\x80\xA8") != std::string::npos ||
                  text.find("\xE2\x80\xA9") != std::string::npos;
         })},
        {"attributes-bytes",
         text_that([](const std::string& text) { return text.size() + 1 > 32'768; })},
        {"placeholder", kPlaceholder}}}};
  return kAll;
}

// Every text and value by which rules break values of a dial request, wherever they do it.
std::vector<Sample> broken_values() {
  std::map<std::string, Sample> all;
  const Shape& shape = *builtin_plan().shape("dial-request");
  const auto take = [&](const Sample& document) {
    for (const auto& [name, value] : document.members) {
      // What is no JSON is no value.
      if (!value.raw.empty()) continue;
      const bool sound = std::all_of(value.members.begin(), value.members.end(),
                                     [](const auto& entry) { return entry.second.raw.empty(); });
      if (sound) all.emplace(to_json(value), value);
      for (const auto& [key, entry] : value.members)
        if (entry.raw.empty()) all.emplace(to_json(entry), entry);
    }
  };
  for (const Rule* rule : all_rules()) {
    for (int round = 0; round < rounds(40); ++round) {
      ValueMaker maker(builtin_plan(), static_cast<std::uint64_t>(round), kNow, Texts::kRealistic);
      const Sample earlier = maker.make(shape.root);
      const Sample document = maker.make(shape.root);
      const auto faulty = FaultInjector(maker).inject_fault(shape, document, *rule, &earlier);
      if (faulty && rule->id != "attributes-bytes") take(faulty->document);
    }
  }
  for (const std::string_view number :
       {"(202) 555-0147", "+1-202-555-0147", "tel:+12025550147", "12025550147", "+12225550193",
        "N/A", "None", "{{number}}", "+15550100", "in ten minutes", "+4407700900123"}) {
    all.emplace(number, Sample::string(std::string(number)));
  }
  for (const std::size_t size : {32'767, 32'768, 20, 21, 200, 201})
    all.emplace(fmt::format("{}", size), Sample::string(std::string(size, '7')));
  std::vector<Sample> values;
  for (auto& [text, value] : all) values.push_back(std::move(value));
  return values;
}

std::string document_with(const std::string& member, const Sample& value) {
  Sample document;
  document.kind = Kind::kObject;
  Sample map;
  map.kind = Kind::kObject;
  if (member == "attributes") map.members.push_back({"k", value});
  document.members = {{"clientToken", Sample::string("t")},
                      {"phoneNumber", Sample::string("+12025550147")},
                      {"expirationTime", Sample::string("2026-11-20T12:10:00.000Z")},
                      {"attributes", map}};
  if (member != "attributes") *document.find(member) = value;
  return to_json(document);
}

LintOptions options_without(const std::string& rule) {
  LintOptions options;
  options.format = InputFormat::kJson;
  options.shape = "dial-request";
  options.settings.phone_policy.allowed_regions = {"US"};
  options.settings.severity[rule] = Severity::kOff;
  return options;
}

LintOptions options_with_only(const std::string& rule) {
  LintOptions options = options_without("phone-fictional");
  for (const Rule* one : all_rules()) {
    if (!one->reports_unreadable_input)
      options.settings.severity[std::string(one->id)] =
          one->id == rule ? Severity::kError : Severity::kOff;
  }
  return options;
}

bool found_at(const LintResult& result, const std::string& member) {
  return std::any_of(result.findings.begin(), result.findings.end(), [&](const Located& one) {
    return one.finding.path.starts_with("/" + member);
  });
}

LintResult lint_without(const std::vector<std::string>& rules, const std::string& text) {
  LintOptions options = options_without("phone-fictional");
  for (const std::string& rule : rules) options.settings.severity[rule] = Severity::kOff;
  options.settings.phone_policy.allowed_regions.clear();
  return lint(text, options);
}

std::string request(std::string_view token, std::string_view number, std::string_view more = "") {
  return fmt::format(
      R"({{"clientToken":"{}","phoneNumber":"{}","expirationTime":"2026-11-20T12:10:00.000Z",)"
      R"("attributes":{{}}{}}})",
      token, number, more);
}

}  // namespace

TEST_CASE("With any rule off, and with any rule alone, a value that it concerns is found",
          "[hand-over]") {
  int pairs = 0;
  for (const Sample& value : broken_values()) {
    for (const auto& [member, rules] : concerns()) {
      std::vector<std::string> concerned;
      for (const auto& [rule, refuses] : rules)
        if (refuses(value)) concerned.push_back(rule);
      const std::string text = document_with(member, value);
      INFO(member << " " << text.substr(0, 300));
      for (const std::string& rule : concerned) {
        INFO(rule);
        REQUIRE(found_at(lint(text, options_with_only(rule)), member));
        if (concerned.size() == 1) continue;
        ++pairs;
        REQUIRE(found_at(lint(text, options_without(rule)), member));
      }
    }
  }
  CHECK(pairs > (kWatched && !all_rounds() ? 100 : 300));
}

TEST_CASE("One fault is one finding, whichever rule is left to tell it", "[hand-over]") {
  const std::string national = request("t", "(202) 555-0147");
  CHECK(lint_without({}, national).brief() == "pattern /phoneNumber\n");
  CHECK(lint_without({"pattern"}, national).brief() == "phone-e164 /phoneNumber\n");
  CHECK(lint_without({"pattern", "phone-e164"}, national).brief() ==
        "phone-assignable /phoneNumber\n");
  CHECK(lint_without({"pattern", "phone-e164", "phone-assignable"}, national).brief() ==
        "phone-type /phoneNumber\n");
  const std::string template_text = request("t", "{{number}}");
  CHECK(lint_without({}, template_text).brief() == "pattern /phoneNumber\n");
  CHECK(lint_without({"pattern"}, template_text).brief() == "phone-e164 /phoneNumber\n");
}

TEST_CASE("What nobody is left to tell, and a time that only the margin is asked of",
          "[hand-over]") {
  const std::string number = document_with("attributes", Sample::scalar(Kind::kNumber, "7"));
  CHECK(lint_without({}, number).brief() == "type /attributes/k\n");
  CHECK(lint_without({"type"}, number).brief() == "");
  const std::string time = document_with("expirationTime", Sample::string("in ten minutes"));
  CHECK(lint_without({"expiration-format"}, time).brief() == "expiration-window /expirationTime\n");
  CHECK(lint_without({"expiration-format", "expiration-window"}, time).brief() ==
        "expiration-margin /expirationTime\n");
  LintOptions options = options_without("expiration-format");
  options.settings.now.reset();
  CHECK(lint(time, options).brief() == "");
}

TEST_CASE("A number in the form of fiction, of an area that is not in use", "[hand-over]") {
  const std::string text = request("t", "+12225550193");
  LintOptions options;
  CHECK(lint(text, options).brief() == "phone-assignable /phoneNumber\n");
  options.settings.severity.erase("phone-fictional");
  CHECK(lint(text, options).brief() == "phone-fictional /phoneNumber\n");
  // What a regulator keeps for fiction is meant to be in no plan.
  options.settings.severity["phone-fictional"] = Severity::kOff;
  CHECK(lint(request("t", "+353209100000"), options).brief() == "");
}

TEST_CASE("A number that no plan has, and a policy", "[hand-over]") {
  const std::string text = request("t", "+9992025550147");
  CHECK(lint_without({}, text).brief() == "phone-assignable /phoneNumber\n");
  CHECK(lint_without({"phone-assignable"}, text).brief() == "phone-type /phoneNumber\n");
  LintOptions options = options_without("phone-assignable");
  CHECK(lint(text, options).brief() == "phone-region /phoneNumber\n");
  options.settings.severity["phone-region"] = Severity::kOff;
  CHECK(lint(text, options).brief() == "phone-type /phoneNumber\n");
}

TEST_CASE("Names, and members that stand twice", "[hand-over]") {
  const std::string spelled = R"({"client_token":"a b","phoneNumber":"+12025550147",)"
                              R"("expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})";
  CHECK(lint_without({}, spelled).brief() == "member-name /client_token\npattern /client_token\n");
  CHECK(lint_without({"member-name"}, spelled).brief() == "required \npattern /client_token\n");
  CHECK(lint_without({"member-name", "required"}, spelled).brief() ==
        "unknown-member /client_token\npattern /client_token\n");
  const std::string twice = request("t", "+12025550147", R"(,"phoneNumber":"+1")");
  CHECK(lint_without({}, twice).brief() == "duplicate-member /phoneNumber\n");
  CHECK(lint_without({"duplicate-member"}, twice).brief() == "phone-e164 /phoneNumber\n");
  const std::string entry = R"({"clientToken":"t","phoneNumber":"+12025550147","expirationTime":)"
                            R"("2026-11-20T12:10:00.000Z","attributes":{"a":"b","a":"\n"}})";
  CHECK(lint_without({}, entry).brief() == "duplicate-member /attributes/a\n");
  CHECK(lint_without({"duplicate-member"}, entry).brief() == "pattern /attributes/a\n");
  const std::string unknown = request("t", "+12025550147", R"(,"x":1,"x":2)");
  CHECK(lint_without({"duplicate-member"}, unknown).brief() == "unknown-member /x\n");
  const std::string again = R"({"client_token":"t","client_token":"a b","phoneNumber":)"
                            R"("+12025550147","expirationTime":"2026-11-20T12:10:00.000Z",)"
                            R"("attributes":{}})";
  CHECK(lint_without({"duplicate-member"}, again).brief() ==
        "member-name /client_token\nmember-name /client_token\npattern /client_token\n");
}

TEST_CASE("Text that is no text, where nobody else says so", "[hand-over]") {
  const std::string lone = request(R"(a\ud83d)", "+12025550147");
  CHECK(lint_without({}, lone).brief() == "encoding /clientToken\n");
  const LintResult result = lint_without({"encoding"}, lone);
  CHECK(result.brief() == "pattern /clientToken\n");
  CHECK(result.findings[0].finding.message.find("character 2 of clientToken is U+FFFD") == 0);
}

TEST_CASE("Columns of CSV", "[hand-over]") {
  LintOptions options;
  options.format = InputFormat::kCsv;
  const std::string rows = "t,+12025550147,2026-11-20T12:10:00.000Z,x\n";
  const auto brief_of = [&](const std::string& header, std::vector<std::string> off) {
    options.settings = test_settings();
    for (const std::string& rule : off) options.settings.severity[rule] = Severity::kOff;
    return lint(header + "\n" + rows, options).brief();
  };
  const std::string spelled = "client_token,phoneNumber,expirationTime,attributes.a";
  CHECK(brief_of(spelled, {}) == "member-name /client_token\n");
  CHECK(brief_of(spelled, {"member-name"}) == "required /client_token\n");
  CHECK(brief_of(spelled, {"member-name", "required"}) == "unknown-member /client_token\n");
  const std::string key = "clientToken,phoneNumber,expirationTime,attributes.a b";
  CHECK(brief_of(key, {}) == "pattern /attributes/a b\n");
  CHECK(brief_of(key, {"pattern"}) == "");
}

}  // namespace diallint::test
