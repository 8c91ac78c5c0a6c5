// A prepared list and its responses, joined: every row in one place, whatever the order of answers.
#include "diallint/reconcile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/random.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kCampaign = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";

Prepared prepared(std::size_t rows, CampaignApi api = CampaignApi::kV1, bool expiry = true) {
  PrepareOptions options;
  options.campaign = kCampaign;
  options.api = api;
  options.expiry = expiry;
  options.start = *parse_rfc3339("2026-11-20T12:00:00Z");
  options.token_key = "a secret of a test";
  options.allow_repeats = true;
  std::string list = "Phone,attributes.name\n";
  for (std::size_t i = 0; i < rows; ++i)
    list += fmt::format("+1202555{:04},A{}\n", 101 + i % 90, i);
  Result<Prepared> result = prepare(list, options, "people.csv");
  if (!result) UNSCOPED_INFO(result.error().message);
  REQUIRE(result);
  REQUIRE(result->summary.taken == rows);
  return *std::move(result);
}

ReconcileOptions options_at(std::string_view start = "2026-11-20T14:00:00Z") {
  ReconcileOptions options;
  options.start = *parse_rfc3339(start);
  return options;
}

Reconciled reconciled(const Prepared& list, const std::vector<std::string>& responses,
                      const ReconcileOptions& options = options_at()) {
  Result<Reconciled> result = reconcile(list, responses, options);
  if (!result) UNSCOPED_INFO(result.error().message);
  REQUIRE(result);
  const ReconcileSummary& summary = result->summary;
  CHECK(summary.rows == summary.taken + summary.failed + summary.unanswered);
  CHECK(summary.retry + summary.repair == summary.failed + summary.unanswered);
  return *std::move(result);
}

std::string error_of(const Prepared& list, const std::vector<std::string>& responses = {},
                     const ReconcileOptions& options = options_at()) {
  const Result<Reconciled> result = reconcile(list, responses, options);
  return result ? "none" : result.error().message;
}

std::vector<std::string> tokens_of(const Prepared& list) {
  std::vector<std::string> tokens;
  std::istringstream lines(list.manifest);
  for (std::string line; std::getline(lines, line);)
    tokens.push_back(Json::parse(line)["token"].get<std::string>());
  return tokens;
}

std::string taken(const std::string& token) {
  return fmt::format(R"({{"clientToken":"{}","id":"x"}})", token);
}

std::string failed(const std::string& token, std::string_view code) {
  return fmt::format(R"({{"clientToken":"{}","failureCode":"{}"}})", token, code);
}

std::string response(const std::string& successes, const std::string& failures) {
  return fmt::format("{{\"successfulRequests\":[{}],\"failedRequests\":[{}]}}\n", successes,
                     failures);
}

// "outcome code" of each row, or "code rule" of those that need repair.
std::string cells(const std::string& csv, std::size_t column) {
  std::string out;
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream row(line.substr(0, line.size() - 1));
    std::string cell;
    for (std::size_t i = 0; std::getline(row, cell, ','); ++i)
      if (i == column || i == column + 1) out += cell + (i == column ? " " : ";");
    if (line.ends_with(",\r")) out += ";";
  }
  return out;
}

std::string outcomes(const Reconciled& done) { return cells(done.outcome, 5); }
std::string repairs(const Reconciled& done) { return cells(done.repair, 5); }

// The requests of all batches by their token.
std::map<std::string, Json> requests_of(const std::vector<PreparedFile>& batches) {
  std::map<std::string, Json> requests;
  for (const PreparedFile& file : batches) {
    const Json batch = Json::parse(file.text);
    CHECK(batch["id"] == kCampaign);
    const Json& list =
        batch.contains("dialRequests") ? batch["dialRequests"] : batch["outboundRequests"];
    CHECK(list.size() <= 25);
    for (const Json& request : list)
      CHECK(requests.emplace(request["clientToken"].get<std::string>(), request).second);
  }
  return requests;
}

