// The schemas and the examples as a stock validator sees them (ajv, from npm).
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "support/build_paths.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

using nlohmann::json;

std::string run_node(const std::string& script, const std::string& input) {
  const Scratch scratch;
  write_text(scratch.folder() / "input", input);
  const Outcome run = run_command(fmt::format("'{}' '{}/tests/node/{}' '{}/schemas' < input",
                                              node_path(), source_dir(), script, source_dir()),
                                  scratch);
  REQUIRE(run.err == "");
  REQUIRE(run.exit_code == 0);
  return run.out;
}

// What JSON Schema can say of a document.
bool structure_is_sound(const LintResult& result) {
  static const std::set<std::string_view> kRules = {"type",   "required", "unknown-member",
                                                    "length", "pattern",  "items",
                                                    "enum",   "range",    "member-name"};
  return std::none_of(result.findings.begin(), result.findings.end(),
                      [](const Located& l) { return kRules.contains(l.finding.rule); });
}

struct Document {
  std::string place;
  std::string text;
  std::string shape;
  bool sound = false;
};

void add(const std::string& place, const json& value, std::vector<Document>& out) {
  if (value.is_array()) {
    for (const json& item : value) add(place, item, out);
    return;
  }
  const std::string text = value.dump();
  LintOptions options;
  options.format = InputFormat::kJson;
  const LintResult result = lint(text, options);
  if (result.summary.by_shape.empty()) return;
  // A number in place of a time is a type to a schema, and expiration-format's to the checker.
  const bool number = text.find("\"expirationTime\":1") != std::string::npos;
  out.push_back(
      {place, text, result.summary.by_shape.begin()->first, structure_is_sound(result) && !number});
}

// Every JSON text of the examples, line by line where they are lines.
std::vector<Document> documents() {
  std::vector<Document> out;
  const auto folder = std::filesystem::path(source_dir()) / "corpus" / "examples";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    std::istringstream text(file_text(entry.path()));
    const bool lines = extension == ".ndjson" || extension == ".jsonl";
    if (!lines && extension != ".json") continue;
    for (std::string part; std::getline(text, part, lines ? '\n' : '\0');) {
      const json value = json::parse(part, nullptr, /*allow_exceptions=*/false);
      if (!value.is_discarded()) add(entry.path().filename().string(), value, out);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Every schema file is a JSON Schema of draft 2020-12", "[ajv][schemas]") {
  std::istringstream lines(run_node("check_schemas.mjs", ""));
  std::size_t files = 0;
  for (std::string line; std::getline(lines, line); ++files) {
    INFO(line);
    CHECK(line.ends_with(".schema.json valid"));
  }
  CHECK(files == embedded_schemas().size());
}

TEST_CASE("The examples get one verdict from ajv and from the checker", "[ajv][schemas]") {
  const std::vector<Document> all = documents();
  std::string input;
  for (const Document& document : all) {
    input += json::array({document.shape, document.text}).dump() + "\n";
  }
  std::istringstream verdicts(run_node("validate.mjs", input));
  std::size_t sound = 0;
  for (const Document& document : all) {
    std::string verdict;
    REQUIRE(std::getline(verdicts, verdict));
    INFO(document.place << ": " << document.shape << ": ajv says " << verdict);
    CHECK((verdict == "valid") == document.sound);
    sound += document.sound ? 1 : 0;
  }
  CHECK(sound > 10);
  CHECK(all.size() > sound);
}

}  // namespace diallint::test
