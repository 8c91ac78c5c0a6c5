// Messages are put together from what rules know of a place. Every way in which a rule finds a
// fault is composed here, with those that the fixtures show, and read for articles and joins.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "generate/boundary_cases.h"
#include "generate/fault_injector.h"
#include "support/build_paths.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

// The message without what is not ours in it: names and keys in quotes, patterns, examples.
std::string own_words(const std::string& message) {
  static const std::regex kQuoted(R"(\[?"[^"]*"\]?|'[^']*')");
  static const std::regex kPattern(
      R"(\bpattern \S+|allows only \S+|\^\S+\$|the character \S|begin with \S+$|[A-Za-z.]+\(\))");
  return std::regex_replace(std::regex_replace(message, kQuoted, "X"), kPattern, "P");
}

// What is wrong with a sentence, or nothing.
std::string fault_of(const std::string& message) {
  struct Fault {
    const char* what;
    std::regex form;
  };
  static const Fault kFaults[] = {
      {"a for an", std::regex(R"(\b[Aa] ([aeio]|[AEFHILMNORSX][A-Z]))")},
      {"an for a",
       std::regex(R"(\b[Aa]n ([bcdfgjklmnpqrstvwxyz]|[BCDGJKPQTUVWYZ][A-Z]|h(?!our|onest)))")},
      {"two clauses with which", std::regex(R"(, which[^;,.]*, which)")},
      {"a word twice", std::regex(R"(\b([A-Za-z]{2,}) \1\b)")},
      {"two spaces", std::regex("  ")},
      {"a mark without words", std::regex(R"((^|[;,:(] ?)[;,:.)](?!NET\b))")},
      {"a space before a mark", std::regex(R"( [;,)])")},
      {"an end that is none", std::regex(R"([;,: ]$)")},
      {"a place that was not filled", std::regex(R"(\{\})")},
  };
  const std::string words = own_words(message);
  for (const Fault& fault : kFaults) {
    if (std::regex_search(words, fault.form)) return fault.what;
  }
  const auto count = [&](char c) { return std::count(words.begin(), words.end(), c); };
  return count('(') == count(')') ? "" : "a bracket that is not closed";
}

void check_message(const std::string& message) {
  INFO(message);
  CHECK(fault_of(message) == "");
}

// The messages on a document in which rules have something to find.
void collect(const std::string& text, const std::string& shape, std::set<std::string>& out) {
  LintOptions options;
  options.format = InputFormat::kJson;
  options.shape = shape;
  options.settings.severity.erase("phone-fictional");
  for (const Located& one : lint(text, options).findings) out.insert(one.finding.message);
}

}  // namespace

TEST_CASE("The faults of sentences are found", "[grammar]") {
  CHECK(fault_of("a answer is required; this is a number") == "a for an");
  CHECK(fault_of("a SMS is an object") == "a for an");
  CHECK(fault_of("an batch is an object") == "an for a");
  CHECK(fault_of("an UTC date-time") == "an for a");
  CHECK(fault_of("x is U+00A0, which is invisible, which its form does not allow") ==
        "two clauses with which");
  CHECK(fault_of("x is is a number") == "a word twice");
  CHECK(fault_of("x is  a number") == "two spaces");
  CHECK(fault_of("x is a number; ; it must be a string") == "a mark without words");
  CHECK(fault_of("x is a number ; it must be a string") == "a space before a mark");
  CHECK(fault_of("x is a number;") == "an end that is none");
  CHECK(fault_of("x is {}") == "a place that was not filled");
  CHECK(fault_of("x is (a number") == "a bracket that is not closed");
  CHECK(fault_of("an SMS, an e-mail, a user, an hour, a UUID and an ARN") == "");
}

TEST_CASE("Every message that rules compose is a sentence", "[grammar]") {
  std::set<std::string> messages;
  for (const Shape& shape : builtin_plan().shapes) {
    for (const InjectionPoint& point : injection_points(builtin_plan(), shape)) {
      if (point.rule->inject_fault == nullptr) continue;
      for (int round = 0; round < rounds(10); ++round) {
        ValueMaker maker(builtin_plan(), static_cast<std::uint64_t>(round), kNow,
                         Texts::kRealistic);
        const Sample earlier = maker.make(shape.root);
        const auto faulty =
            FaultInjector(maker).inject_fault(shape, maker.make(shape.root), point, &earlier);
        if (faulty) collect(to_json(faulty->document), shape.id, messages);
      }
    }
    for (const char* other : {"null", "true", "7", "\"one\"", "{}"})
      collect(other, shape.id, messages);
  }
  CHECK(messages.size() > 150);
  for (const std::string& message : messages) check_message(message);
}

TEST_CASE("Every message that a fixture shows is a sentence", "[grammar]") {
  static const std::regex kFinding(R"(^\d+:\d+ (error|warning|info) \S+ [^ ]*.*?: (.*)$)");
  std::size_t read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() + "/tests/rules")) {
    if (entry.path().extension() != ".md") continue;
    std::ifstream file(entry.path());
    std::smatch parts;
    for (std::string line; std::getline(file, line);) {
      if (line.size() > 2000 || !std::regex_match(line, parts, kFinding)) continue;
      ++read;
      check_message(parts[2].str());
    }
  }
  CHECK(read > 400);
}

}  // namespace diallint::test
