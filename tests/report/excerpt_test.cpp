#include "report/excerpt.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/printable.h"
#include "base/random.h"
#include "base/utf8.h"
#include "support/rounds.h"

using namespace diallint;
using namespace std::string_literals;

namespace {

const NameSet kNames{"phoneNumber", "clientToken", "expirationTime", "attributes", "dialRequests"};

SourceChunk chunk_of(std::string_view bytes, InputFormat format, std::uint64_t first_line = 1,
                     char separator = ',') {
  SourceChunk chunk{0, "a", format, bytes, 0, first_line, 0};
  chunk.separator = separator;
  return chunk;
}

Finding finding_at(Span span, std::string_view rule = "pattern") {
  Finding finding;
  finding.rule = rule;
  finding.span = span;
  return finding;
}

Excerpt excerpt_of(std::string_view bytes, InputFormat format, const Finding& finding,
                   const MaskOptions& options, std::uint64_t first_line = 1, char separator = ',') {
  const SourceChunk chunk = chunk_of(bytes, format, first_line, separator);
  Locator locator;
  locator.open(chunk);
  Excerpter excerpter(options);
  return excerpter.excerpt(chunk, locator.line_at(finding.span.begin), finding);
}

// The span of `part` in `text`.
Span span_of(std::string_view text, std::string_view part) {
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string_view::npos);
  return {at, at + part.size()};
}

int columns_in(std::string_view text) {
  int sum = 0;
  for (std::size_t at = 0; at < text.size();) sum += next_printed(text, at).columns;
  return sum;
}

bool is_clean(std::string_view text) {
  if (find_invalid_utf8(text) != std::string_view::npos) return false;
  for (std::size_t at = 0; at < text.size();) {
    if (is_unprintable(next_code_point(text, at))) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("an excerpt of JSON shows keys and structure, and no value") {
  struct Row {
    std::string_view line;
    std::string_view part;  // what the finding is about
    std::string_view text;
    std::string_view underline;
  };
  const std::vector<Row> rows{
      {R"({"phoneNumber":"+12025550147"})", R"("+12025550147")", R"({"phoneNumber":"***"})",
       "               ^~~~~"},
      {R"({"a": 12.5, "b": [true, null]})", "12.5", R"({"a": ***, "b": [***, ***]})", "      ^~~"},
      {R"({"a": 12.5, "b": [true, null]})", "[true, null]", R"({"a": ***, "b": [***, ***]})",
       "                ^~~~~~~~~~"},
      {R"({"a": 1})", R"({"a": 1})", R"({"a": ***})", "^~~~~~~~~~"},
      {R"({"客": "secret"})", R"("secret")", R"({"客": "***"})", "       ^~~~~"},
      {R"({"客": "secret"})", R"("客")", R"({"客": "***"})", " ^~~~"},
      {"{\"e\u0301\": \"secret\"}", "\"secret\"", "{\"e\u0301\": \"***\"}", "      ^~~~~"},
      {R"({"a\"b": "c\"d", "e": 1})", R"("c\"d")", R"({"a\"b": "***", "e": ***})",
       "         ^~~~~"},
      {"{\"a\x1B[42m\": 1}", "1", "{\"a\\x1B[42m\": ***}", "              ^~~"},
      {"{\"a\u202Eb\": 1}", "1", "{\"a\\u{202E}b\": ***}", "               ^~~"},
      {R"(    "clientToken" : "x",)", R"("clientToken")", R"(    "clientToken" : "***",)",
       "    ^~~~~~~~~~~~~"},
      {"\t\"a\":\t1", "1", " \"a\": ***", "      ^~~"},
      {R"("only a value")", "value", R"("***")", "^~~~~"},
      {R"({"abc": ["x", "y"]})", R"("y")", R"({"abc": ["***", "***"]})", "                ^~~~~"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line, row.part);
    const Excerpt excerpt =
        excerpt_of(row.line, InputFormat::kJson, finding_at(span_of(row.line, row.part)), {});
    CHECK(excerpt.text == row.text);
    CHECK(excerpt.underline == row.underline);
  }
}

