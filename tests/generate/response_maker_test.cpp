// Answers that are made for a request belong to it, or do not in just the way that was asked for.
#include "generate/response_maker.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "diallint/generate.h"
#include "diallint/guidance.h"
#include "schema/schema_compiler.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

using nlohmann::json;

const Plan& pair_plan() {
  static const Plan plan = [] {
    std::vector<SchemaText> texts;
    for (const EmbeddedFile& file : embedded_schemas()) {
      if (file.text.find("\"x-shape\"") == std::string_view::npos) continue;
      texts.push_back({std::string(file.name), std::string(file.text)});
    }
    return std::move(*compile_plan(texts).plan);
  }();
  return plan;
}

std::string batch_of(std::uint64_t requests) {
  GeneratorOptions options;
  options.now = kNow;
  options.form = GeneratedForm::kBatches;
  Generator generator = *Generator::make(options);
  std::string text;
  generator.append_batch(text, requests);
  return text;
}

std::string found(const std::string& request, const std::string& answer) {
  std::string text;
  for (const PackFinding& f : findings_in_pair(pair_plan(), request, answer, kNow)) {
    if (f.severity != Severity::kInfo) text += fmt::format("{} {}\n", f.rule, f.path);
  }
  return text;
}

}  // namespace

TEST_CASE("Answers name each request once, and fail as many as they are told", "[answer_maker]") {
  const std::string request = batch_of(20);
  ResponseMaker maker(pair_plan(), request, 1, kNow);
  for (const auto& [percent, failed] :
       {std::pair{0U, 0U}, {1U, 1U}, {20U, 4U}, {50U, 10U}, {100U, 20U}}) {
    const std::string text = maker.answer({percent, {}, ResponseFault::kNone});
    INFO(text);
    CHECK(found(request, text) == "");
    const json answer = json::parse(text);
    CHECK(answer["failedRequests"].size() == failed);
    CHECK(answer["successfulRequests"].size() == 20 - failed);
    std::set<std::string> codes;
    for (const json& item : answer["failedRequests"]) codes.insert(item["failureCode"]);
    CHECK(codes.size() == std::min(failed, 3U));
  }
  const json one = json::parse(maker.answer({30, {"RequestThrottled"}, ResponseFault::kNone}));
  for (const json& item : one["failedRequests"]) CHECK(item["failureCode"] == "RequestThrottled");
  CHECK(one["failedRequests"].size() == 6);
}

TEST_CASE("Inconsistent answers have the one fault that was asked for", "[answer_maker]") {
  const std::string request = batch_of(7);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    ResponseMaker maker(pair_plan(), request, seed, kNow);
    const std::string missing = maker.answer({0, {}, ResponseFault::kMissing});
    // The one that is not in it, wherever it stands.
    std::size_t absent = 0;
    const json requests = json::parse(request)["dialRequests"];
    for (std::size_t i = 0; i < requests.size(); ++i) {
      if (missing.find(requests[i]["clientToken"].get<std::string>()) == std::string::npos)
        absent = i;
    }
    CHECK(found(request, missing) ==
          fmt::format("token-answered /dialRequests/{}/clientToken\n", absent));
    CHECK(found(request, maker.answer({0, {}, ResponseFault::kTwice})) ==
          "token-answered /successfulRequests/7/clientToken\n");
    CHECK(found(request, maker.answer({0, {}, ResponseFault::kForeign})) ==
          "token-answered /successfulRequests/7/clientToken\n");
  }
}

TEST_CASE("The token that was never sent is none of the batch's, and whole", "[answer_maker]") {
  for (const char* first : {"never-sent-1", "d\u00E9j\u00E0-vu-\u20AC\u20AC", "t"}) {
    json batch = json::parse(batch_of(4));
    batch["dialRequests"][0]["clientToken"] = first;
    batch["dialRequests"][1]["clientToken"] = "never-sent-2";
    ResponseMaker maker(pair_plan(), batch.dump(), 1, kNow);
    const json answer = json::parse(maker.answer({0, {}, ResponseFault::kForeign}));
    REQUIRE(answer["successfulRequests"].size() == 5);
    const std::string token = answer["successfulRequests"][4]["clientToken"];
    CHECK(token.starts_with("never-sent-"));
    for (const json& request : batch["dialRequests"]) CHECK(request["clientToken"] != token);
  }
}

TEST_CASE("Every exception has its status", "[answer_maker]") {
  const std::string request = batch_of(2);
  ResponseMaker maker(pair_plan(), request, 1, kNow);
  REQUIRE(maker.exceptions().size() == 7);
  for (const std::string& exception : maker.exceptions()) {
    const std::string text = maker.error(exception);
    INFO(text);
    const json body = json::parse(text);
    CHECK(body["__type"] == exception);
    CHECK(body["httpStatusCode"] == guidance_for(kCampaignsService, exception)->http_status);
    CHECK(body["message"].is_string());
    CHECK(found(request, text) == "call-failed \n");
  }
}

TEST_CASE("The newer campaigns get answers of their own shape", "[answer_maker]") {
  const std::string request =
      R"({"outboundRequests": [{"clientToken": "a", "expirationTime": "2026-11-20T12:10:00.000Z",)"
      R"( "channelSubtypeParameters": {"telephony": {"destinationPhoneNumber": "+12025550147",)"
      R"( "attributes": {}}}}]})";
  ResponseMaker maker(pair_plan(), request, 1, kNow);
  CHECK(maker.codes().size() == 4);
  for (const std::string& code : maker.codes())
    CHECK(found(request, maker.answer({100, {code}, ResponseFault::kNone})) == "");
}

TEST_CASE("A pack of answers says what is found in each", "[answer_maker]") {
  const std::string request = batch_of(5);
  ResponseMaker maker(pair_plan(), request, 1, kNow);
  const auto files = maker.all("request.json");
  CHECK(files.size() >= 16);
  for (const PackFile& file : files) {
    INFO(file.file);
    CHECK(file.request.empty() == (file.file == "request.json"));
    const bool told = std::any_of(file.findings.begin(), file.findings.end(),
                                  [&](const PackFinding& f) { return f.rule == file.rule; });
    CHECK(told != file.rule.empty());
  }
}

TEST_CASE("What is no request has no answer", "[answer_maker]") {
  CHECK_THROWS_WITH(ResponseMaker(pair_plan(), "{", 1, kNow), Catch::Contains("not valid JSON"));
  CHECK_THROWS_WITH(ResponseMaker(pair_plan(), "{\"dialRequests\":[]}", 1, kNow),
                    Catch::Contains("no client token"));
  CHECK_THROWS_WITH(ResponseMaker(pair_plan(), "[1,2]", 1, kNow),
                    Catch::Contains("no client token"));
  const std::string request = batch_of(2);
  CHECK_THROWS_WITH(findings_in_pair(pair_plan(), request, request, kNow),
                    Catch::Contains("not a response"));
}

TEST_CASE("Without a shape of answers there is none", "[answer_maker]") {
  std::vector<SchemaText> texts;
  for (const EmbeddedFile& file : embedded_schemas()) {
    const bool shape = file.text.find("\"x-shape\"") != std::string_view::npos;
    if (!shape || file.text.find("batch-response\"") != std::string_view::npos) continue;
    texts.push_back({std::string(file.name), std::string(file.text)});
  }
  PlanResult result = compile_plan(texts);
  INFO(result.error);
  REQUIRE(result.plan);
  CHECK_THROWS_WITH(ResponseMaker(*result.plan, batch_of(2), 1, kNow),
                    Catch::Contains("define no response"));
}

}  // namespace diallint::test
