// Patterns: class tables against RE2 on every code point, and what ECMA-262 means by each form.
#include <re2/re2.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "base/utf8.h"
#include "plan/pattern.h"
#include "samples/pattern_sample.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

constexpr char32_t kLast = 0x10FFFF;
bool is_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

Pattern compiled(std::string_view ecma) {
  Pattern::Result result = Pattern::compile(ecma);
  INFO(ecma << ": " << result.error);
  REQUIRE(result.pattern);
  return std::move(*result.pattern);
}

std::string utf8(char32_t c) {
  std::string text;
  append_utf8(text, c);
  return text;
}

// White space and line ends of ECMA-262, as RE2 writes a class.
#define ECMA_SPACE \
  R"(\x{9}-\x{D}\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF})"
#define ECMA_ENDS R"(\n\r\x{2028}\x{2029})"

struct Pair {
  const char* ecma;
  const char* re2;  // the same, written by hand
};
constexpr Pair kPlain[] = {
    {R"(^[a-zA-Z0-9_\-.]*$)", R"(^[a-zA-Z0-9_.-]*$)"},
    {R"(^[\d\-+]*$)", R"(^[0-9+-]*$)"},
    {R"(^[a-zA-Z0-9\-_]+$)", R"(^[a-zA-Z0-9_-]+$)"},
    {R"(^.*$)", R"(^[^)" ECMA_ENDS R"(]*$)"},
    {R"(^[\S]*$)", R"(^[^)" ECMA_SPACE R"(]*$)"},
    {R"(^\S+$)", R"(^[^)" ECMA_SPACE R"(]+$)"},
    {R"(^\s*$)", R"(^[)" ECMA_SPACE R"(]*$)"},
    {R"(^[-:/a-zA-Z0-9]+$)", R"(^[-:/a-zA-Z0-9]+$)"},
    {R"(^[-_.a-zA-Z0-9]+$)", R"(^[-_.a-zA-Z0-9]+$)"},
    {R"(^[^\u0000-\u001F\u007F-\u009F\u00AD\u0600-\u0605\u061C\u06DD\u070F\u0890\u0891\u08E2\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uE000-\uF8FF\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]*$)",
     R"(^[^\x{0}-\x{1F}\x{7F}-\x{9F}\x{AD}\x{600}-\x{605}\x{61C}\x{6DD}\x{70F}\x{890}\x{891}\x{8E2}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{E000}-\x{F8FF}\x{FEFF}\x{FFF9}-\x{FFFB}\x{FFFE}\x{FFFF}]*$)"},
    {R"(^\d+$)", R"(^[0-9]+$)"},
    {R"(^\D*$)", R"(^[^0-9]*$)"},
    {R"(^\w*$)", R"(^[0-9A-Za-z_]*$)"},
    {R"(^\W+$)", R"(^[^0-9A-Za-z_]+$)"},
    {R"(^[\s\S]*$)", R"(^(?s:.)*$)"},
    {R"(^[^\s]*$)", R"(^[^)" ECMA_SPACE R"(]*$)"},
    {R"(^[^a-c]*$)", R"(^[^a-c]*$)"},
    {R"(^[^]*$)", R"(^(?s:.)*$)"},
    {R"(^[\u0000-\u001F]*$)", R"(^[\x00-\x1F]*$)"},
    {R"(^[\u{1F600}-\u{1F64F}é]+$)", R"(^[\x{1F600}-\x{1F64F}\x{E9}]+$)"},
    {R"(^[α-ωΑ-Ω]*$)", R"(^[\x{3B1}-\x{3C9}\x{391}-\x{3A9}]*$)"},
    {R"(^[\x41\t\n\]\\^]*$)", R"(^[A\t\n\]\\^]*$)"},
    {R"(^[\b]*$)", R"(^[\x08]*$)"},
    {R"(^[\r\f\v\0]*$)", R"(^[\r\f\v\x00]*$)"},
    {R"(^[^\u{10000}-\u{10FFFF}]*$)", R"(^[^\x{10000}-\x{10FFFF}]*$)"},
    {R"(^[\u0080-\u{10FFFF}]*$)", R"(^[^\x00-\x7F]*$)"},
    {R"(^[a-]*$)", R"(^[a\-]*$)"},
    {R"(^[^\u0080]*$)", R"(^[^\x{80}]*$)"},
    {R"(^[^\u007F]*$)", R"(^[^\x{7F}]*$)"},
};

