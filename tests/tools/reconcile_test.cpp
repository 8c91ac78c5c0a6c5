// Folders of outcomes: there whole or not at all, and nothing of them leaks.
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/embedded_files.h"
#include "diallint/reconcile_options.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "shared/output_folder.h"
#include "shared/output_place.h"
#include "support/outputs.h"
#include "support/process.h"
#include "support/refusal.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

/// A list of four, prepared into `monday`, and their tokens, one a line.
constexpr std::string_view kPrepared =
    "printf 'phone\\n+12025550101\\n+12025550102\\n+12025550103\\n+12025550104\\n' > people.csv; "
    "diallint prepare people.csv --campaign c --start 2026-11-20T12:00:00Z -o monday > /dev/null; "
    "sed 's/.*\"token\":\"\\([a-p]*\\)\".*/\\1/' monday/manifest.ndjson > tokens; ";

}  // namespace

TEST_CASE("A folder in a folder is there with it", "[reconcile]") {
  const Scratch scratch;
  const fs::path here = room(scratch);
  const std::string target = (here / "out").string();
  {
    OutputFolder folder(target, "retry");
    folder.write("a", "1");
    folder.write("retry/b", "2");
    CHECK(listed_below(here) ==
          ".out.tmp-diallint-0 .out.tmp-diallint-0/a .out.tmp-diallint-0/retry "
          ".out.tmp-diallint-0/retry/b ");
    folder.finish();
  }
  CHECK(listed_below(here) == "out out/a out/retry out/retry/b ");
  struct stat status {};
  REQUIRE(::stat((here / "out" / "retry").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0700);
}

TEST_CASE("A folder in a folder that is not finished goes with it", "[reconcile]") {
  const Scratch scratch;
  const fs::path here = room(scratch);
  const std::string target = (here / "out").string();
  {
    OutputFolder folder(target, "retry");
    for (int i = 0; i < 300; ++i) folder.write("retry/" + std::to_string(i), "x");
  }
  CHECK(listed_below(here).empty());
  // What a killed run has left goes with the next one.
  const fs::path dead = temporary_name(target, 0);
  fs::create_directories(dead / "retry");
  write_text(dead / "retry" / "batch-000001.json", "x");
  { const OutputFolder folder(target, "retry"); }
  CHECK(listed_below(here).empty());
}

TEST_CASE("A signal takes a folder in a folder along", "[reconcile]") {
  const Scratch scratch;
  const fs::path here = room(scratch);
  int ready[2] = {};
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::signal(SIGTERM, SIG_DFL);
    OutputFolder folder((here / "out").string(), "retry");
    folder.write("retry/a", "x");
    static_cast<void>(!::write(ready[1], "x", 1));
    for (;;) ::pause();
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  ::kill(child, SIGTERM);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(listed_below(here).empty());
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("A later outcome takes the place of an earlier one", "[reconcile]") {
  const Scratch scratch;
  const Outcome first = run_command(std::string(kPrepared) +
                                        "diallint reconcile monday --responses /dev/null --start "
                                        "2026-11-20T13:00:00Z -o out > /dev/null; "
                                        "(cd out && sha256sum --check --strict --quiet "
                                        "reconcile.sha256 && wc -l < reconcile.sha256)",
                                    scratch);
  CHECK(first.exit_code == 0);
  CHECK(first.out == "6\n");
  CHECK(listed_below(scratch.folder() / "out") ==
        "outcome.csv outcome.html reconcile.sha256 repair.csv retry retry/batch-000001.json "
        "retry/manifest.ndjson ");
  // Who has sent what was to be sent again may have removed it, and the name may be a link.
  const Outcome second = run_command(
      "sed 's/.*/{\"successfulRequests\":[{\"clientToken\":\"&\"}]}/' tokens > all; "
      "rm out/retry/batch-000001.json; ln -s out link; "
      "diallint reconcile monday --responses all --start 2026-11-20T13:00:00Z -o link > /dev/null",
      scratch);
  CHECK(second.exit_code == 0);
  CHECK(listed_below(scratch.folder() / "out") ==
        "outcome.csv outcome.html reconcile.sha256 repair.csv retry retry/manifest.ndjson ");
  CHECK(file_text(scratch.folder() / "out" / "outcome.csv").find("unanswered") ==
        std::string::npos);
  CHECK(fs::is_symlink(scratch.folder() / "link"));
  CHECK(run_command("ls -A | grep tmp-diallint", scratch).out.empty());
}

TEST_CASE("A folder with anything else in it stays, and the message names that", "[reconcile]") {
  struct Row {
    const char* spoil;
    const char* said;
  };
  const Row rows[] = {
      {"touch out/theirs", "it contains theirs, which reconcile did not write"},
      {"touch out/retry/a", "it contains retry/a, which reconcile did not write"},
      {"mkdir out/more", "it contains more, which reconcile did not write"},
      {"rm -r out/retry; touch out/retry", "it contains retry, which reconcile did not write"},
      {"cp out/repair.csv r; rm out/repair.csv; ln -s ../r out/repair.csv",
       "it contains repair.csv, which reconcile did not write"},
      {"echo mended >> out/repair.csv", "its repair.csv was changed after reconcile wrote it"},
      {"rm out/reconcile.sha256", "it contains outcome.csv, which reconcile did not write"},
      {"sed -i 1d out/reconcile.sha256", "it contains outcome.csv, which reconcile did not write"},
      {"rm -r out; cp -r monday out",
       "it contains batch-000001.json, which reconcile did not write"},
  };
  const Scratch scratch;
  REQUIRE(run_command(std::string(kPrepared) + "diallint reconcile monday --responses /dev/null "
                                               "--start 2026-11-20T13:00:00Z -o clean > /dev/null",
                      scratch)
              .exit_code == 1);
  for (const Row& row : rows) {
    CAPTURE(row.spoil);
    run_command(std::string("rm -rf out kept; cp -r clean out; ") + row.spoil, scratch);
    const Outcome outcome = run_command(
        "cp -a out kept; diallint reconcile monday --responses /dev/null --start "
        "2026-11-20T13:00:00Z -o out",
        scratch);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err == std::string("diallint: cannot write out: ") + row.said +
                             "; move it or name a new folder\n");
    CHECK(run_command("diff -r out kept && ls -A | grep tmp-diallint", scratch).out.empty());
  }
}

TEST_CASE("A folder that is read is not replaced", "[reconcile]") {
  const Scratch scratch;
  const Outcome outcome =
      run_command(std::string(kPrepared) +
                      "diallint reconcile monday --responses /dev/null --start "
                      "2026-11-20T13:00:00Z -o out > /dev/null; "
                      "cp -r out kept; diallint reconcile out/retry --responses /dev/null --start "
                      "2026-11-20T13:00:00Z -o out",
                  scratch);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err.find("is read in this run and would be written over") != std::string::npos);
  CHECK(run_command("diff -r out kept && ls -A | grep tmp-diallint", scratch).out.empty());
}

