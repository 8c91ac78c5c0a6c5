// A batch and its answer, checked together.
#include "engine/response_check.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "schema/schema_compiler.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

const Plan& plan_for_two() {
  static const PlanResult kResult = [] {
    std::vector<SchemaText> texts;
    for (const EmbeddedFile& file : embedded_schemas()) {
      if (file.text.find("\"x-shape\"") == std::string_view::npos) continue;
      texts.push_back({std::string(file.name), std::string(file.text)});
    }
    return compile_plan(texts);
  }();
  return *kResult.plan;
}

std::string request(const std::string& token) {
  return R"({"clientToken": ")" + token + R"(", "phoneNumber": "+120255501)" +
         (token.size() % 2 == 0 ? "47" : "48") +
         R"(", "expirationTime": "2026-11-20T12:05:00Z", "attributes": {}})";
}

std::string batch(const std::vector<std::string>& tokens) {
  std::string out;
  for (const std::string& token : tokens) out += (out.empty() ? "" : ", ") + request(token);
  return R"({"dialRequests": [)" + out + "]}";
}

std::string answer(const std::vector<std::string>& good, const std::vector<std::string>& failed) {
  const auto list = [](const std::vector<std::string>& tokens, const std::string& rest) {
    std::string out;
    for (const std::string& token : tokens) {
      out += (out.empty() ? "" : ", ") + (R"({"clientToken": ")" + token + "\"" + rest + "}");
    }
    return out;
  };
  return R"({"successfulRequests": [)" + list(good, "") + R"(], "failedRequests": [)" +
         list(failed, R"(, "failureCode": "InvalidInput")") + "]}";
}

struct Pair {
  std::string brief;  // "0 token-answered /dialRequests/0/clientToken": the file, then the rest
  std::string messages;
  Counts counts;
};

class Listener final : public Sink {
 public:
  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    for (const Finding& finding : findings) {
      if (finding.rule.starts_with("phone-")) continue;  // fictional, and few
      pair.brief += fmt::format("{} {} {}\n", chunk.file, finding.rule, finding.path);
      pair.messages += finding.message + "\n";
    }
  }
  Pair pair;
};

Pair check(const std::string& asked, const std::string& told) {
  Listener listener;
  Settings settings;
  settings.now = kNow;
  Run run(plan_for_two(), settings, {}, listener);
  check_response(plan_for_two(), settings, run, {"batch.json", asked}, {"answer.json", told});
  listener.pair.counts = run.summary().counts;
  const Counts& c = listener.pair.counts;
  CHECK(c.records == c.valid + c.invalid + c.unreadable);
  return listener.pair;
}

std::string refusal(const NamedText& asked, const NamedText& told) {
  Listener listener;
  Run run(plan_for_two(), {}, {}, listener);
  try {
    check_response(plan_for_two(), {}, run, asked, told);
  } catch (const ReadError& error) {
    CHECK(listener.pair.brief.empty());
    return error.what;
  }
  return "";
}

}  // namespace

TEST_CASE("Tokens may stand in the values of maps", "[answers]") {
  const PlanResult own = compile_plan(
      {{"ask.json", R"({"$id":"urn:ask","x-shape":"ask","type":"object","required":["asked"],
          "properties":{"asked":{"type":"object","additionalProperties":{"type":"object",
            "x-record":true,"required":["token"],
            "properties":{"token":{"type":"string","x-token-answered":"request"}}}}}})"},
       {"tell.json", R"({"$id":"urn:tell","x-shape":"tell","type":"object","required":["told"],
          "x-record":true,"properties":{"told":{"type":"object","additionalProperties":
            {"type":"string","pattern":"^[a-z]*$","x-token-answered":"answer"}}}})"}});
  REQUIRE(own.plan);
  Listener listener;
  const Settings settings;
  Run run(*own.plan, settings, {}, listener);
  check_response(*own.plan, settings, run,
                 {"ask.json", R"({"asked":{"x":{"token":"a"},"y":{"token":"b"}}})"},
                 {"tell.json", R"({"told":{"p":"a","q":"c"}})"});
  CHECK(listener.pair.brief == "0 token-answered /asked/y/token\n1 token-answered /told/q\n");
}

