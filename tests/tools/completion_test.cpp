// What bash completes, in a bash.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "generate/diallint_shell.h"
#include "support/process.h"

namespace diallint::test {
namespace {

/// The candidates for the last of `words`, a line each.
std::string completed(const std::string& program, const std::string& words,
                      const Scratch& scratch) {
  const std::string script = "source ../" + program + ".bash; COMP_WORDS=(" + program + " " +
                             words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _" + program +
                             "; printf '%s\\n' \"${COMPREPLY[@]}\" | sort";
  write_text(scratch.root() / "script", script);
  const Outcome outcome = run_command("bash ../script", scratch);
  CHECK(outcome.err.empty());
  return outcome.out;
}

}  // namespace

TEST_CASE("A name with spaces or brackets in it is one candidate of bash", "[completion]") {
  const Scratch scratch;
  std::filesystem::remove_all(scratch.folder() / "examples");
  for (const char* name : {"my file.json", "my [1].json", "it's.json", "*"})
    write_text(scratch.folder() / name, "{}");
  for (const auto& [path, text] : shell_files())
    if (path.ends_with(".bash"))
      write_text(scratch.root() / std::filesystem::path(path).filename(), text);
  for (const std::string program : {"diallint", "dialgen"}) {
    CAPTURE(program);
    const std::string two = program == "diallint" ? "check " : "response ";
    CHECK(completed(program, two + "my", scratch) == "my [1].json\nmy file.json\n");
    CHECK(completed(program, two + "'my\\ f'", scratch) == "my file.json\n");
    CHECK(completed(program, two + "'\"my f'", scratch) == "my file.json\n");
    CHECK(completed(program, two + "'*'", scratch) == "*\n");
    CHECK(completed(program, two + "nothing", scratch) == "\n");
  }
  CHECK(completed("diallint", "it", scratch) == "it's.json\n");
  CHECK(completed("diallint", "check -o my", scratch) == "my [1].json\nmy file.json\n");
  CHECK(completed("diallint", "--output-format sar", scratch) == "sarif\n");
  CHECK(completed("diallint", "expl", scratch) == "explain\n");
  CHECK(completed("diallint", "prepare --output-format ''", scratch) == "json\ntext\n");
  CHECK(completed("diallint", "prepare --camp", scratch) == "--campaign\n");
  CHECK(completed("diallint", "check --camp", scratch) == "\n");
  CHECK(completed("diallint", "serve --camp", scratch) == "--campaign\n");
  CHECK(completed("diallint", "serve --report-format sar", scratch) == "sarif\n");
  CHECK(completed("diallint", "prepare --dial", scratch) == "\n");
  CHECK(completed("diallint", "prepare -o my", scratch) == "my [1].json\nmy file.json\n");
}

}  // namespace diallint::test
