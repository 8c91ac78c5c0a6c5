// An input that cannot be read, or not to its end, is named in the report of every format, with the
// reason; a report in a file says so in its first lines. A run that cannot do its work at all
// leaves the older report.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "report/reporter.h"
#include "support/one_request.h"
#include "support/process.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kOld = "what stood here before\n";

/// An input that fails, and how.
struct Fault {
  std::string arguments;
  std::string name;
  std::string reason;
};

const std::vector<Fault>& all_faults() {
  static const std::vector<Fault> kFaults = {
      {"nowhere.json", "nowhere.json", "no such file"},
      {"examples/clean/batch.json/a.json", "examples/clean/batch.json/a.json", "is a file"},
      {"loop.json", "loop.json", "loop"},
      {"empty", "empty", "no .json"},
      {"broken", "broken/link.json", "no such file"},
      {"/proc/self/mem", "/proc/self/mem", "cannot be read"},
      {"--csv-map phoneNumber=Mobile people.csv", "people.csv", "no column is named"},
  };
  return kFaults;
}

void write_faults(const Scratch& scratch) {
  const fs::path folder = scratch.folder();
  fs::create_directories(folder / "empty");
  fs::create_directories(folder / "broken");
  fs::create_symlink("nothing.json", folder / "broken/link.json");
  fs::create_symlink("loop.json", folder / "loop.json");
  write_text(folder / "people.csv",
             "clientToken,expirationTime\ncall-1,2026-11-20T12:05:00.000Z\n");
}

std::string first_lines(const std::string& text, int count) {
  std::istringstream lines(text);
  std::string first;
  for (std::string line; count > 0 && std::getline(lines, line); --count) first += line + "\n";
  return first;
}

/// What a report says of inputs that were not read; "" where it says nothing.
std::string told(std::string_view format, const std::string& text) {
  if (format == "json") return json::parse(text).value("notRead", json()).dump();
  if (format == "sarif") {
    const json invocation = json::parse(text).at("runs").at(0).at("invocations").at(0);
    if (invocation.at("executionSuccessful") != false) return "";
    return invocation.at("toolExecutionNotifications").dump();
  }
  if (format == "gitlab") return json::parse(text).dump();
  return text;
}

}  // namespace

TEST_CASE("every format names an input that was not read", "[cli]") {
  const Scratch scratch;
  write_faults(scratch);
  const fs::path file = scratch.folder() / "report";
  std::size_t number = 0;
  for (const std::string_view format : report_formats()) {
    for (const Fault& fault : all_faults()) {
      // Alone, and beside an input that has findings.
      const std::string other = number++ % 2 == 0 ? "" : " examples/dirty/expiry.json";
      CAPTURE(format, fault.arguments, other);
      const std::string command = "diallint --now 2026-11-20T12:00:00Z --output-format " +
                                  std::string(format) + " " + fault.arguments + other;
      const Outcome shown = run_command(command, scratch);
      CHECK(shown.exit_code == 2);
      CHECK(shown.err.find(fault.name) != std::string::npos);
      write_text(file, kOld);
      const Outcome written = run_command(command + " -q -o report", scratch);
      CHECK(written.exit_code == 2);
      for (const std::string& text : {shown.out, file_text(file)}) {
        CHECK(told(format, text).find(fault.name) != std::string::npos);
        CHECK(told(format, text).find(fault.reason) != std::string::npos);
      }
      // In a file it is known before the findings.
      const bool is_page = format == "html";
      const std::string first = first_lines(file_text(file), is_page ? 8 : 3);
      CHECK(first.find(is_page ? "1 input was not read" : fault.name) != std::string::npos);
    }
  }
}