struct Example {
  const char* ecma;
  const char* text;
  bool matches;
};
constexpr Example kExamples[] = {
    {R"(^\+[1-9]\d{1,14}$)", "+12025550147", true},
    {R"(^\+[1-9]\d{1,14}$)", "+1", false},
    {R"(^\+[1-9]\d{1,14}$)", "+\xD9\xA1\xD9\xA2\xD9\xA3", false},  // Arabic digits
    {"abc", "xxabcxx", true},
    {"^abc", "xabc", false},
    {"^a$", "a\n", false},
    {"^(a|b)+$", "abba", true},
    {"^(?:a|b)?$", "", true},
    {R"(^(?<name>x)\.y$)", "x.y", true},
    {R"(^\u00e9$)", "\xC3\xA9", true},
    {R"(^.$)", "\xF0\x9F\x98\x80", true},
    {R"(^..$)", "\xF0\x9F\x98\x80", false},
    {R"(^a{2,3}$)", "aaaa", false},
    {R"(\bcat\b)", "a cat!", true},
    {R"(c\Bat)", "cat", true},
    {R"(\Bcat)", "cat", false},
    {R"(^\r\f\v$)", "\r\f\v", true},
    {"^[]?a$", "a", true},
    {"^[]a$", "a", false},
    {R"(^\/\$\(\)$)", "/$()", true},
    {"^[^a]$", "\n", true},
    {"^[a-c]+$", "", false},
    {"^[a-c]*$", "", true},
    {"x[ab]*$", "xab", true},
    {"x[ab]*$", "ab", false},
    {"^xd*$", "xddd", true},
    {"^[a-a]$", "a", true},
    {"^[b-b]$", "a", false},
    {R"(^(?<n>x)$)", "x", true},
    {R"(^\xAf\xfA$)", "\xC2\xAF\xC3\xBA", true},
    {R"(^\x411$)", "A1", true},
    {R"(^\u{41}\u00411$)", "AA1", true},
    {R"(^\u{10FFFF}$)", "\xF4\x8F\xBF\xBF", true},
    {R"(^[+-]+$)", "-+", true},
    {R"(^[--/]+$)", "-./", true},
    {R"(^\ud83d\ude00$)", "\xF0\x9F\x98\x80", true},
    {R"(^[\ud83d\ude00-\ud83d\ude02]$)", "\xF0\x9F\x98\x81", true},
    {R"(^[\ud83d\ude00]$)", "\xF0\x9F\x98\x81", false},
    {R"(^\u{d83d}\u{de00}$)", "\xF0\x9F\x98\x80", false},
    {R"(^\ud83d\u0041$)", "A", false},
    {R"(^\ud83d\u{de00}$)", "\xF0\x9F\x98\x80", false},
    // The ends of what is a pair, and what is none: two units by themselves, of which halves fit
    // none.
    {R"(^\ud800\udc00$)", "\xF0\x90\x80\x80", true},
    {R"(^\udbff\udfff$)", "\xF4\x8F\xBF\xBF", true},
    {R"(^[\ud7ff\udc00]$)", "\xED\x9F\xBF", true},
    {R"(^[\u0041\udc00]$)", "A", true},
    {R"(^[\udc00\udc00a]$)", "a", true},
    {R"(^[\ud83d\u0041]$)", "A", true},
    {R"(^[\ud83d\udbff]$)", "\xF0\x9F\x8F\xBF", false},
    {R"(^[\ud83d\ue000]$)", "\xEE\x80\x80", true},
    {"^a{2,2}$", "aa", true},
    {"^a{00,1}$", "a", true},
    {R"(^\cA\cz$)", "\x01\x1A", true},
    {"^a{2,}?b{03,10}c{1}$", "aabbbc", true},
    {"^(?:ab)+$", "abab", true},
    {"^(?<\xC3\xA4_$1>x)$", "x", true},
};

