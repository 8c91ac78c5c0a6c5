// What a history is told of lists, answers and checks, and what it is asked.
#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "diallint/checker.h"
#include "diallint/prepare.h"
#include "diallint/reconcile.h"
#include "support/sent_book.h"

namespace diallint::test {
namespace {

constexpr Instant kNoon{1'795'176'000};
constexpr const char* kList =
    "Phone,Name\n+12025550101,\"Ada \"\"A\"\"\"\n+12025550102,Ben\n+12025550101,Cy\n";

PrepareOptions options_for(CampaignApi api = CampaignApi::kV1) {
  PrepareOptions options;
  options.campaign = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";
  options.api = api;
  options.start = kNoon;
  options.token_key = "0123456789abcdef";
  options.attributes = {{"name", "Name"}};
  return options;
}

Ruleset rules_with(const History& history) {
  Settings settings;
  settings.history = history;
  settings.severity["phone-fictional"] = Severity::kOff;
  Result<Ruleset> rules = Ruleset::builtin().with(settings);
  REQUIRE(rules);
  return *std::move(rules);
}

std::string found_in(const History& history, const std::string& text, const Instant& now) {
  Checker checker(rules_with(history));
  std::string found;
  for (const Finding& finding : checker.check_json(text, now).findings)
    found += std::string(finding.rule) + " " + finding.path + "\n";
  return found;
}

/// Prepares the list, and has the book told of it.
Error prepare_into(SentBook& book, const PrepareOptions& options,
                   const Ruleset& rules = Ruleset::builtin()) {
  PrepareSink sink;
  sink.on_request = [&](const SentRequest& sent) { book.note(sent); };
  Result<Preparer> preparer = Preparer::make(options, std::move(sink), rules);
  if (!preparer) return preparer.error();
  std::string_view rest = kList;
  const Error error = preparer->read(
      [&](char* out, std::size_t size) {
        const std::size_t count = rest.copy(out, size);
        rest.remove_prefix(count);
        return static_cast<std::ptrdiff_t>(count);
      },
      "list");
  return error ? error : preparer->finish();
}

}  // namespace

TEST_CASE("What prepare tells of a request is what a check of its batch looks for", "[sent]") {
  for (const CampaignApi api : {CampaignApi::kV1, CampaignApi::kV2}) {
    for (const bool expiry : {true, false}) {
      PrepareOptions options = options_for(api);
      options.expiry = expiry;
      SentBook book;
      REQUIRE_FALSE(prepare_into(book, options));
      CHECK(book.size() == 2);
      options.expiry = true;
      const Result<Prepared> prepared = prepare(kList, options, "list");
      REQUIRE(prepared);
      const std::string list = api == CampaignApi::kV1 ? "dialRequests" : "outboundRequests";
      const std::string batch = prepared->batches[0].text;
      CHECK(found_in(book.answering(), batch, kNoon) == "token-retried /" + list +
                                                            "/0/clientToken\ntoken-retried /" +
                                                            list + "/1/clientToken\n");
      std::string changed = batch;
      changed.replace(changed.find("Ben"), 3, "Eve");
      CHECK(found_in(book.answering(), changed, kNoon) == "token-retried /" + list +
                                                              "/0/clientToken\ntoken-reused /" +
                                                              list + "/1/clientToken\n");
    }
  }
}

TEST_CASE("Reconcile tells of what was taken, and of nothing else", "[sent]") {
  const Result<Prepared> prepared = prepare(kList, options_for(), "list");
  REQUIRE(prepared);
  SentBook all;
  REQUIRE_FALSE(prepare_into(all, options_for()));
  const std::string manifest = prepared->manifest;
  const std::string token = manifest.substr(manifest.find("\"token\":\"") + 9, 32);
  ReconcileOptions options;
  options.start = {kNoon.seconds + 60};
  // Where the batch is gone nothing is known of what was taken.
  for (const bool gone : {false, true}) {
    SentBook book;
    ReconcileSink sink;
    sink.on_taken = [&](const SentRequest& sent) {
      CHECK(sent.when == kNoon);
      CHECK(sent.phone == "+12025550101");
      book.note(sent);
    };
    const auto reader = [](std::string text) {
      return [text = std::move(text), at = std::size_t{0}](char* out, std::size_t size) mutable {
        const std::size_t count = std::string_view(text).substr(at).copy(out, size);
        at += count;
        return static_cast<std::ptrdiff_t>(count);
      };
    };
    const auto open = [&](std::string_view name) -> ByteReader {
      if (name == "manifest.ndjson") return reader(manifest);
      return gone ? ByteReader() : reader(prepared->batches[0].text);
    };
    Result<Reconciler> reconciler = Reconciler::make(options, open, std::move(sink));
    REQUIRE(reconciler);
    REQUIRE_FALSE(reconciler->read(
        reader(R"({"successfulRequests":[{"clientToken":")" + token + R"("}]})"), "answer"));
    REQUIRE_FALSE(reconciler->finish());
    CHECK(book.size() == (gone ? 0 : 1));
    if (!gone) CHECK(book.request_of(token) == all.request_of(token));
  }
}

TEST_CASE("A row whose token was used for another request is rejected", "[sent]") {
  SentBook book;
  PrepareOptions options = options_for();
  REQUIRE_FALSE(prepare_into(book, options));
  options.attributes = {};
  const Result<Prepared> again = prepare(kList, options, "list", rules_with(book.answering()));
  REQUIRE(again);
  CHECK(again->summary.taken == 0);
  CHECK(again->summary.rejected_by_rule.at("token-reused") == 3);
}

TEST_CASE("Only what is sound is told of, and a moment has to be known", "[sent]") {
  const std::string sound =
      R"({"clientToken":"a","phoneNumber":"+12025550101","expirationTime":"2026-11-20T12:10:00Z","attributes":{}})";
  const std::string broken =
      R"({"clientToken":"b","phoneNumber":"nobody","expirationTime":"2026-11-20T12:10:00Z","attributes":{}})";
  const std::string cut = R"({"clientToken":"c","phoneNumber":"+12025550101",)";
  SentBook book;
  Checker checker(rules_with(book.taking()));
  const auto check = [&](const std::string& text, const std::optional<Instant>& now) {
    checker.check_json(text, now);
  };
  check(sound, {});
  CHECK(book.empty());
  check(broken, kNoon);
  check(cut, kNoon);
  check("[" + broken + "," + sound + "]", kNoon);
  CHECK(book.size() == 1);
  CHECK(book.request_of("a") == R"({"attributes"{}"phoneNumber""+12025550101"})");
}

TEST_CASE("A history that throws ends the call with a fact", "[sent]") {
  const std::string request =
      R"({"clientToken":"a","phoneNumber":"+12025550101","expirationTime":"2026-11-20T12:10:00Z","attributes":{}})";
  std::vector<History> histories(3);
  histories[0].find_token = [](std::string_view, std::string_view) -> std::optional<PastUse> {
    throw std::runtime_error("gone");
  };
  histories[1].count_phone = [](std::string_view, const Instant&) -> std::uint64_t {
    throw std::runtime_error("gone");
  };
  histories[2].on_sound = [](const SentRequest&) { throw std::runtime_error("gone"); };
  for (const History& history : histories) {
    Settings settings;
    settings.history = history;
    settings.phone_policy.call_limit.emplace();
    const Result<Ruleset> rules = Ruleset::builtin().with(settings);
    REQUIRE(rules);
    Checker checker(*rules);
    CHECK(checker.check_json(request, kNoon).error.code == ErrorCode::kCallback);
    SentBook book;
    const Error error = prepare_into(book, options_for(), *rules);
    CHECK(error.code == ErrorCode::kCallback);
  }
}

TEST_CASE("A call limit says the time in its largest unit", "[sent]") {
  History history;
  history.count_phone = [](std::string_view, const Instant&) { return std::uint64_t{3}; };
  const std::string request =
      R"({"clientToken":"a","phoneNumber":"+12025550101","expirationTime":"2026-11-20T12:10:00Z","attributes":{}})";
  for (const auto& [seconds, words] : {std::pair<std::uint64_t, std::string>{86'400, "24 hours"},
                                       {5400, "90 minutes"},
                                       {59, "59 seconds"},
                                       {1, "second"}}) {
    Settings settings;
    settings.history = history;
    settings.severity["phone-fictional"] = Severity::kOff;
    settings.phone_policy.call_limit = {2, seconds};
    Checker checker(*Ruleset::builtin().with(settings));
    const CheckResult result = checker.check_json(request, kNoon);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].message ==
          "phoneNumber was to be called 3 times in the last " + words + "; this run allows 2");
  }
}

}  // namespace diallint::test
