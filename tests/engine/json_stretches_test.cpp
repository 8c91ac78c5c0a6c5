// What is read in stretches is what would have been read as a whole: the same findings at the same
// places, the same counts.
#include "engine/json_stretches.h"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/random.h"
#include "support/lint.h"
#include "support/lint_whole.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

LintResult lint_stretches(std::string_view text, std::size_t step = SIZE_MAX) {
  return lint(text, {.format = InputFormat::kJson, .step = step});
}

// By place: how many findings are handed on together is no part of what they say.
std::string in_words(LintResult result) {
  std::stable_sort(result.findings.begin(), result.findings.end(),
                   [](const Located& a, const Located& b) {
                     return std::tie(a.finding.span.begin, a.finding.rule) <
                            std::tie(b.finding.span.begin, b.finding.rule);
                   });
  std::string words = result.counts();
  for (const auto& [finding, at] : result.findings) {
    // A report ends what goes on behind the text at hand with that.
    const bool whole = finding.span.end - finding.span.begin < kStretchBytes;
    const Position end = whole ? at.end : at.begin;
    // What stands in no record is told when it is come to, or when all records have been read.
    const std::uint64_t record = finding.path.empty() ? 0 : finding.record;
    words += fmt::format("\n{}:{}-{}:{} {} {} {} {}-{}: {}", at.begin.line, at.begin.column,
                         end.line, end.column, finding.rule, record, finding.path,
                         finding.span.begin, finding.span.end, finding.message);
  }
  return words;
}

// The first line in which they differ, for a message that can be read.
std::string difference(const std::string& a, const std::string& b) {
  std::size_t line = 0;
  std::size_t at = 0;
  for (; at < a.size() && at < b.size() && a[at] == b[at]; ++at) {
    if (a[at] == '\n') line = at + 1;
  }
  const auto rest = [&](const std::string& text) {
    return text.substr(line, text.find('\n', line) - line);
  };
  return a == b ? std::string() : rest(a) + "\n" + rest(b);
}

// One of `sound` is at fault.
std::string request(Random& random, std::size_t number, std::uint64_t sound = 2) {
  const std::string_view names[] = {"name", "é", "{}}", "]},{", "a b", "\\u0041\\\"", "漢字"};
  const bool fault = random.below(sound) == 0;
  return fmt::format(
      R"({{"clientToken":"t-{}","phoneNumber":"+1202555{:04}","expirationTime":"2026-11-20T12:{:02}:00Z","attributes":{{"{}":"{}"}}}})",
      fault ? number / 2 : number, 100 + random.below(100), fault ? random.below(80) : 10,
      names[fault ? random.below(5) : 0], names[random.below(std::size(names))]);
}

enum class Form { kCompact, kLines, kPretty, kBatches, kSequence, kTwoArrays };
constexpr Form kForms[] = {Form::kCompact, Form::kLines,    Form::kPretty,
                           Form::kBatches, Form::kSequence, Form::kTwoArrays};

std::string_view between(Form form, Random& random) {
  switch (form) {
    case Form::kLines:
      return ",\n";
    case Form::kPretty:
      return " ,\n\n  ";
    case Form::kSequence:
      return "\n";
    case Form::kTwoArrays:
      return random.below(300) == 0 ? "]\n[" : ",";
    default:
      return ",";
  }
}

std::string text_of(Form form, std::size_t size, Random& random, std::uint64_t sound = 2) {
  std::string text = form == Form::kSequence ? "" : "[";
  for (std::size_t number = 0; text.size() < size; ++number) {
    if (number > 0) text += between(form, random);
    if (form != Form::kBatches) {
      text += request(random, number, sound);
      continue;
    }
    text += R"({"dialRequests":[)" + request(random, 2 * number) + "," +
            request(random, 2 * number + 1) + R"(],"id":"aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"})";
  }
  return form == Form::kSequence ? text : text + "]";
}

void damage(std::string& text, Random& random) {
  constexpr std::string_view kPieces[] = {
      "}",    "]", "\"", ",",  "{", "[",  ":", "\n",   "x",    "\xFF", "\x01",  "\\",
      "null", "/", "{}", "[]", "1", "}}", " ", "\"\"", "{\"a", "]}",   "/*c*/", "\xEF\xBB\xBF"};
  const std::size_t at = random.below(text.size());
  const std::string_view piece = kPieces[random.below(std::size(kPieces))];
  switch (random.below(4)) {
    case 0:
      text.erase(at, 1 + random.below(40));
      break;
    case 1:
      text.insert(at, piece);
      break;
    case 2:
      text.replace(at, std::min(piece.size(), text.size() - at), piece);
      break;
    default:
      text.resize(text.size() - random.below(200));
  }
}

// Longer than a stretch, and not so long that reading on behind a break is given up.
constexpr std::size_t kSize = kStretchBytes * 5 / 2;

}  // namespace