struct Bad {
  const char* ecma;
  const char* says;
};
constexpr Bad kBad[] = {
    {"^[a-z*$", "']' is missing"},
    {"^[", "']' is missing"},
    {R"(^[a-\d]*$)", "cannot be the end of a range"},
    {"^[z-a]*$", "descending"},
    {R"(^[\d-z]*$)", "cannot be the end of a range"},
    {R"(^(a)\1$)", "back references"},
    {"^(?=a)$", "look-around"},
    {"^(?!a)$", "look-around"},
    {"(?<=a)b", "look-around"},
    {"(?<!a)b", "look-around"},
    {R"(^\q$)", "unknown escape"},
    {R"(^\u12$)", "hexadecimal"},
    {R"(^\u{110000}$)", "U+10FFFF"},
    {"\\", "ends too early"},
    {"^[z-a", "descending"},
    {"^[z-", "']' is missing"},
    {R"(^(a)\9$)", "back references"},
    {R"(^(a)\:$)", "unknown escape"},
    {R"(^\xG1$)", "hexadecimal"},
    {R"(^\x`1$)", "hexadecimal"},
    {"^\\x\x10"
     "1$",
     "hexadecimal"},
    {R"(^\x4g$)", "hexadecimal"},
    {R"(^\u{11FFFF}$)", "U+10FFFF"},
    {R"(^\u{)", "ends too early"},
    {R"(^\u{41)", "ends too early"},
    {R"(^\u004)", "ends too early"},
    {"^(a$", "')' is missing"},
    {"^a)$", "no group to close"},
    {"^*a{2,1}$", "nothing in front of it"},
    {"(?i)a", "must begin"},
    {"(?P<n>a)", "must begin"},
    {"(?<1>a)", "name"},
    {"(?<>a)", "name"},
    {"(?<a b>a)", "name"},
    {"(?<a>b)(?<a>c)", "same name"},
    {"(?<a", "ends too early"},
    {"a{2,1}", "descending"},
    {"a{10,9}", "descending"},
    {"a{,3}", "as in {2,3}"},
    {"a{", "as in {2,3}"},
    {"a{2", "as in {2,3}"},
    {"a{b}", "as in {2,3}"},
    {"{2}", "nothing in front of it"},
    {"a**", "nothing in front of it"},
    {"a|*", "nothing in front of it"},
    {"(+a)", "nothing in front of it"},
    {"$?", "nothing in front of it"},
    {R"(\b+)", "nothing in front of it"},
    {"a}", "behind a backslash"},
    {"a]", "behind a backslash"},
    {R"(\-)", "unknown escape"},
    {R"(\01)", "begins with"},
    {R"(\c1)", "needs a letter"},
    {R"(\u{})", "hexadecimal"},
    {R"(\ud83d\u00)", "ends too early"},
    {R"(\ud83d\u00g0)", "hexadecimal"},
};

}  // namespace

TEST_CASE("A class table and RE2 agree on every code point", "[pattern]") {
  for (const auto& [ecma, by_hand] : kPlain) {
    const Pattern pattern = compiled(ecma);
    const re2::RE2 translated(pattern.re2_source());
    const re2::RE2 expected(by_hand);
    REQUIRE(expected.ok());
    REQUIRE(pattern.plain_class() != nullptr);
    std::uint32_t disagreements = 0;
    std::uint32_t wrong_quick = 0;
    const auto step = static_cast<char32_t>(every(7));
    for (char32_t c = 0; c <= kLast; c += c < 0x100 ? 1 : step) {
      if (is_surrogate(c)) continue;
      const std::string text = utf8(c);
      const bool own = pattern.matches(text);
      disagreements += own == re2::RE2::PartialMatch(text, expected) ? 0 : 1;
      disagreements += own == re2::RE2::PartialMatch(text, translated) ? 0 : 1;
      disagreements += own == pattern.plain_class()->contains(c) ? 0 : 1;
      bool quick = true;
      for (const char byte : text) {
        quick = quick && pattern.fast_bytes().contains(static_cast<unsigned char>(byte));
      }
      wrong_quick += quick && !own ? 1 : 0;
    }
    INFO(ecma);
    CHECK(disagreements == 0);
    CHECK(wrong_quick == 0);
    CHECK(pattern.matches("") == re2::RE2::PartialMatch("", expected));
    CHECK(pattern.minimum() == (pattern.matches("") ? 0U : 1U));
    CHECK_FALSE(pattern.fast_bytes().contains('\\'));  // it may begin an escape
  }
}