// No number and no token, whatever else.
void expect_private(const Reconciled& done, const Prepared& list) {
  for (const std::string& token : tokens_of(list)) {
    CHECK(done.outcome.find(token) == std::string::npos);
    CHECK(done.repair.find(token) == std::string::npos);
  }
  CHECK(done.outcome.find("202555") == std::string::npos);
  CHECK(done.repair.find("202555") == std::string::npos);
}

}  // namespace

TEST_CASE("Each row has its outcome, and what was not taken its place", "[reconcile]") {
  const Prepared list = prepared(8);
  const auto tokens = tokens_of(list);
  const std::string first = response(taken(tokens[0]), failed(tokens[1], "InvalidInput") + "," +
                                                           failed(tokens[2], "RequestThrottled"));
  const std::string second = response(
      "", failed(tokens[3], "UnknownError") + "," + failed(tokens[4], "BufferLimitExceeded") + "," +
              failed(tokens[5], "Unheard") + "," + failed("nobody", "UnknownError"));
  const Reconciled done = reconciled(list, {first + second});
  CHECK(outcomes(done) ==
        "taken ;failed InvalidInput;failed RequestThrottled;failed UnknownError;failed "
        "BufferLimitExceeded;failed Unheard;unanswered ;unanswered ;");
  CHECK(repairs(done) == "InvalidInput failure-code;Unheard failure-code;");
  REQUIRE(done.retry.size() == 2);
  CHECK(done.retry[0].name == "batch-000001.json");
  CHECK(done.retry[1].name == "later-000001.json");
  const auto before = requests_of(list.batches);
  for (const auto& [token, request] : requests_of(done.retry)) {
    Json old = before.at(token);
    CHECK(request["expirationTime"] != old["expirationTime"]);
    old["expirationTime"] = request["expirationTime"];
    CHECK(request == old);
  }
  CHECK(done.retry_manifest.find("\"firstSubmission\":\"2026-11-20T12:00:00Z\"") !=
        std::string::npos);
  const ReconcileSummary& summary = done.summary;
  CHECK(summary.responses == 2);
  CHECK(summary.answers == 7);
  CHECK(summary.foreign == 1);
  CHECK(summary.failed_by_code.at("Unheard") == 1);
  CHECK(summary.batches == 2);
  CHECK(to_rfc3339(*summary.first_submission) == "2026-11-20T14:00:00Z");
  CHECK(to_rfc3339(*summary.last_submission) == "2026-11-20T14:00:01Z");
  expect_private(done, list);
}

TEST_CASE("Shuffled, doubled and split answers give the same outcome", "[reconcile]") {
  constexpr std::array<std::string_view, 5> kCodes = {"InvalidInput", "RequestThrottled",
                                                      "UnknownError", "Other", "Unheard"};
  const Prepared list = prepared(120);
  const auto tokens = tokens_of(list);
  Random random(20);
  for (int round = 0; round < rounds(200); ++round) {
    std::vector<std::string> answers;
    for (const std::string& token : tokens) {
      const std::uint64_t count = random.below(4);
      for (std::uint64_t i = 0; i < count; ++i) {
        answers.push_back(random.below(2) == 0
                              ? response(taken(token), "")
                              : response("", failed(token, kCodes[random.below(5)])));
      }
    }
    const Reconciled once = reconciled(list, answers);
    std::vector<std::string> again = answers;
    for (std::size_t i = 0; i < answers.size(); ++i)
      if (random.below(3) == 0) again.push_back(answers[i]);
    for (std::size_t i = again.size(); i > 1; --i) std::swap(again[i - 1], again[random.below(i)]);
    // Some of them in one file.
    std::string joined;
    while (!again.empty() && random.below(50) != 0) {
      joined += again.back();
      again.pop_back();
    }
    again.push_back(joined);
    const Reconciled twice = reconciled(list, again);
    CHECK(once.outcome == twice.outcome);
    CHECK(once.repair == twice.repair);
    CHECK(once.retry_manifest == twice.retry_manifest);
    REQUIRE(once.retry.size() == twice.retry.size());
    for (std::size_t i = 0; i < once.retry.size(); ++i)
      CHECK(once.retry[i].text == twice.retry[i].text);
    CHECK(once.summary.failed_by_code == twice.summary.failed_by_code);
    // Every row that was not taken is in one batch or needs repair.
    CHECK(requests_of(once.retry).size() == once.summary.retry);
  }
}

