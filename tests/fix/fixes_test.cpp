// What fixes make of texts, kind by kind, in each format; and what they leave.
#include "diallint/fix.h"

#include <catch2/catch.hpp>
#include <set>
#include <stdexcept>

#include "base/sum_of.h"
#include "support/fixed.h"

namespace diallint::test {
namespace {

constexpr std::string_view kHead = "clientToken,phoneNumber,expirationTime,attributes.name\n";

std::string request(std::string_view phone, std::string_view time = "2026-11-20T12:10:00.000Z",
                    std::string_view token = "token-1") {
  return fmt::format(
      R"({{"clientToken":"{}","phoneNumber":"{}","expirationTime":"{}","attributes":{{}}}})", token,
      phone, time);
}

FixOptions unsafe() {
  FixOptions options;
  options.unsafe = true;
  options.default_region = "US";
  options.expires_in = 600;
  return options;
}

FixOptions as_csv(FixOptions options = {}) {
  options.format = InputFormat::kCsv;
  return options;
}

struct Row {
  std::string before;
  std::string after;
  const char* made;
};

void check_rows(const std::vector<Row>& rows, const FixOptions& options = {}) {
  for (const Row& row : rows) {
    INFO(row.before);
    const Fixed result = fixed(row.before, options);
    CHECK(result.text == row.after);
    CHECK(made_in(result.fixes.summary) == row.made);
    CHECK(fixed(result.text, options).text == result.text);
  }
}

std::string error_of(const FixOptions& options, std::string_view text = "{}") {
  const Result<Fixed> result = fix(text, kNow, options, rules_of_tests());
  return result ? "none" : result.error().message;
}

}  // namespace

TEST_CASE("Numbers and times are fixed where they stand", "[fix]") {
  const std::string number = request("+12025550147");
  check_rows({
      {request("+1 (202) 555-0147"), number, "1 number-form"},
      {request("\\u002B1 202\\u00a05550147"), number, "1 number-form"},
      {request("0012025550147"), number, "1 international-prefix"},
      {request("+44 (0)7700 900123"), request("+447700900123"), "1 trunk-zero"},
      {request("+4407700900123"), request("+447700900123"), "1 trunk-zero"},
      {request("+12025550147", "2026-11-20T13:10:00+01:00"), number, "1 time-zone"},
      {request("+12025550147", "2026-11-20T13:10:00.5+01:00"),
       request("+12025550147", "2026-11-20T12:10:00.500Z"), "1 time-zone"},
      {request("+12025550147", "2026-11-20T13:10:00.07+01:00"),
       request("+12025550147", "2026-11-20T12:10:00.070Z"), "1 time-zone"},
      {request("+12025550147", "2026-11-20 12:10:00 UTC"), number, "1 time-form"},
      {request("+12025550147", "2026-11-20t12:10:00.0009z"), number, "1 time-form"},
      {request("tel:+1-202-555-0147", "2026-11-20T12:10Z"), number, "1 number-form, 1 time-form"},
      // nothing certain
      {request("12025550147"), request("12025550147"), "nothing"},
      {request("+12025550147", "2026-11-20T12:10:00"),
       request("+12025550147", "2026-11-20T12:10:00"), "nothing"},
      // the same moment in UTC would be outside of the window
      {request("+12025550147", "2026-11-20T12:10:00+01:00"),
       request("+12025550147", "2026-11-20T12:10:00+01:00"), "nothing"},
      {number, number, "nothing"},
  });
}

TEST_CASE("Each fix that was made is named with its place", "[fix]") {
  const std::string text = request("+1 (202) 555-0147") + "\n" +
                           R"({"client_token":"","phoneNumber":"0012025550148",)"
                           R"("expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})";
  const Fixed result = fixed(text, unsafe());
  std::string made;
  for (const MadeFix& fix : result.fixes.made) {
    made += fmt::format("{} {} of {} at {}{}\n", to_string(fix.safety), fix.kind, fix.rule,
                        fix.record, fix.path);
  }
  CHECK(made ==
        "safe number-form of pattern at 0/phoneNumber\n"
        "safe member-name of member-name at 1/client_token\n"
        "unsafe new-token of token-empty at 1/client_token\n"
        "safe international-prefix of phone-e164 at 1/phoneNumber\n");
  CHECK(sum_of(result.fixes.summary.made) == result.fixes.made.size());
}

