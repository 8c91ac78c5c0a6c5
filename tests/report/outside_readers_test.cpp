// Reports and settings as readers see them that were not written here: a JSON Schema validator, a
// TOML parser, a validator of HTML. tests/report/formats_test.cpp has those of SARIF and JUnit.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/build_paths.h"
#include "support/process.h"

namespace diallint::test {
namespace {

const std::string kNodeFolder = source_dir() + "/tests/node/";

Outcome node(const Scratch& scratch, const std::string& arguments) {
  Outcome outcome = run_command(quoted(node_path()) + " " + arguments, scratch);
  REQUIRE(outcome.err.empty());
  REQUIRE(outcome.exit_code == 0);
  return outcome;
}

std::string judged(const Scratch& scratch, const std::string& schema, const std::string& files) {
  return node(scratch, "'" + kNodeFolder + "judge_files.mjs' '" + schema + "' " + files).out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// A diallint.toml: whether the program takes it, and whether its schema can tell.
struct SettingsFile {
  std::string text;
  bool taken;
  bool schema_knows = true;  ///< false: what is wrong depends on rules, shapes or the file's folder
};

const std::vector<SettingsFile>& settings_files() {
  static const std::vector<SettingsFile> kFiles{
      {"", true},
      {"# nothing\n", true},
      {"select = [\"required\", \"type\"]\nignore = []\n", true},
      {"fail-on = \"never\"\nnow = \"none\"\n", true},
      {"now = \"2026-11-20T12:00:00+01:00\"\n", true},
      {"shape = \"dial-request\"\ninput-format = \"csv\"\naccept-sdk-names = true\n", true},
      {"[severity]\nphone-duplicate = \"error\"\n\"token-empty\" = \"off\"\n", true},
      {"[per-file-ignores]\n\"old/**\" = [\"type\"]\n\"*.csv\" = []\n", true},
      {"[csv-map]\nphoneNumber = \"Mobile\"\n\"attributes.name\" = \"First name\"\n", true},
      {"baseline = \"known.json\"\nfingerprint-key = \"key\"\n", true},
      {"[phone]\nregions = [\"US\", \"gb\", \"001\"]\ndeny-types = [\"mobile\"]\n", true},
      {"[phone]\nregions = [\"US\", \"CA\"]\ndeny-types = [\"default\"]\n", true},
      {"[output]\nformat = \"html\"\nmax-findings = 0\nstatistics = true\nmask-keys = false\n",
       true},
      {"output.format = \"sarif\"\n", true},
      {"slect = []\n", false},
      {"[outptu]\nformat = \"text\"\n", false},
      {"[output]\nformats = \"text\"\n", false},
      {"show-values = true\n", false},
      {"select = \"type\"\n", false},
      {"select = [1]\n", false},
      {"select = [\"Type!\"]\n", false},
      {"select = [\"tpye\"]\n", false, false},
      {"severity = \"error\"\n", false},
      {"[severity]\ntype = \"fatal\"\n", false},
      {"[severity]\ntpye = \"error\"\n", false, false},
      {"[per-file-ignores]\n\"*\" = \"type\"\n", false},
      {"fail-on = \"errors\"\n", false},
      {"fail-on = 1\n", false},
      {"now = 2026-11-20T12:00:00Z\n", false},
      {"now = \"today\"\n", false},
      {"shape = \"dial\"\n", false, false},
      {"shape = 1\n", false},
      {"input-format = \"xml\"\n", false},
      {"accept-sdk-names = \"yes\"\n", false},
      {"[csv-map]\nphoneNumber = \"\"\n", false},
      {"[csv-map]\nphoneNumber = 3\n", false},
      {"[csv-map]\nfone = \"Mobile\"\n", false, false},
      {"baseline = \"/etc/known.json\"\n", false},
      {"baseline = \"\"\n", false},
      {"baseline = \"a/../../known.json\"\n", false, false},
      {"[phone]\nregions = \"US\"\n", false},
      {"[phone]\nregions = [\"USA\"]\n", false},
      {"[phone]\ndeny-types = [\"premum\"]\n", false},
      {"[phone]\nregion = [\"US\"]\n", false},
      {"[output]\nmax-findings = -1\n", false},
      {"[output]\nmax-findings = 1.5\n", false},
      {"[output]\nformat = \"xml\"\n", false},
      {"[output]\nstatistics = 1\n", false},
      {"fail-on = \"err\n", false},
      {"select = []\nselect = []\n", false},
      {"= 1\n", false},
  };
  return kFiles;
}

}  // namespace

TEST_CASE("the schema of settings and the program judge real files alike", "[cli][settings]") {
  const Scratch scratch;
  std::string names;
  for (std::size_t i = 0; i < settings_files().size(); ++i) {
    const std::string name = std::to_string(i) + ".toml";
    write_text(scratch.folder() / name, settings_files()[i].text);
    names += " " + name;
  }
  const std::vector<std::string> verdicts =
      lines_of(judged(scratch, source_dir() + "/schemas/config.schema.json", names));
  write_text(scratch.folder() / "key", "0123456789abcdef0123456789abcdef");
  write_text(
      scratch.folder() / "table.csv",
      "Mobile,clientToken,expirationTime,First name\n+12025550147,a,2026-11-20T12:05:00Z,b\n");
  run_command("diallint --now none --update-baseline --baseline known.json examples", scratch);
  const std::vector<std::string> codes =
      lines_of(run_command("for file in" + names +
                               "; do diallint --config $file table.csv > /dev/null 2> err; "
                               "echo \"$? $(head -1 err)\"; done",
                           scratch)
                   .out);
  REQUIRE(verdicts.size() == settings_files().size());
  REQUIRE(codes.size() == settings_files().size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const SettingsFile& file = settings_files()[i];
    CAPTURE(file.text, verdicts[i], codes[i]);
    const bool fits = verdicts[i].ends_with(".toml valid");
    CHECK(codes[i].starts_with("2 ") == !file.taken);
    CHECK(fits == (file.taken || !file.schema_knows));
  }
}

TEST_CASE("a JSON Schema validator takes the GitLab report of every example", "[cli]") {
  const Scratch scratch;
  run_command(
      "diallint --now 2026-11-20T12:00:00Z --output-format gitlab -o good.json examples; "
      "diallint --now none --ignore phone-fictional --output-format gitlab -o none.json "
      "examples/clean; sed '0,/\"begin\":[0-9]*/s//\"begin\":0/' good.json > line.json; "
      "sed 's/\"fingerprint\"/\"print\"/' good.json > print.json; "
      "sed 's/\"major\"/\"error\"/' good.json > level.json; "
      "sed 's,\"path\":\",&./,' good.json > path.json",
      scratch);
  const std::vector<std::string> verdicts =
      lines_of(judged(scratch, kNodeFolder + "gitlab-code-quality.schema.json",
                      "good.json none.json line.json print.json level.json path.json"));
  REQUIRE(verdicts.size() == 6);
  CHECK(verdicts[0] == "good.json valid");
  CHECK(verdicts[1] == "none.json valid");
  for (std::size_t i = 2; i < verdicts.size(); ++i)
    CHECK(verdicts[i].find(".json invalid ") != std::string::npos);
  CHECK(file_text(scratch.folder() / "none.json") == "[]\n");
}

TEST_CASE("a validator of HTML finds nothing wrong with the pages", "[html]") {
  const Scratch scratch;
  const std::string html = "diallint --now 2026-11-20T12:00:00Z --output-format html -o ";
  run_command(html + "all.html examples; " + html +
                  "clean.html --ignore phone-fictional examples/clean; : > empty.ndjson; " + html +
                  "empty.html empty.ndjson; sed 's,</h1>,</h2>,; s, aria-labelledby=\"list\",,' "
                  "all.html > broken.html",
              scratch);
  const std::string tool = "'" + kNodeFolder + "validate_html.mjs' ";
  CHECK(node(scratch, tool + "all.html clean.html empty.html").out.empty());
  // The page of a campaign, with rows of each kind, and of one that nobody was taken of.
  run_command(
      "{ echo phone; seq -f '+447700900%03g' 0 99; echo +12025550147; } > people.csv; "
      "diallint prepare people.csv --campaign c -o monday > /dev/null; "
      "sed 's/.*\"token\":\"\\([a-p]*\\)\".*/\\1/' monday/manifest.ndjson > tokens; "
      "{ sed -n '1,50s/.*/{\"successfulRequests\":[{\"clientToken\":\"&\"}]}/p' tokens; "
      "sed -n "
      "'51,80s/.*/{\"failedRequests\":[{\"clientToken\":\"&\",\"failureCode\":\"InvalidInput\"}]}/"
      "p' "
      "tokens; echo '{\"__type\":\"ThrottlingException\"}'; echo sent; } > answers; "
      "diallint reconcile monday --responses answers -o some > /dev/null; "
      "diallint reconcile monday --responses /dev/null -o none > /dev/null",
      scratch);
  CHECK(node(scratch, tool + "some/outcome.html none/outcome.html").out.empty());
  CHECK(file_text(scratch.folder() / "some" / "outcome.html").find("50 of 101 rows") !=
        std::string::npos);
  CHECK(node(scratch, tool + "broken.html").out.find("broken.html:") == 0);
}

}  // namespace diallint::test
