// The library as a program calls it: JSON, streams, options, errors.
#include "diallint/checker.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "base/date_time.h"
#include "support/build_paths.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

constexpr std::string_view kTwoFaults =
    R"({"clientToken":"a b","phoneNumber":"","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})";

Ruleset test_rules() { return *Ruleset::builtin().with(test_settings()); }

std::string full(const Finding& f) {
  return fmt::format("{} {} {} {}-{} {} {} {}\n", f.rule, f.path, f.message, f.span.begin,
                     f.span.end, f.record, f.source, to_string(f.severity));
}

// Gives a text in pieces.
ByteReader pieces(std::string_view text, std::size_t step) {
  return [text, step](char* out, std::size_t size) mutable {
    const std::size_t count = std::min({size, step, text.size()});
    std::memcpy(out, text.data(), count);
    text.remove_prefix(count);
    return static_cast<std::ptrdiff_t>(count);
  };
}

std::string request_line(std::string_view token) {
  return fmt::format(
      R"({{"clientToken":"{}","phoneNumber":"+12065550100","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{}}}})"
      "\n",
      token);
}

TEST_CASE("A moment is one of the years that date-times have", "[api]") {
  Checker checker(test_rules());
  const Instant first = *parse_rfc3339("0000-01-01T00:00:00Z");
  const Instant last = *parse_rfc3339("9999-12-31T23:59:59.999999999Z");
  const auto refused = [&](std::int64_t seconds, std::int32_t nanos) {
    const CheckResult result = checker.check_json(kTwoFaults, Instant{seconds, nanos, false});
    return result.error.code == ErrorCode::kSetting && result.found == 0;
  };
  for (const Instant& moment : {first, last}) {
    CHECK(checker.check_json(kTwoFaults, moment).error.code == ErrorCode::kNone);
  }
  CHECK(refused(first.seconds - 1, 0));
  CHECK(refused(last.seconds + 1, 0));
  CHECK(refused(INT64_MIN, 0));
  CHECK(refused(INT64_MAX, 0));
  CHECK(refused(0, -1));
  CHECK(refused(0, 1'000'000'000));
}

TEST_CASE("The library finds what the program finds", "[api]") {
  Checker checker(test_rules());
  std::size_t files = 0;
  for (const char* folder : {"clean", "dirty"}) {
    const auto root = std::filesystem::path(source_dir()) / "corpus/examples" / folder;
    for (const auto& entry : std::filesystem::directory_iterator(root)) {
      const std::string text = file_text(entry.path());
      const std::string name = entry.path().filename();
      const LintResult expected = lint(text, {.name = name});
      std::string wanted;
      for (const Located& l : expected.findings) wanted += full(l.finding);
      const auto check = [&](const CheckResult& result) {
        INFO(entry.path());
        std::string got;
        for (const Finding& f : result.findings) got += full(f);
        CHECK(got == wanted);
        CHECK(result.found == expected.summary.found);
        CHECK(result.counts.records == expected.summary.counts.records);
        CHECK(result.counts.valid == expected.summary.counts.valid);
        CHECK(!result.error);
        ++files;
      };
      StreamOptions options;
      options.name = name;
      check(checker.check_stream(pieces(text, 1000), kNow, options));
      if (entry.path().extension() == ".json") check(checker.check_json(text, kNow));
    }
  }
  CHECK(files > 30);
}

TEST_CASE("A stream may fill all the room that it is given", "[api]") {
  std::string text;
  std::uint64_t lines = 0;
  for (; text.size() < 600'000; ++lines) text += request_line(fmt::format("line-{}", lines));
  Settings settings = test_settings();
  settings.severity["phone-duplicate"] = Severity::kOff;
  Checker checker(*Ruleset::builtin().with(settings));
  StreamOptions options;
  options.name = "a.ndjson";
  for (const std::size_t step : {std::size_t{1} << 20, std::size_t{1000}}) {
    const CheckResult result = checker.check_stream(pieces(text, step), kNow, options);
    CHECK(!result.error);
    CHECK(result.counts.records == lines);
    CHECK(result.counts.valid == lines);
  }
}

TEST_CASE("A check has its own moment", "[api]") {
  Checker checker(test_rules());
  const std::string line = request_line("t1");
  CHECK(checker.check_json(line, kNow).ok());
  CHECK(brief(checker.check_json(line, shifted(kNow, 3600)).findings) ==
        "expiration-window /expirationTime\n");
  CHECK(checker.check_json(line, std::nullopt).ok());
}

TEST_CASE("Tokens are compared within a check, or as long as the checker lives", "[api]") {
  const std::string line = request_line("t1");
  Checker forgetful(test_rules());
  CHECK(forgetful.check_json(line, kNow).found == 0);
  CHECK(forgetful.check_json(line, kNow).found == 0);
  CHECK(brief(forgetful.check_json("[" + line + "," + line + "]", kNow).findings) ==
        "token-unique /1/clientToken\nphone-duplicate /1/phoneNumber\n");
  CHECK(forgetful.check_json(line, kNow).found == 0);

  Checker remembering(test_rules(), {.memory = Memory::kChecker});
  CHECK(remembering.check_json(line, kNow).found == 0);
  const CheckResult again = remembering.check_json(line, kNow);
  REQUIRE(again.found == 2);
  CHECK(again.counts.records == 1);
  CHECK(again.counts.invalid == 1);
  CHECK(again.findings[0].message.find("record 0 of an earlier check") != std::string::npos);
  CHECK(again.findings[0].first->file == 0);
  remembering.forget();
  CHECK(remembering.check_json(line, kNow).found == 0);
  CHECK(remembering.check_json(line, kNow).found == 2);

  Checker fresh(test_rules());
  fresh.forget();
  CHECK(fresh.check_json(line, kNow).found == 0);
}

TEST_CASE("Findings are limited, or handed over one by one", "[api]") {
  Checker checker(test_rules());
  const auto collected = checker.check_json(kTwoFaults, kNow, {.max_findings = 1});
  CHECK(brief(collected.findings) == "pattern /clientToken\n");
  CHECK(collected.found == 2);
  CHECK(collected.counts.errors == 2);

  std::vector<std::string> taken;
  CheckOptions options;
  options.on_finding = [&](const Finding& f) {
    taken.emplace_back(f.rule);
    return true;
  };
  CheckResult result = checker.check_json(kTwoFaults, kNow, options);
  CHECK(taken == std::vector<std::string>{"pattern", "phone-e164"});
  CHECK(result.findings.empty());
  CHECK(result.found == 2);

  int calls = 0;
  options.on_finding = [&](const Finding&) { return ++calls < 1; };
  result = checker.check_json(kTwoFaults, kNow, options);
  CHECK(calls == 1);
  CHECK(result.found == 2);
  CHECK(!result.error);

  options.on_finding = [](const Finding&) -> bool { throw std::runtime_error("no"); };
  result = checker.check_json(kTwoFaults, kNow, options);
  CHECK(result.error.code == ErrorCode::kCallback);
  CHECK(!result.ok());
  CHECK(checker.check_json(kTwoFaults, kNow).found == 2);

  // Structs have no bytes that a span could count.
  taken.clear();
  options.on_finding = [&](const Finding& f) {
    taken.push_back(fmt::format("{} {}-{}", f.rule, f.span.begin, f.span.end));
    return true;
  };
  const DialRequest request{.client_token = "a b", .phone_number = ""};
  CHECK(checker.check(request, kNow, options).found == 4);
  CHECK(taken ==
        std::vector<std::string>{"required 0-0", "required 0-0", "pattern 0-0", "phone-e164 0-0"});
}

TEST_CASE("Errors are values", "[api]") {
  Checker checker(test_rules());
  CheckResult result = checker.check_json("{}", kNow, {.shape = "dial-requests"});
  CHECK(result.error.code == ErrorCode::kSetting);
  CHECK(result.error.message.find("dial-requests") != std::string::npos);

  StreamOptions options;
  result = checker.check_stream({}, kNow, options);
  CHECK(result.error.code == ErrorCode::kSetting);
  options.shape = "dial-requests";
  result = checker.check_stream(pieces("{}", 1), kNow, options);
  CHECK(result.error.code == ErrorCode::kSetting);
  options.shape = "auto";
  result = checker.check_stream([](char*, std::size_t) -> std::ptrdiff_t { return -1; }, kNow);
  CHECK(result.error.code == ErrorCode::kInput);
  result = checker.check_stream(
      [](char*, std::size_t size) { return static_cast<std::ptrdiff_t>(size) + 1; }, kNow);
  CHECK(result.error.code == ErrorCode::kInput);
  result = checker.check_stream([](char*, std::size_t) -> std::ptrdiff_t { throw 1; }, kNow);
  CHECK(result.error.code == ErrorCode::kCallback);
  options.format = InputFormat::kCsv;
  options.csv_map = {{"phoneNumber", "Mobile"}};
  result = checker.check_stream(pieces("clientToken,Phone\na,b\n", 100), kNow, options);
  CHECK(result.error.code == ErrorCode::kInput);
  CHECK(result.error.message.find("Mobile") != std::string::npos);
  CHECK(checker.check_json(request_line("t"), kNow).ok());

  Settings settings;
  settings.severity["token-emty"] = Severity::kError;
  const auto rules = Ruleset::builtin().with(settings);
  REQUIRE(!rules);
  CHECK(rules.error().code == ErrorCode::kSetting);
  CHECK(rules.error().message.find("did you mean 'token-empty'") != std::string::npos);
  settings.severity = {{"what-is-like-none", Severity::kError}};
  const auto others = Ruleset::builtin().with(settings);
  REQUIRE(!others);
  CHECK(others.error().message.find(
            "unknown rule 'what-is-like-none' in severity; Ruleset::rules()") != std::string::npos);
  settings.severity = {{"line\nfeed", Severity::kError}};
  const auto two_lines = Ruleset::builtin().with(settings);
  REQUIRE(!two_lines);
  CHECK(two_lines.error().message.find("'line\\nfeed'") != std::string::npos);
  settings.severity.clear();
  settings.envelope = "kine\nsis";
  const auto no_envelope = Ruleset::builtin().with(settings);
  REQUIRE(!no_envelope);
  CHECK(no_envelope.error().code == ErrorCode::kSetting);
  CHECK(no_envelope.error().message ==
        "unknown envelope 'kine\\nsis'; envelope_names() lists all of them");
}

TEST_CASE("Settings say which envelopes are opened", "[checker]") {
  const std::string message =
      R"({"messageId":"m","body":"{\"clientToken\":\"a b\",\"phoneNumber\":\"+12065550100\",\"expirationTime\":\"2026-11-20T12:10:00.000Z\",\"attributes\":{}}"})";
  for (const auto& [envelope, rule] : {std::pair{"auto", "pattern"},
                                       {"sqs", "pattern"},
                                       {"dynamodb", "shape"},
                                       {"none", "shape"}}) {
    INFO(envelope);
    Settings settings = test_settings();
    settings.envelope = envelope;
    Checker checker(*Ruleset::builtin().with(settings));
    const CheckResult result = checker.check_json(message, kNow);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].rule == rule);
    const auto [begin, end] = result.findings[0].span;
    if (result.findings[0].rule == "pattern")
      CHECK(message.substr(begin, end - begin) == R"(\"a b\")");
  }
}