TEST_CASE("What a fix does not touch stays byte for byte", "[fix]") {
  check_rows(
      {{"\xEF\xBB\xBF{ \"clientToken\" :\t\"\\u0061\",\r\n\"phoneNumber\": \"+1 2025550147\" ,"
        "\"expirationTime\":\"2026-11-20T12:10:00.000Z\", \"attributes\":{\"a\":\"\\/\"} }\r\n\r\n",
        "\xEF\xBB\xBF{ \"clientToken\" :\t\"\\u0061\",\r\n\"phoneNumber\": \"+12025550147\" ,"
        "\"expirationTime\":\"2026-11-20T12:10:00.000Z\", \"attributes\":{\"a\":\"\\/\"} }\r\n\r\n",
        "1 number-form"}});
}

TEST_CASE("Names are spelled as the service expects them", "[fix]") {
  check_rows({
      {R"({"client_token":"t","PhoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
       R"({"clientToken":"t","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
       "2 member-name"},
      // two that would be one
      {R"({"client_token":"t","ClientToken":"u","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
       R"({"clientToken":"t","ClientToken":"u","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
       "1 member-name"},
  });
  check_rows({{"client_token;\"Phone Number\"; expiration_time ;attributes.name\n"
               "t;+12025550147;2026-11-20T12:10:00.000Z;Ada\n",
               "clientToken;\"phoneNumber\";expirationTime;attributes.name\n"
               "t;+12025550147;2026-11-20T12:10:00.000Z;Ada\n",
               "3 member-name"},
              {"clientToken,phoneNumber,expirationTime,Attributes.name,Attributes.my name\n"
               "t,+12025550147,2026-11-20T12:10:00.000Z,Ada,x\n",
               "clientToken,phoneNumber,expirationTime,attributes.name,Attributes.my name\n"
               "t,+12025550147,2026-11-20T12:10:00.000Z,Ada,x\n",
               "1 member-name"}},
             as_csv());
}

TEST_CASE("Cells keep their quotes", "[fix]") {
  const auto table = [](std::string_view row) { return fmt::format("{}{}\r\n", kHead, row); };
  check_rows({{table("t,+1 202 555 0147,2026-11-20T12:10:00.000Z,\"a \"\"b\"\"\""),
               table("t,+12025550147,2026-11-20T12:10:00.000Z,\"a \"\"b\"\"\""), "1 number-form"},
              {table("t,\"+1 (202) 555-0147\",\"2026-11-20T12:10:00Z\",Ada"),
               table("t,\"+12025550147\",\"2026-11-20T12:10:00Z\",Ada"), "1 number-form"},
              {table("t,\"=\"\"+12025550147\"\"\",2026-11-20T12:10:00.000Z,Ada"),
               table("t,\"+12025550147\",2026-11-20T12:10:00.000Z,Ada"), "1 number-form"},
              {table("t,\"+1 202\n555 0147\",2026-11-20T12:10:00.000Z,Ada"),
               table("t,\"+12025550147\",2026-11-20T12:10:00.000Z,Ada"), "1 number-form"}},
             as_csv());
}

TEST_CASE("Marks between joined files go, each of a run", "[fix]") {
  const std::string one = request("+12025550147", "2026-11-20T12:10:00.000Z", "a") + "\n";
  const std::string two = request("+12025550148", "2026-11-20T12:10:00.000Z", "b") + "\n";
  const std::string three = request("+12025550149", "2026-11-20T12:10:00.000Z", "c") + "\n";
  const std::string mark = "\xEF\xBB\xBF";
  FixOptions lines;
  lines.format = InputFormat::kNdjson;
  check_rows(
      {{mark + one + mark + two + mark + three, mark + one + two + three, "2 byte-order-mark"}},
      lines);
}

