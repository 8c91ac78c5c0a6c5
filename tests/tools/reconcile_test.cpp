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
  CHECK(summary["unread"] == 5);
  CHECK(summary["retry"] == 4);
}

}  // namespace diallint::test
