// NDJSON: a broken line is one finding at its place, and no other line suffers for it.
#include <catch2/catch.hpp>

#include "generate/value_maker.h"
#include "support/everything.h"
#include "support/lint.h"
#include "support/varied_json.h"

namespace diallint::test {
namespace {

LintOptions ndjson(std::size_t step = SIZE_MAX) {
  LintOptions options;
  options.format = InputFormat::kNdjson;
  options.step = step;
  // Numbers are counted up here, through area codes that no plan has.
  options.settings.severity["phone-assignable"] = Severity::kOff;
  return options;
}

std::string request(int n) {
  return fmt::format(
      R"({{"clientToken":"line-{}-x","phoneNumber":"+1{}55501{:02}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{"n":"é {}"}}}})",
      n, 200 + n / 100 % 700, n % 100, n);
}

// Every way to break a line that leaves it one line, and the rule that says so.
struct Damage {
  const char* name;
  const char* rule;
  std::string (*apply)(std::string line, Random& random);
};
const Damage kDamages[] = {
    {"cut off", "json-syntax",
     [](std::string line, Random& random) {
       return line.substr(0, 1 + random.below(line.size() - 1));
     }},
    {"cut in front", "json-syntax",
     [](std::string line, Random& random) { return line.substr(1 + random.below(20)); }},
    {"no comma", "json-syntax",
     [](std::string line, Random&) { return line.replace(line.find("\",\"") + 1, 1, " "); }},
    {"a word", "json-syntax",
     [](std::string line, Random&) {
       return line.replace(line.find("\"line"), 6, "undefined + \"");
     }},
    {"a trailing comma", "json-syntax",
     [](std::string line, Random&) { return line.insert(line.size() - 1, ","); }},
    {"an open quote", "json-syntax",
     [](std::string line, Random&) { return line.erase(line.rfind('"'), 1); }},
    {"a quote too many", "json-syntax",
     [](std::string line, Random&) { return line.insert(line.rfind('"'), "\""); }},
    {"a bad escape", "json-syntax",
     [](std::string line, Random&) { return line.insert(line.rfind('"'), "\\q"); }},
    {"a control character", "json-syntax",
     [](std::string line, Random&) { return line.insert(line.rfind('"'), "\x02"); }},
    {"Latin-1", "encoding",
     [](std::string line, Random&) { return line.insert(line.rfind('"'), "\xE9"); }},
    {"a code point cut in half", "encoding",
     [](std::string line, Random&) { return line.erase(line.find("\xC3\xA9") + 1, 1); }},
    {"bytes of nothing", "encoding",
     [](std::string line, Random&) { return line.insert(line.rfind('"'), "\xFF\xFE\xC0"); }},
    {"too deep", "input-limit",
     [](std::string line, Random&) {
       return line.insert(1, "\"deep\":" + std::string(80, '[') + std::string(80, ']') + ",");
     }},
};

struct File {
  std::string text;
  std::vector<std::pair<std::uint64_t, const Damage*>> broken;  // by line
};

File damaged_file(int lines, std::uint64_t seed) {
  Random random(seed);
  File file;
  for (int n = 0; n < lines; ++n) {
    std::string line = request(n);
    if (random.once_in(100)) {
      const Damage& damage = kDamages[random.below(std::size(kDamages))];
      line = damage.apply(line, random);
      file.broken.emplace_back(n + 1, &damage);
    }
    file.text += line + (random.once_in(10) ? "\r\n" : "\n");
  }
  return file;
}

}  // namespace

TEST_CASE("Every broken line is found, and no other", "[ndjson]") {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(rounds(20)); ++seed) {
    constexpr int kLines = 6000;  // several chunks
    const File file = damaged_file(kLines, seed);
    const LintResult result = lint(file.text, ndjson());
    REQUIRE(result.findings.size() == file.broken.size());
    for (std::size_t i = 0; i < file.broken.size(); ++i) {
      const auto& [line, damage] = file.broken[i];
      INFO("seed " << seed << " line " << line << ": " << damage->name);
      REQUIRE(result.findings[i].location.begin.line == line);
      REQUIRE(result.findings[i].finding.rule == damage->rule);
      REQUIRE(result.findings[i].finding.record == line - 1);
      REQUIRE(result.findings[i].finding.path.empty());
    }
    const Counts& c = result.summary.counts;
    CHECK(c.records == kLines);
    CHECK(c.unreadable == file.broken.size());
    CHECK(c.valid == kLines - file.broken.size());
  }
}

