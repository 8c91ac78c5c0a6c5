// What findings say, and how many of them are kept.
#include <catch2/catch.hpp>

#include "support/lint.h"

namespace diallint::test {

TEST_CASE("No message holds a value, and masked ones no key", "[ledger]") {
  const std::string text =
      R"([{"clientToken":"secret value!","phoneNumber":"secret 1","expirationTime":"secret 2",)"
      R"("attributes":{"key secret":"a\nsecret","k":7},"unknown secret":"secret"},)"
      R"({"clientToken":"secret","clientToken":"secret","phoneNumber":"0secret",)"
      R"("attributes":{"secret":"x","secret":"y"}}])";
  LintOptions options;
  options.settings.mask_keys = true;
  const LintResult result = lint(text, options);
  CHECK(result.findings.size() >= 9);
  for (const Located& l : result.findings) {
    INFO(l.finding.rule << " " << l.finding.path << " " << l.finding.message);
    CHECK(l.finding.message.find("secret") == std::string::npos);
    CHECK(l.finding.path.find("secret") == std::string::npos);
  }
}

TEST_CASE("Spans hold the value with its quotes", "[ledger]") {
  const std::string text =
      R"({"clientToken":"x y","attributes":{"a b":"1"},"phoneNumber":12,"extra":1,"expirationTime":"-"})";
  const LintResult result = lint(text);
  const auto spanned = [&](std::string_view rule) {
    for (const Located& l : result.findings) {
      if (l.finding.rule != rule) continue;
      return text.substr(l.finding.span.begin, l.finding.span.end - l.finding.span.begin);
    }
    return std::string("no finding");
  };
  CHECK(spanned("pattern") == "\"x y\"");
  CHECK(spanned("type") == "12");
  CHECK(spanned("unknown-member") == "\"extra\"");
  CHECK(spanned("expiration-format") == "\"-\"");
  CHECK(result.findings[1].finding.path == "/attributes/a b");
  CHECK(result.findings[1].finding.span.begin == text.find("\"a b\""));
}

TEST_CASE("A unit of very many findings keeps count of all", "[ledger]") {
  std::string text =
      "{\"clientToken\":\"a\",\"phoneNumber\":\"+12025550147\","
      "\"expirationTime\":\"2026-11-20T12:10:00.000Z\",\"attributes\":{";
  constexpr int kEntries = 150'000;
  for (int n = 0; n < kEntries; ++n) text += fmt::format("{}\"k{}\":1", n ? "," : "", n);
  text += "}}";
  const LintResult result = lint(text);
  CHECK(result.findings.size() == 32'768);
  // And one more: so many names alone weigh too much.
  CHECK(result.summary.counts.errors == kEntries + 1);
  CHECK(result.summary.found == kEntries + 1);
  CHECK(result.summary.by_rule.at("attributes-bytes") == 1);
  CHECK(result.summary.by_rule.at("type") == kEntries);
}

// Without a bound this takes a gigabyte: the long key stands in the path of each finding below it.
TEST_CASE("A long key above very many findings takes no memory for each", "[ledger]") {
  constexpr std::size_t kEntries = 2'000;
  const std::string key(500'000, 'k');
  std::string text = "{\"References\":{\"" + key + "\":{";
  for (std::size_t n = 0; n < kEntries; ++n) text += fmt::format("{}\"x{}\":1", n ? "," : "", n);
  text += "}}}";
  LintOptions options;
  options.shape = "start-outbound-voice-contact";
  const LintResult result = lint(text, options);
  std::size_t bytes = 0;
  for (const Located& l : result.findings) bytes += l.finding.path.size();
  CHECK(bytes > std::size_t{8} << 20);
  CHECK(bytes < std::size_t{9} << 20);
  CHECK(result.summary.by_rule.at("unknown-member") == kEntries);
  CHECK(result.summary.found == result.summary.counts.errors + result.summary.counts.warnings +
                                    result.summary.counts.infos);
}

}  // namespace diallint::test