TEST_CASE("an interrupt tells what was checked, and of what is left", "[cli]") {
  const Scratch scratch;
  // More than a pipe holds, so that records have been read when all of it is written.
  std::string requests;
  while (requests.size() < std::size_t{1} << 19) requests += kRequest;
  write_text(scratch.folder() / "requests", requests);
  const std::string begin =
      "mkfifo pipe; env --default-signal=INT " + kCheck + "-o report --output-format ";
  const std::string interrupt =
      " --input-format ndjson - examples/clean/batch.json < pipe & program=$!; exec 8> pipe; "
      "cat requests >&8; kill -INT $program; wait $program; echo $?; ls -A; rm pipe";
  for (const std::string_view format : report_formats()) {
    CAPTURE(format);
    write_text(scratch.folder() / "report", kOld);
    const Outcome outcome = run_command(begin + std::string(format) + interrupt, scratch);
    CHECK(outcome.out == "2\nexamples\npipe\nreport\nrequests\n");
    CHECK(outcome.err.find("interrupted while it was read") != std::string::npos);
    CHECK(outcome.err.find("in front of 1 input; check it again") != std::string::npos);
    const std::string text = file_text(scratch.folder() / "report");
    for (const char* what : {"stdin", "interrupted while", "batch.json", "interrupted in front"})
      CHECK(told(format, text).find(what) != std::string::npos);
    if (format == "json") CHECK(json::parse(text).at("summary").at("records") > 0);
  }
}

TEST_CASE("a second interrupt ends the program, and no file is left", "[cli]") {
  const Scratch scratch;
  std::string faults;
  for (int i = 0; i < 4000; ++i) faults += "{}\n";
  write_text(scratch.folder() / "faults", faults);
  write_text(scratch.folder() / "report", kOld);
  // Nobody reads what it prints, so it waits for that with the first interrupt behind it.
  const Outcome outcome = run_command(
      "mkfifo pipe; exec 9<> pipe; env --default-signal=INT " + kCheck +
          "--output-format text --output-format json -o report --input-format ndjson - < faults "
          "> pipe 9>&- & program=$!; head -c 1 <&9 > first; "
          "while kill -INT $program && ! grep -q ') Z' /proc/$program/stat; do :; done 2> "
          "/dev/null; "
          "wait $program; echo $?; ls -A",
      scratch);
  CHECK(outcome.out == "130\nexamples\nfaults\nfirst\npipe\nreport\n");
  CHECK(file_text(scratch.folder() / "report") == kOld);
}

TEST_CASE("a report of all inputs says nothing of unread ones", "[cli]") {
  const Scratch scratch;
  for (const std::string_view format : report_formats()) {
    CAPTURE(format);
    const Outcome outcome = run_command("diallint --now 2026-11-20T12:00:00Z --output-format " +
                                            std::string(format) + " examples/dirty/expiry.json",
                                        scratch);
    CHECK(outcome.exit_code == 1);
    for (const char* word : {"notRead", "not read:", "was not read", "were not read", "not-read",
                             "<error", "Successful\":false"})
      CHECK(outcome.out.find(word) == std::string::npos);
  }
}

TEST_CASE("a test that was not read to its end is no test that passed", "[cli]") {
  const Scratch scratch;
  write_faults(scratch);
  const Outcome outcome = run_command(
      "diallint --now none --ignore phone-fictional --output-format junit --csv-map "
      "phoneNumber=Mobile people.csv "
      "examples/clean/batch.json",
      scratch);
  CHECK(outcome.out.find("tests=\"2\" failures=\"0\" errors=\"1\"") != std::string::npos);
  CHECK(outcome.out.find("name=\"people.csv\" tests=\"1\" failures=\"0\" errors=\"1\"") !=
        std::string::npos);
  CHECK(outcome.out.find("classname=\"people.csv\" name=\"nothing found\"") == std::string::npos);
}

TEST_CASE("a run that fails for another reason leaves the older reports", "[cli]") {
  const Scratch scratch;
  write_text(scratch.folder() / "odd.toml", "now = none\n");
  const std::string faults[] = {"--now yesterday",     "--config odd.toml",
                                "--baseline no.json",  "--schema no.json",
                                "-o /dev/full",        "--output-format sarif -o no/where",
                                "--fingerprint-key no"};
  for (const std::string format : {"text", "json", "html"}) {
    for (const std::string& fault : faults) {
      CAPTURE(format, fault);
      write_text(scratch.folder() / "report", kOld);
      const std::string other = fault.starts_with("-o") ? " --output-format json " : " ";
      const Outcome outcome = run_command("diallint --output-format " + format + " -o report" +
                                              other + fault + " examples/dirty/expiry.json",
                                          scratch);
      CHECK(outcome.exit_code == 2);
      CHECK(file_text(scratch.folder() / "report") == kOld);
    }
  }
}

}  // namespace diallint::test