TEST_CASE("Every token of a request is answered once", "[answers]") {
  const std::string at = "/clientToken\n";
  struct {
    std::vector<std::string> asked, good, failed;
    std::string brief;
  } const kCases[] = {
      {{"a"}, {"a"}, {}, ""},
      {{"a", "bb"}, {"bb", "a"}, {}, ""},
      {{"a", "bb"}, {"bb"}, {"a"}, "1 failure-code /failedRequests/0/failureCode\n"},
      {{"a", "bb"}, {"a"}, {}, "0 token-answered /dialRequests/1" + at},
      {{"a", "bb"},
       {},
       {},
       "0 token-answered /dialRequests/0" + at + "0 token-answered /dialRequests/1" + at},
      {{"a"}, {"a", "bb"}, {}, "1 token-answered /successfulRequests/1" + at},
      {{"a"}, {"a", "a"}, {}, "1 token-answered /successfulRequests/1" + at},
      {{"a"},
       {"a"},
       {"a"},
       "1 token-answered /failedRequests/0" + at +
           "1 failure-code /failedRequests/0/failureCode\n"},
      // Tokens are compared exactly: case counts.
      {{"a"},
       {"A"},
       {},
       "0 token-answered /dialRequests/0" + at + "1 token-answered /successfulRequests/0" + at},
      // The batch's own fault is told once; its answers may be two then.
      {{"a", "a"}, {"a", "a"}, {}, "0 token-unique /dialRequests/1" + at},
      {{"a", "a"}, {"a"}, {}, "0 token-unique /dialRequests/1" + at},
      {{"a", "a"},
       {},
       {},
       "0 token-answered /dialRequests/0" + at + "0 token-unique /dialRequests/1" + at},
      {{"a", "a"},
       {"a", "a", "a"},
       {},
       "0 token-unique /dialRequests/1" + at + "1 token-answered /successfulRequests/2" + at},
  };
  for (const auto& one : kCases) {
    const std::string asked = batch(one.asked);
    const std::string told = answer(one.good, one.failed);
    INFO(asked << "\n" << told);
    const Pair pair = check(asked, told);
    CHECK(pair.brief == one.brief);
    CHECK(pair.counts.records == one.asked.size() + 1);
  }
}

TEST_CASE("What a token is called or written like does not matter", "[answers]") {
  const std::string asked = R"({"dialRequests": [{"clientToken": "a\u0062", "phoneNumber":)"
                            R"( "+12025550147", "expirationTime": "2026-11-20T12:05:00Z",)"
                            R"( "attributes": {}}]})";
  CHECK(check(asked, answer({"ab"}, {})).brief.empty());
  // SDKs spell the names of a response in the way of their language.
  CHECK(check(asked, R"({"successful_requests": [{"client_token": "ab"}]})").brief == "");
}

TEST_CASE("A failure is explained where it stands, with the request that it is about",
          "[answers]") {
  const Pair pair = check(batch({"a", "bb", "c"}), answer({"a", "bb"}, {"c"}));
  CHECK(pair.messages.find("/dialRequests/2 of batch.json") != std::string::npos);
  CHECK(pair.counts.errors == 0);
}

TEST_CASE("No message of two documents holds a token", "[answers]") {
  const Pair pair =
      check(batch({"secret-one", "secret-two"}), answer({"secret-3"}, {"secret-one"}));
  CHECK(pair.brief.find("token-answered") != std::string::npos);
  CHECK(pair.messages.find("secret") == std::string::npos);
}

TEST_CASE("Tokens are compared only where both documents can be read", "[answers]") {
  struct {
    std::string asked, told, brief;
  } const kCases[] = {
      {batch({"a"}), R"({"message": "slow", "__type": "ThrottlingException"})",
       "1 call-failed \n1 exception-meaning /__type\n"},
      {batch({"a"}), R"({"successfulRequests": [)", "1 json-syntax \n"},
      {R"({"dialRequests": [)", answer({"a"}, {}), "0 json-syntax \n"},
      {batch({"a"}), "", "1 json-syntax \n"},
  };
  for (const auto& one : kCases) {
    INFO(one.asked << "\n" << one.told);
    CHECK(check(one.asked, one.told).brief == one.brief);
  }
}

TEST_CASE("What are no request and its answer is refused", "[answers]") {
  const std::string asked = batch({"a"});
  const std::string told = answer({"a"}, {});
  CHECK(refusal({"a.json", asked}, {"b.json", told}).empty());
  CHECK(refusal({"a.json", told}, {"b.json", asked}).find("a.json: no requests found") == 0);
  CHECK(refusal({"a.json", asked}, {"b.json", asked}).find("b.json: found requests") == 0);
  CHECK(refusal({"a.ndjson", asked}, {"b.json", told}).find("a.ndjson: ") == 0);
  CHECK(refusal({"a.json", asked}, {"b.csv", "id,name\n1,2\n"}).find("b.csv: ") == 0);
}

namespace {

std::string pairs(const std::vector<NamedText>& requests, const std::vector<NamedText>& responses) {
  try {
    std::string text;
    for (const Exchange& exchange : pair_responses(plan_for_two(), requests, responses)) {
      text += requests[exchange.request].name + ":";
      for (const std::size_t i : exchange.responses) text += " " + responses[i].name;
      text += "\n";
    }
    return text;
  } catch (const ReadError& error) {
    return error.what;
  }
}

}  // namespace

