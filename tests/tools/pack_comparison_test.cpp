// Agreement with a pack: what counts as such, and that diallint reaches all of it.
#include "diallint/pack_comparison.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string_view>

#include "support/build_paths.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

PackFile file_with(std::vector<PackFinding> findings) {
  PackFile file;
  file.file = "a/b.json";
  file.shape = "dial-request";
  file.rule = "length";
  file.findings = std::move(findings);
  return file;
}

const PackFinding kLong{"/clientToken", "length", Severity::kError};
const PackFinding kStyle{"/expirationTime", "expiration-style", Severity::kWarning};

std::string difference(const PackFile& file, int exit_code, const std::string& output) {
  const Verdict verdict = judge_output(file, {"phone-fictional"}, exit_code, output);
  CHECK(verdict.agrees == verdict.difference.empty());
  return verdict.difference;
}

// The pack of all shapes; under a sanitizer, which takes its time over each of a thousand starts of
// the program, the part of one shape that the repository holds.
std::string conformance(const std::string& command) {
  const Scratch scratch;
  const bool fast = std::string_view(DIALLINT_SANITIZE).empty();
  const std::string pack = fast ? "pack" : source_dir() + "/corpus/conformance";
  const Outcome outcome =
      run_command((fast ? "dialgen pack -o pack 2>made && " : "") +
                      fmt::format("diallint conformance '{}' -- ", pack) + command,
                  scratch);
  return outcome.err + outcome.out.substr(outcome.out.rfind("all ")) +
         std::to_string(outcome.exit_code);
}

}  // namespace

TEST_CASE("Findings are compared one by one", "[conformance]") {
  const PackFile file = file_with({kLong, kStyle});
  struct Row {
    const char* output;
    const char* difference;
  };
  const Row kRows[] = {
      {R"({"findings":[{"rule":"length","path":"/clientToken"},{"rule":"expiration-style","path":"/expirationTime","severity":"warning"}]})",
       ""},
      {R"({"findings":[{"rule":"expiration-style","path":"/expirationTime"},{"rule":"length","path":"/clientToken"},{"rule":"phone-fictional","path":"/phoneNumber"}]})",
       ""},
      {R"({"findings":[{"rule":"length","path":"/clientToken"}]})",
       "lacks expiration-style at \"/expirationTime\" (warning)"},
      {R"({"findings":[{"rule":"length","path":"/clientToken","severity":"warning"},{"rule":"expiration-style","path":"/expirationTime"}]})",
       "lacks length at \"/clientToken\" (error)"},
      {R"({"findings":[{"rule":"length","path":""},{"rule":"expiration-style","path":"/expirationTime"}]})",
       "lacks length at \"/clientToken\" (error)"},
      {R"({"findings":[{"rule":"length","path":"/clientToken"},{"rule":"length","path":"/clientToken"},{"rule":"expiration-style","path":"/expirationTime"}]})",
       "finds length at \"/clientToken\" as well"},
      {R"({"findings":[]})", "lacks length at \"/clientToken\" (error)"},
  };
  for (const Row& row : kRows) {
    INFO(row.output);
    CHECK(difference(file, 0, row.output) == row.difference);
  }
}

TEST_CASE("Without findings the exit code counts", "[conformance]") {
  const PackFile wrong = file_with({kLong});
  const PackFile warned = file_with({kStyle});
  const PackFile valid = file_with({});
  for (const char* output : {"", "bad", "[]", "{\"findings\":7}", "{\"findings\":[7]}"}) {
    INFO(output);
    CHECK(difference(wrong, 1, output) == "");
    CHECK(difference(wrong, 0, output) == "accepts a file with an error");
    CHECK(difference(warned, 0, output) == "");
    CHECK(difference(warned, 1, output) == "rejects a file without errors");
    CHECK(difference(valid, 0, output) == "");
    CHECK(difference(valid, 1, output) == "rejects a file without errors");
    CHECK(difference(valid, 2, output) == "exits with 2, which is neither 0 nor 1");
    CHECK(difference(wrong, 139, output) == "exits with 139, which is neither 0 nor 1");
  }
}

TEST_CASE("A file about an ignored rule counts it", "[conformance]") {
  PackFile file = file_with({{"/phoneNumber", "phone-fictional", Severity::kWarning}});
  file.counts_ignored = true;
  CHECK(difference(file, 0, R"({"findings":[{"rule":"phone-fictional","path":"/phoneNumber"}]})") ==
        "");
  CHECK(difference(file, 0, R"({"findings":[]})") ==
        "lacks phone-fictional at \"/phoneNumber\" (warning)");
}

TEST_CASE("The words of a command are filled in", "[conformance]") {
  PackFile file = file_with({});
  const Instant now{1795176000, 0, false};
  const std::vector<std::string> words = {"v", "{file}", "--at={now}", "{shape}{shape}", "{other}"};
  CHECK(command_for(words, "pack", file, now) ==
        std::vector<std::string>{"v", "pack/a/b.json", "--at=2026-11-20T12:00:00Z",
                                 "dial-requestdial-request", "{other}"});
  file.request = "r.json";
  CHECK(command_for({"{request}"}, "pack", file, now) == std::vector<std::string>{"pack/r.json"});
}

TEST_CASE("diallint agrees with the pack that ships on every file", "[conformance]") {
  const std::string check = "diallint check --isolated --shape {shape} --now {now} ";
  const char* const ways[] = {"--output-format json {file}", "-q {file}"};
  for (int i = 0; i < rounds(2); ++i) {
    const std::string said = conformance(check + ways[i]);
    INFO(said);
    CHECK(said.find(" 100 %\n0") != std::string::npos);
  }
}

TEST_CASE("What takes everything does not agree", "[conformance]") {
  const std::string said = conformance("true");
  INFO(said);
  CHECK(said.find("100 %") == std::string::npos);
  CHECK(said.ends_with("\n1"));
}

}  // namespace diallint::test
