// The texts of records that whoever wants them is given: each once, in order, as it stands.
#include "engine/record_texts.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/lint.h"

namespace diallint::test {
namespace {

/// "valid text", with "line" in front where it is all of one; "header text"; "back".
class TextSink final : public Sink, public RecordTaker {
 public:
  void take(const SourceChunk&, std::span<const Finding>) override {}
  void take(const SettledRecord& record) override {
    static constexpr const char* kVerdicts[] = {"valid", "invalid", "unreadable"};
    std::string said = record.is_line ? "line " : "";
    said += kVerdicts[static_cast<std::size_t>(record.verdict)];
    for (const std::string_view rule : record.rules) said += fmt::format(" {}", rule);
    taken.push_back(fmt::format("{}: {}", said, record.text));
  }
  void take_header(std::string_view text, char) override {
    taken.push_back(fmt::format("header: {}", text));
  }
  void take_back() override { taken.emplace_back("back"); }

  std::vector<std::string> taken;
};

std::vector<std::string> taken_of(const std::string& text, InputFormat format) {
  TextSink sink;
  RunOptions options;
  options.format = format;
  Run run(builtin_plan(), test_settings(), options, sink);
  TextSource source(text, kChunkBytes);
  run.check(source, "input");
  return sink.taken;
}

std::string request(std::string_view token, std::string_view phone = "+12025550147") {
  return fmt::format(
      R"({{"clientToken":"{}","phoneNumber":"{}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{}}}})",
      token, phone);
}

const std::string kGood = request("a");
const std::string kWrong = request("b", "12025550148");
const std::string kBroken = R"({"clientToken":"c" "x"})";

using All = std::vector<std::string>;

}  // namespace

TEST_CASE("A line of JSON is given with its line end and the space about its record", "[texts]") {
  const std::string spaced = "  " + request("d") + " \r\n";
  CHECK(taken_of(kGood + "\n" + kWrong + "\r\n\n" + kBroken + "\n" + spaced + request("e"),
                 InputFormat::kNdjson) ==
        All{"line valid: " + kGood + "\n", "line invalid phone-e164: " + kWrong + "\r\n",
            "line unreadable json-syntax: " + kBroken + "\n", "line valid: " + spaced,
            "line valid: " + request("e")});
}

TEST_CASE("Items of an array are given by themselves", "[texts]") {
  for (const std::string between : {",", " ,\n  "}) {
    // What is broken goes up to where reading goes on.
    const std::string behind = between.substr(0, between.find(','));
    const std::string text =
        "[" + kGood + between + kWrong + between + kBroken + between + request("d") + "]\n";
    CHECK(taken_of(text, InputFormat::kJson) ==
          All{"valid: " + kGood, "invalid phone-e164: " + kWrong,
              "unreadable json-syntax: " + kBroken + behind, "valid: " + request("d")});
  }
  CHECK(taken_of("[" + kGood + ",7," + kWrong + "]\n", InputFormat::kNdjson) ==
        All{"valid: " + kGood, "invalid type: 7", "invalid phone-e164: " + kWrong});
}

TEST_CASE("A document of one line is a line, and one of several is none", "[texts]") {
  CHECK(taken_of(kGood, InputFormat::kJson) == All{"valid: " + kGood});
  std::string tall = kGood;
  tall.insert(1, "\n");
  CHECK(taken_of(" " + tall + " \n", InputFormat::kJson) == All{"valid: " + tall});
  CHECK(taken_of("\n " + kBroken + " \n", InputFormat::kJson) ==
        All{"unreadable json-syntax: " + kBroken + " \n"});
}

TEST_CASE("Records of a batch that is at fault are invalid for no rule of theirs", "[texts]") {
  const std::string batch = R"({"id":5,"dialRequests":[)" + kGood + "]}";
  CHECK(taken_of(batch, InputFormat::kJson) == All{"invalid: " + kGood});
}

TEST_CASE("Rows are given behind their header", "[texts]") {
  const std::string header = "clientToken,phoneNumber,expirationTime\n";
  const std::string time = ",2026-11-20T12:10:00.000Z\n";
  CHECK(taken_of(header + "a,+12025550147" + time + "b,12025550148" + time + ",,\nc\n",
                 InputFormat::kCsv) == All{"header: " + header, "line valid: a,+12025550147" + time,
                                           "line invalid phone-e164: b,12025550148" + time,
                                           "line unreadable csv-syntax: c\n"});
}

}  // namespace diallint::test