TEST_CASE("a sound text of any form is read in stretches as it is as a whole") {
  Random random(1);
  for (const Form form : kForms) {
    for (const std::size_t step : {SIZE_MAX, std::size_t{1000}}) {
      const std::string text = text_of(form, kSize, random);
      INFO("form " << static_cast<int>(form) << ", step " << step);
      CHECK(difference(in_words(lint_whole(text)), in_words(lint_stretches(text, step))).empty());
    }
  }
}

// A break whose traces go over the end of a stretch may cost one record more or less, and shift the
// numbers of those behind it. With stretches of half a kilobyte that is so for one text in 250.
TEST_CASE("a text that is broken in some places is told of as it is as a whole, but for a few") {
  const int turns = kStretchBytes > 100'000 ? rounds(60) : rounds(8000);
  int different = 0;
  for (int turn = 0; turn < turns; ++turn) {
    Random random(static_cast<std::uint64_t>(turn));
    const Form form = kForms[static_cast<std::size_t>(turn) % std::size(kForms)];
    std::string text = text_of(form, kSize, random);
    for (std::size_t count = 1 + random.below(4); count > 0; --count) damage(text, random);
    const LintResult whole = lint_whole(text);
    const LintResult stretches = lint_stretches(text);
    INFO("turn " << turn << ", form " << static_cast<int>(form));
    different += in_words(whole) == in_words(stretches) ? 0 : 1;
    const auto records = static_cast<std::int64_t>(whole.summary.counts.records);
    CHECK(std::abs(records - static_cast<std::int64_t>(stretches.summary.counts.records)) <= 2);
    CHECK((whole.summary.counts.errors > 0) == (stretches.summary.counts.errors > 0));
  }
  CHECK(different * 200 <= turns);
}

TEST_CASE("a batch that is larger than what is held is judged as a whole and record by record") {
  constexpr std::string_view kId = R"("id":"aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee")";
  struct Around {
    std::string_view before;
    std::string_view behind;
  };
  const Around kAll[] = {{"{\n  ", "}"},
                         {"{", ",\"id\":\"no campaign\" }\n"},
                         {"{\"idd\":1,", ",\"other\":[1,{\"a\":2}]}"},
                         {"\xEF\xBB\xBF{\"id\":\"\", ", ",\"id\":\"\"}  {}"}};
  Random random(7);
  constexpr std::size_t kLarge = kMostHeld * 5 / 4;
  const std::string list = text_of(Form::kCompact, kLarge, random, 1000);
  const std::string lines = text_of(Form::kLines, kLarge, random, 1000);
  // Of what is held as a whole no more findings are shown than a unit has room for.
  Settings settings = test_settings();
  settings.severity["phone-duplicate"] = Severity::kOff;
  bool with_id = false;
  for (const Around& around : kAll) {
    with_id = !with_id;
    std::string text(around.before);
    if (with_id) text += std::string(kId) + ",";
    text += "\"dialRequests\": " + (with_id ? list : lines) + std::string(around.behind);
    INFO("before: " << around.before << ", behind: " << around.behind);
    const LintResult stretches = lint(text, {.format = InputFormat::kJson, .settings = settings});
    CHECK(difference(in_words(lint_whole(text, settings)), in_words(stretches)) == "");
  }
}

TEST_CASE("of a large batch that breaks around its records these have been read") {
  Random random(8);
  const std::string list = text_of(Form::kCompact, kMostHeld * 5 / 4, random, 1'000'000);
  const LintResult sound = lint_stretches(R"({"dialRequests":)" + list + "}");
  const std::uint64_t records = sound.summary.counts.records;
  CHECK(sound.summary.counts.invalid == records);  // they are too many
  for (const std::string_view behind : {",\"id\" 1}", ",\"id\":", "}}", "] {}", ""}) {
    const LintResult broken = lint_stretches(R"({"dialRequests":)" + list + std::string(behind));
    INFO("behind: " << behind);
    CHECK(broken.summary.counts.records >= records);
    CHECK(broken.summary.counts.errors > 0);
    CHECK(broken.brief().find("json-syntax") != std::string::npos);
  }
}

// So far that nothing behind it is held where the text is first given up.
TEST_CASE("behind a value that is broken late in it the next record is looked for as far") {
  for (const std::size_t late : {kMostHeld / 3, kMostHeld - 20, kMostHeld * 3}) {
    CAPTURE(late);
    const std::string broken = R"({"unknown":")" + std::string(late, 'x') + "\xFF\",\"more\":\"" +
                               std::string(kMostHeld / 4, 'x');
    Random random(10);
    std::string behind;
    for (std::size_t number = 1; behind.size() < kMostHeld * 2; ++number)
      behind += "," + request(random, number * 2, 1'000'000);
    const LintResult whole = lint_whole("[" + broken + "\"}" + behind + "]");
    const LintResult parts = lint_stretches("[" + broken + "\"}" + behind + "]");
    CHECK(difference(in_words(whole), in_words(parts)) == "");
    CHECK_FALSE(was_given_up(parts));
    // Without its end nothing tells it from the records behind it.
    const LintResult open = lint_stretches("[" + broken + behind + "]");
    CHECK(open.counts() == lint_whole("[" + broken + behind + "]").counts());
  }
}