TEST_CASE("where quotes may have been lost only known names are shown") {
  struct Row {
    std::string_view line;
    std::string_view rule;
    std::string_view text;
  };
  const std::vector<Row> rows{
      // By the rule of the finding.
      {R"({"clientToken": 1, "other": 2})", "json-syntax", R"({"clientToken": ***, "***": ***})"},
      {R"({"clientToken": 1, "other": 2})", "encoding", R"({"clientToken": ***, "***": ***})"},
      {R"({"clientToken": 1, "other": 2})", "input-limit", R"({"clientToken": ***, "***": ***})"},
      {R"({"clientToken": 1, "other": 2})", "type", R"({"clientToken": ***, "other": ***})"},
      // By the line itself, whatever the rule.
      {R"({"clientToken":"secret, "other":"x"})", "type", R"({"clientToken":"***"***"***"***"***)"},
      {R"({"k":"secret":1,"phoneNumber":2})", "type", R"({"***":"***":***,"phoneNumber":***})"},
      {R"(["secret":1])", "type", R"(["***":***])"},
      {R"({"a" 1, "secret":2})", "type", R"({"***" ***, "***":***})"},
      {R"({"a":1 "secret":2})", "type", R"({"***":*** "***":***})"},
      {R"({"a":secret,"b":1})", "type", R"({"***":***,"***":***})"},
      {R"({"a":1}{"secret":2})", "type", R"({"***":***}{"***":***})"},
      {R"({"a":1]}"secret":2})", "type", R"({"***":***]}"***":***})"},
      {R"({"a":1,,"secret":2})", "type", R"({"***":***,,"***":***})"},
      {R"("secret": 1)", "type", R"("***": ***)"},
      {R"({"a":1},"secret": 1)", "type", R"({"***":***},"***": ***)"},
      {R"(},{"secret": 1)", "type", R"(},{"***": ***)"},
      {R"({"a","secret":2})", "type", R"({"***","***":***})"},
      {R"({1,"secret":2})", "type", R"({***,"***":***})"},
      {R"({"a":,"secret":2})", "type", R"({"***":,"***":***})"},
      {R"({"a":"secret)", "json-syntax", R"({"***":"***)"},
      {R"({"phoneNumber":"secret)", "json-syntax", R"({"phoneNumber":"***)"},
      {R"(secret \" words)", "json-syntax", R"(*** ***"***)"},
      {"\x01\x02\xFF\xFE", "encoding", "***"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line, row.rule);
    MaskOptions options;
    options.known_names = kNames;
    const Excerpt excerpt =
        excerpt_of(row.line, InputFormat::kNdjson, finding_at({0, 1}, row.rule), options);
    CHECK(excerpt.text == row.text);
  }
}

TEST_CASE("masked keys: only what a schema knows is shown") {
  MaskOptions options;
  options.mask_keys = true;
  options.known_names = kNames;
  const std::string_view line = R"({"attributes":{"customer name":"x"}})";
  const Excerpt excerpt = excerpt_of(line, InputFormat::kJson,
                                     finding_at(span_of(line, R"("customer name")")), options);
  CHECK(excerpt.text == R"({"attributes":{"***":"***"}})");
  CHECK(excerpt.underline == "               ^~~~~");
}

TEST_CASE("an excerpt of CSV shows the header, and no cell") {
  struct Row {
    std::string_view line;
    std::uint64_t number;
    std::string_view part;
    std::string_view text;
    std::string_view underline;
    char separator = ',';
  };
  const std::vector<Row> rows{
      {"phoneNumber,notes", 1, "notes", "phoneNumber,notes", "            ^~~~~"},
      {"\"Phone Number\";\"a;b\"", 1, "\"a;b\"", "\"Phone Number\";\"a;b\"", "               ^~~~~",
       ';'},
      {"x,attributes.name", 1, "x", "x,attributes.name", "^"},
      {"+12025550147,Ann", 1, "Ann", "***,***", "    ^~~"},
      {"+12025550147,clientToken", 1, "clientToken", "***,***", "    ^~~"},
      {"2026-11-20,attributes.name", 1, "attributes.name", "***,***", "    ^~~"},
      // What looks like a value hides the whole line: it may be no header at all.
      {"phoneNumber,ann@example.com", 1, "phoneNumber", "***,***", "^~~"},
      {"phoneNumber,2.12556E+09", 1, "phoneNumber", "***,***", "^~~"},
      {"+12025550147,Ann", 2, "Ann", "***,***", "    ^~~"},
      {"phoneNumber,notes", 2, "notes", "***,***", "    ^~~"},
      {"\"a,\"\"b\",c,,d", 2, "c", "\"***\",***,,***", "      ^~~"},
      {"a;b,c;d", 2, "b,c", "***;***;***", "    ^~~", ';'},
      {"a,b;c", 2, "b;c", "***,***", "    ^~~"},
      {"a\tb", 2, "b", "***\\t***", "     ^~~", '\t'},
      {"a|b,c,d", 2, "b,c,d", "***|***", "    ^~~", '|'},
      {"phoneNumber|a,b,c", 1, "a,b,c", "phoneNumber|a,b,c", "            ^~~~~", '|'},
      // What looks like a value hides the whole line: it may be no header at all.
      {"phoneNumber,ann@example.com", 1, "phoneNumber", "***,***", "^~~"},
      {"phoneNumber,2.12556E+09", 1, "phoneNumber", "***,***", "^~~"},
      {"a,\"open, cell", 2, "a", "***,\"***", "^~~"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line, row.number);
    MaskOptions options;
    options.known_names = kNames;
    const Excerpt excerpt =
        excerpt_of(row.line, InputFormat::kCsv, finding_at(span_of(row.line, row.part)), options,
                   row.number, row.separator);
    CHECK(excerpt.text == row.text);
    CHECK(excerpt.underline == row.underline);
  }
}

TEST_CASE("a line of CSV that begins within quotes is taken apart behind them") {
  const std::string text = "a,\"first\nsecond, \"\"x\"\", y\",c\n\"\n\",d\ne,f\n";
  std::vector<Span> rows{span_of(text, "a,\"first\nsecond, \"\"x\"\", y\",c"),
                         span_of(text, "\"\n\",d")};
  SourceChunk chunk = chunk_of(text, InputFormat::kCsv, 2);
  chunk.tall_rows = rows;
  Locator locator;
  locator.open(chunk);
  Excerpter excerpter({});
  const auto text_at = [&](std::string_view part) {
    const Finding finding = finding_at(span_of(text, part));
    return excerpter.excerpt(chunk, locator.line_at(finding.span.begin), finding).text;
  };
  CHECK(text_at("first") == "***,\"***");
  CHECK(text_at("c\n") == "***,***");
  CHECK(text_at("\"\n\",d") == "\"***");
  CHECK(text_at("d\n") == "***,***");
  CHECK(text_at("e,f") == "***,***");
}

TEST_CASE("values are shown when asked for, and never raw") {
  struct Row {
    std::string line;
    Span span;
    std::string_view text;
    std::string_view underline;
  };
  const std::vector<Row> rows{
      {R"({"a":"secret"})", {5, 13}, R"({"a":"secret"})", "     ^~~~~~~~"},
      {"\x1B[2J x", {5, 6}, "\\x1B[2J x", "        ^"},
      {"\u202Eab", {3, 4}, "\\u{202E}ab", "        ^"},
      {"\u200Bab", {3, 4}, "\\u{200B}ab", "        ^"},
      {"\u2028ab", {3, 4}, "\\u{2028}ab", "        ^"},
      {"\u0085ab", {2, 3}, "\\u{85}ab", "      ^"},
      {"\x7F\xFF!", {2, 3}, "\\x7F\\xFF!", "        ^"},
      {"a\0b"s, {2, 3}, "a\\x00b", "     ^"},
      {"a\tb", {2, 3}, "a\\tb", "   ^"},
      {"漢字!", {6, 7}, "漢字!", "    ^"},
      {"漢字!", {3, 6}, "漢字!", "  ^~"},
      {"abc", {3, 3}, "abc", "   ^"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    MaskOptions options;
    options.show_values = true;
    const Excerpt excerpt = excerpt_of(row.line, InputFormat::kJson, finding_at(row.span), options);
    CHECK(excerpt.text == row.text);
    CHECK(excerpt.underline == row.underline);
  }
}

TEST_CASE("a long line is cut around the caret, a long key at its 64th character") {
  const std::string key(70, 'k');
  const std::string line = "{\"" + key + "\":1}";
  const Excerpt named = excerpt_of(line, InputFormat::kJson, finding_at(span_of(line, "1")), {});
  CHECK(named.text == std::string("{\"") + std::string(64, 'k') + "…\":***}");
  CHECK(named.underline == std::string(69, ' ') + "^~~");

  std::string array = "[";
  for (int i = 0; i < 200; ++i) array += "1234,";
  array += "5]";
  const Excerpt middle = excerpt_of(array, InputFormat::kJson, finding_at({501, 505}), {});
  CHECK(columns_in(middle.text) == 102);
  CHECK(middle.text.starts_with("…"));
  CHECK(middle.text.ends_with("…"));
  CHECK(middle.underline == std::string(41, ' ') + "^~~");
  const Excerpt last = excerpt_of(array, InputFormat::kJson, finding_at({1001, 1002}), {});
  CHECK(columns_in(last.text) == 101);
  CHECK(last.text.ends_with(",***]"));
  CHECK(last.underline == std::string(97, ' ') + "^~~");
  const Excerpt first = excerpt_of(array, InputFormat::kJson, finding_at({0, 1002}), {});
  CHECK(columns_in(first.text) == 101);
  CHECK(first.underline == std::string("^").append(99, '~'));
}

TEST_CASE("an excerpt does not depend on the findings before it") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Random random(seed);
    std::string line = "[";
    while (line.size() < 6000) {
      line += R"({"key)" + std::to_string(random.below(100)) + R"(": ")" +
              std::string(random.below(90), 'x') + R"("},)";
    }
    line += "{}]";
    const SourceChunk chunk = chunk_of(line, InputFormat::kJson);
    Locator locator;
    locator.open(chunk);
    Excerpter reused({});
    for (std::size_t at = 0; at < line.size(); at += 1 + random.below(300)) {
      if (random.once_in(20)) at /= 2;  // back again
      CAPTURE(seed, at);
      const Finding finding = finding_at({at, at + random.below(40)});
      const Excerpt excerpt = reused.excerpt(chunk, locator.line_at(at), finding);
      const Excerpt fresh = excerpt_of(line, InputFormat::kJson, finding, {});
      REQUIRE(excerpt.text == fresh.text);
      REQUIRE(excerpt.underline == fresh.underline);
    }
  }
}