TEST_CASE("The patterns of the schemas are plain classes, but for these", "[pattern]") {
  struct Other {
    const char* ecma;
    std::vector<std::string> accepted;
    std::vector<std::string> refused;
  };
  const Other kOthers[] = {
      // Open at its end, as it is written.
      {"^[-:/A-Za-z0-9]+", {"arn:aws", "a b", "-\n"}, {"", " a", "_a", "\na"}},
      {R"(^arn:[a-zA-Z0-9-]+:[a-zA-Z0-9-]+:[a-z]{2}-[a-z]+-\d{1,2}:[a-zA-Z0-9-]+:[^:]+(?:/[^:]+)*(?:/[^:]+)?(?::[^:]+)?$)",
       {"arn:aws:wisdom:us-west-2:123456789012:message-template/a/b", "arn:a:b:eu-x-12:c:d:e",
        "arn:a:b:eu-x-1:c:\n"},
       {"", "arn:aws:wisdom:us-west-2:123456789012:", "arn:aws:s3:::bucket", "xarn:a:b:eu-x-1:c:d",
        "arn:a:b:eu-x-123:c:d", "arn:a:b:EU-x-1:c:d", "arn:a:b:eu-x-1:c:d:e:f",
        "arn:a:b:eu-x-\xD9\xA1:c:d"}},
      {R"(^.*[^\s@]+@[^\s@]+\.[^\s@]+.*$)",
       {"a@b.c", "Ann <a@b.c>", "a@b.c d", "\xC3\xA9@\xC3\xA9.\xC3\xA9"},
       {"", "a@b", "@b.c", "a@.c", "a b.c", "a@b.c\n", "\na@b.c", "a\xC2\xA0@b.c"}}};
  std::set<std::string> seen;
  for (const Node& node : builtin_plan().nodes) {
    for (const Check& check : node.checks) {
      if (!check.pattern) continue;
      const std::string& source = check.pattern->source();
      seen.insert(source);
      INFO(source);
      const bool plain = std::any_of(std::begin(kPlain), std::end(kPlain),
                                     [&](const Pair& pair) { return source == pair.ecma; });
      const bool other = std::any_of(std::begin(kOthers), std::end(kOthers),
                                     [&](const Other& one) { return source == one.ecma; });
      CHECK(plain != other);
      CHECK((check.pattern->plain_class() != nullptr) == plain);
    }
  }
  CHECK(seen.size() == 11);
  for (const Other& other : kOthers) {
    const Pattern pattern = compiled(other.ecma);
    for (const std::string& text : other.accepted) {
      INFO(other.ecma << " on " << text);
      CHECK(pattern.matches(text));
    }
    for (const std::string& text : other.refused) {
      INFO(other.ecma << " on " << text);
      CHECK_FALSE(pattern.matches(text));
    }
  }
}

namespace {

// Code points on either side of whatever a pattern of kPlain names, and of what UTF-8 tells apart.
std::vector<char32_t> edge_points() {
  std::vector<char32_t> points;
  for (char32_t c = 0; c <= 0x80; ++c) points.push_back(c);
  for (const unsigned edge :
       {0x85U,    0xA0U,    0xE9U,    0xFFU,    0x391U,   0x3A9U,  0x3B1U,  0x3C9U,
        0x7FFU,   0x800U,   0xFFFU,   0x1680U,  0x2000U,  0x200AU, 0x2028U, 0x2029U,
        0x202FU,  0x205FU,  0x3000U,  0xD7FEU,  0xE001U,  0xFEFFU, 0xFFFFU, 0x10000U,
        0x1F600U, 0x1F64FU, 0x3FFFFU, 0x40000U, 0x10FFFEU}) {
    for (unsigned c = edge - 1; c <= edge + 1; ++c) points.push_back(c);
  }
  return points;
}

// Whether every code point whose UTF-8 begins with a byte belongs.
bool whole_lead(const CodePointClass& set, unsigned lead) {
  char32_t low = 0;
  char32_t high = 0;
  if (lead < 0xE0) {
    low = (lead & 0x1FU) << 6U;
    high = low + 0x3F;
  } else if (lead < 0xF0) {
    low = std::max<char32_t>((lead & 0xFU) << 12U, 0x800);
    high = lead == 0xED ? 0xD7FF : ((lead & 0xFU) << 12U) + 0xFFF;
  } else {
    low = std::max<char32_t>((lead & 0x7U) << 18U, 0x10000);
    high = std::min<char32_t>(((lead & 0x7U) << 18U) + 0x3FFFF, kLast);
  }
  return std::any_of(set.ranges().begin(), set.ranges().end(),
                     [&](const auto& range) { return range.low <= low && range.high >= high; });
}

}  // namespace

// "A class table and RE2 agree on every code point" takes seconds; this tries what is at an edge.
TEST_CASE("A class table and RE2 agree at the edges of classes", "[pattern]") {
  const std::vector<char32_t> points = edge_points();
  for (const auto& [ecma, by_hand] : kPlain) {
    const Pattern pattern = compiled(ecma);
    const re2::RE2 expected(by_hand);
    REQUIRE(pattern.plain_class() != nullptr);
    INFO(ecma);
    for (const char32_t c : points) {
      const std::string text = utf8(c);
      INFO(static_cast<unsigned>(c));
      const bool belongs = re2::RE2::PartialMatch(text, expected);
      REQUIRE(pattern.matches(text) == belongs);
      REQUIRE(pattern.plain_class()->contains(c) == belongs);
    }
    CHECK(pattern.matches("") == re2::RE2::PartialMatch("", expected));
  }
}