TEST_CASE("behind what was given up all that follows is read") {
  const std::string broken = "{\"clientToken\":\"t\",\"attributes\":{\"k\":\"\xFF\"}}";
  std::string list = broken;
  std::size_t records = 1;
  for (; list.size() < kMostHeld * 3; ++records) list += "," + broken;
  for (const auto& [before, behind] : {std::pair{"[[", "]]"}, {"{\"unknown\":[", "]}"}}) {
    CAPTURE(before);
    const LintResult result = lint_stretches(before + list + behind);
    CHECK(result.summary.counts.unreadable == records);
    CHECK_FALSE(was_given_up(result));
  }
}

// What is no text, no escape or no number, in any share of the records and in what stands around
// them.
TEST_CASE("a large batch with faults of text is told of as one that is held") {
  constexpr std::string_view kFaults[] = {"\"\xFF\"", "\"\x01\"", "\"\\x\"", "01"};
  Settings settings = test_settings();
  settings.severity["phone-duplicate"] = Severity::kOff;
  const auto expect_the_same = [&](const std::string& text, bool is_shown) {
    const LintResult held = lint_whole(text, settings);
    const LintResult large = lint(text, {.format = InputFormat::kJson, .settings = settings});
    CHECK(large.counts() == held.counts());
    if (is_shown) CHECK(difference(in_words(held), in_words(large)) == "");
  };
  Random random(9);
  for (const std::string_view fault : kFaults) {
    CAPTURE(fault);
    for (const std::uint64_t broken_one_in : {1, 2, 1000}) {
      std::string list;
      for (std::size_t number = 0; list.size() < kMostHeld * 5 / 4; ++number) {
        std::string one = request(random, number, 1'000'000);
        if (random.below(broken_one_in) == 0)
          one.replace(one.rfind(':') + 1, std::string::npos, std::string(fault) + "}}");
        list += (number > 0 ? "," : "") + one;
      }
      // Of what is held as a whole no more findings are shown than a unit has room for.
      expect_the_same(R"({"dialRequests":[)" + list + "]}", broken_one_in == 1000);
    }
    const std::string sound = text_of(Form::kCompact, kMostHeld * 5 / 4, random, 1'000'000);
    const std::string id = fmt::format(R"("id":{})", fault);
    expect_the_same("{" + id + R"(,"dialRequests":)" + sound + "}", true);
    expect_the_same(R"({"dialRequests":)" + sound + "," + id + "}", true);
  }
}

TEST_CASE("a value that is larger than what is held is read all the same") {
  Random random(3);
  const std::string large = R"({"clientToken":"t-a","attributes":{"k":")" +
                            std::string(kStretchBytes * 3, '}') + R"("}})";
  std::string characters;
  while (characters.size() < kStretchBytes * 3) characters += "漢";
  const std::string wide = R"({"attributes":{"k":")" + characters + R"("}})";
  for (const std::string& text :
       {wide, " " + wide, "  " + wide, "1" + std::string(kStretchBytes * 2, ' ') + "{}", large,
        "[" + request(random, 1) + "," + large + "," + request(random, 2) + "]",
        request(random, 1) + std::string(kStretchBytes * 6, ' ') + large,
        "[" + std::string(kStretchBytes * 6, '\n') + request(random, 1) + "]"}) {
    CHECK(difference(in_words(lint_whole(text)), in_words(lint_stretches(text))) == "");
  }
}

TEST_CASE("behind a break the next record is looked for, but not without end") {
  Random random(4);
  const std::string first = request(random, 1);
  const std::string second = request(random, 1'000'001);
  const auto text = [&](std::size_t brackets) {
    return "[" + first + "," + std::string(brackets, '[') + second + "]";
  };
  const std::string near = text(kStretchBytes * 2);
  CHECK(difference(in_words(lint_whole(near)), in_words(lint_stretches(near))) == "");
  CHECK(lint_stretches(near).summary.counts.records == 3);
  const LintResult far = lint_stretches(text(kMostHeld * 5 / 4));
  CHECK(was_given_up(far));
  CHECK(far.summary.counts.records == 2);
  CHECK(far.summary.counts.unreadable == 1);
  CHECK(was_given_up(lint_stretches("[" + std::string(kMostHeld * 5 / 4, '\0'))));
  CHECK(was_given_up(lint_stretches("[" + first + std::string(kMostHeld * 5 / 4, '}'))));
  CHECK(was_given_up(lint_stretches("[" + std::string(kStretchBytes, ' ') + "//" +
                                    std::string(kMostHeld * 5 / 4, 'x'))));
}

}  // namespace diallint::test