TEST_CASE("Responses find their requests by tokens, by names, and by their order", "[answers]") {
  const std::string ask_a = batch({"a", "b"});
  const std::string ask_c = batch({"c", "d"});
  const std::string tell_a = answer({"a"}, {"b"});
  const std::string tell_c = answer({"c", "d"}, {});
  const std::string failed = R"({"message": "Rate exceeded"})";
  // All to the only one.
  CHECK(pairs({{"1.json", ask_a}}, {{"x.json", tell_a}, {"y.json", tell_c}}) ==
        "1.json: x.json y.json\n");
  // Tokens say more than order and names.
  CHECK(pairs({{"1.json", ask_a}, {"2.json", ask_c}}, {{"1.json", tell_c}, {"2.json", tell_a}}) ==
        "1.json: 2.json\n2.json: 1.json\n");
  CHECK(pairs({{"1.json", ask_a}, {"2.json", ask_c}},
              {{"x.json", tell_c}, {"y.json", tell_a}, {"z.json", tell_a}}) ==
        "1.json: y.json z.json\n2.json: x.json\n");
  // An error has no tokens.
  CHECK(pairs({{"calls/One.request.json", ask_a}, {"calls/two-request.json", ask_c}},
              {{"two-response.json", failed}, {"out/one.answer.json", failed}}) ==
        "calls/One.request.json: out/one.answer.json\n"
        "calls/two-request.json: two-response.json\n");
  CHECK(pairs({{"1.json", ask_a}, {"2.json", ask_c}, {"3.json", ask_c}},
              {{"x.json", failed}, {"y.json", tell_a}, {"z.json", failed}}) ==
        "1.json: y.json\n2.json: x.json\n3.json: z.json\n");
  // Names of nothing but the side say nothing, and neither do tokens of two requests.
  CHECK(pairs({{"request.json", ask_a}, {"in.json", ask_a}},
              {{"response.json", tell_a}, {"out.json", failed}}) ==
        "request.json: response.json\nin.json: out.json\n");
  CHECK(pairs({{"1.json", ask_a}, {"2.json", ask_c}}, {{"x.json", tell_a}}) ==
        "2.json: no response is to this request; give its response as well, or leave the request "
        "out");
  CHECK_THAT(pairs({{"1.json", ask_a}, {"2.json", ask_c}},
                   {{"x.json", tell_a}, {"y.json", failed}, {"z.json", failed}}),
             Catch::StartsWith("y.json: which request this is the response to cannot be told"));
}

TEST_CASE("A request that was sent again has two responses", "[answers]") {
  const auto check_both = [](const std::string& asked, const std::string& first,
                             const std::string& second, ResponseCounts& counts) {
    Listener listener;
    Run run(plan_for_two(), {}, {}, listener);
    counts = check_exchange(plan_for_two(), run, {"batch.json", asked},
                            {{"1.json", first}, {"2.json", second}}, [](const NamedText&, bool) {});
    return listener.pair.brief + listener.pair.messages;
  };
  ResponseCounts counts;
  // What failed first was taken then.
  CHECK(check_both(batch({"a", "bb"}), answer({"a"}, {"bb"}), answer({"bb"}, {}), counts)
            .starts_with("1 failure-code /failedRequests/0/failureCode\nfailureCode is"));
  CHECK(counts.taken == 2);
  CHECK(counts.failed + counts.unanswered == 0);
  CHECK(check_both(batch({"a"}), R"({"message": "m"})", answer({"a"}, {}), counts) == "");
  CHECK(counts.taken == 1);
  // None of them names it.
  const std::string missing =
      check_both(batch({"a", "bb"}), R"({"message": "m"})", answer({"a"}, {}), counts);
  CHECK_THAT(missing, Catch::Contains("appears in neither list of 1.json or 2.json"));
  CHECK(counts.unanswered == 1);
  CHECK_THAT(check_both(batch({"a"}), R"({"message": "m"})", R"({"message": "m"})", counts),
             Catch::StartsWith("1 call-failed \n2 call-failed \n"));
  CHECK(counts.failed == 1);
  CHECK_THAT(check_both(batch({"a"}), answer({"a", "a"}, {}), answer({"a"}, {}), counts),
             Catch::StartsWith("1 token-answered /successfulRequests/1/clientToken\n"));
  // One of several batches of a document.
  CHECK_THAT(
      check_both("[" + batch({"a"}) + "," + batch({"bb"}) + "]",
                 "[" + answer({"a"}, {}) + R"(,{"message": "m"}])", answer({}, {"bb"}), counts),
      Catch::Contains("call-failed /1\n") && Catch::Contains("none of its requests"));
  CHECK(counts.taken == 1);
  CHECK(counts.failed == 1);
}

TEST_CASE("What cannot be compared is not counted", "[answers]") {
  Listener listener;
  Run run(plan_for_two(), {}, {}, listener);
  CHECK_FALSE(
      check_response(plan_for_two(), {}, run, {"a.json", batch({"a"})}, {"b.json", "{"}).any());
}

TEST_CASE("Alone, neither a request nor an answer is asked for the other", "[answers]") {
  CHECK(lint(batch({"a"})).brief().find("token") == std::string::npos);
  CHECK(lint(answer({"a"}, {})).brief().empty());
}

}  // namespace diallint::test
