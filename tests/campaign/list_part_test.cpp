// A list in parts: what is made of them together is what one run makes of the whole.
#include "campaign/list_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "campaign/rejected_rows.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

PrepareOptions options_at(std::string_view start = "2026-11-20T12:00:00Z") {
  PrepareOptions options;
  options.campaign = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";
  options.start = *parse_rfc3339(start);
  options.default_region = "US";
  options.token_key = "a secret of a test";
  return options;
}

ByteReader reader_of(std::string_view text) {
  return [text](char* out, std::size_t size) mutable {
    const std::size_t count = text.copy(out, size);
    text.remove_prefix(count);
    return static_cast<std::ptrdiff_t>(count);
  };
}

// What is kept of a row.
struct Kept {
  std::uint64_t row = 0, line = 0;
  std::string rule, reason, token, request;
  std::optional<RowHashes> hashes;
  std::vector<std::string_view> warnings;
};

struct Together {
  std::vector<PreparedFile> batches;
  std::string manifest;
  std::string rejections;  // "row line rule reason" each
  std::map<std::string, std::uint64_t> warnings;
};

std::vector<Kept> rows_of(ListPart& part, const std::string& text, InputFormat format,
                          std::uint64_t rows_before, std::uint64_t lines_before) {
  std::vector<Kept> rows;
  const Error error = part.read(reader_of(text), format, [&](const PartRow& row) {
    Kept kept;
    kept.row = rows_before + rows.size() + 1;
    kept.line = lines_before + row.line;
    kept.rule = row.rule;
    kept.reason = row.reason;
    kept.token = row.token;
    kept.request = row.request;
    kept.hashes = row.hashes;
    kept.warnings.assign(row.warnings.begin(), row.warnings.end());
    rows.push_back(std::move(kept));
    REQUIRE(row.end_line >= row.line);
  });
  UNSCOPED_INFO(error.message);
  REQUIRE_FALSE(error);
  return rows;
}

// As whoever has all parts does it.
Together together(const std::vector<Kept>& rows, const PrepareOptions& options) {
  Together made;
  auto batches = PartBatches::make(options, "list", [&](const PreparedBatch& batch) {
    made.batches.push_back({std::string(batch.name), std::string(batch.json)});
    made.manifest += batch.manifest;
  });
  REQUIRE(batches);
  TakenRows taken;
  std::uint64_t ordinal = 0;
  for (const Kept& row : rows) {
    std::string rule = row.rule, reason = row.reason;
    if (row.hashes) {
      if (const auto repeat = repeat_in(taken.same_as(*row.hashes))) {
        rule = repeat->rule;
        reason = repeat->reason(repeat->first);
      }
    }
    if (!rule.empty()) {
      made.rejections += fmt::format("{} {} {} {}\n", row.row, row.line, rule, reason);
      continue;
    }
    taken.take(*row.hashes, static_cast<std::uint32_t>(row.row));
    for (const std::string_view warning : row.warnings) ++made.warnings[std::string(warning)];
    REQUIRE_FALSE(batches->add({ordinal++, row.row, row.line, row.token, row.request}));
  }
  REQUIRE_FALSE(batches->finish());
  return made;
}

// "row line rule reason" of lines "list,row,line,rule,reason,cells" without quotes.
std::string rejections_of(const std::string& csv) {
  std::string out;
  std::size_t begin = csv.find('\n') + 1;
  while (begin < csv.size()) {
    const std::size_t end = csv.find('\n', begin);
    std::string line = csv.substr(begin, end - begin);
    begin = end + 1;
    line.erase(0, line.find(',') + 1);
    for (int comma = 0; comma < 3; ++comma) line[line.find(',')] = ' ';
    std::string reason = line.substr(0, line.find(line.find('"') < line.find(',') ? "\"," : ","));
    std::erase(reason, '"');
    out += reason + '\n';
  }
  return out;
}

const std::string kHeader = "Key,Phone,Do Not Call\n";

std::vector<std::string> made_up_lines(std::uint64_t seed, std::size_t count) {
  Random random(seed);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t kind = random.below(10);
    const std::uint64_t number = random.below(90);
    lines.push_back(fmt::format("{},{},{}\n", kind < 5 ? fmt::format("k{}", random.below(60)) : "",
                                kind == 1   ? "555"
                                : kind == 2 ? "+999999999999999999"
                                            : fmt::format("+120255501{:02}", number),
                                kind == 3 ? "x" : ""));
  }
  return lines;
}

std::vector<Kept> in_parts(const std::vector<std::string>& lines, std::size_t size,
                           const PrepareOptions& options) {
  std::vector<Kept> rows;
  for (std::size_t begin = 0; begin < lines.size(); begin += size) {
    auto part = ListPart::make(options, "list", "a secret of the parts");
    REQUIRE(part);
    std::string text = kHeader;
    for (std::size_t i = begin; i < std::min(begin + size, lines.size()); ++i) text += lines[i];
    for (Kept& row : rows_of(*part, text, InputFormat::kCsv, rows.size(), begin))
      rows.push_back(std::move(row));
    CHECK_FALSE(part->lack());
    CHECK(part->columns().key_column == "Key");
  }
  return rows;
}