TEST_CASE("A text that is too large is refused before a byte of it is read", "[api]") {
  Checker checker(test_rules());
  const std::string small = request_line("t");
  const CheckResult result = checker.check_json({small.data(), std::size_t{5} << 30}, kNow);
  CHECK(result.error.code == ErrorCode::kInput);
  CHECK(result.error.message.find("4 GiB") != std::string::npos);
  CHECK(checker.check_json(small, kNow).ok());
}

TEST_CASE("Large texts and small ones are checked one after the other", "[api]") {
  Checker checker(test_rules());
  const std::string small = request_line("t");
  const std::string large = small + std::string(std::size_t{20} << 20, ' ');
  for (const std::string* text : {&small, &large, &large, &small, &small, &large}) {
    const CheckResult result = checker.check_json(*text, kNow);
    CHECK(result.ok());
    CHECK(result.counts.records == 1);
  }
}

TEST_CASE("A stream that breaks off is told, and the next one is read", "[api]") {
  for (const Memory memory : {Memory::kCheck, Memory::kChecker}) {
    Checker checker(test_rules(), {.memory = memory});
    for (const InputFormat format : {InputFormat::kNdjson, InputFormat::kCsv}) {
      std::string text = format == InputFormat::kCsv
                             ? "clientToken,phoneNumber,expirationTime,attributes.n\n"
                             : "";
      for (int i = 0; i < 5000; ++i) {
        text += format == InputFormat::kCsv
                    ? fmt::format("c{},+12065550100,2026-11-20T12:10:00.000Z,x\n", i % 4000)
                    : request_line(fmt::format("t{}", i % 4000));
      }
      std::string_view left = text;
      StreamOptions options;
      options.format = format;
      const auto result = checker.check_stream(
          [&](char* out, std::size_t size) -> std::ptrdiff_t {
            if (left.empty()) return -1;
            const std::size_t count = std::min({size, left.size(), std::size_t{5000}});
            std::memcpy(out, left.data(), count);
            left.remove_prefix(count);
            return static_cast<std::ptrdiff_t>(count);
          },
          kNow, options);
      CHECK(result.error.code == ErrorCode::kInput);
    }
    CHECK(checker.check_json(request_line("other"), kNow).counts.records == 1);
  }
}

