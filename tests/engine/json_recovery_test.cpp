// A text that is broken in one record: all the others are read, whatever breaks it where.
#include <catch2/catch.hpp>

#include "support/lint.h"

namespace diallint::test {
namespace {

constexpr int kRecords = 6;

// Each has a fault of its own, so that a finding says that it was judged.
std::string request(int n) {
  return fmt::format(
      R"({{"clientToken":"k {}","phoneNumber":"+120255501{:02}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{"n":"3 inch"}}}})",
      n, n);
}

std::string pretty(const std::string& record, const std::string& indent) {
  std::string out;
  unsigned depth = 0;
  bool quoted = false;
  const auto new_line = [&] { out += "\n" + indent + std::string(depth, ' '); };
  for (const char c : record) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '}') {
      --depth;
      new_line();
    }
    out += c;
    if (quoted) continue;
    if (c == '{') {
      ++depth;
      new_line();
    }
    if (c == ',') new_line();
    if (c == ':') out += ' ';
  }
  return out;
}

struct Layout {
  const char* name;
  InputFormat format;
  const char* head;
  const char* separator;
  const char* tail;
  bool is_pretty;
};
constexpr Layout kLayouts[] = {
    {"array on a line", InputFormat::kJson, "[", ",", "]", false},
    {"array, a record a line", InputFormat::kJson, "[\n", ",\n", "\n]\n", false},
    {"pretty array", InputFormat::kJson, "[\n ", ",\n ", "\n]\n", true},
    {"batch on a line", InputFormat::kJson, "{\"id\":\"c\",\"dialRequests\":[", ",", "]}", false},
    {"pretty batch", InputFormat::kJson, "{\n \"id\": \"c\",\n \"dialRequests\": [\n  ", ",\n  ",
     "\n ]\n}\n", true},
    {"array of batches", InputFormat::kJson, "[{\"dialRequests\":[", "]},{\"dialRequests\":[",
     "]}]", false},
    {"pretty values", InputFormat::kJson, "", "\n", "\n", true},
    {"glued values", InputFormat::kJson, "", "", "", false},
    {"lines", InputFormat::kNdjson, "", "\n", "\n", false},
    {"pretty values as lines", InputFormat::kNdjson, "", "\n", "\n", true},
    {"array of lines as lines", InputFormat::kNdjson, "[\n", ",\n", "\n]\n", false},
};

std::string text_of(const Layout& layout, int broken, const std::string& record) {
  std::string text = layout.head;
  for (int n = 0; n < kRecords; ++n) {
    if (n > 0) text += layout.separator;
    const std::string one = layout.is_pretty ? pretty(request(n), " ") : request(n);
    text += n == broken ? record : one;
  }
  return text + layout.tail;
}

struct Break {
  const char* name;
  std::string (*apply)(std::string text, std::size_t at);
};
const Break kBreaks[] = {
    {"taken away", [](std::string text, std::size_t at) { return text.erase(at, 1); }},
    {"twice", [](std::string text, std::size_t at) { return text.insert(at, 1, text[at]); }},
    {"a quote in front", [](std::string text, std::size_t at) { return text.insert(at, "\""); }},
    {"an inner quote and a word",
     [](std::string text, std::size_t at) { return text.insert(at, "\" inch"); }},
    {"a line end in front", [](std::string text, std::size_t at) { return text.insert(at, "\n"); }},
    {"a letter instead", [](std::string text, std::size_t at) { return text.replace(at, 1, "x"); }},
    {"a bracket in front", [](std::string text, std::size_t at) { return text.insert(at, "{"); }},
    {"a closing one", [](std::string text, std::size_t at) { return text.insert(at, "}"); }},
    {"a square one", [](std::string text, std::size_t at) { return text.insert(at, "["); }},
    {"a closing square one", [](std::string text, std::size_t at) { return text.insert(at, "]"); }},
    {"a comma in front", [](std::string text, std::size_t at) { return text.insert(at, ","); }},
    {"cut off", [](std::string text, std::size_t at) { return text.substr(0, at); }},
    {"begun late", [](std::string text, std::size_t at) { return text.substr(at); }},
    {"a byte of no character",
     [](std::string text, std::size_t at) { return text.insert(at, "\xFF"); }},
};

std::uint64_t judged(const LintResult& result) {
  const auto found = result.summary.by_rule.find("pattern");
  return found == result.summary.by_rule.end() ? 0 : found->second;
}

// A record that ends behind a colon takes the next one for its value, where nothing stands between.
bool swallows_next(const std::string& broken) {
  const std::size_t last = broken.find_last_not_of(" \n");
  return last != std::string::npos && broken[last] == ':';
}

void check_break(const Layout& layout, int broken, const std::string& record) {
  const std::string text = text_of(layout, broken, record);
  const LintResult result = lint(text, layout.format);
  INFO(layout.name << ", record " << broken << "\n"
                   << text << "\n"
                   << result.counts() << "\n"
                   << result.brief());
  const Counts& counts = result.summary.counts;
  const int lost = swallows_next(record) ? 1 : 0;
  const int seen = record.find('"') == std::string::npos ? 1 : 0;  // brackets alone are no record
  CHECK(counts.records == counts.valid + counts.invalid + counts.unreadable);
  CHECK(static_cast<int>(counts.records) >= kRecords - lost - seen);
  CHECK(static_cast<int>(judged(result)) >= kRecords - 1 - lost);
  CHECK(counts.errors > 0);
}

void check_breaks(const Layout& layout, int broken, std::size_t stride) {
  const std::string sound = layout.is_pretty ? pretty(request(broken), " ") : request(broken);
  std::size_t turn = static_cast<std::size_t>(broken);
  for (std::size_t at = 1; at < sound.size(); ++at) {
    if (std::string_view("{}[],:\"3").find(sound[at]) == std::string_view::npos) continue;
    for (const Break& one : kBreaks) {
      INFO(one.name << " at " << at);
      if (turn++ % stride == 0) check_break(layout, broken, one.apply(sound, at));
    }
  }
}

}  // namespace

TEST_CASE("Whatever breaks a record, the others are judged", "[recovery]") {
  const std::size_t stride = all_rounds() ? 1 : 23;  // no divisor of the number of breaks
  for (const Layout& layout : kLayouts) {
    for (const int broken : {0, 3, kRecords - 1}) check_breaks(layout, broken, stride);
  }
}

TEST_CASE("Records in another form than the format's are all read", "[recovery]") {
  for (const Layout& layout : kLayouts) {
    const std::string one = layout.is_pretty ? pretty(request(0), " ") : request(0);
    const LintResult result = lint(text_of(layout, 0, one), layout.format);
    INFO(layout.name);
    CHECK(judged(result) == kRecords);
    CHECK(result.summary.counts.records == kRecords);
    const auto syntax = result.summary.by_rule.find("json-syntax");
    const bool sound = syntax == result.summary.by_rule.end();
    CHECK(sound == (std::string_view(layout.name).find("values") == std::string_view::npos &&
                    std::string_view(layout.name) != "array of lines as lines"));
    if (!sound) CHECK(syntax->second == 1);
  }
}

}  // namespace diallint::test