TEST_CASE("What comes into an earlier outcome meanwhile stays", "[reconcile]") {
  const Scratch scratch;
  const fs::path here = room(scratch);
  const std::string target = (here / "out").string();
  const auto write = [&](std::string_view text, bool also_theirs) {
    OutputFolder folder(target, "retry", "reconcile");
    folder.write("a", text);
    folder.write("retry/b", text);
    if (also_theirs) write_text(here / "out" / "theirs", "x");
    folder.finish();
  };
  write("1", false);
  write("2", false);
  CHECK(refusal([&] { write("3", true); }).find("it contains theirs, ") != std::string::npos);
  CHECK(listed_below(here) == "out out/a out/reconcile.sha256 out/retry out/retry/b out/theirs ");
  CHECK(file_text(here / "out" / "retry" / "b") == "2");
}

TEST_CASE("A folder of outcomes that cannot be written is not there", "[reconcile]") {
  const Scratch scratch;
  const Outcome outcome =
      run_command(std::string(kPrepared) +
                      "ulimit -f 0; diallint reconcile monday --responses /dev/null -o out",
                  scratch);
  CHECK(outcome.exit_code == 2);
  CHECK_FALSE(fs::exists(scratch.folder() / "out"));
}

TEST_CASE("Responses and batches that cannot be read end the run", "[reconcile]") {
  const Scratch scratch;
  const auto told = [&](const std::string& command) {
    const Outcome outcome = run_command(command, scratch);
    CHECK(outcome.exit_code == 2);
    CHECK_FALSE(fs::exists(scratch.folder() / "out"));
    return outcome.err;
  };
  const std::string reconcile = "diallint reconcile monday -o out --responses ";
  CHECK(
      told(std::string(kPrepared) + "echo x | gzip | head -c 10 > cut.gz; " + reconcile + "cut.gz")
          .starts_with("diallint: cut.gz: "));
  CHECK(told(reconcile + "tokens monday/none").starts_with("diallint: monday/none: no such file"));
  CHECK(told("mkdir monday/b; sed 's/batch-0*1.json/b/' monday/manifest.ndjson > m; "
             "mv m monday/manifest.ndjson; " +
             reconcile + "tokens")
            .starts_with("diallint: monday/b: "));
}

TEST_CASE("Compressed responses are read, and nothing of a row is shown", "[reconcile]") {
  const Scratch scratch;
  const Outcome outcome = run_command(
      std::string(kPrepared) +
          "sed "
          "'s/.*/{\"failedRequests\":[{\"clientToken\":\"&\",\"failureCode\":\"InvalidInput\"}]}/' "
          "tokens | gzip > answers.gz; diallint reconcile monday --responses answers.gz "
          "--output-format json -o out; for token in $(cat tokens); do grep -c $token out/*.csv; "
          "done; grep -c 202555 out/*.csv",
      scratch);
  CHECK(outcome.out.find("\"InvalidInput\":4") != std::string::npos);
  const std::string nothing = "out/outcome.csv:0\nout/repair.csv:0\n";
  CHECK(outcome.out.ends_with(nothing + nothing + nothing + nothing + nothing));
}

