// docs/schemas.md against what it describes.
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "plan/rule.h"
#include "schema/schema_compiler.h"
#include "support/build_paths.h"
#include "support/own_schema.h"
#include "support/process.h"

namespace diallint::test {
namespace {

const std::filesystem::path kDocs = std::filesystem::path(source_dir()) / "docs";

/// The keywords in the first column of the tables.
std::set<std::string> described(const std::string& document) {
  std::set<std::string> keywords;
  const std::regex row("\n\\|( `[^|]*` )\\|");
  const std::regex keyword("`([^`]*)`");
  for (std::sregex_iterator at(document.begin(), document.end(), row), end; at != end; ++at) {
    const std::string column = (*at)[1];
    for (std::sregex_iterator one(column.begin(), column.end(), keyword); one != end; ++one) {
      keywords.insert((*one)[1]);
    }
  }
  return keywords;
}

}  // namespace

TEST_CASE("The guide to schemas shows the file that it names", "[schema]") {
  const std::string document = file_text(kDocs / "schemas.md");
  const std::string schema = file_text(kDocs / "examples/callback.schema.json");
  CHECK(document.find("```json\n" + schema + "```\n") != std::string::npos);
}

TEST_CASE("The guide to schemas describes every keyword of a rule", "[schema]") {
  std::set<std::string> keywords = described(file_text(kDocs / "schemas.md"));
  for (const Rule* rule : all_rules()) {
    for (const std::string_view keyword : rule->keywords) {
      INFO(keyword);
      CHECK(keywords.contains(std::string(keyword)));
    }
  }
}

TEST_CASE("Every keyword that the guide to schemas describes is one", "[schema]") {
  for (const std::string& keyword : described(file_text(kDocs / "schemas.md"))) {
    // The value is hardly ever right, which is said of keywords that are known.
    const PlanResult result = compile_plan({{"own.json", shape("\"" + keyword + "\":{}")}});
    INFO(keyword << " " << result.error);
    CHECK(result.error.find("no rule implements") == std::string::npos);
  }
}

}  // namespace diallint::test
