// Answers in parts: what becomes of rows batch by batch is what one run finds.
#include "campaign/answered_part.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "campaign/rejected_rows.h"
#include "input/byte_source.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

Prepared prepared_list(std::size_t rows, bool expiry, std::uint64_t rate) {
  PrepareOptions options;
  options.campaign = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";
  options.start = *parse_rfc3339("2026-11-20T12:00:00Z");
  options.token_key = "a secret of a test";
  options.expiry = expiry;
  options.rate = rate;
  std::string list = "Phone\n";
  for (std::size_t i = 0; i < rows; ++i) list += fmt::format("+1202555{:04}\n", 100 + i);
  Result<Prepared> made = prepare(list, options);
  REQUIRE(made);
  return *std::move(made);
}

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}
  std::size_t read(char* out, std::size_t size) override {
    const std::size_t count = text_.copy(out, size);
    text_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view text_;
};

std::vector<ManifestRow> manifest_of(const Prepared& prepared) {
  TextSource source(prepared.manifest);
  ManifestRows lines(source);
  std::vector<ManifestRow> rows;
  for (ManifestRow row; lines.next(row);) rows.push_back(row);
  return rows;
}

// Some taken, some failed with each of the codes, some not at all, some twice.
std::vector<std::string> responses_to(const std::vector<ManifestRow>& rows, std::uint64_t seed) {
  constexpr std::string_view kCodes[] = {"InvalidInput", "RequestThrottled", "UnknownError",
                                         "Surprise"};
  Random random(seed);
  std::vector<std::string> texts;
  for (const ManifestRow& row : rows) {
    const std::uint64_t kind = random.below(6);
    if (kind == 0) continue;
    const std::string_view code = kCodes[random.below(4)];
    const std::string failed =
        kind < 3 ? ""
                 : fmt::format(R"({{"clientToken":"{}","failureCode":"{}"}})", row.token, code);
    const std::string taken =
        kind < 4 ? fmt::format(R"({{"clientToken":"{}","id":"1"}})", row.token) : "";
    texts.push_back(
        fmt::format(R"({{"successfulRequests":[{}],"failedRequests":[{}]}})", taken, failed));
  }
  texts.emplace_back("nothing");
  texts.emplace_back(R"({"__type":"ThrottlingException"})");
  return texts;
}

ReconcileOptions options_at(std::string_view start) {
  ReconcileOptions options;
  options.start = *parse_rfc3339(start);
  return options;
}

// A row as both tables begin with it, of cells that need no quotes.
std::string place_of(const ManifestRow& row) {
  return fmt::format("{},{},{},{},{},", row.list, row.row, row.line, row.batch, row.position);
}

struct Together {
  std::string outcome = "list,row,line,batch,position,outcome,code\r\n";
  std::string repair = "list,row,line,batch,position,code,rule,reason\r\n";
  std::vector<PreparedFile> retry;
  std::string retry_manifest;
  std::uint64_t several = 0;
  std::map<std::string, std::uint64_t> regions;

  void note_repair(const ManifestRow& row, const RepairReason& why) {
    repair += fmt::format("{}{},{},", place_of(row), why.code, why.rule);
    append_safe_cell(repair, why.reason);
    repair += "\r\n";
  }
};

// What is kept of a row that may be sent again.
struct Again {
  ManifestRow row;
  std::string code, request;
  Remedy remedy;
};

std::optional<std::string> batch_of(const Prepared& prepared, const std::string& name) {
  for (const PreparedFile& batch : prepared.batches)
    if (batch.name == name) return batch.text;
  return std::nullopt;
}

Together in_parts(const Prepared& prepared, const std::vector<std::string>& responses,
                  const ReconcileOptions& options) {
  Together made;
  std::vector<Answer> answers;
  for (const std::string& text : responses) {
    const auto read = read_responses(text, "response");
    REQUIRE(read);
    answers.insert(answers.end(), read->answers.begin(), read->answers.end());
  }
  auto part = AnsweredPart::make(options);
  REQUIRE(part);
  std::vector<Again> again;
  std::uint64_t prompt = 0;
  const std::vector<ManifestRow> rows = manifest_of(prepared);
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin;
    while (end < rows.size() && rows[end].batch == rows[begin].batch) ++end;
    const std::span batch(&rows[begin], end - begin);
    begin = end;
    REQUIRE_FALSE(part->settle(
        batch_of(prepared, batch[0].batch), batch, answers, [&](const SettledRow& settled) {
          made.outcome += fmt::format("{}{},{}\r\n", place_of(*settled.row),
                                      to_string(settled.outcome), settled.code);
          made.several += settled.several ? 1 : 0;
          if (settled.has_region) ++made.regions[std::string(settled.region)];
          if (settled.remedy == Remedy::kRetry) ++prompt;
          if (settled.repair) made.note_repair(*settled.row, *settled.repair);
          if (!settled.request.empty())
            again.push_back({*settled.row, std::string(settled.code), std::string(settled.request),
                             *settled.remedy});
        }));
  }
  auto resent = ResentRows::make(
      options, prompt,
      {[&](const ManifestRow& row, const RepairReason& why) { made.note_repair(row, why); },
       [&](const PreparedBatch& batch) {
         made.retry.push_back({std::string(batch.name), std::string(batch.json)});
         made.retry_manifest += batch.manifest;
       }});
  REQUIRE(resent);
  for (const Again& row : again)
    REQUIRE_FALSE(resent->add(row.row, row.code, row.remedy, row.request));
  REQUIRE_FALSE(resent->finish());
  return made;
}

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

