// Threads of the program: reports are the same byte for byte, whatever their number.
#include <catch2/catch.hpp>
#include <string>

#include "input/byte_source.h"
#include "report/reporter.h"
#include "support/process.h"

namespace diallint::test {
namespace {

/// Long enough for several pieces, with something to say of some lines.
constexpr std::size_t kLong = kChunkBytes * 6;

std::string lines() {
  std::string text;
  for (int n = 0; text.size() < kLong; ++n) {
    const char* token = n % 200 == 7 ? "twice" : "";
    text += R"({"clientToken":"job-)" + (*token != '\0' ? token : std::to_string(n)) +
            R"(","phoneNumber":"+1202555)" + std::to_string(1000 + n % 9000) +
            R"(","expirationTime":"2026-11-20T12:)" + (n % 300 == 5 ? "59" : "10") +
            R"(:00Z","attributes":{"name":"x"}})" + (n % 1500 == 9 ? "," : "") + "\n";
  }
  return text;
}

std::string rows() {
  std::string text = "clientToken,phoneNumber,expirationTime,attributes.name\n";
  for (int n = 0; text.size() < kLong; ++n) {
    text += "job-" + std::to_string(n % 200 == 7 ? 7 : n) + ",+1202555" +
            std::to_string(1000 + n % 9000) + ",2026-11-20T12:10:00Z," +
            (n % 900 == 3 ? "\"two\nlines\"" : "one") + (n % 1500 == 9 ? ",more" : "") + "\n" +
            (n % 4000 == 11 ? ",,,\n,,,\n" : "");
  }
  return text;
}

}  // namespace

TEST_CASE("every report is the same whatever the number of threads", "[cli]") {
  const Scratch scratch;
  write_text(scratch.folder() / "lines.ndjson", lines());
  write_text(scratch.folder() / "rows.csv", rows());
  for (const std::string_view format : report_formats()) {
    const std::string check =
        "diallint --now 2026-11-20T12:00:00Z -v --statistics --output-format " +
        std::string(format) + " lines.ndjson rows.csv ";
    const Outcome alone = run_command(check + "--jobs 1", scratch);
    CAPTURE(format);
    CHECK(alone.exit_code == 1);
    CHECK(alone.out.size() > 1000);
    for (const char* jobs : {"--jobs 3", ""}) {
      CAPTURE(jobs);
      const Outcome outcome = run_command(check + jobs, scratch);
      CHECK(outcome.exit_code == alone.exit_code);
      CHECK(outcome.out == alone.out);
      CHECK(outcome.err == alone.err);
    }
  }
  const std::string piped =
      "cat lines.ndjson | diallint --now 2026-11-20T12:00:00Z --stdin-filename lines.ndjson - ";
  const Outcome alone = run_command(piped + "-j1", scratch);
  CHECK(alone.exit_code == 1);
  CHECK(run_command(piped + "-j2", scratch).out == alone.out);
}

}  // namespace diallint::test
