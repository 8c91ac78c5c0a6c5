// How far tokens and numbers are compared, and when a record is judged.
#include <catch2/catch.hpp>

#include <atomic>

#include "engine/json_document.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

std::string request(std::string_view token) {
  return fmt::format(
      R"({{"clientToken":"{}","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00Z","attributes":{{}}}})",
      token);
}

std::string batch(std::string_view requests) {
  return fmt::format(R"({{"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","dialRequests":[{}]}})",
                     requests);
}

/// The repeated tokens of two inputs, by their places: "1:/dialRequests/1/clientToken".
std::string repeats(UniqueWithin within, std::initializer_list<std::string> inputs,
                    InputFormat format, unsigned jobs = 1) {
  std::vector<Located> found;
  Collector collector(found);
  Settings settings = test_settings();
  settings.unique_within = within;
  settings.severity["phone-duplicate"] = Severity::kOff;
  RunOptions options;
  options.format = format;
  options.jobs = jobs;
  Run run(builtin_plan(), settings, options, collector);
  for (const std::string& input : inputs) {
    TextSource source(input, kChunkBytes / 4);
    run.check(source, "input");
  }
  std::string text;
  for (const Located& one : found) {
    if (one.finding.rule != "token-unique") continue;
    text += fmt::format("{}:{} ", one.location.begin.line, one.finding.path);
  }
  return text;
}

}  // namespace

TEST_CASE("Values are compared in the run, an input, a batch or nowhere", "[unique]") {
  const std::string first = request("a") + "\n" + batch(request("a") + "," + request("b")) + "\n" +
                            batch(request("b") + "," + request("b")) + "\n[" + request("c") + "," +
                            request("c") + "]\n";
  const std::string second = request("a") + "\n" + request("d") + "\n" + request("d") + "\n";
  const auto said = [&](UniqueWithin within) {
    return repeats(within, {first, second}, InputFormat::kNdjson);
  };
  CHECK(said(UniqueWithin::kRun) ==
        "2:/dialRequests/0/clientToken 3:/dialRequests/0/clientToken "
        "3:/dialRequests/1/clientToken 4:/1/clientToken 1:/clientToken 3:/clientToken ");
  CHECK(said(UniqueWithin::kInput) ==
        "2:/dialRequests/0/clientToken 3:/dialRequests/0/clientToken "
        "3:/dialRequests/1/clientToken 4:/1/clientToken 3:/clientToken ");
  CHECK(said(UniqueWithin::kBatch) == "3:/dialRequests/1/clientToken ");
  CHECK(said(UniqueWithin::kOff).empty());
}

TEST_CASE("Where records stand is kept for what they are compared with", "[unique]") {
  const std::string text = request("a") + "\n" + batch(request("b")) + "\n";
  for (const UniqueWithin within :
       {UniqueWithin::kRun, UniqueWithin::kInput, UniqueWithin::kBatch, UniqueWithin::kOff}) {
    for (const unsigned jobs : {1U, 2U}) {
      std::vector<Located> found;
      Collector collector(found);
      Settings settings = test_settings();
      settings.unique_within = within;
      RunOptions options;
      options.format = InputFormat::kNdjson;
      options.jobs = jobs;
      Run run(builtin_plan(), settings, options, collector);
      TextSource source(text, text.size());
      run.check(source, "input");
      CHECK(run.place_of(1).number == (within == UniqueWithin::kOff ? 0 : 2));
    }
  }
}

TEST_CASE("A batch that is too large to be held is one batch", "[unique]") {
  std::string large = request("first");
  for (int n = 0; large.size() < kStretchBytes * 6; ++n)
    large += "," + request("large-" + std::to_string(n));
  large += "," + request("first");
  const std::string text = batch(large) + "\n";
  for (const UniqueWithin within : {UniqueWithin::kBatch, UniqueWithin::kRun}) {
    const std::string said = repeats(within, {text, text}, InputFormat::kJson);
    const bool all = within == UniqueWithin::kRun;
    CHECK(std::count(said.begin(), said.end(), ' ') > (all ? 10 : 1));
    CHECK((std::count(said.begin(), said.end(), ' ') == 2) == !all);
  }
  CHECK(
      repeats(UniqueWithin::kBatch, {batch(request("x")) + batch(request("x"))}, InputFormat::kJson)
          .empty());
}

TEST_CASE("Threads compare as far as one", "[unique]") {
  std::string text;
  for (int n = 0; text.size() < kChunkBytes * 3; ++n)
    text += batch(request("a") + "," + request(n % 5 == 0 ? "a" : "b")) + "\n";
  for (const UniqueWithin within :
       {UniqueWithin::kRun, UniqueWithin::kInput, UniqueWithin::kBatch, UniqueWithin::kOff}) {
    const std::string alone = repeats(within, {text, text}, InputFormat::kNdjson);
    CHECK(alone.empty() == (within == UniqueWithin::kOff));
    CHECK(repeats(within, {text, text}, InputFormat::kNdjson, 3) == alone);
  }
}

TEST_CASE("With a clock each piece is judged by the moment when it was read", "[unique]") {
  struct Row {
    InputFormat format;
    std::string first;
    std::string line;
  };
  const std::string item = request("a");
  const Row rows[] = {
      {InputFormat::kNdjson, "", item + "\n"},
      {InputFormat::kCsv, "clientToken,phoneNumber,expirationTime\n",
       "a,+12025550147,2026-11-20T12:10:00Z\n"},
      {InputFormat::kJson, "[" + item + "\n", "," + item + "\n"},
  };
  for (const Row& one : rows) {
    std::string text = one.first;
    std::size_t lines = 0;
    for (; text.size() < kStretchBytes * 4; ++lines) text += one.line;
    if (one.format == InputFormat::kJson) text += "]";
    LintOptions options;
    options.format = one.format;
    for (const char* rule : {"token-unique", "phone-duplicate", "expiration-margin"})
      options.settings.severity[rule] = Severity::kOff;
    // From one piece to the next all expire.
    const auto pieces = std::make_shared<std::atomic<int>>(0);
    options.settings.clock = [pieces] {
      return Instant{kNow.seconds + 3600 * pieces->fetch_add(1), 0, false};
    };
    const LintResult result = lint(text, options);
    CAPTURE(one.line, lines, pieces->load());
    CHECK(*pieces > 1);
    REQUIRE(result.findings.size() > lines / 8);
    CHECK(result.findings.size() < lines);
    CHECK(result.findings.front().finding.rule == "expiration-window");
    const std::uint64_t expired = result.findings.front().finding.record;
    CHECK(result.findings.size() == result.summary.counts.records - expired);
  }
}

}  // namespace diallint::test
