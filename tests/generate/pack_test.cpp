// Packs: what a manifest promises is what diallint finds, for every shape and every rule.
#include "generate/pack.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "diallint/fictional_numbers.h"
#include "generate/boundary_cases.h"
#include "generate/conformance_pack.h"
#include "support/build_paths.h"
#include "support/lint.h"
#include "support/own_schema.h"
#include "support/process.h"

namespace diallint::test {
namespace {

const Pack& the_pack() {
  static const Pack pack = conformance_pack(builtin_plan(), kPackSeed, kPackNow);
  return pack;
}

// What the whole pipeline says, in the way of the tests: not by what made the manifest.
std::string found_by_lint(const PackFile& file, const Instant& now) {
  LintOptions options;
  options.name = file.file;
  options.shape = file.shape;
  options.settings.now = now;
  options.settings.phone_policy = {};
  // A pack says all that a run with its own settings says.
  for (const char* rule : {"campaign-traffic-quota", "outbound-strategy-principal"})
    options.settings.severity.erase(rule);
  if (file.counts_ignored) options.settings.severity.erase(std::string(kIgnoredRule));
  std::multiset<std::string> lines;
  for (const Located& located : lint(file.text, options).findings) {
    const Finding& f = located.finding;
    lines.insert(fmt::format("{} {} {}\n", f.rule, f.path, to_string(f.severity)));
  }
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::string promised(const PackFile& file) {
  std::multiset<std::string> lines;
  for (const PackFinding& f : file.findings) {
    lines.insert(fmt::format("{} {} {}\n", f.rule, f.path, to_string(f.severity)));
  }
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

bool is_about_a_fault(const PackFile& file) {
  return std::any_of(file.findings.begin(), file.findings.end(),
                     [&](const PackFinding& finding) { return finding.rule == file.rule; });
}

// Rules that no file of a pack can be about. Which regions and types of numbers are wrong is for
// each run to say (phone-region, phone-type), one file is no request with its answer
// (token-answered; `dialgen response` makes both), what was sent before is in no file of a pack,
// and Japan keeps no mobile numbers for fiction (jp-mobile-quota).
bool no_file_can_show(std::string_view rule) {
  return rule == "phone-region" || rule == "phone-type" || rule == "jp-mobile-quota" ||
         rule_named(rule)->needs_response || rule_named(rule)->needs_history;
}

}  // namespace

TEST_CASE("Every edge of every constraint can be shown, and each file keeps its promise",
          "[pack]") {
  std::size_t turn = 0;
  for (const Shape& shape : builtin_plan().shapes) {
    if (turn++ % every(3) != 0) continue;
    const BoundaryFiles boundary = boundary_of(builtin_plan(), shape, 1, kNow);
    INFO(shape.id << (boundary.left_out.empty() ? "" : " left out " + boundary.left_out[0]));
    CHECK(boundary.left_out.empty());
    CHECK(boundary.files.size() > 20);
    std::set<std::string> names;
    for (const PackFile& file : boundary.files) {
      INFO(file.file);
      CHECK(names.insert(file.file).second);
      CHECK(found_by_lint(file, kNow) == promised(file));
    }
  }
}

TEST_CASE("Edges of a moment just before a full second keep their promises", "[pack]") {
  const Instant now{kNow.seconds, 999'500'000, false};
  std::size_t turn = 0;
  for (const Shape& shape : builtin_plan().shapes) {
    if (turn++ % every(3) != 0) continue;
    for (const PackFile& file : boundary_of(builtin_plan(), shape, 1, now).files) {
      if (!file.rule.starts_with("expiration")) continue;
      INFO(file.file);
      CHECK(found_by_lint(file, now) == promised(file));
    }
  }
}

TEST_CASE("An edge whose fault another rule owns is left out, and named", "[pack]") {
  const Plan plan = plan_of(shape(R"("x-record":true,"required":["a"],"properties":{"a":{
      "type":"string","minLength":10,"enum":["abcdefghijk"]}})"));
  const BoundaryFiles made = boundary_of(plan, plan.shapes[0], 1, kPackNow);
  REQUIRE_FALSE(made.left_out.empty());
  for (const std::string& name : made.left_out) CHECK(name.starts_with("enum--a--"));
  for (const PackFile& file : made.files) {
    INFO(file.file << "\n" << file.text);
    LintOptions options;
    options.shape = "thing";
    options.settings.now = kPackNow;
    std::multiset<std::string> found;
    for (const Located& l : lint(file.text, options, plan).findings)
      found.insert(
          fmt::format("{} {} {}\n", l.finding.rule, l.finding.path, to_string(l.finding.severity)));
    std::string text;
    for (const std::string& line : found) text += line;
    CHECK(text == promised(file));
  }
}

TEST_CASE("A spoiled file has the one fault that it is about", "[pack]") {
  const auto all = all_rules();
  const std::vector<const Rule*> rules(all.begin(), all.end());
  std::set<std::string> broken;
  for (const Shape& shape : builtin_plan().shapes) {
    const auto files = faulty_documents(builtin_plan(), shape, rules,
                                        static_cast<std::uint64_t>(rounds(20)), 3, kNow);
    std::map<std::string, int> by_rule;
    for (const PackFile& file : files) {
      INFO(shape.id << " " << file.file);
      ++by_rule[file.rule];
      broken.insert(file.rule);
      REQUIRE(found_by_lint(file, kNow) == promised(file));
      // What explains an answer of the service has something to say on valid ones.
      std::size_t faults = 0;
      for (const PackFinding& f : file.findings)
        faults += (f.severity != Severity::kInfo && f.rule != "outbound-strategy-principal") ||
                  f.rule == file.rule;
      CHECK(faults == 1);
      CHECK(is_about_a_fault(file));
    }
    for (const auto& [rule, count] : by_rule) CHECK(count == rounds(20));
  }
  for (const Rule* rule : rules) {
    INFO(rule->id);
    CHECK(broken.contains(std::string(rule->id)) ==
          (rule->inject_fault != nullptr && rule->enabled_by == nullptr));
  }
}

TEST_CASE("Every rule is exercised by a file of the pack, on either side", "[pack]") {
  std::map<std::string, int> holds;
  std::map<std::string, int> fails;
  for (const PackFile& file : the_pack().files)
    ++(is_about_a_fault(file) ? fails : holds)[file.rule];
  for (const Rule* rule : all_rules()) {
    INFO(rule->id);
    CHECK((fails[std::string(rule->id)] == 0) == no_file_can_show(rule->id));
  }
  CHECK(holds[""] >= 3 * static_cast<int>(builtin_plan().shapes.size()));
  for (const char* rule :
       {"length", "pattern", "enum", "range", "items", "attributes-bytes", "references-bytes",
        "expiration-window", "expiration-margin", "phone-e164"}) {
    INFO(rule);
    CHECK(holds[rule] > 0);
  }
}

TEST_CASE("The repository holds one shape of the pack, and the digests of all of it", "[pack]") {
  const auto corpus = std::filesystem::path(source_dir()) / "corpus";
  const auto folder = corpus / "conformance";
  const Pack example = example_of(the_pack());
  INFO("update with: ./dev generate");
  CHECK(file_text(corpus / "conformance.sha256") == digests_of(the_pack()));
  CHECK(file_text(folder / kManifestName) == manifest_of(example));
  std::set<std::string> expected = {std::string(kManifestName)};
  for (const PackFile& file : example.files) {
    expected.insert(file.file);
    INFO(file.file);
    CHECK(file_text(folder / file.file) == file.text);
  }
  CHECK(expected.size() > 50);
  std::set<std::string> present;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      present.insert(std::filesystem::relative(entry.path(), folder).generic_string());
    }
  }
  CHECK(present == expected);
}