TEST_CASE("A request that failed first and was taken then is taken", "[reconcile]") {
  const Prepared list = prepared(3);
  const auto tokens = tokens_of(list);
  const Reconciled done = reconciled(
      list, {response("", failed(tokens[0], "InvalidInput") + "," + failed(tokens[1], "Strange!") +
                              "," + failed(tokens[2], "")),
             response(taken(tokens[0]), failed(tokens[1], "RequestThrottled"))});
  CHECK(outcomes(done) == "taken ;failed other;failed none;");
  CHECK(done.summary.answered_twice == 2);
}

TEST_CASE("More codes than anybody has are counted together", "[reconcile]") {
  const Prepared list = prepared(210);
  std::string failures;
  std::size_t number = 0;
  for (const std::string& token : tokens_of(list)) {
    if (number > 0) failures += ',';
    failures += failed(token, fmt::format("Code{}", number++));
  }
  const Reconciled done = reconciled(list, {response("", failures)});
  CHECK(done.summary.failed_by_code.size() == 199);
  CHECK(done.summary.failed_by_code.at("other") == 12);
}

TEST_CASE("Responses in all their forms", "[reconcile]") {
  const Prepared list = prepared(2);
  const auto tokens = tokens_of(list);
  const std::string one = taken(tokens[0]);
  const std::string two = failed(tokens[1], "UnknownError");
  const std::string body = response(one, two);
  std::string pascal = body;
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"successful", "Successful"},
                                                        {"failedR", "FailedR"},
                                                        {"clientToken", "ClientToken"},
                                                        {"clientToken", "client_token"},
                                                        {"failureCode", "FailureCode"}})
    pascal.replace(pascal.find(from), from.size(), to);
  const std::vector<std::string> forms = {
      body,
      "\xEF\xBB\xBF" + body,
      Json::parse(body).dump(4),
      "[" + body + "," + response("", "") + "]",
      pascal,
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body,
      R"({"ResponseMetadata":{"HTTPHeaders":{"a":["b",{"c":1}]}},)" + body.substr(1),
      R"({"level":"info","message":"sent \"it\"","response":)" + body + "}",
      response(one, "") + response("null,3", two),
      response(one, "") + R"({"successfulRequests":null,"failedRequests":[)" + two + "]}",
      Json::parse(response(one, "")).dump(1) + "\n" + Json::parse(response("", two)).dump(1),
      R"({"successful\u0052equests":[)" + one +
          R"(],"failedRequests":[{"id":"\uD800\"","list":[],)" + two.substr(1) + "]}",
  };
  for (const std::string& form : forms) {
    CAPTURE(form);
    const Reconciled done = reconciled(list, {form});
    CHECK(outcomes(done) == "taken ;failed UnknownError;");
    CHECK(done.summary.unread == 0);
    CHECK(done.summary.failed_calls.empty());
  }
}