TEST_CASE("Schemas are brought as text", "[api]") {
  const ShapeInfo* shape = nullptr;
  const Ruleset builtin = Ruleset::builtin();
  for (const ShapeInfo& info : builtin.shapes()) {
    if (info.id == "put-dial-request-batch") shape = &info;
  }
  REQUIRE(shape != nullptr);
  std::string text(shape->schema);
  const auto limit = text.find("\"maxItems\": 25");
  REQUIRE(limit != std::string::npos);
  text.replace(limit, 14, "\"maxItems\": 1");
  const SchemaText narrow{"narrow.json", text};
  const auto rules = Ruleset::with_schemas({&narrow, 1});
  REQUIRE(rules);
  Checker checker(*(*rules).with(test_settings()));
  const std::string batch =
      R"({"dialRequests":[)" + request_line("a") + "," + request_line("b") + "]}";
  const CheckResult result = checker.check_json(batch, kNow);
  CHECK(brief(result.findings).find("items /dialRequests") != std::string::npos);

  // Without its shape a struct cannot be checked.
  for (const ShapeInfo& info : builtin.shapes()) {
    if (info.id == "dial-request") text = info.schema;
  }
  const std::string_view named = "\"x-shape\": \"dial-request\"";
  REQUIRE(text.find(named) != std::string::npos);
  text.replace(text.find(named), named.size(), "\"x-shape\": \"own-request\"");
  const SchemaText own{"own.json", text};
  const auto other_shapes = Ruleset::with_schemas({&own, 1});
  REQUIRE(other_shapes);
  const CheckResult none_such = Checker(*other_shapes).check(DialRequest{}, kNow);
  CHECK(none_such.error.code == ErrorCode::kSetting);
  CHECK(none_such.error.message.find("'dial-request'") != std::string::npos);

  const SchemaText broken{"broken.json", R"({"x-shape": "dial-request", "maxLenght": 3})"};
  const auto none = Ruleset::with_schemas({&broken, 1});
  REQUIRE(!none);
  CHECK(none.error().code == ErrorCode::kSchema);
  CHECK(none.error().message.find("broken.json") != std::string::npos);
}

