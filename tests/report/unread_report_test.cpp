// What a report says first: inputs that were not read, and what a file of settings decides. Where
// bytes that were written can still be moved it comes first; elsewhere at the end.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/reporter.h"

using namespace diallint;
using nlohmann::json;

namespace {

class Text final : public Output {
 public:
  explicit Text(bool moves) : moves_(moves) {}
  void write(std::string_view bytes) override { text += bytes; }
  bool insert(std::uint64_t at, std::string_view bytes) override {
    if (!moves_) return Output::insert(at, bytes);
    text.insert(at, bytes);
    return true;
  }
  std::string text;

 private:
  bool moves_;
};

const std::vector<std::string> kInputs{"a.ndjson", "b.ndjson"};

std::string report(std::string_view format, bool moves, bool with_finding, const Summary& summary) {
  Text output(moves);
  Text job(false);
  ReportOptions options;
  options.job_summary = &job;
  const auto reporter = make_reporter(format, output, options, kInputs);
  reporter->begin(Instant{});
  if (with_finding) {
    Finding finding;
    finding.rule = "phone-e164";
    finding.span = {1, 14};
    finding.message = "phoneNumber is wrong";
    const SourceChunk chunk{0, kInputs[0], InputFormat::kNdjson, "{\"phoneNumber\":1}\n", 0, 1, 0};
    reporter->take(chunk, {&finding, 1});
  }
  reporter->end(summary);
  return output.text + job.text;
}

Summary with_unread(std::size_t count, bool with_finding) {
  Summary summary;
  summary.found = summary.counts.errors = with_finding ? 1 : 0;
  const std::vector<UnreadInput> all = {{"b.ndjson", "it is gone"}, {"c.csv", "it is a \x1B[0m"}};
  summary.unread.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
  return summary;
}

}  // namespace

TEST_CASE("each input that was not read is named once, at the front where that can be") {
  for (const std::string_view format : report_formats()) {
    for (const bool moves : {false, true}) {
      for (const bool with_finding : {false, true}) {
        for (const std::size_t count : {std::size_t{1}, std::size_t{2}}) {
          CAPTURE(format, moves, with_finding, count);
          const std::string text =
              report(format, moves, with_finding, with_unread(count, with_finding));
          const std::size_t place = text.find("b.ndjson");
          const std::size_t finding = text.find("phoneNumber is wrong");
          REQUIRE(place != std::string::npos);
          CHECK(text.find("it is gone") != std::string::npos);
          CHECK((text.find("c.csv") != std::string::npos) == (count == 2));
          CHECK(text.find('\x1B') == std::string::npos);
          const bool streams =
              format == "text" || format == "json" || format == "ndjson" || format == "gitlab";
          if (with_finding) CHECK((place < finding) == (moves || !streams));
          if (format == "json" || format == "sarif" || format == "gitlab")
            CHECK(json::accept(text));
        }
      }
    }
  }
}

TEST_CASE("every format but those without a summary says what a file of settings decides") {
  struct Row {
    SettingsNotice notice;
    std::string words;
  };
  const Row rows[] = {
      {{"d/diallint.toml", {"phone-e164"}, false}, "d/diallint.toml switches off phone-e164"},
      {{"diallint.toml", {"phone-e164", "type"}, true},
       "diallint.toml switches off phone-e164, type and names the key of the fingerprints"},
      {{"diallint.toml", {}, true}, "diallint.toml names the key of the fingerprints"},
      {{"diallint.toml", {"a", "b", "c", "d", "e", "f"}, false},
       "diallint.toml switches off a, b, c, d, e, f"},
      {{"diallint.toml", {"a", "b", "c", "d", "e", "f", "g"}, false},
       "diallint.toml switches off a, b, c, d, e and 2 other rules"},
  };
  for (const Row& row : rows) {
    CHECK(in_words(row.notice) == row.words);
    Summary summary;
    summary.settings = {row.notice};
    for (const std::string_view format : report_formats()) {
      CAPTURE(format, row.words);
      const std::string text = report(format, false, false, summary);
      if (format == "json" || format == "ndjson") {
        const json settings = json::parse(text).at("summary").at("settings").at(0);
        CHECK(settings.at("file") == row.notice.file);
        CHECK(settings.at("rulesOff") == json(row.notice.rules_off));
        CHECK(settings.at("setsKey") == row.notice.sets_key);
      } else {
        CHECK((text.find(row.words) != std::string::npos) == (format != "gitlab"));
      }
    }
  }
}