void expect_as_a_whole(const std::vector<std::string>& lines, std::size_t size,
                       const PrepareOptions& options) {
  std::string whole = kHeader;
  for (const std::string& line : lines) whole += line;
  const auto expected = prepare(whole, options);
  REQUIRE(expected);
  const Together made = together(in_parts(lines, size, options), options);
  REQUIRE(made.batches.size() == expected->batches.size());
  for (std::size_t i = 0; i < made.batches.size(); ++i) {
    CHECK(made.batches[i].name == expected->batches[i].name);
    CHECK(made.batches[i].text == expected->batches[i].text);
  }
  CHECK(made.manifest == expected->manifest);
  CHECK(made.rejections == rejections_of(expected->rejected));
  CHECK(made.warnings == expected->summary.warnings_by_rule);
}

std::string refusal_of(const PrepareOptions& options) {
  const auto part = ListPart::make(options, "list", "secret");
  const auto batches = PartBatches::make(options, "list", {});
  REQUIRE_FALSE(part);
  REQUIRE_FALSE(batches);
  CHECK(part.error().message == batches.error().message);
  return part.error().message;
}

TEST_CASE("a list in parts becomes what it becomes as a whole", "[prepare][parts]") {
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(rounds(150)); ++seed) {
    const std::vector<std::string> lines = made_up_lines(seed, 150);
    PrepareOptions options = options_at();
    if (seed % 3 == 1) options.rate = 7;
    if (seed % 4 == 2) options.api = CampaignApi::kV2;
    if (seed % 5 == 3) options.expiry = false;
    for (const std::size_t size : {1, 26, 150}) expect_as_a_whole(lines, size, options);
  }
}

TEST_CASE("parts know how many requests a batch takes, and when they expire", "[prepare][parts]") {
  PrepareOptions options = options_at();
  options.expires_in = 120;
  CHECK(ListPart::make(options, "list", "secret")->most_requests() == 25);
  CHECK(ListPart::make(options, "list", "secret")->expires_in() == 120);
  options.expires_in.reset();
  options.expiry = false;
  CHECK(ListPart::make(options, "list", "secret")->expires_in() == 0);
}

TEST_CASE("a row of a part says on which line it ends", "[prepare][parts]") {
  auto part = ListPart::make(options_at(), "list", "secret");
  std::vector<std::pair<std::uint64_t, std::uint64_t>> lines;
  const std::string text = "Phone,Name\n+12025550101,\"A\nda\"\n+12025550102,Ben\n";
  REQUIRE_FALSE(part->read(reader_of(text), InputFormat::kCsv, [&](const PartRow& row) {
    lines.emplace_back(row.line, row.end_line);
  }));
  CHECK(lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{2, 3}, {4, 4}});
}

TEST_CASE("a part of objects says what its rows lack and reads on", "[prepare][parts]") {
  PrepareOptions options = options_at();
  options.attributes = {{"name", "Name"}};
  auto part = ListPart::make(options, "list", "secret");
  const auto none = [](const PartRow&) {};
  REQUIRE_FALSE(part->read(reader_of("{\"Age\":1}\n"), InputFormat::kNdjson, none));
  CHECK(part->lack().message.find("no column") != std::string::npos);
  REQUIRE_FALSE(
      part->read(reader_of("{\"Phone\":\"+12025550101\"}\n"), InputFormat::kNdjson, none));
  CHECK(part->lack().message.find("'Name'") != std::string::npos);
  REQUIRE_FALSE(part->read(reader_of("{\"Phone\":\"+12025550101\",\"Name\":\"Ada\"}\n"),
                           InputFormat::kNdjson, none));
  CHECK_FALSE(part->lack());
}

TEST_CASE("hashes of parts are of their secret, and numbers are no keys", "[prepare][parts]") {
  std::vector<RowHashes> hashes;
  for (const std::string_view secret : {"one", "one", "two"}) {
    auto part = ListPart::make(options_at(), "list", secret);
    REQUIRE_FALSE(part->read(reader_of("Key,Phone\n+12025550101,+12025550101\n"), InputFormat::kCsv,
                             [&](const PartRow& row) { hashes.push_back(*row.hashes); }));
  }
  CHECK(hashes[0].number.key == hashes[1].number.key);
  CHECK(hashes[0].number.home == hashes[1].number.home);
  CHECK(hashes[0].number.key != hashes[2].number.key);
  CHECK(hashes[0].number.key != hashes[0].key->key);
}

TEST_CASE("what parts cannot do is said", "[prepare][parts]") {
  PrepareOptions options = options_at();
  options.token_key.clear();
  CHECK(refusal_of(options).find("needs a key for its tokens") != std::string::npos);
  options = options_at();
  options.allow_repeats = true;
  CHECK(refusal_of(options).find("takes no repeats") != std::string::npos);
  options = options_at();
  options.expires_in = 1;
  CHECK(refusal_of(options).find("no request would be sound") != std::string::npos);
}

TEST_CASE("a function that throws ends the reading of a part", "[prepare][parts]") {
  auto part = ListPart::make(options_at(), "list", "secret");
  const Error error = part->read(reader_of("Phone\n+12025550101\n"), InputFormat::kCsv,
                                 [](const PartRow&) { throw 1; });
  CHECK(error.code == ErrorCode::kCallback);
  auto batches = PartBatches::make(options_at(), "list", [](const PreparedBatch&) { throw 1; });
  REQUIRE_FALSE(batches->add({0, 1, 2, "abcdefghijklmnopabcdefghijklmnop", "{}"}));
  CHECK(batches->finish().code == ErrorCode::kCallback);
}

}  // namespace
}  // namespace diallint::test
