// Inputs at the sizes where readers grow, halve or end what they hold.
#include <algorithm>
#include <catch2/catch.hpp>

#include "base/json_string.h"
#include "base/utf8.h"
#include "support/bounds.h"
#include "support/own_schema.h"

namespace diallint::test {
namespace {

constexpr const char* kInWindow = "2026-11-20T12:05:00.000Z";

}  // namespace

TEST_CASE("A line of one byte that is no UTF-8 is one unreadable record", "[edges]") {
  for (const char* text : {"\xFF\n", "\xFF", "\n\xFF\n"}) {
    const LintResult result = lint(text, InputFormat::kNdjson);
    CHECK(result.brief() == "encoding \n");
    CHECK(result.counts() == "1 record: 0 valid, 0 invalid, 1 unreadable");
  }
}

TEST_CASE("A last line of one byte is read", "[edges]") {
  CHECK(lint("x", InputFormat::kNdjson).counts() == "1 record: 0 valid, 0 invalid, 1 unreadable");
  CHECK(lint("\nx", InputFormat::kNdjson).counts() == "1 record: 0 valid, 0 invalid, 1 unreadable");
}

TEST_CASE("A document of any size is read to its end", "[edges]") {
  const std::string one = base_document("dial-request").dump();
  for (const std::size_t count : {1, 400, 1200, 2600}) {
    std::string text = "[" + one;
    for (std::size_t n = 1; n < count; ++n) text += "," + one;
    const LintResult result = lint(text + "]", InputFormat::kJson);
    INFO(text.size());
    CHECK(result.summary.counts.records == count);
    CHECK(result.summary.counts.unreadable == 0);
  }
}

TEST_CASE("Attributes of a table are judged as those of lines of JSON, whatever they hold",
          "[edges]") {
  std::vector<std::string> texts{"", std::string(40'000, 'x')};
  const auto add_code_point = [&](char32_t c) { append_utf8(texts.emplace_back("a"), c); };
  for (char32_t c = 1; c < 0x80; ++c) add_code_point(c);
  for (const char32_t c : {0x85, 0xE9, 0x2028, 0x2029, 0xFEFF, 0x1F600}) add_code_point(c);
  for (const bool quoted : {true, false}) {
    std::string csv = "clientToken,phoneNumber,expirationTime,attributes.a,attributes.b\n";
    std::string lines;
    std::uint64_t number = 0;
    const auto add = [&](const std::string& text) {
      std::string cell = text == "a\"" ? "a\"\"" : text;
      if (quoted || text.find_first_of(",\"\r\n") != std::string::npos) cell = '"' + cell + '"';
      csv += fmt::format("t-{},+12025550147,{},{},x\n", number, kInWindow, cell);
      lines += fmt::format(R"({{"clientToken":"t-{}","phoneNumber":"+12025550147",)", number++);
      lines += fmt::format(R"("expirationTime":"{}","attributes":{{"a":)", kInWindow);
      append_json_string(lines, text);
      lines += ",\"b\":\"x\"}}\n";
    };
    for (const std::string& text : texts) {
      add("sound");  // keys that are known by then are passed over
      add(text);
    }
    const auto found = [&](const std::string& text, InputFormat format) {
      LintOptions options;
      options.format = format;
      options.settings.severity["phone-duplicate"] = Severity::kOff;
      std::string all;
      for (const Located& one : lint(text, options).findings)
        all += fmt::format("{} {} {} {}\n", one.finding.record, one.finding.rule, one.finding.path,
                           one.finding.message);
      return all;
    };
    const std::string expected = found(lines, InputFormat::kNdjson);
    CHECK(std::count(expected.begin(), expected.end(), '\n') >= 5);
    CHECK(found(csv, InputFormat::kCsv) == expected);
  }
}

TEST_CASE("Texts of a map are looked through for whatever its pattern refuses", "[edges]") {
  std::vector<char32_t> refused{0x80,    0x7FF,   0x800,    0x2028,  0xFFFF,
                                0x10000, 0xFFFFF, 0x100000, 0x10FFFF};
  for (char32_t c = 0x20; c < 0x7F; ++c) refused.push_back(c);
  for (const char32_t c : refused) {
    const Plan plan = plan_of(shape(fmt::format(
        R"("x-record":true,"properties":{{"m":{{"type":"object","additionalProperties":{{"type":"string","pattern":"^[^\\u{{{:x}}}]*$"}}}}}})",
        static_cast<unsigned>(c))));
    std::string lines;
    std::string table = "m.k,m.l\n";
    for (const bool is_sound : {true, true, false, true}) {
      std::string text = "\xC3\xA9";
      append_utf8(text, is_sound ? c + 1 : c);
      lines += R"({"m":{"k":)";
      append_json_string(lines, text);
      lines += ",\"l\":\"\xC3\xA9\"}}\n";
      table += '"' + text + (text.ends_with('"') ? "\"\"" : "\"") + ",\xC3\xA9\n";
    }
    LintOptions options;
    options.shape = "thing";
    for (const auto& [format, all] :
         {std::pair(InputFormat::kNdjson, lines), std::pair(InputFormat::kCsv, table)}) {
      options.format = format;
      const LintResult result = lint(all, options, plan);
      INFO(static_cast<unsigned>(c) << "\n" << all);
      CHECK(result.brief() == "pattern /m/k\n");
      if (!result.findings.empty()) CHECK(result.findings[0].finding.record == 2);
    }
  }
}

}  // namespace diallint::test