TEST_CASE("dialgen writes the pack whose digests the repository holds", "[pack][cli]") {
  // What makes it is watched in the cases above; what writes it, where other packs are written.
  if (kWatched && !all_rounds()) return;
  const Scratch scratch;
  const Outcome outcome =
      run_command("dialgen pack -o whole && cd whole && sha256sum --quiet --strict -c " +
                      source_dir() + "/corpus/conformance.sha256 && find . -type f | wc -l",
                  scratch);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == std::to_string(the_pack().files.size() + 1) + "\n");
}

TEST_CASE("A manifest is read as it was written", "[pack]") {
  const Pack pack = read_manifest(manifest_of(the_pack()));
  REQUIRE(pack.files.size() == the_pack().files.size());
  CHECK(pack.now == the_pack().now);
  for (std::size_t i = 0; i < pack.files.size(); ++i) {
    CHECK(pack.files[i].file == the_pack().files[i].file);
    CHECK(pack.files[i].counts_ignored == the_pack().files[i].counts_ignored);
    CHECK(promised(pack.files[i]) == promised(the_pack().files[i]));
  }
  CHECK(manifest_of(pack) == manifest_of(the_pack()));
  for (const auto& [text, message] : {
           std::pair{"[", "not valid JSON"},
           std::pair{R"({"format":"other"})", "not describe a pack"},
           std::pair{R"({"format":"diallint-pack","version":2})", "version is not 1"},
           std::pair{R"({"format":"diallint-pack","version":1})", "a member is missing"},
           std::pair{R"({"format":"diallint-pack","version":1,"now":"soon","files":[]})",
                     "RFC 3339"},
       }) {
    CHECK_THROWS_WITH(read_manifest(text), Catch::Contains(message));
  }
}

TEST_CASE("No number of the pack can ring", "[pack]") {
  // Each text that is a number in E.164 and could be assigned is kept for fiction.
  const auto& plan = NumberingPlan::builtin();
  int numbers = 0;
  for (const PackFile& file : the_pack().files) {
    for (std::size_t at = file.text.find('+'); at != std::string::npos;
         at = file.text.find('+', at + 1)) {
      std::size_t end = at + 1;
      while (end < file.text.size() && file.text[end] >= '0' && file.text[end] <= '9') ++end;
      const std::string number = file.text.substr(at, end - at);
      if (plan.lookup(number).verdict != NumberVerdict::kAssignable) continue;
      INFO(file.file << " " << number);
      CHECK(fictional(number));
      ++numbers;
    }
  }
  CHECK(numbers > 300);
}

}  // namespace diallint::test