void expect_as_a_whole(const Prepared& prepared, const std::vector<std::string>& responses,
                       const ReconcileOptions& options) {
  const auto expected = reconcile(prepared, responses, options);
  REQUIRE(expected);
  const Together made = in_parts(prepared, responses, options);
  CHECK(made.outcome == expected->outcome);
  CHECK(sorted_lines(made.repair) == sorted_lines(expected->repair));
  REQUIRE(made.retry.size() == expected->retry.size());
  for (std::size_t i = 0; i < made.retry.size(); ++i) {
    CHECK(made.retry[i].name == expected->retry[i].name);
    CHECK(made.retry[i].text == expected->retry[i].text);
  }
  CHECK(made.retry_manifest == expected->retry_manifest);
  CHECK(made.several == expected->summary.answered_twice);
  for (const auto& [region, counts] : expected->summary.by_region)
    CHECK(made.regions.at(region) == counts.taken + counts.failed + counts.unanswered);
}

TEST_CASE("answers in parts say what one run says", "[reconcile][parts]") {
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(rounds(60)); ++seed) {
    Prepared prepared = prepared_list(130, seed % 2 == 1, seed % 3);
    const auto responses = responses_to(manifest_of(prepared), seed);
    ReconcileOptions options = options_at("2026-11-20T13:00:00Z");
    if (seed % 4 == 1) options.rate = 5;
    expect_as_a_whole(prepared, responses, options);
    prepared.batches.erase(prepared.batches.begin());
    prepared.batches[1].text = "{}";
    expect_as_a_whole(prepared, responses, options);
  }
}

TEST_CASE("a token is forgotten while others are sent", "[reconcile][parts]") {
  const Prepared prepared = prepared_list(130, true, 0);
  ReconcileOptions options = options_at("2026-11-27T11:59:30Z");
  options.rate = 2;
  expect_as_a_whole(prepared, {}, options);
}

TEST_CASE("requests without a number that a call has have no region", "[reconcile][parts]") {
  auto part = AnsweredPart::make(options_at("2026-11-20T13:00:00Z"));
  ManifestRow row;
  row.list = "list";
  row.batch = "batch-000001.json";
  row.token = "token";
  std::size_t seen = 0;
  REQUIRE_FALSE(part->settle(R"({"id":"1","dialRequests":[{"clientToken":"token"}]})", {&row, 1},
                             {}, [&](const SettledRow& settled) {
                               ++seen;
                               CHECK_FALSE(settled.has_region);
                               CHECK(settled.outcome == RowOutcome::kUnanswered);
                             }));
  CHECK(seen == 1);
  CHECK(part->expires_in() == 510);
}

TEST_CASE("what parts of answers cannot be is said", "[reconcile][parts]") {
  ReconcileOptions options = options_at("2026-11-20T13:00:00Z");
  auto part = AnsweredPart::make(options);
  const std::vector<ManifestRow> twice(2, ManifestRow{"list", 1, 1, "batch", 0, "token", 0, 0});
  const auto none = [](const SettledRow&) {};
  CHECK(part->settle("{}", twice, {}, none).message.find("one token") != std::string::npos);
  CHECK(part->settle("{}", {twice.data(), 1}, {}, [](const SettledRow&) { throw 1; }).code ==
        ErrorCode::kCallback);
  auto resent = ResentRows::make(options, 0, {});
  CHECK(resent->add(twice[0], "", Remedy::kRetry, "{}").message.find("without its request") !=
        std::string::npos);
  options.expires_in = 1;
  CHECK_FALSE(AnsweredPart::make(options));
  CHECK_FALSE(ResentRows::make(options, 0, {}));
}

TEST_CASE("responses are read apart from rows", "[reconcile][parts]") {
  const auto read = read_responses(
      R"({"successfulRequests":[{"clientToken":"a","id":"1"}],"failedRequests":[]} nothing)",
      "name");
  REQUIRE(read);
  REQUIRE(read->answers.size() == 1);
  CHECK(read->answers[0].token == "a");
  CHECK(read->summary.responses == 1);
  CHECK(read->summary.foreign == 0);
  CHECK(read->summary.first_unread.at(0).name == "name");
}

}  // namespace
}  // namespace diallint::test