TEST_CASE("Records in envelopes are fixed within them", "[fix]") {
  const auto message = [](std::string_view phone) {
    return fmt::format(
        R"({{"Records":[{{"messageId":"m","receiptHandle":"h","body":"{{\"clientToken\":\"t\",\"phoneNumber\":\"{}\",\"expirationTime\":\"2026-11-20T12:10:00.000Z\",\"attributes\":{{}}}}","attributes":{{}},"messageAttributes":{{}},"md5OfBody":"d","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:q","awsRegion":"us-east-1"}}]}})",
        phone);
  };
  check_rows({{message("+1 202 555 0147"), message("+12025550147"), "1 number-form"},
              {message("\\\\u002b1 202 555 0147"), message("+12025550147"), "1 number-form"},
              {message("\\u002b1 202 555 0147"), message("+12025550147"), "1 number-form"}});
  // Quotes in a text of a text are left to people.
  FixOptions options = unsafe();
  const std::string number = message("2025550147");
  CHECK(fixed(number, options).text == message("+12025550147"));
  const std::string no_token =
      R"({"Records":[{"messageId":"m","receiptHandle":"h","body":"{\"phoneNumber\":\"+12025550147\",\"expirationTime\":\"2026-11-20T12:10:00.000Z\",\"attributes\":{}}","attributes":{},"messageAttributes":{},"md5OfBody":"d","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:q","awsRegion":"us-east-1"}]})";
  CHECK(fixed(no_token, options).text == no_token);
}

TEST_CASE("Unsafe fixes are made where they are asked for", "[fix]") {
  const std::string national = request("(202) 555-0147");
  CHECK(fixed(national).text == national);
  CHECK(fixed(national).fixes.summary.left.at("pattern") == 1);
  check_rows(
      {{national, request("+12025550147"), "1 national-number"},
       {R"({"clientToken":"t","phoneNumber":2025550147,"expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
        R"({"clientToken":"t","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
        "1 national-number"},
       {request("07700 900123"), request("07700 900123"), "nothing"},
       {request("+12025550147", "2026-11-20T12:00:00Z"), request("+12025550147"), "1 new-expiry"},
       {request("+12025550147", "soon"), request("+12025550147"), "1 new-expiry"},
       {R"({"clientToken":"t","phoneNumber":"+12025550147","expirationTime":null,"attributes":{}})",
        R"({"clientToken":"t","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
        "1 new-expiry"},
       {R"({"clientToken":"t","phoneNumber":"+12025550147","attributes":{}})",
        R"({"expirationTime":"2026-11-20T12:10:00.000Z","clientToken":"t","phoneNumber":"+12025550147","attributes":{}})",
        "1 new-expiry"}},
      unsafe());
}

TEST_CASE("An expiry outside of the window is not set", "[fix]") {
  FixOptions options = unsafe();
  options.expires_in = 3600;
  const std::string late = request("+12025550147", "2026-11-20T11:00:00Z");
  CHECK(fixed(late, options).text == late);
  options.expires_in.reset();
  CHECK(fixed(late, options).text == late);
  options.expires_in = 600;
  const auto timeless = fix(late, std::nullopt, options, rules_of_tests());
  REQUIRE(timeless);
  CHECK(timeless->text == late);
}

TEST_CASE("A token is made up where there is none", "[fix]") {
  const auto token_of = [](const std::string& text) {
    const std::size_t begin = text.find("\"clientToken\":\"") + 15;
    return text.substr(begin, text.find('"', begin) - begin);
  };
  std::set<std::string> tokens;
  for (
      const std::string& text :
      {request("+12025550147", "2026-11-20T12:10:00.000Z", ""),
       std::string(
           R"({"phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})"),
       std::string(
           R"({"clientToken":null,"phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})")}) {
    INFO(text);
    CHECK(fixed(text).text == text);
    const Fixed result = fixed(text, unsafe());
    const std::string token = token_of(result.text);
    CHECK(token.size() == 32);
    CHECK(tokens.insert(token).second);
    CHECK(made_in(result.fixes.summary) == "1 new-token");
    CHECK(result.fixes.summary.after.errors == 0);
  }
  // One that may have been sent stays.
  const std::string bad = request("+12025550147", "2026-11-20T12:10:00.000Z", "a b");
  CHECK(fixed(bad, unsafe()).text == bad);
}

