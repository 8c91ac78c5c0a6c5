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
  CHECK(check(asked, R"({"successful_requests": [{"client_token": "ab"}]})").brief ==
        "1 member-name /successful_requests\n1 member-name /successful_requests/0/client_token\n");
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
       "1 exception-meaning /__type\n"},
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
  CHECK(refusal({"a.json", asked}, {"b.csv", told}).find("b.csv: ") == 0);
}

TEST_CASE("Alone, neither a request nor an answer is asked for the other", "[answers]") {
  CHECK(lint(batch({"a"})).brief().find("token") == std::string::npos);
  CHECK(lint(answer({"a"}, {})).brief().empty());
}

}  // namespace diallint::test
