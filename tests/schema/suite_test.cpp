// The official JSON-Schema-Test-Suite (draft 2020-12) on the checker: each case is judged right, or
// its schema refused at a place. The figures stand in docs/schemas.md; `./dev suite` prints them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "schema/schema_compiler.h"
#include "support/build_paths.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const fs::path kSuite = fs::path(source_dir()) / "build/suite/tests/draft2020-12";
const fs::path kGuide = fs::path(source_dir()) / "docs/schemas.md";

struct Figures {
  std::size_t right = 0;
  std::size_t refused = 0;
  std::size_t wrong = 0;
  std::size_t not_asked = 0;
};

// The files of what is required, what is optional, and the formats that are checked.
std::vector<fs::path> suite_files() {
  std::set<fs::path> files;
  for (const fs::path& folder : {kSuite, kSuite / "optional"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".json") files.insert(entry.path());
    }
  }
  for (const char* format : {"date-time", "email", "uri", "uuid"}) {
    files.insert(kSuite / "optional/format" / (std::string(format) + ".json"));
  }
  return {files.begin(), files.end()};
}

// `format` either constrains or only describes: that it does not constrain is asked of those for
// whom it only describes.
bool is_asked(const json& one) {
  return one["description"].get<std::string>().find("only an annotation") == std::string::npos;
}

// The case's schema as a file of its own, behind the one member of a shape: a document is never a
// list or a number.
PlanResult compile_case(const json& schema) {
  json own = schema;
  if (own.is_boolean()) own = {{"allOf", {schema}}};
  if (!own.contains("$id")) own["$id"] = "urn:case";
  const json around = {{"$id", "urn:around"},
                       {"x-shape", "thing"},
                       {"type", "object"},
                       {"properties", {{"value", {{"$ref", own["$id"]}}}}}};
  return compile_plan({{"around.json", around.dump()}, {"case.json", own.dump()}});
}

// U+0000 is refused in every text, whatever a schema says.
bool is_valid(const json& value, const Plan& plan) {
  LintOptions options;
  options.shape = "thing";
  options.format = InputFormat::kNdjson;
  const LintResult result = lint(json{{"value", value}}.dump(), options, plan);
  return std::all_of(result.findings.begin(), result.findings.end(),
                     [](const Located& one) { return one.finding.rule == "encoding"; });
}

void judge(const json& group, Figures& figures) {
  const PlanResult compiled = compile_case(group["schema"]);
  if (!compiled.plan) {
    INFO(compiled.error);
    CHECK(std::regex_search(compiled.error, std::regex("^(case|around)\\.json#[^:]*: .")));
  }
  for (const json& one : group["tests"]) {
    if (!is_asked(one)) {
      ++figures.not_asked;
    } else if (!compiled.plan) {
      ++figures.refused;
    } else {
      const bool right = is_valid(one["data"], *compiled.plan) == one["valid"].get<bool>();
      INFO(group["schema"].dump() << "\n" << one.dump());
      CHECK(right);
      ++(right ? figures.right : figures.wrong);
    }
  }
}

std::string in_words(const Figures& figures) {
  return fmt::format(
      "Of {} cases diallint judges {} right and refuses the schemas of {}; it judges {} wrong. "
      "Another {} ask\nof `format` that it only describes.\n",
      figures.right + figures.refused + figures.wrong, figures.right, figures.refused,
      figures.wrong, figures.not_asked);
}

}  // namespace

TEST_CASE("The official suite of JSON Schema is judged right, or refused at a place", "[suite]") {
  INFO("the suite is missing: ./dev suite fetches it, and so does ./dev test");
  REQUIRE(fs::exists(kSuite));
  Figures figures;
  for (const fs::path& file : suite_files()) {
    INFO(file.filename().string());
    for (const json& group : json::parse(file_text(file))) judge(group, figures);
  }
  CHECK(figures.wrong == 0);
  constexpr std::string_view kBegin = "<!-- suite: written by DIALLINT_UPDATE=1 ./dev suite -->\n";
  constexpr std::string_view kEnd = "<!-- end of suite -->";
  std::string guide = file_text(kGuide);
  const std::size_t begin = guide.find(kBegin) + kBegin.size();
  const std::size_t size = guide.find(kEnd) - begin;
  if (std::getenv("DIALLINT_UPDATE") != nullptr)
    write_text(kGuide, std::string(guide).replace(begin, size, in_words(figures)));
  guide = file_text(kGuide);
  CHECK(guide.substr(begin, guide.find(kEnd) - begin) == in_words(figures));
}

}  // namespace diallint::test