TEST_CASE("Two members that are missing come one after the other", "[fix]") {
  const Fixed result = fixed(R"([{"phoneNumber":"+12025550147", "attributes":{}}])", unsafe());
  CHECK(made_in(result.fixes.summary) == "1 new-expiry, 1 new-token");
  CHECK(result.fixes.summary.rounds == 2);
  CHECK(result.fixes.summary.after.valid == 1);
}

TEST_CASE("Unknown members go, with one comma each", "[fix]") {
  const std::string rest =
      R"("clientToken":"t","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{})";
  check_rows(
      {{"{\"priority\":[1,{}], " + rest + "}", "{" + rest + "}", "1 dropped-member"},
       {"{" + rest + " , \"priority\" : 1 }", "{" + rest + "  }", "1 dropped-member"},
       {"{" + rest + ",\n  \"zzzz\": 1,\n  \"qqqq\": 2,\n  \"wwww\": 3\n}", "{" + rest + "\n}",
        "3 dropped-member"},
       // it may hold what is missing, or be a slip of the pen
       {R"({"clientToken":"t","mobile":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
        R"({"clientToken":"t","mobile":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})",
        "nothing"},
       {"{\"phoneNumbr\":1," + rest + "}", "{\"phoneNumbr\":1," + rest + "}", "nothing"}},
      unsafe());
  const std::string unknown = "{\"priority\":1," + rest + "}";
  CHECK(fixed(unknown).text == unknown);
  CHECK(fixed(unknown).fixes.summary.offered.at("dropped-member") == 1);
}

TEST_CASE("A column says in which country a number is dialled", "[fix]") {
  FixOptions options = as_csv(unsafe());
  options.region_column = "Country";
  const std::string head = "clientToken,phoneNumber,expirationTime,Country,attributes.name\n";
  const auto row = [](std::string_view phone, std::string_view country, int n) {
    return fmt::format("t{},{},2026-11-20T12:10:00.000Z,{},Ada\n", n, phone, country);
  };
  check_rows({{head + row("07700 900123", "United Kingdom", 1) + row("202-555-0147", "", 2) +
                   row("202-555-0148", "Atlantis", 3) + row("202-555-0149", " us ", 4),
               head + row("+447700900123", "United Kingdom", 1) + row("+12025550147", "", 2) +
                   row("202-555-0148", "Atlantis", 3) + row("+12025550149", " us ", 4),
               "3 national-number"}},
             options);
  options.region_column = "Land";
  CHECK(error_of(options, head) ==
        "no column is named 'Land', which is to hold the country of a row");
}

TEST_CASE("Kinds may be chosen", "[fix]") {
  FixOptions options;
  options.kinds = {"time-zone"};
  const std::string text = request("+1 202 555 0147", "2026-11-20T13:10:00+01:00");
  CHECK(fixed(text, options).text == request("+1 202 555 0147"));
  CHECK(fixed(text, options).fixes.summary.offered.at("number-form") == 1);
  options.kinds = {"everything"};
  CHECK(error_of(options) == "unknown kind of fix 'everything'; fix_kinds() lists all of them");
  options.kinds = {"new-token"};
  CHECK(error_of(options) == "fixes of the kind 'new-token' are unsafe; ask for unsafe ones too");
  std::set<std::string_view> names;
  for (const FixKind* kind : fix_kinds()) {
    CHECK(names.insert(kind->name).second);
    CHECK_FALSE(kind->what.empty());
  }
  CHECK(names.size() == 11);
  CHECK(to_string(fix_kinds().front()->safety) == "safe");
  CHECK(to_string(fix_kinds().back()->safety) == "unsafe");
}