TEST_CASE("the same place of another input is another line") {
  std::string bytes = R"({"first":1})";
  Excerpter excerpter({});
  Locator locator;
  SourceChunk chunk = chunk_of(bytes, InputFormat::kNdjson);
  locator.open(chunk);
  CHECK(excerpter.excerpt(chunk, locator.line_at(0), finding_at({0, 1})).text ==
        R"({"first":***})");
  bytes.replace(2, 5, "other");
  chunk.file = 1;
  locator.open(chunk);
  CHECK(excerpter.excerpt(chunk, locator.line_at(0), finding_at({0, 1})).text ==
        R"({"other":***})");
}

namespace {

// A value that holds a canary, in one of the ways in which values are written.
std::string secret_value(Random& random, int depth) {
  const auto inner = [&] { return secret_value(random, depth + 1); };
  std::string text;
  switch (random.below(depth > 3 ? 5 : 7)) {
    case 0:
      return R"("CANARY")";
    case 1:
      return R"("say \"CANARY\", \\CANARY: {CANARY}")";
    case 2:
      return R"("{\"CANARY\": \"CANARY\"}")";
    case 3:
      return "4815162342";
    case 4:
      return "\"漢CANARY\u202E\xF0\x9F\x98\x80\"";
    case 5:
      text.append("[").append(inner()).append(", ").append(inner()).append("]");
      return text;
    default:
      text.append(R"({"key )").append(std::to_string(random.below(9))).append(R"(" : )");
      text.append(inner()).append(R"(,"clientToken":)").append(inner()).append("}");
      return text;
  }
}