TEST_CASE("Each kind of damage alone, in the first, a middle and the last line", "[ndjson]") {
  Random random(3);
  for (const Damage& damage : kDamages) {
    for (int broken = 0; broken < 3; ++broken) {
      for (const bool open_end : {false, true}) {
        std::string text;
        for (int n = 0; n < 3; ++n) {
          text += n == broken ? damage.apply(request(n), random) : request(n);
          if (n < 2 || !open_end) text += "\n";
        }
        const LintResult result = lint(text, ndjson());
        INFO(damage.name << " in line " << broken + 1 << "\n" << text);
        REQUIRE(result.brief() == fmt::format("{} \n", damage.rule));
        CHECK(result.findings[0].location.begin.line == static_cast<std::uint64_t>(broken + 1));
        CHECK(result.counts() == "3 records: 2 valid, 0 invalid, 1 unreadable");
      }
    }
  }
}

TEST_CASE("The same is found whatever the size of what is read at once", "[ndjson]") {
  const File file = damaged_file(400, 77);
  const std::string expected = everything(lint(file.text, ndjson()));
  for (const std::size_t step : {1, 2, 3, 7, 63, 64, 65, 127, 1000, 4096, 65536}) {
    INFO(step);
    CHECK(everything(lint(file.text, ndjson(step))) == expected);
  }
}

TEST_CASE("The same is found wherever a chunk ends", "[ndjson]") {
  // Blank space in front moves every line over the end of the first chunk.
  const File file = damaged_file(60, 5);
  for (int shift = 0; shift < rounds(300); ++shift) {
    std::string text;
    constexpr std::size_t kChunk = std::size_t{256} << 10;
    text.assign(kChunk - 200 - static_cast<std::size_t>(shift) * 7, ' ');
    text += "\n" + file.text;
    const LintResult result = lint(text, ndjson());
    INFO(shift);
    REQUIRE(result.findings.size() == file.broken.size());
    for (std::size_t i = 0; i < file.broken.size(); ++i) {
      REQUIRE(result.findings[i].location.begin.line == file.broken[i].first + 1);
    }
    REQUIRE(result.summary.counts.records == 60);
  }
}