TEST_CASE("What cannot be read among responses is told of, and stops no other", "[reconcile]") {
  const Prepared list = prepared(2);
  const auto tokens = tokens_of(list);
  const std::string good = response(taken(tokens[0]), "");
  const std::string other = response(taken(tokens[1]), "");
  const std::string deep(100, '[');
  struct Case {
    std::string text;
    std::uint64_t unread;
    std::uint64_t line;
    std::string_view why;
  };
  const std::vector<Case> cases = {
      {good.substr(0, 40) + "\n" + good + other, 1, 1, "does not end"},
      {good + good.substr(0, 22) + "\n" + other, 1, 2, "does not end"},
      {good + R"({"successfulRequests":[{},)" + "\n" + other, 1, 2, "does not end"},
      {good + other + R"({"a":)", 1, 3, "does not end"},
      {"{\"a\":" + deep + "\n" + good + other, 1, 1, "does not end"},
      {good + "{\"a\":\"" + std::string(1 << 20, 'x') + "\"}\n" + other, 2, 2, "too large"},
      {"{'a': 1}\n" + good + other, 1, 1, "no valid JSON"},
      {"{\"a\" 1}\n" + good + other, 1, 1, "no valid JSON"},
      {R"({"successfulRequests":[{"clientToken" 1}]})" + good + other, 1, 1, "no valid JSON"},
      {"{\"a\":\"\xFF\"}" + good + other, 1, 1, "no valid JSON"},
      {good + "{\"dialRequests\":[]}\n" + other, 1, 2, "neither successfulRequests"},
      {good + "sent it\n" + other, 1, 2, "no response"},
      {good + "null\n" + other + "\"x\"", 2, 2, "no response"},
      {good + other + std::string(3 << 20, 'y'), 3, 3, "no response"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text.substr(0, 200));
    const Reconciled done = reconciled(list, {one.text});
    CHECK(outcomes(done) == "taken ;taken ;");
    CHECK(done.summary.unread == one.unread);
    REQUIRE_FALSE(done.summary.first_unread.empty());
    CHECK(done.summary.first_unread[0].line == one.line);
    CHECK(done.summary.first_unread[0].name == "response 1");
    CHECK(done.summary.first_unread[0].why.find(one.why) != std::string_view::npos);
  }
  std::string many;
  for (int i = 0; i < 30; ++i) many += "no\n";
  const Reconciled done = reconciled(list, {many});
  CHECK(done.summary.unread == 30);
  CHECK(done.summary.first_unread.size() == 10);
}