std::string corrupted(Random& random, std::string text) {
  const std::size_t at = random.below(text.size());
  switch (random.below(5)) {
    case 0:
      text.erase(at, 1);
      break;
    case 1:
      text.insert(at, 1, random.one_of("\"\\{}[]:,\x01\xFF\t"));
      break;
    case 2:
      text[at] = random.one_of("\"\\{}[]:,\x01\xFF ");
      break;
    case 3:
      if (text[at] == ',' || text[at] == ':') text[at] = text[at] == ',' ? ':' : ',';
      break;
    default:
      text.resize(at + 1);
  }
  return text;
}

void check_canaries(const Excerpt& excerpt) {
  CAPTURE(excerpt.text);
  REQUIRE(excerpt.text.find("CANARY") == std::string::npos);
  REQUIRE(excerpt.text.find("ANAR") == std::string::npos);
  REQUIRE(excerpt.text.find("4815") == std::string::npos);
  REQUIRE(is_clean(excerpt.text));
  REQUIRE(is_clean(excerpt.underline));
  const int columns = columns_in(excerpt.text);
  REQUIRE(columns <= 102);
  REQUIRE(columns_in(excerpt.underline) <= columns + 1);
}

}  // namespace

TEST_CASE("no value of JSON reaches an excerpt, whole or broken") {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    Random random(seed);
    std::string line = secret_value(random, 0);
    const bool broken = random.once_in(2);
    for (std::size_t faults = broken ? 1 + random.below(4) : 0; faults > 0; --faults) {
      line = corrupted(random, line);
    }
    const std::size_t begin = random.below(line.size() + 1);
    const Span span{begin, begin + random.below(30)};
    CAPTURE(seed, line);
    MaskOptions options;
    options.known_names = kNames;
    options.mask_keys = random.once_in(4);
    const std::string_view rule = broken && random.once_in(2) ? "json-syntax" : "type";
    check_canaries(excerpt_of(line, InputFormat::kNdjson, finding_at(span, rule), options));
  }
}

