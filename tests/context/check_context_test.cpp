// What findings call things: subjects, pointers, masked keys.
#include "context/check_context.h"

#include <catch2/catch.hpp>
#include <deque>

#include "support/lint.h"

namespace diallint::test {
namespace {

class Fixture {
 public:
  explicit Fixture(Settings settings = {}) : settings_(std::move(settings)) {}
  Judge& judge() { return judge_; }

  /// One step to a member; an empty name is that of no schema.
  void member(std::string_view key, const char* name, Spelling spelling = Spelling::kJson) {
    keys_.emplace_back(key);
    Segment& segment = judge_.push();
    segment.to_key({keys_.back(), {}, spelling});
    if (*name == '\0') return;
    names_.emplace_back(name);
    segment.member = &names_.back();
  }
  void item(std::uint64_t index) {
    Segment& segment = judge_.push();
    segment = {};
    segment.index = index;
    segment.is_index = true;
  }

 private:
  Settings settings_;
  RunState run_;
  std::deque<std::string> keys_;
  std::deque<std::string> names_;
  Judge judge_{builtin_plan(), settings_, run_};
};

}  // namespace

TEST_CASE("Subjects and pointers", "[judge]") {
  Fixture f;
  CHECK(f.judge().pointer() == "");
  CHECK(f.judge().subject() == "the value");
  f.item(3);
  CHECK(f.judge().pointer() == "/3");
  f.member("dial_requests", "dialRequests");
  CHECK(f.judge().pointer() == "/3/dial_requests");
  CHECK(f.judge().subject() == "dialRequests");
  f.item(25);
  CHECK(f.judge().pointer() == "/3/dial_requests/25");
  CHECK(f.judge().subject() == "dialRequests[25]");
  f.member("attributes", "attributes");
  f.member("na/me~\\u00e9", "");
  CHECK(f.judge().pointer() == "/3/dial_requests/25/attributes/na~1me~0\xC3\xA9");
  CHECK(f.judge().subject() == "attributes[\"na/me~\xC3\xA9\"]");
  f.judge().pop();
  f.member("back\\slash", "", Spelling::kPlain);
  CHECK(f.judge().pointer() == "/3/dial_requests/25/attributes/back\\slash");
}

TEST_CASE("Long keys are cut in messages, never in pointers", "[judge]") {
  Fixture f;
  std::string key;
  for (int n = 0; n < 100; ++n) key += "\xF0\x9F\x98\x80";
  f.member("attributes", "attributes");
  f.member(key, "");
  CHECK(f.judge().pointer() == "/attributes/" + key);
  CHECK(f.judge().subject() == "attributes[\"" + key.substr(0, 64 * 4) + "\xE2\x80\xA6\"]");
}

// Messages read no more of a key than they show, wherever in an escape that leaves them.
TEST_CASE("The beginning of a long key is that of the whole", "[judge]") {
  std::string shown;
  for (int n = 0; n < 64; ++n) shown += "\xF0\x9F\x98\x80";
  for (std::size_t shift = 0; shift < 14; ++shift) {
    std::string key(shift, 'k');
    for (int n = 0; n < 500; ++n) key += "\\uD83D\\uDE00";
    Fixture f;
    f.member(key, "");
    INFO(shift);
    CHECK(f.judge().subject() ==
          std::string(shift, 'k') + shown.substr(0, (64 - shift) * 4) + "\xE2\x80\xA6");
    // Half a name would be another one: where an escape is no escape the key is shown as written.
    Fixture broken;
    broken.member("\\q" + key, "");
    CHECK(broken.judge().subject().starts_with("\\q" + key.substr(0, 62)));
  }
}

TEST_CASE("Keys that no schema knows are masked on request", "[judge]") {
  Settings settings;
  settings.mask_keys = true;
  Fixture f(settings);
  f.member("attributes", "attributes");
  f.member("secret", "");
  CHECK(f.judge().pointer() == "/attributes/***");
  CHECK(f.judge().subject() == "attributes[\"***\"]");
}

TEST_CASE("No message holds a value, and masked ones no key", "[judge]") {
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

TEST_CASE("Spans hold the value with its quotes", "[judge]") {
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

TEST_CASE("A unit of very many findings keeps count of all", "[judge]") {
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
TEST_CASE("A long key above very many findings takes no memory for each", "[judge]") {
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