TEST_CASE("Wrong options are named", "[fix]") {
  FixOptions options;
  options.shape = "no-shape";
  CHECK(error_of(options) == "unknown shape 'no-shape'; Ruleset::shapes() lists all of them");
  options = {};
  options.default_region = "XX";
  CHECK(error_of(options) ==
        "the numbering plan has no such default region; regions are ISO 3166 codes such as US or "
        "GB");
  options = {};
  options.expires_in = UINT64_MAX;
  CHECK(error_of(options) == "requests would expire more than a year from now");
}

TEST_CASE("What fails outside of the library ends the call", "[fix]") {
  const auto code = [](const OpenText& open) {
    const auto found = find_fixes(open, kNow, {}, rules_of_tests());
    return found ? ErrorCode::kNone : found.error().code;
  };
  CHECK(code([] { return ByteReader(); }) == ErrorCode::kSetting);
  CHECK(code([]() -> ByteReader { throw std::runtime_error("test"); }) == ErrorCode::kCallback);
  CHECK(code([] { return [](char*, std::size_t) -> std::ptrdiff_t { return -1; }; }) ==
        ErrorCode::kInput);
  const auto throws = [](std::string_view) { throw std::runtime_error("test"); };
  CHECK(write_fixed(opens("text")(), {}, throws).code == ErrorCode::kCallback);
  Fixes fixes;
  fixes.edits.push_back({{0, 1}, "T"});
  CHECK(write_diff(opens("text"), fixes, {}, throws).code == ErrorCode::kCallback);
}

TEST_CASE("No record that is sound becomes unsound", "[fix]") {
  Settings settings = test_settings();
  settings.severity["phone-duplicate"] = Severity::kError;
  const Ruleset rules = rules_of_tests(settings);
  // The second is only a warning as it is, and a repeat once its zero is gone.
  const std::string text = "[" + request("+447700900123") + "," +
                           request("+4407700900123", "2026-11-20T12:10:00.000Z", "token-2") + "," +
                           request("+1 202 555 0147", "2026-11-20T12:10:00.000Z", "token-3") + "]";
  const Fixed result = fixed(text, {}, rules);
  CHECK(made_in(result.fixes.summary) == "1 number-form");
  CHECK(result.fixes.summary.before.valid == 2);
  CHECK(result.fixes.summary.after.valid == 3);
  CHECK(result.fixes.summary.offered.at("trunk-zero") == 1);
  // Here the repeat is found in a record that has no fix of its own.
  const std::string turned = "[" + request("+4407700900123") + "," +
                             request("+447700900123", "2026-11-20T12:10:00.000Z", "token-2") + "]";
  const auto refused = fix(turned, kNow, {}, rules);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kInput);
}

TEST_CASE("A finding of a check says that there is a fix, and no value", "[fix]") {
  Checker checker(rules_of_tests());
  const std::string text = request("+1 202 555 0147", "2026-11-20T13:10:00+01:00", "");
  const CheckResult result = checker.check_json(text, kNow);
  REQUIRE(result.findings.size() == 3);
  CHECK_FALSE(result.findings[0].fix);  // nobody has said that one is to be made up
  REQUIRE(result.findings[1].fix);
  CHECK(result.findings[1].fix->kind == "number-form");
  CHECK(result.findings[1].fix->safety == FixSafety::kSafe);
  CHECK_FALSE(result.findings[1].fix->edit);
  REQUIRE(result.findings[2].fix);
  CHECK(result.findings[2].fix->kind == "time-zone");
}

TEST_CASE("A trial leaves nothing behind", "[fix]") {
  // The region of a number that is only tried is not counted, nor is what it would break.
  const LintResult result = lint(request("+1 202 555 0147"));
  CHECK(result.brief() == "pattern /phoneNumber\n");
  CHECK(result.summary.by_region.empty());
  CHECK(result.summary.counts.errors == 1);
}

}  // namespace diallint::test