TEST_CASE("Quick bytes are those of ASCII and of whole leading bytes", "[pattern]") {
  for (const auto& [ecma, unused] : kPlain) {
    const Pattern pattern = compiled(ecma);
    const CodePointClass& set = *pattern.plain_class();
    INFO(ecma);
    bool any = false;
    for (unsigned byte = 0; byte < 0x80; ++byte) {
      const bool expected = byte >= 0x20 && byte != '\\' && set.contains(byte);
      INFO(byte);
      CHECK(pattern.fast_bytes().contains(static_cast<unsigned char>(byte)) == expected);
    }
    for (unsigned byte = 0xC0; byte < 0x100; ++byte) {
      const bool expected = byte >= 0xC2 && byte <= 0xF4 && whole_lead(set, byte);
      INFO(byte);
      CHECK(pattern.fast_bytes().contains(static_cast<unsigned char>(byte)) == expected);
      any = any || expected;
    }
    for (unsigned byte = 0x80; byte < 0xC0; ++byte) {
      INFO(byte);
      CHECK(pattern.fast_bytes().contains(static_cast<unsigned char>(byte)) == any);
    }
  }
}

TEST_CASE("A pattern is as long as RE2 can take it, and a plain class is of any length",
          "[pattern]") {
  const std::string letters(16'000, 'x');
  CHECK(Pattern::compile("[" + letters + "]").pattern);
  CHECK(Pattern::compile("^" + std::string(16'384 - 1, 'a')).pattern);
  CHECK(Pattern::compile("^" + std::string(16'384, 'a')).error ==
        "it has 16385 bytes; at most 16384 are allowed");
  const auto plain = Pattern::compile("^[" + letters + letters + "]*$").pattern;
  REQUIRE(plain);
  CHECK(plain->plain_class()->ranges().size() == 1);
  CHECK(plain->memory() == 0);
}

TEST_CASE("A pattern may hold as much memory as it is large", "[pattern]") {
  constexpr std::size_t kKib = 1024;
  const auto memory_of = [](const char* ecma) { return Pattern::compile(ecma).pattern->memory(); };
  CHECK(memory_of("^[0-9]{3}$") == 512 * kKib);
  CHECK(memory_of("^[^a-z]{900}$") > 2048 * kKib);
  CHECK(memory_of("^([^a-z]{50}[^b-z]{50}[^c-z]{50}){20}$") == 8192 * kKib);
}

TEST_CASE("A class is the ranges that it was made of, merged", "[pattern]") {
  using Range = CodePointClass::Range;
  const auto ranges = [](const std::vector<Range>& given) {
    return CodePointClass(given).ranges();
  };
  CHECK(ranges({}) == std::vector<Range>{});
  CHECK(ranges({{1, 2}, {4, 5}}) == std::vector<Range>{{1, 2}, {4, 5}});
  CHECK(ranges({{4, 5}, {1, 2}}) == std::vector<Range>{{1, 2}, {4, 5}});
  CHECK(ranges({{1, 2}, {3, 5}}) == std::vector<Range>{{1, 5}});
  CHECK(ranges({{1, 9}, {3, 5}}) == std::vector<Range>{{1, 9}});
  CHECK(ranges({{1, 1}, {1, 5}}) == std::vector<Range>{{1, 5}});
  CHECK(ranges({{1, 2}, {4, 5}, {3, 3}}) == std::vector<Range>{{1, 5}});
}

TEST_CASE("What is not in a class is in its opposite, but for surrogates", "[pattern]") {
  using Range = CodePointClass::Range;
  struct Row {
    std::vector<Range> given;
    std::vector<Range> inverted;
  };
  const Row rows[] = {
      {{}, {{0, 0xD7FF}, {0xE000, kLast}}},
      {{{0, kLast}}, {}},
      {{{0, 0xD7FF}}, {{0xE000, kLast}}},
      {{{0, 0xD7FE}}, {{0xD7FF, 0xD7FF}, {0xE000, kLast}}},
      {{{0, 0xD800}}, {{0xE000, kLast}}},
      {{{0, 0xDFFE}}, {{0xE000, kLast}}},
      {{{0, 0xDFFF}}, {{0xE000, kLast}}},
      {{{0, 0xE000}}, {{0xE001, kLast}}},
      {{{0xE000, kLast}}, {{0, 0xD7FF}}},
      {{{0xE001, kLast}}, {{0, 0xD7FF}, {0xE000, 0xE000}}},
      {{{0xD7FF, kLast}}, {{0, 0xD7FE}}},
      {{{0xD800, kLast}}, {{0, 0xD7FF}}},
      {{{0xD801, kLast}}, {{0, 0xD7FF}}},
      {{{0xD800, 0xDFFF}}, {{0, 0xD7FF}, {0xE000, kLast}}},
      {{{1, kLast}}, {{0, 0}}},
      {{{0, kLast - 1}}, {{kLast, kLast}}},
      {{{0, 4}, {6, kLast}}, {{5, 5}}},
      {{{0, 0xD7FE}, {0xD800, kLast}}, {{0xD7FF, 0xD7FF}}},
      {{{0, 0xD7FF}, {0xE000, kLast}}, {}},
  };
  for (const Row& row : rows) {
    INFO(&row - rows);
    CHECK(CodePointClass(row.given).inverted().ranges() == row.inverted);
  }
}

TEST_CASE("quick() accepts no text that the pattern refuses", "[pattern]") {
  Random random(11);
  for (const auto& [ecma, unused] : kPlain) {
    const Pattern pattern = compiled(ecma);
    for (int i = 0; i < rounds(3000); ++i) {
      std::string text = text_for(pattern, random);
      if (random.once_in(2)) append_utf8(text, static_cast<char32_t>(random.below(0x3100)));
      std::string padded = text + std::string(16, random.once_in(2) ? 'a' : '\n');
      const std::string_view view(padded.data(), text.size());
      INFO(ecma << " " << text);
      if (pattern.fast_bytes().contains_all(view) && text.size() >= pattern.minimum()) {
        CHECK(pattern.matches(text));
      }
    }
  }
}

TEST_CASE("Patterns mean what ECMA-262 means", "[pattern]") {
  for (const auto& [ecma, text, matches] : kExamples) {
    INFO(ecma << " on " << text);
    CHECK(compiled(ecma).matches(text) == matches);
  }
}

TEST_CASE("What is wrong with a pattern is said", "[pattern]") {
  for (const auto& [ecma, says] : kBad) {
    const Pattern::Result result = Pattern::compile(ecma);
    INFO(ecma << ": " << result.error);
    CHECK_FALSE(result.pattern);
    CHECK_FALSE(result.error.empty());
    CHECK(result.error.find(says) != std::string::npos);
  }
}

TEST_CASE("What stands behind a pattern is none of it", "[pattern]") {
  const std::string_view whole = "^[a]*$";
  CHECK_FALSE(Pattern::compile(whole.substr(0, 3)).pattern);
  CHECK(Pattern::compile(whole.substr(0, 4)).pattern);
  CHECK_FALSE(Pattern::compile(std::string_view("^\\u{41}$").substr(0, 5)).pattern);
  CHECK_FALSE(Pattern::compile(std::string_view("a{2}").substr(0, 3)).pattern);
  CHECK(Pattern::compile(std::string_view("^\\01").substr(0, 3)).pattern);
}

TEST_CASE("The first stray character is found and counted", "[pattern]") {
  const Pattern pattern = compiled("^[a-c]*$");
  CHECK_FALSE(pattern.first_stray("abc"));
  const auto stray = pattern.first_stray("ab\xF0\x9F\x98\x80");
  REQUIRE(stray);
  CHECK(stray->index == 2);
  CHECK(stray->code_point == 0x1F600);
}

TEST_CASE("Texts made for a pattern match it", "[pattern]") {
  Random random(3);
  for (const char* ecma :
       {R"(^\+[1-9]\d{1,14}$)", "^(red|green|b[lu]+e)?-[^x]{3}$",
        R"(^[A-Z]{2}\d{2}(?: \w{4}){2,}$)", R"(^(?<day>0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.$)",
        "^a|^b", "^[]?a$", R"(^\ba\Bb\b$)", R"(^.{0,4}\u{1F600}+?$)"}) {
    const Pattern pattern = compiled(ecma);
    for (int i = 0; i < 500; ++i) {
      const std::string text = text_for(pattern, random);
      INFO(ecma << " on " << text);
      CHECK(pattern.matches(text));
    }
  }
}

}  // namespace diallint::test