TEST_CASE("no value of CSV reaches an excerpt, whole or broken") {
  for (std::uint64_t seed = 0; seed < 10000; ++seed) {
    Random random(seed);
    static const std::vector<std::string> kCells{"CANARY",
                                                 "\"CANARY, \"\"CANARY\"\"\"",
                                                 "4815162342",
                                                 "",
                                                 "\"",
                                                 "CANARY\"CANARY",
                                                 "\xFF"
                                                 "CANARY"};
    std::string line;
    for (std::size_t cells = 1 + random.below(8); cells > 0; --cells) {
      line += kCells[random.below(kCells.size())];
      if (cells > 1) line += random.one_of(",;\t");
    }
    const std::size_t begin = random.below(line.size() + 1);
    CAPTURE(seed, line);
    MaskOptions options;
    options.known_names = kNames;
    const Finding finding = finding_at({begin, begin + random.below(30)}, "csv-syntax");
    check_canaries(excerpt_of(line, InputFormat::kCsv, finding, options, 1 + random.below(3),
                              random.one_of(",;\t|")));
  }
}

// As a document is read in parts of one size or another, beginning with an object.
TEST_CASE("an excerpt does not depend on how much of a long line is held") {
  constexpr std::size_t kHeldInFront = 4096;
  std::size_t hidden = 0;
  for (int seed = 0; seed < test::rounds(400); ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    std::string line = "[";
    std::vector<std::size_t> objects;
    while (line.size() < 20000) {
      const std::string front = random.once_in(60) ? "," : random.once_in(60) ? "\"" : "";
      line += front + R"({"key":"CANARY 4815"})" + (random.once_in(90) ? "}" : "") + ",";
      if (front.empty()) objects.push_back(line.size());
      line += R"({"other":")" + std::string(random.below(60), 'x') + R"(","list":[{"n":4815}]},)";
    }
    line += "{}]";
    Excerpter reused({});
    Locator locator;
    const SourceChunk chunk = chunk_of(line, InputFormat::kJson);
    for (std::size_t at = kHeldInFront * 2; at < line.size(); at += 1 + random.below(200)) {
      std::size_t held = random.below(objects.size());
      while (objects[held] + kHeldInFront > at) --held;
      SourceChunk part = chunk_of(std::string_view(line).substr(objects[held]), InputFormat::kJson);
      part.origin = objects[held];
      part.first_column = objects[held] + 1;
      CAPTURE(seed, at, part.origin);
      const Finding finding = finding_at({at, at + random.below(40)});
      locator.open(chunk);
      const Excerpt excerpt = reused.excerpt(chunk, locator.line_at(at), finding);
      locator.open(part);
      Excerpter fresh({});
      const Excerpt of_part = fresh.excerpt(part, locator.line_at(at), finding);
      REQUIRE(of_part.text == excerpt.text);
      REQUIRE(of_part.underline == excerpt.underline);
      check_canaries(excerpt);
      hidden += excerpt.text.find("\"key\"") == std::string::npos ? 1 : 0;
    }
  }
  CHECK(hidden > 100);
}

