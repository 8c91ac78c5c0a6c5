// What no shell command can show: terminals, pipes that nobody reads, and that no value gets out.
#include <fcntl.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <regex>
#include <set>
#include <string>

#include "support/build_paths.h"
#include "support/process.h"

namespace diallint::test {
namespace {

const std::string kDirty = "diallint check --now 2026-11-20T12:00:00Z examples/dirty/expiry.json";

/// Runs a command whose standard output is a terminal; what the terminal got.
std::string on_terminal(const std::string& command, const Scratch& scratch) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(terminal >= 0);
  REQUIRE(::grantpt(terminal) == 0);
  REQUIRE(::unlockpt(terminal) == 0);
  const int child_side = ::open(::ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(child_side >= 0);
  // One finding is far less than a terminal holds, so nobody need read while the command runs.
  run_shell(command + " --max-findings 1", scratch.folder(), child_side, child_side);
  ::close(child_side);
  std::string text;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(terminal, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  ::close(terminal);
  return text;
}

bool coloured(const std::string& text) { return text.find("\x1B[") != std::string::npos; }

}  // namespace

TEST_CASE("colour goes to terminals that want it, and to nothing else", "[cli]") {
  const Scratch scratch;
  struct Row {
    std::string command;
    bool expected;
  };
  const Row rows[] = {
      {kDirty, true},
      {"NO_COLOR=1 " + kDirty, false},
      {"NO_COLOR= " + kDirty, true},
      {"TERM=dumb " + kDirty, false},
      {"env -u TERM " + kDirty, false},
      {kDirty + " --color never", false},
      {"NO_COLOR=1 " + kDirty + " --color always", true},
      {kDirty + " --output-format json", false},
  };
  for (const Row& row : rows) {
    INFO(row.command);
    const std::string text = on_terminal(row.command, scratch);
    CHECK(text.find("expir") != std::string::npos);
    CHECK(coloured(text) == row.expected);
  }
}

TEST_CASE("a pipe that nobody reads is one line and exit code 2", "[cli]") {
  const Scratch scratch;
  for (const std::string& command :
       {kDirty, std::string("diallint rules"), std::string("diallint --help")}) {
    INFO(command);
    int pipe[2];
    REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
    ::close(pipe[0]);
    const auto err_path = scratch.root() / "err";
    const int err = ::open(err_path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    CHECK(run_shell(command, scratch.folder(), pipe[1], err) == 2);
    ::close(pipe[1]);
    ::close(err);
    const std::string said = file_text(err_path);
    CHECK(said.starts_with("diallint: cannot write "));
    CHECK(std::count(said.begin(), said.end(), '\n') == 1);
  }
}

TEST_CASE("no number of an input reaches a report", "[cli]") {
  const Scratch scratch;
  const std::regex digits("[0-9]{9,}");
  std::set<std::string> numbers;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(scratch.folder() / "examples")) {
    if (!entry.is_regular_file()) continue;
    const std::string text = file_text(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), digits), end; at != end; ++at)
      numbers.insert(at->str());
  }
  REQUIRE(numbers.size() > 100);
  for (const std::string format : {"text", "json", "ndjson"}) {
    const Outcome outcome = run_command(
        "diallint check -v --statistics --now 2026-11-20T12:00:00Z examples --output-format " +
            format,
        scratch);
    REQUIRE(outcome.exit_code == 1);
    REQUIRE(outcome.out.size() > 1000);
    std::set<std::string> leaked;
    for (const std::string& number : numbers)
      if ((outcome.out + outcome.err).find(number) != std::string::npos) leaked.insert(number);
    CHECK(leaked == std::set<std::string>());
  }
}

TEST_CASE("no value of any kind reaches a report, whatever is wrong with it", "[cli]") {
  const Scratch scratch;
  const std::string secret = "Quibble";
  const std::string values[] = {"\"Quibble\"",        "[\"Quibble\"]", "{\"a\":\"Quibble\"}",
                                "\"Quibble\\ud83d\"", "\"Quibble",     "\"\\u0051uibble\\n\""};
  std::string text;
  for (const std::string& value : values)
    for (const std::string member : {"clientToken", "phoneNumber", "expirationTime", "attributes"})
      text += "{\"" + member + "\":" + value + "}\n";
  for (const std::string& value : values) text += "{\"attributes\":{\"a\":" + value + "}}\n";
  text += "Quibble\n{\"dialRequests\":\"Quibble\"}\n";
  write_text(scratch.folder() / "secret.ndjson", text);
  for (const std::string format : {"text", "json", "ndjson"}) {
    const Outcome outcome =
        run_command("diallint check -v secret.ndjson --output-format " + format, scratch);
    REQUIRE(outcome.exit_code == 1);
    CHECK(outcome.out.find(secret) == std::string::npos);
    CHECK(outcome.err.find(secret) == std::string::npos);
  }
  const Outcome open = run_command("diallint check --show-values secret.ndjson", scratch);
  CHECK(open.out.find(secret) != std::string::npos);
}

TEST_CASE("generated files are what the rules and schemas say", "[cli]") {
  const Scratch scratch;
  const Outcome outcome = run_command(
      "cd " + quoted(source_dir()) + " && " + quoted(generate_path()) + " --check", scratch);
  INFO(outcome.err);
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("what is wrong with a line is printed when the line has come", "[cli]") {
  const Scratch scratch;
  // The writer ends when the reader has seen the finding; timeout alone tells of a reader that
  // waits.
  const Outcome outcome = run_command(R"(mkfifo go out
({ echo '{"clientToken":" "}'; cat go; } | timeout 60 diallint -q --now none --color never - > out) &
exec 3< out
read -r first <&3
echo "$first"
: > go
cat <&3 > rest
wait)",
                                      scratch);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out.starts_with("<stdin>:1:"));
}

}  // namespace diallint::test