TEST_CASE("Lines longer than a record may be", "[ndjson]") {
  LintOptions options = ndjson();
  options.settings.max_record_bytes = 1000;
  const auto with_size = [](int n, std::size_t size) {
    std::string line = request(n);
    line.insert(line.rfind('"'), std::string(size - line.size(), 'x'));
    return line;
  };
  for (const std::size_t step : {std::size_t{1}, std::size_t{100}, SIZE_MAX}) {
    options.step = step;
    const std::string sound = with_size(1, 1000) + "\n" + request(2) + "\n" + with_size(3, 1000);
    INFO(step);
    CHECK(lint(sound, options).brief() == "");
    std::string text = request(1) + "\n" + with_size(2, 1001) + "\n" + request(3) + "\n";
    text += std::string(300'000, '[') + "\n" + request(4) + "\n" + with_size(5, 5000);
    const LintResult result = lint(text, options);
    CHECK(result.brief() == "input-limit \ninput-limit \ninput-limit \n");
    REQUIRE(result.findings.size() == 3);
    CHECK(result.findings[0].location.begin.line == 2);
    CHECK(result.findings[1].location.begin.line == 4);
    CHECK(result.findings[2].location.begin.line == 6);
    CHECK(result.counts() == "6 records: 3 valid, 0 invalid, 3 unreadable");
  }
}

TEST_CASE("A last line is no longer than another, with a line end or without", "[ndjson]") {
  LintOptions options = ndjson();
  options.settings.max_record_bytes = 300;
  for (const std::size_t size : {299U, 300U, 301U, 302U}) {
    std::string line = request(1);
    line.insert(line.rfind('"'), std::string(size - line.size(), 'x'));
    for (const char* end : {"", "\n"}) {
      for (const std::size_t step : {std::size_t{1}, SIZE_MAX}) {
        options.step = step;
        INFO(size << (*end == '\0' ? " at the end" : " with a line end"));
        CHECK(lint(line + end, options).brief() == (size <= 300 ? "" : "input-limit \n"));
      }
    }
  }
}

TEST_CASE("Lines are as deep as is followed, whatever else is wrong with them", "[ndjson]") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  for (const std::size_t depth : {63U, 64U, 65U}) {  // of brackets in all
    INFO(depth);
    const bool deep = depth > 64;
    const std::string rule = deep ? "input-limit" : "shape";
    CHECK(lint("{\"x\":" + nested(depth - 1) + "} x\n", ndjson()).brief() ==
          (deep ? "input-limit \n" : "shape \njson-syntax \n"));
    CHECK(lint("[{\"x\":" + nested(depth - 2) + "},]\n", ndjson()).brief() ==
          rule + " /0\njson-syntax \n");
    CHECK(lint("{\"x\":" + nested(depth - 1) + ",\"y\":\"\xFF\"}\n", ndjson()).brief() ==
          (deep ? "input-limit \n" : "encoding \n"));
    const std::string items = "[{\"clientToken\":" + nested(depth - 2) + "}]\n";
    const LintResult result = lint(items, ndjson());
    CHECK(result.counts() == (deep ? "1 record: 0 valid, 0 invalid, 1 unreadable"
                                   : "1 record: 0 valid, 1 invalid, 0 unreadable"));
    CHECK((result.brief() == "input-limit /0\n") == deep);
  }
}

TEST_CASE("What stands first in a line is said first", "[ndjson]") {
  struct Row {
    const char* line;
    const char* rule;
    std::uint64_t at;
  };
  const Row rows[] = {{"{} x \"\xFF\"", "json-syntax", 3},   {"{} \"\xFF\"", "json-syntax", 3},
                      {"{\"\xFF\":1} x", "encoding", 2},     {"{\"\xFF\" 1} x", "encoding", 2},
                      {"{1:\"\xFF\"}", "json-syntax", 1},    {"{\"a\":\"\xFF\"}", "encoding", 6},
                      {"{\"a\":\"\x01\"}", "json-syntax", 6}};
  for (const Row& row : rows) {
    const LintResult result = lint(std::string(row.line) + "\n", ndjson());
    INFO(row.line);
    const auto first =
        std::find_if(result.findings.begin(), result.findings.end(), [](const Located& one) {
          return one.finding.rule != "shape" && one.finding.rule != "type";
        });
    REQUIRE(first != result.findings.end());
    CHECK(first->finding.rule == row.rule);
    CHECK(first->finding.span.begin == row.at);
  }
}

TEST_CASE("A line without end is not held", "[ndjson]") {
  std::vector<Located> findings;
  Collector collector(findings);
  Settings settings;
  RunOptions run_options;
  run_options.format = InputFormat::kNdjson;
  Run run(builtin_plan(), settings, run_options, collector);
  LongLine source(std::size_t{256} << 20);
  run.check(source, "endless");
  CHECK(findings.size() == 1);
  CHECK(run.summary().counts.unreadable == 1);
  CHECK(source.largest() <= std::size_t{32} << 20);
}

TEST_CASE("Lines of every layout", "[ndjson]") {
  struct Row {
    const char* name;
    std::string text;
    const char* brief;
    const char* counts;
  };
  const std::string bad =
      R"({"clientToken":"a b","phoneNumber":"+12025550199","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})";
  const Row rows[] = {
      {"nothing", "", "no-records \n", "0 records: 0 valid, 0 invalid, 0 unreadable"},
      {"blank lines only", "\n \n\r\n\t\n", "no-records \n",
       "0 records: 0 valid, 0 invalid, 0 unreadable"},
      {"no last line end", request(1) + "\n" + request(2), "",
       "2 records: 2 valid, 0 invalid, 0 unreadable"},
      {"CRLF", request(1) + "\r\n\r\n" + bad + "\r\n", "pattern /clientToken\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"a byte order mark", "\xEF\xBB\xBF" + bad + "\n", "pattern /clientToken\n",
       "1 record: 0 valid, 1 invalid, 0 unreadable"},
      {"arrays", "[" + request(1) + "," + bad + "]\n[]\n" + request(2) + "\n",
       "pattern /1/clientToken\n", "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"a batch among requests",
       request(1) + "\n{\"dialRequests\":[" + request(2) + "," + bad + "]}\n",
       "pattern /dialRequests/1/clientToken\n", "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"the requests of a broken batch",
       "{\"dialRequests\":[" + request(1) + "," + bad + "]\n" + request(2),
       "pattern /dialRequests/1/clientToken\njson-syntax \n",
       "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"two values", request(1) + " " + bad + "\n" + request(2),
       "json-syntax \npattern /clientToken\n", "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"a broken value and another", "{\"clientToken\":\"x\" 1 " + bad + "\n" + request(2),
       "json-syntax \npattern /clientToken\n", "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"commas behind lines", request(1) + ",\n" + request(2) + ",\n" + bad,
       "json-syntax \npattern /clientToken\n", "3 records: 2 valid, 1 invalid, 0 unreadable"},
      {"two values with a comma", request(1) + "," + bad + "\n",
       "json-syntax \npattern /clientToken\n", "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"a bracket too many", bad + "}\n" + request(1), "pattern /clientToken\njson-syntax \n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"text behind", bad + "\\\n" + request(1), "pattern /clientToken\njson-syntax \n",
       "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"an array over lines", "[\n" + request(1) + ",\n" + bad + "\n]\n",
       "json-syntax \npattern /1/clientToken\n", "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"an array over lines that is broken", "[\n" + request(1) + ",\n{]\n" + bad + "\n]\n",
       "json-syntax \njson-syntax /1\npattern /clientToken\njson-syntax \n",
       "3 records: 1 valid, 1 invalid, 1 unreadable"},
      {"a value of two lines at the end",
       request(1) + "\n{\"clientToken\":\"a\",\n\"phoneNumber\":", "json-syntax \njson-syntax \n",
       "3 records: 1 valid, 0 invalid, 2 unreadable"},
      {"an open bracket at the end", request(1) + "\n[", "json-syntax \n",
       "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {"an object opened alone and cut off", "{\n" + request(1) + "\n" + request(2) + "\n",
       "json-syntax \n", "3 records: 2 valid, 0 invalid, 1 unreadable"},
      {"white space around", "  \t" + bad + " \r\n", "pattern /clientToken\n",
       "1 record: 0 valid, 1 invalid, 0 unreadable"},
      {"a value over two lines", "{\"clientToken\":\n\"a b\"}\n" + request(1),
       "json-syntax \nrequired \nrequired \nrequired \npattern /clientToken\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {"a NUL", request(1) + "\n" + std::string(1, '\0') + "\n", "json-syntax \n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
  };
  for (const Row& row : rows) {
    for (const std::size_t step : {std::size_t{1}, SIZE_MAX}) {
      const LintResult result = lint(row.text, ndjson(step));
      INFO(row.name);
      CHECK(result.brief() == row.brief);
      CHECK(result.counts() == row.counts);
    }
  }
}

TEST_CASE("Very many findings of one line come in order and are lost with it", "[ndjson]") {
  std::string items;
  for (int n = 0; n < 10'000; ++n)
    items += (n ? "," : "") + ("{\"clientToken\":\"" + std::to_string(n % 9'999) + "\"}");
  const std::string text = request(1) + "\n[" + items + "]\n" + request(2) + "\n";
  const LintResult result = lint(text, ndjson());
  CHECK(result.counts() == "10002 records: 2 valid, 10000 invalid, 0 unreadable");
  CHECK(result.findings.size() == 30'001);  // the last token is the first one again
  CHECK(result.summary.by_rule.at("token-unique") == 1);
  CHECK(result.findings.back().finding.message.find("in line 2") != std::string::npos);
  CHECK(result.findings.back().finding.path == "/9999/clientToken");
  CHECK(std::is_sorted(result.findings.begin(), result.findings.end(),
                       [](const Located& a, const Located& b) {
                         return a.finding.span.begin < b.finding.span.begin;
                       }));
  const LintResult broken =
      lint(request(1) + "\n[" + items + ",{]\n" + request(2) + "\n", ndjson());
  CHECK(broken.summary.by_rule.at("json-syntax") == 1);
  CHECK(broken.counts() == "10003 records: 2 valid, 10000 invalid, 1 unreadable");
}

TEST_CASE("A fault of one batch in a line is none of the next one", "[ndjson]") {
  const std::string good = "{\"dialRequests\":[" + request(1) + "]}";
  const std::string faulty = "{\"id\":7,\"dialRequests\":[" + request(2) + "," + request(3) + "]}";
  const LintResult result = lint("[" + good + "," + faulty + "]\n", ndjson());
  CHECK(result.brief() == "type /1/id\n");
  CHECK(result.counts() == "3 records: 1 valid, 2 invalid, 0 unreadable");
}

TEST_CASE("What an unreadable line holds is not remembered", "[ndjson]") {
  Random random(9);
  for (const Damage& damage : kDamages) {
    const std::string broken = damage.apply(request(1), random);
    const LintResult result = lint(broken + "\n" + request(1) + "\n" + request(2) + "\n", ndjson());
    INFO(damage.name);
    CHECK(result.brief() == fmt::format("{} \n", damage.rule));
  }
}

TEST_CASE("Memory of the order of members does not change what is found", "[ndjson]") {
  Random random(31);
  std::string shuffled;
  std::string alone;
  for (int n = 0; n < 300; ++n) {
    ValueMaker maker(builtin_plan(), static_cast<std::uint64_t>(n) + 1000, kNow);
    Sample sample = maker.make(builtin_plan().shape("dial-request")->root);
    if (random.once_in(3)) sample.members.erase(sample.members.begin());
    if (random.once_in(3)) sample.members.push_back(sample.members.front());
    const std::string line = varied_json(sample, random, true);
    shuffled += line + "\n";
    std::string brief = lint(line, ndjson()).brief();
    alone += brief;
  }
  std::string together;
  for (const Located& l : lint(shuffled, ndjson()).findings) {
    if (l.finding.rule == "phone-duplicate") continue;  // few numbers are fictional
    together += fmt::format("{} {}\n", l.finding.rule, l.finding.path);
  }
  CHECK(together == alone);
}

}  // namespace diallint::test