TEST_CASE("Rules are explained", "[api]") {
  const Ruleset rules = test_rules();
  CHECK(rules.rules().size() > 40);
  const RuleInfo* info = rules.explain("expiration-window");
  REQUIRE(info != nullptr);
  CHECK(info->severity == Severity::kError);
  CHECK(!info->why.empty());
  CHECK(!info->repair.empty());
  REQUIRE(!info->documents.empty());
  CHECK(info->documents[0].url.starts_with("https://"));
  CHECK(rules.explain("phone-fictional")->severity == Severity::kOff);
  CHECK(Ruleset::builtin().explain("phone-region")->severity == Severity::kOff);
  CHECK(rules.explain("no-such-rule") == nullptr);
  CHECK(!version().empty());
  CHECK(Checker(rules).ruleset().rules().size() == rules.rules().size());
}

TEST_CASE("What is no UTF-8 at all is one finding", "[api]") {
  Checker checker(test_rules());
  const std::string_view text("\xFF\xFE{\0}\0", 6);
  const CheckResult result = checker.check_json(text, kNow);
  CHECK(brief(result.findings) == "encoding \n");
  CHECK(result.counts.unreadable == 1);
  CHECK(brief(checker.check_json("", kNow).findings) == "json-syntax \n");
}

TEST_CASE("A checker can be moved", "[api]") {
  Checker first(test_rules(), {.memory = Memory::kChecker});
  CHECK(first.check_json(request_line("a"), kNow).found == 0);
  Checker second = std::move(first);
  CHECK(second.check_json(request_line("a"), kNow).found == 2);
  Checker third(test_rules());
  third = std::move(second);
  CHECK(third.check_json(request_line("a"), kNow).found == 2);
}

