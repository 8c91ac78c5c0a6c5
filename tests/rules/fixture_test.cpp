// The fixtures of the rules, tests/rules/*.md. DIALLINT_UPDATE=1 writes what is found into them.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "support/build_paths.h"
#include "support/fixture.h"
#include "support/process.h"

namespace diallint::test {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(source_dir()) / "tests" / "rules";

bool updating() {
  const char* value = std::getenv("DIALLINT_UPDATE");
  return value != nullptr && std::string_view(value) == "1";
}

std::set<std::string> fixture_names() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".md") names.insert(entry.path().stem().string());
  }
  return names;
}

void update(const std::filesystem::path& path) {
  std::string text = file_text(path);
  const auto cases = read_fixture(text);
  for (auto one = cases.rbegin(); one != cases.rend(); ++one) {
    text.replace(one->findings_begin, one->findings_end - one->findings_begin, findings_of(*one));
  }
  write_text(path, text);
}

}  // namespace

TEST_CASE("Every rule has a fixture, and every fixture a rule", "[fixtures]") {
  std::set<std::string> rules;
  for (const Rule* rule : all_rules()) {
    // Two documents have fixtures of their own, tests/cli/answers.md.
    if (!rule->needs_response) rules.insert(std::string(rule->id));
  }
  CHECK(fixture_names() == rules);
}

TEST_CASE("Rules find what their fixtures say", "[fixtures]") {
  for (const std::string& name : fixture_names()) {
    const std::filesystem::path path = kFolder / (name + ".md");
    if (updating()) update(path);
    const std::string text = file_text(path);
    REQUIRE(text.starts_with("# " + name + "\n"));
    const std::string own = " " + name + " #";
    bool good = false;
    bool bad = false;
    for (const FixtureCase& example : read_fixture(text)) {
      INFO(path.string() << ": " << example.heading
                         << "\nDIALLINT_UPDATE=1 writes what is found into the fixtures.");
      CHECK(findings_of(example) == example.findings);
      (example.findings.find(own) == std::string::npos ? good : bad) = true;
    }
    INFO(name << " wants cases with a finding of its own, and cases without");
    CHECK(good);
    CHECK(bad);
  }
}

TEST_CASE("Macros of fixtures", "[fixtures]") {
  CHECK(expand("json", "{{repeat:ab:3}}|") == "ababab|");
  CHECK(expand("json", "{{list:2|{\"a\":##}|}}") == "{\"a\":00},{\"a\":01}");
  CHECK(expand("json", "{{bytes:FF00}}{{other}}") == std::string("\xFF\0{{other}}", 11));
  CHECK(expand("ndjson crlf", "a\nb\n") == "a\r\nb\r\n");
  CHECK(expand("ndjson open-end bom", "a\n") ==
        "\xEF\xBB\xBF"
        "a");
}

}  // namespace diallint::test