TEST_CASE("The page's figures are those of the table, and no value is on it", "[reconcile]") {
  const Scratch scratch;
  run_command(
      "{ echo phone; seq -f '+447700900%03g' 100 169; seq -f '+12025550%03g' 100 129; } > p.csv; "
      "diallint prepare p.csv --campaign c --start 2026-11-20T12:30:00Z --rate 1 -o monday > "
      "/dev/null; sed 's/.*\"token\":\"\\([a-p]*\\)\".*/\\1/' monday/manifest.ndjson > tokens; "
      "{ sed -n '1,50s/.*/{\"successfulRequests\":[{\"clientToken\":\"&\"}]}/p' tokens; "
      "sed -n '51,80s/.*/{\"failedRequests\":[{\"clientToken\":\"&\",\"failureCode\":"
      "\"InvalidInput\"}]}/p' tokens; } > answers; "
      "sed -i '1,/]}/s/+447700900101/0/' monday/batch-000001.json; rm monday/batch-000004.json; "
      "diallint reconcile monday --responses answers --start 2026-11-20T13:00:00Z -o out > "
      "/dev/null",
      scratch);
  const std::string page = file_text(scratch.folder() / "out" / "outcome.html");
  const auto line = [&](const std::string& label, std::initializer_list<int> counts) {
    std::string text = "<th scope=\"row\">" + label + "</th>";
    for (const int count : counts)
      text += "<td class=\"number\">" + std::to_string(count) + "</td>";
    return page.find(text) != std::string::npos;
  };
  const auto rows_of = [&](const std::string& outcome) {
    return std::stoi(run_command("grep -c ," + outcome + ", out/outcome.csv", scratch).out);
  };
  CHECK(
      line("2026-11-20 12:00", {100, rows_of("taken"), rows_of("failed"), rows_of("unanswered")}));
  CHECK(page.find("50 of 100 rows reached the dialer.") != std::string::npos);
  // The third batch has 20 of Britain and 5 of America; the fourth, all of America, is gone.
  CHECK(line("<span data-region=\"GB\">GB</span>", {69, 49, 20, 0}));
  CHECK(line("<span data-region=\"US\">US</span>", {5, 0, 5, 0}));
  CHECK(line("in no country's numbering plan", {1, 1, 0, 0}));
  CHECK(line("number not found in its batch", {25, 0, 5, 20}));
  CHECK(run_command("grep -cFf tokens out/outcome.html", scratch).out == "0\n");
  for (const char* digits : {"7700900", "2025550", "555010"})
    CHECK(page.find(digits) == std::string::npos);
}

TEST_CASE("An option of reconcile with an empty value is refused, and named", "[reconcile]") {
  std::size_t tried = 0;
  for (const OptionFacts& option : reconcile_options()) {
    if (option.kind.empty()) continue;
    for (const Arguments& way : {Arguments{option.name, ""}, Arguments{option.name + "="}}) {
      CAPTURE(way);
      CHECK(refusal([&] { parse_reconcile(way); }) ==
            option.name + " is empty; give a value, or leave it out");
      ++tried;
    }
  }
  CHECK(tried > 15);
}

TEST_CASE("Summaries of reconcile are what their schema says", "[reconcile]") {
  const Scratch scratch;
  const Outcome outcome =
      run_command(std::string(kPrepared) +
                      "diallint reconcile monday --responses people.csv "
                      "--start 2026-11-20T13:00:00Z --output-format json -o out",
                  scratch);
  CHECK(outcome.exit_code == 1);
  const auto summary = nlohmann::json::parse(outcome.out);
  nlohmann::json schema;
  for (const EmbeddedFile& file : embedded_schemas())
    if (file.name == "reconcile.schema.json") schema = nlohmann::json::parse(file.text);
  const auto expect_members = [](const nlohmann::json& value, const nlohmann::json& shape) {
    for (const auto& name : shape.at("required")) CHECK(value.contains(name.get<std::string>()));
    for (const auto& [name, member] : value.items()) CHECK(shape.at("properties").contains(name));
  };
  expect_members(summary, schema);
  expect_members(summary["firstUnread"][0], schema["properties"]["firstUnread"]["items"]);
  expect_members(summary["byPeriod"][0], schema["properties"]["byPeriod"]["items"]);
  expect_members(summary["byRegion"]["US"],
                 schema["properties"]["byRegion"]["additionalProperties"]);
  CHECK(summary["byRegion"]["US"]["unanswered"] == 4);
  CHECK(summary["unread"] == 5);
  CHECK(summary["retry"] == 4);
}

}  // namespace diallint::test