// Would take hours if each excerpt cost a pass over its line.
TEST_CASE("many findings in one long line cost no pass each") {
  constexpr std::size_t kCount = test::kWatched ? 5000 : 50000;
  const std::string part = R"({"clientToken":"0123456789","attributes":{"a":"b"},"k":[1,2,3]},)";
  std::string line = "[";
  line.reserve(kCount * part.size() + 8);
  for (std::size_t i = 0; i < kCount; ++i) line += part;
  line += "{}]";
  const SourceChunk chunk = chunk_of(line, InputFormat::kJson);
  Locator locator;
  Excerpter excerpter({});
  for (std::size_t i = 0; i < kCount; ++i) {
    const std::size_t at = 1 + i * part.size() + 15;
    locator.open(chunk);
    const Excerpt excerpt =
        excerpter.excerpt(chunk, locator.line_at(at), finding_at({at, line.size()}));
    REQUIRE(excerpt.underline.find('^') < 60);
  }
}

TEST_CASE("one huge value and a wall of brackets are shown like any other") {
  const std::string huge = R"({"a":")" + std::string(8U << 20, 'x') + R"("})";
  CHECK(excerpt_of(huge, InputFormat::kJson, finding_at({5, huge.size() - 1}), {}).text ==
        R"({"a":"***"})");
  const std::string wall(1U << 20, '[');
  const Excerpt excerpt =
      excerpt_of(wall, InputFormat::kJson, finding_at({wall.size() - 1, wall.size()}), {});
  CHECK(excerpt.text == std::string("…").append(100, '['));
  CHECK(excerpt.underline == std::string(100, ' ') + "^");
}

TEST_CASE(
    "a line whose beginning is not at hand is shown from where it is, with its true columns") {
  SourceChunk chunk =
      chunk_of("{\"clientToken\":\"a b\"},\n{\"clientToken\":\"\"}", InputFormat::kJson, 7);
  chunk.first_column = 1001;
  Locator locator;
  locator.open(chunk);
  CHECK(locator.at(15) == Position{7, 1016});
  CHECK(locator.at(23) == Position{8, 1});
  for (const bool show_values : {false, true}) {
    MaskOptions options;
    options.known_names = kNames;
    options.show_values = show_values;
    Excerpter excerpter(options);
    const Finding first = finding_at({15, 20});
    const Excerpt cut = excerpter.excerpt(chunk, locator.line_at(15), first);
    CHECK(cut.text ==
          (show_values ? "…{\"clientToken\":\"a b\"}," : "…{\"clientToken\":\"***\"},"));
    CHECK(cut.underline.find('^') == 16);
    const Finding second = finding_at({38, 40});
    CHECK(excerpter.excerpt(chunk, locator.line_at(38), second).text.starts_with('{'));
  }
}
