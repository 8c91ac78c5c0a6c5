// What the program writes for other programs, read by programs that were not written here, and
// searched for values of customers.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "report/reporter.h"
#include "support/build_paths.h"
#include "support/process.h"

namespace diallint::test {
namespace {

using nlohmann::json;

constexpr const char* kCheck = "diallint --now 2026-11-20T12:00:00Z ";

/// Values that no report may show, each in a place where some rule finds fault.
struct Canary {
  std::string value;
  std::string file;
  std::string text;
};

const std::vector<Canary>& canaries() {
  static const std::vector<Canary> kCanaries{
      {"2025550147", "a.json",
       R"([{"clientToken":"t","phoneNumber":"+1-2025550147","expirationTime":"2026-11-20T12:05:00Z",)"
       R"("attributes":{"name":"canary-name"}}])"},
      {"canary-token", "b.ndjson",
       "{\"clientToken\":\"canary-token\",\"phoneNumber\":\"+12025550147\"}\n"
       "{\"clientToken\":\"canary-token\",\"phoneNumber\":\"+12025550147\",\"expirationTime\":"
       "\"canary-time\",\"attributes\":{\"name\":7}}\n{\"clientToken\":\"canary-token\n"},
      {"canary-name", "c.csv",
       "clientToken,phoneNumber,expirationTime,attributes.name\n"
       "canary-token,+1 202 555 0147 2025550147,canary-time,\"canary-name\n"},
      {"canary-time", "d.json",
       R"({"clientToken":"canary-token","phoneNumber":["+12025550147"],"expirationTime":"canary-time",)"
       R"("attributes":{"a b":"canary-name","b":"canary-name"},"extra":"canary-name"})"},
      {"7700900123", "e.json",
       R"({"clientToken":"x7700900123","phoneNumber":"+447700900123","expirationTime":"2026-11-20T12:00:01Z",)"
       R"("attributes":{"a":"1"}})"},
      {"canary-campaign", "f.json", R"({"id":"canary-campaign one","dialRequests":[]})"},
  };
  return kCanaries;
}

void write_canaries(const Scratch& scratch) {
  std::filesystem::create_directory(scratch.folder() / "canaries");
  for (const Canary& canary : canaries())
    write_text(scratch.folder() / "canaries" / canary.file, canary.text);
}

}  // namespace

TEST_CASE("no format shows a value of a customer", "[cli]") {
  const Scratch scratch;
  write_canaries(scratch);
  const std::string key = "printf 0123456789abcdef0123456789abcdef > key; ";
  for (const std::string_view format : report_formats()) {
    CAPTURE(format);
    const Outcome outcome =
        run_command(key + "GITHUB_STEP_SUMMARY=summary " + kCheck +
                        "--fingerprint-key key --statistics -v " + "--output-format " +
                        std::string(format) + " canaries; code=$?; cat summary 2>&1; exit $code",
                    scratch);
    REQUIRE(outcome.exit_code == 1);
    CHECK(outcome.out.size() > 500);
    for (const Canary& canary : canaries()) {
      CAPTURE(canary.value);
      CHECK(outcome.out.find(canary.value) == std::string::npos);
      CHECK(outcome.err.find(canary.value) == std::string::npos);
    }
  }
}

TEST_CASE("no format shows a number, token or attribute of any example", "[cli]") {
  const Scratch scratch;
  std::set<std::string> values;
  const std::regex kValues(
      R"re(([0-9]{9,})|"(?:clientToken|ClientToken|client_token|name|city)"\s*:\s*"([^"]{5,})")re");
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(scratch.folder() / "examples")) {
    if (!entry.is_regular_file()) continue;
    const std::string text = file_text(entry.path());
    for (std::sregex_iterator match(text.begin(), text.end(), kValues), end; match != end; ++match)
      for (std::size_t group = 1; group < match->size(); ++group)
        if ((*match)[group].matched) values.insert((*match)[group]);
  }
  REQUIRE(values.size() > 100);
  for (const std::string_view format : report_formats()) {
    const Outcome outcome = run_command("GITHUB_STEP_SUMMARY=summary " + std::string(kCheck) +
                                            "--statistics -v --output-format " +
                                            std::string(format) + " examples; cat summary 2> none",
                                        scratch);
    CHECK(outcome.out.size() > 2'000);
    for (const std::string& value : values) {
      CAPTURE(format, value);
      CHECK((outcome.out + outcome.err).find(value) == std::string::npos);
    }
  }
}

TEST_CASE("the validator of SARIF finds nothing wrong with the report of any example", "[cli]") {
  const std::filesystem::path tool = std::filesystem::path(source_dir()) / "tests" /
                                     "sarif/node_modules/@microsoft/sarif-multitool-linux" /
                                     "Sarif.Multitool";
  REQUIRE(std::filesystem::exists(tool));  // ./dev test installs it
  std::filesystem::permissions(tool, std::filesystem::perms::owner_exec,
                               std::filesystem::perm_options::add);
  const Scratch scratch;
  write_canaries(scratch);
  run_command(std::string(kCheck) + "--output-format sarif -o good.sarif examples canaries",
              scratch);
  run_command("sed 's/\"startLine\":[0-9]*/\"startLine\":0/' good.sarif > bad.sarif", scratch);
  const auto faults = [&](const std::string& name) {
    const Outcome outcome = run_command(
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_BUNDLE_EXTRACT_BASE_DIR=\"$PWD/net\" '" +
            tool.string() + "' validate " + name + ".sarif --rule-kind 'Sarif;Ghas' -o " + name +
            ".found --quiet true",
        scratch);
    CAPTURE(outcome.out, outcome.err);
    const json found = json::parse(file_text(scratch.folder() / (name + ".found")));
    std::vector<std::string> rules;
    for (const json& result : found["runs"][0]["results"])
      if (result.value("level", "warning") == "error") rules.push_back(result["ruleId"]);
    const json& invocation = found["runs"][0]["invocations"][0];
    for (const json& note : invocation.value("toolExecutionNotifications", json::array()))
      rules.push_back(note.dump());
    return rules;
  };
  CHECK(faults("good") == std::vector<std::string>{});
  CHECK(faults("bad") != std::vector<std::string>{});
}

TEST_CASE("a reader of JUnit XML reads the report", "[cli]") {
  const Scratch scratch;
  const Outcome outcome = run_command(
      std::string(kCheck) +
          "--ignore phone-fictional --output-format junit -o r.xml examples/clean/batch.json "
          "examples/dirty/retried-batch.json\n"
          "/usr/bin/python3 -c '\nfrom junitparser import JUnitXml\nxml = "
          "JUnitXml.fromfile(\"r.xml\")\n"
          "print(xml.tests, xml.failures, xml.errors)\n"
          "for suite in xml:\n  for case in suite:\n"
          "    print(case.classname, case.name, [type(r).__name__ for r in case.result])\n'",
      scratch);
  CHECK(outcome.err.empty());
  CHECK(outcome.out ==
        "3 1 0\n"
        "examples/clean/batch.json nothing found []\n"
        "examples/dirty/retried-batch.json token-unique 21:22 ['Failure']\n"
        "examples/dirty/retried-batch.json phone-duplicate 30:22 []\n");
}

TEST_CASE("the GitLab report has what its reader demands", "[cli]") {
  const Scratch scratch;
  const Outcome outcome =
      run_command(std::string(kCheck) + "--output-format gitlab examples", scratch);
  const json list = json::parse(outcome.out);
  REQUIRE(list.size() > 20);
  std::set<std::string> prints;
  for (const json& issue : list) {
    for (const char* name : {"description", "fingerprint", "severity"})
      CHECK(issue.at(name).is_string());
    CHECK(issue.at("location").at("path").is_string());
    CHECK(issue.at("location").at("lines").at("begin").get<int>() >= 1);
    CHECK(prints.insert(issue["fingerprint"]).second);
  }
}

}  // namespace diallint::test