TEST_CASE("Calls that failed as a whole leave their rows unanswered", "[reconcile]") {
  const Prepared list = prepared(1);
  const std::string head = "HTTP/1.1 429 Too Many Requests\r\nContent-Type: x\r\n\r\n";
  const std::vector<std::pair<std::string, std::string>> forms = {
      {R"({"__type":"com.amazonaws.x#ThrottlingException","message":"Rate exceeded"})",
       "ThrottlingException"},
      {R"({"code":"ConflictException"})", "ConflictException"},
      {R"({"__type":"ExpiredTokenException","message":"x"})", "ExpiredTokenException"},
      {R"({"Error":{"Code":"ThrottlingException"},"ResponseMetadata":{}})", "ThrottlingException"},
      {"An error occurred (ValidationException) when calling the PutDialRequestBatch operation",
       "ValidationException"},
      {"HTTP/1.1 429 Too Many Requests\r\nx-amzn-ErrorType: ThrottlingException:\r\n\r\n"
       R"({"message":"Rate exceeded"})",
       "ThrottlingException"},
      {head + R"({"__type":"ThrottlingException"})", "ThrottlingException"},
      {head + R"({"message":"Rate exceeded"})", "unknown"},
      {head, "unknown"},
      {head + "\n" + response("", ""), "unknown"},
      {"HTTP/1.1 429 Too Many", "unknown"},
      {R"({"Error":{"Code":"+12025550101 \u001b[31m"}})", "unknown"},
  };
  for (const auto& [text, name] : forms) {
    CAPTURE(text);
    const Reconciled done = reconciled(list, {text});
    CHECK(outcomes(done) == "unanswered ;");
    CHECK(done.summary.failed_calls == std::map<std::string, std::uint64_t>{{name, 1}});
    CHECK(done.summary.unread == 0);
  }
  CHECK(reconciled(list, {head + head + "?"}).summary.failed_calls.at("unknown") == 2);
  CHECK(reconciled(list, {head + "?"}).summary.unread == 1);
  CHECK(reconciled(list, {R"({"code":"InvalidInput"})"}).summary.unread == 1);
  std::string many;
  for (int i = 0; i < 120; ++i) many += fmt::format(R"({{"Error":{{"Code":"Odd{}"}}}})", i);
  const Reconciled done = reconciled(list, {many});
  CHECK(done.summary.failed_calls.size() == 101);
  CHECK(done.summary.failed_calls.at("unknown") == 20);
}

TEST_CASE("A repair names the rule that explains the failure, as of its submission",
          "[reconcile]") {
  Prepared list = prepared(2);
  const auto tokens = tokens_of(list);
  // Somebody has edited the batch: its second request expires too late.
  std::string& text = list.batches[0].text;
  text.replace(text.rfind("T12:08:30"), 9, "T13:08:30");
  const Reconciled done = reconciled(list, {response("", failed(tokens[0], "InvalidInput") + "," +
                                                             failed(tokens[1], "InvalidInput"))});
  CHECK(repairs(done) == "InvalidInput failure-code;InvalidInput expiration-window;");
  expect_private(done, list);
}

TEST_CASE("A retry that the rules would refuse needs repair", "[reconcile]") {
  Prepared list = prepared(1);
  std::string& text = list.batches[0].text;
  text.replace(text.find("+1202555"), 8, "+1202x55");
  const Reconciled done = reconciled(list, {});
  CHECK(repairs(done) == " pattern;");
}

TEST_CASE("After seven days nobody knows a token any more", "[reconcile]") {
  const Prepared list = prepared(3);
  const auto tokens = tokens_of(list);
  const std::string answers =
      response("", failed(tokens[0], "UnknownError") + "," + failed(tokens[1], "RequestThrottled"));
  const Reconciled before = reconciled(list, {answers}, options_at("2026-11-27T11:59:59.999Z"));
  CHECK(before.summary.retry == 3);
  // What was throttled was not taken for sure.
  const Reconciled after = reconciled(list, {answers}, options_at("2026-11-27T12:00:00Z"));
  CHECK(repairs(after) == "UnknownError token-forgotten; token-forgotten;");
  CHECK(after.retry.size() == 1);
  // What is sent again keeps the moment of its first submission.
  Prepared again;
  again.manifest = before.retry_manifest;
  again.batches = before.retry;
  const Reconciled third = reconciled(again, {}, options_at("2026-11-27T12:00:00Z"));
  CHECK(third.summary.repair_by_rule.at("token-forgotten") == 3);
}

TEST_CASE("A rate spreads what is sent again, what was throttled last", "[reconcile]") {
  const Prepared list = prepared(100);
  const auto tokens = tokens_of(list);
  std::string failures;
  for (std::size_t i = 0; i < 60; ++i)
    failures += (i == 0 ? "" : ",") + failed(tokens[i], "RequestThrottled");
  ReconcileOptions options = options_at();
  options.rate = 10;
  const auto times = [&](const Reconciled& done) {
    std::map<std::string, std::string> by_batch;
    std::istringstream lines(done.retry_manifest);
    for (std::string line; std::getline(lines, line);) {
      const Json row = Json::parse(line);
      by_batch[row["batch"]] = row["submission"];
    }
    std::string out;
    for (const auto& [batch, time] : by_batch) out += batch.substr(0, 5) + time.substr(14) + " ";
    return out;
  };
  CHECK(times(reconciled(list, {response("", failures)}, options)) ==
        "batch00:00Z batch00:02.5Z later00:04Z later00:06.5Z later00:09Z ");
  CHECK(times(reconciled(list, {response("", failures)})) ==
        "batch00:00Z batch00:00Z later00:01Z later00:02Z later00:03Z ");
  options.start = *parse_rfc3339("9998-12-31T23:59:59Z");
  options.rate = 1;
  CHECK(error_of(list, {response("", failures)}, options).find("after the year 9998") !=
        std::string::npos);
}

TEST_CASE("Batches of the newer API, and those whose expiry the sender adds", "[reconcile]") {
  const Prepared newer = prepared(1, CampaignApi::kV2);
  const Reconciled v2 = reconciled(newer, {});
  REQUIRE(v2.retry.size() == 1);
  CHECK(v2.retry[0].text.find("\"outboundRequests\":[\n") != std::string::npos);
  CHECK(v2.retry[0].text.find("2026-11-20T14:08:30.000Z") != std::string::npos);
  const Prepared open = prepared(2, CampaignApi::kV1, false);
  const Reconciled same =
      reconciled(open, {response("", failed(tokens_of(open)[1], "InvalidInput"))});
  CHECK(same.summary.retry == 1);
  CHECK(repairs(same) == "InvalidInput failure-code;");
  CHECK(same.retry[0].text.find("expirationTime") == std::string::npos);
}

TEST_CASE("Batches of two campaigns are kept apart", "[reconcile]") {
  Prepared list = prepared(50);
  std::string& second = list.batches[1].text;
  second.replace(second.find(kCampaign), 8, "11111111");
  ReconcileOptions options = options_at();
  const auto tokens = tokens_of(list);
  Result<Reconciled> done = reconcile(list, {response(taken(tokens[3]), "")}, options);
  REQUIRE(done);
  REQUIRE(done->retry.size() == 2);
  CHECK(Json::parse(done->retry[0].text)["dialRequests"].size() == 24);
  CHECK(Json::parse(done->retry[1].text)["id"] == "11111111-4b5a-4978-8695-a4b3c2d1e0f9");
}

TEST_CASE("Batches that are gone or changed need repair, and stop no other", "[reconcile]") {
  Prepared list = prepared(130);
  const std::string whole = list.batches[0].text;
  list.batches[0].text = "\xEF\xBB\xBF" + whole;
  list.batches[1].text.resize(300);
  list.batches[2].name = "batch-000009.json";
  list.batches[3].text = "[]";
  std::string& fifth = list.batches[4].text;
  const std::size_t cut = fifth.rfind(",\n");
  fifth = fifth.substr(0, cut) + "\n]}\n";
  std::string& sixth = list.batches[5].text;
  const std::size_t first = sixth.find("{\"clientToken");
  sixth.replace(first, sixth.find('\n', first) - first, "7,");
  const Reconciled done = reconciled(list, {});
  CHECK(done.summary.repair_by_rule ==
        std::map<std::string, std::uint64_t>{{"batch-unreadable", 75}, {"batch-changed", 2}});
  CHECK(done.summary.retry == 53);
  // A campaign without a name is none, and an expiry that stands there twice is an error.
  list.batches[0].text = R"({"id":{},"dialRequests":[]})";
  CHECK(reconciled(list, {}).summary.repair_by_rule.at("batch-unreadable") == 100);
  list.batches[0].text =
      fmt::format(R"({{"n\u0061me":1,"id":"{}","dialRequests":[{{"expirationTime":7,)", kCampaign) +
      whole.substr(whole.find("\"clientToken"));
  const Reconciled twice = reconciled(list, {});
  CHECK(twice.summary.retry == 52);
  CHECK(twice.summary.repair == 78);
  list.batches[0].text = std::string(17 << 20, ' ') + whole;
  CHECK(reconciled(list, {}).summary.repair_by_rule.at("batch-unreadable") == 100);
}

TEST_CASE("Rows are counted by the hour and by the country of their number", "[reconcile]") {
  for (const CampaignApi api : {CampaignApi::kV1, CampaignApi::kV2}) {
    const Prepared list = prepared(60, api);
    const std::vector<std::string> tokens = tokens_of(list);
    Reconciled done = reconciled(
        list, {response(taken(tokens[0]), failed(tokens[1], "InvalidInput"))}, options_at());
    REQUIRE(done.summary.by_period.size() == 1);
    CHECK(to_rfc3339(done.summary.by_period[0].from) == "2026-11-20T12:00:00Z");
    CHECK(done.summary.by_period[0].counts.unanswered == 58);
    REQUIRE(done.summary.by_region.size() == 1);
    CHECK(done.summary.by_region.at("US").taken == 1);
    CHECK(done.summary.by_region.at("US").failed == 1);
    CHECK(done.summary.by_region.at("US").unanswered == 58);
  }
  // Numbers that are gone, of fiction that no plan has, of no plan, and in a batch that is gone.
  Prepared list = prepared(30);
  std::string& text = list.batches[0].text;
  const auto replace = [&](std::string_view number, std::string_view with) {
    text.replace(text.find(number), number.size(), with);
  };
  replace("\"+12025550101\"", "17");
  replace("+12025550102", "+46313900601");
  replace("+12025550103", "0103");
  list.batches.pop_back();
  const ReconcileSummary summary = reconciled(list, {}).summary;
  CHECK(summary.by_region.at("US").unanswered == 22);
  CHECK(summary.by_region.at("SE").unanswered == 1);
  CHECK(summary.by_region.at("").unanswered == 1);
  CHECK(summary.by_period[0].counts.unanswered == 30);
}

TEST_CASE("A manifest that prepare did not write ends the call", "[reconcile]") {
  const Prepared list = prepared(2);
  const auto told = [&](std::string_view from, std::string_view to) {
    Prepared changed = list;
    const std::size_t at = changed.manifest.rfind(from);
    REQUIRE(at != std::string::npos);
    changed.manifest.replace(at, from.size(), to);
    return error_of(changed);
  };
  CHECK(told("}", "") ==
        "line 2 of the manifest cannot be read: the line is not one JSON object; it has to be as "
        "diallint prepare has written it");
  CHECK(told("\"row\"", "\"roe\"").find("line 2 of the manifest has no row") == 0);
  CHECK(told("\"position\":1", "\"position\":\"1x\"").find("no whole number as position") <
        std::string::npos);
  CHECK(told("2026-11-20T", "soon").find("no date-time as submission") < std::string::npos);
  for (const std::string_view name : {"../", "a/", ".", "a\\\\"})
    CHECK(told("\"batch\":\"", fmt::format("\"batch\":\"{}", name)).find("names no file") <
          std::string::npos);
  Prepared twice = list;
  twice.manifest += list.manifest;
  CHECK(error_of(twice).find("row 3 of the manifest has the token of an earlier one") == 0);
}

TEST_CASE("Options that make no sound request are told of at once", "[reconcile]") {
  const Prepared list = prepared(1);
  ReconcileOptions options = options_at();
  options.expires_in = 901;
  CHECK(error_of(list, {}, options).find("no request would be sound") == 0);
  options = options_at();
  options.start.nanos = -1;
  CHECK(error_of(list, {}, options).find("the start must lie within") == 0);
}

TEST_CASE("What a caller's functions do wrong comes back as an error", "[reconcile]") {
  const Prepared list = prepared(2);
  const auto text_reader = [](std::string_view text) {
    return ByteReader([text](char* out, std::size_t size) mutable {
      const std::size_t count = text.copy(out, size);
      text.remove_prefix(count);
      return static_cast<std::ptrdiff_t>(count);
    });
  };
  std::string manifest = list.manifest;
  const OpenPrepared open = [&](std::string_view name) {
    return text_reader(name == "manifest.ndjson" ? std::string_view(manifest)
                                                 : std::string_view(list.batches[0].text));
  };
  const auto error_with = [](const OpenPrepared& opening) {
    const auto made = Reconciler::make(options_at(), opening, {});
    return made ? Error{} : made.error();
  };
  CHECK(error_with({}).code == ErrorCode::kSetting);
  CHECK(error_with([](std::string_view) {
          return ByteReader();
        }).message.find("there is no manifest.ndjson") == 0);
  CHECK(error_with([](std::string_view) -> ByteReader { throw 1; }).code == ErrorCode::kCallback);

  auto made = Reconciler::make(options_at(), open, {});
  REQUIRE(made);
  Reconciler reconciler = *std::move(made);
  CHECK(reconciler.read({}, "x").code == ErrorCode::kSetting);
  CHECK(reconciler.read([](char*, std::size_t) { return std::ptrdiff_t{-1}; }, "x").code ==
        ErrorCode::kInput);
  CHECK_FALSE(reconciler.finish());
  CHECK(reconciler.summary().retry == 2);

  ReconcileSink sink;
  sink.on_retry = [](const PreparedBatch&) { throw 1; };
  auto throwing = Reconciler::make(options_at(), open, sink);
  REQUIRE(throwing);
  reconciler = *std::move(throwing);
  CHECK(reconciler.finish().code == ErrorCode::kCallback);

  // A manifest that is changed between its two readings.
  auto changing = Reconciler::make(options_at(), open, {});
  REQUIRE(changing);
  manifest.resize(manifest.find('\n') + 1);
  CHECK(changing->finish().message == "the manifest has changed while it was read; start again");
  changing = Reconciler::make(options_at(), open, {});
  REQUIRE(changing);
  manifest = list.manifest.substr(manifest.size());
  CHECK(changing->finish().message == "the manifest has changed while it was read; start again");
}

}  // namespace diallint::test