TEST_CASE("The shape that is asked for is no other call's", "[api]") {
  const std::string batch = R"({"dialRequests":[)" + request_line("a") + "]}";
  for (const bool auto_first : {false, true}) {
    Checker checker(test_rules());
    CheckOptions options;
    const auto brief_as = [&](std::string_view shape) {
      options.shape = shape;
      const CheckResult result = checker.check_json(batch, kNow, options);
      REQUIRE(result.error.code == ErrorCode::kNone);
      return brief(result.findings);
    };
    for (const Shape& shape : builtin_plan().shapes) {
      INFO(shape.id);
      if (auto_first) CHECK(brief_as("auto") == "");
      CHECK((brief_as(shape.id) == "") == (shape.id == "put-dial-request-batch"));
      CHECK(brief_as("auto") == "");
    }
  }
}

TEST_CASE("Texts of any size are checked one after the other", "[api]") {
  Checker checker(test_rules());
  const auto of_size = [](std::size_t size) {
    std::string text = request_line("a");
    text.insert(text.rfind('}') - 1, "\"n\":\"" + std::string(size, 'x') + "\"");
    return text;
  };
  for (const std::size_t size : {1U, 30'000U, 100U, 32'000U, 0U, 1000U, 31'000U}) {
    const std::string text = of_size(size);
    INFO(size);
    CHECK(checker.check_json(text, kNow).found == 0);
    CHECK(checker.check_json(text + "x", kNow).found == 1);
    CHECK(checker.check_json(std::string_view(text).substr(0, text.size() / 2), kNow).found == 1);
  }
}

TEST_CASE("What stands again is found at its own path", "[api]") {
  const auto request = [](const std::string& token) {
    return request_line(token).substr(0, request_line(token).size() - 1);
  };
  const auto batch = [&](const std::vector<std::string>& tokens) {
    std::string items;
    for (const std::string& token : tokens) items += (items.empty() ? "" : ",") + request(token);
    return R"({"dialRequests":[)" + items + "]}";
  };
  const std::string text = "[" + batch({"a", "b"}) + "," + batch({"c", "a"}) + "," + request("b") +
                           "," + batch({"d", "d", "c"}) + "," + request("e") + "," + request("e") +
                           "," + batch({"f", "e"}) + "]";
  Settings settings = test_settings();
  settings.severity["phone-duplicate"] = Severity::kOff;
  Checker checker(*Ruleset::builtin().with(settings));
  CHECK(brief(checker.check_json(text, kNow).findings) ==
        "token-unique /1/dialRequests/1/clientToken\n"
        "token-unique /2/clientToken\n"
        "token-unique /3/dialRequests/1/clientToken\n"
        "token-unique /3/dialRequests/2/clientToken\n"
        "token-unique /5/clientToken\n"
        "token-unique /6/dialRequests/1/clientToken\n");
}

}  // namespace
}  // namespace diallint::test
