// --memory-limit: the program says the same in little memory, and says where it cannot.
#include <catch2/catch.hpp>
#include <string>

#include "report/reporter.h"
#include "support/process.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

constexpr const char* kCheck = "diallint --now 2026-11-20T12:00:00Z ";

/// More than 64 KiB of tokens and numbers, of which some stand in several files.
void write_inputs(const Scratch& scratch) {
  std::string lines;
  std::string rows = "clientToken,phoneNumber,expirationTime\n";
  for (int n = 0; n < 6000; ++n) {
    const std::string token = "job-" + std::to_string(n % 90 == 7 ? 7 : n);
    const std::string number = "+1202555" + std::to_string(1000 + n);
    const std::string time = n % 300 == 5 ? "2026-11-20T12:59:00Z" : "2026-11-20T12:10:00Z";
    lines += R"({"clientToken":")" + token + R"(","phoneNumber":")" + number +
             R"(","expirationTime":")" + time + R"(","attributes":{}})" + "\n";
    rows += (n % 50 == 3 ? token : "row-" + token) + "," + number + "," + time + "\n";
  }
  write_text(scratch.folder() / "lines.ndjson", lines);
  write_text(scratch.folder() / "rows.csv", rows);
}

}  // namespace

TEST_CASE("every report is the same with a limit on memory", "[cli]") {
  const Scratch scratch;
  write_inputs(scratch);
  std::size_t run = 0;
  for (const std::string_view format : report_formats()) {
    const std::string check = kCheck + std::string("-v --statistics --output-format ") +
                              std::string(format) + " lines.ndjson missing.csv rows.csv ";
    const Outcome all = run_command(check, scratch);
    CAPTURE(format);
    CHECK(all.exit_code == 2);
    CHECK(all.out.size() > 1000);
    for (const char* limit : {"64K -j1", "64K -j2", "150K", "1G"}) {
      if (++run % every(3) != 0) continue;
      CAPTURE(limit);
      const Outcome within = run_command(check + "--memory-limit " + limit, scratch);
      CHECK(within.exit_code == all.exit_code);
      CHECK(within.out == all.out);
      CHECK(within.err == all.err);
    }
  }
}

TEST_CASE("what else a run writes is the same with a limit on memory", "[cli]") {
  const Scratch scratch;
  write_inputs(scratch);
  const auto written = [&](const std::string& more) {
    run_command("rm -f sent.db sent.db.key", scratch);
    run_command(std::string(kCheck) +
                    "lines.ndjson --valid-output valid.txt --invalid-output invalid.txt -q " + more,
                scratch);
    run_command(
        std::string(kCheck) + "lines.ndjson --baseline known.json --update-baseline -q " + more,
        scratch);
    const Outcome remembered = run_command(
        std::string(kCheck) + "lines.ndjson --history sent.db --remember -q " + more, scratch);
    CHECK(remembered.exit_code == 1);
    return file_text(scratch.folder() / "valid.txt") + file_text(scratch.folder() / "invalid.txt") +
           file_text(scratch.folder() / "known.json") +
           run_command("diallint history sent.db", scratch).out;
  };
  const std::string all = written("");
  CHECK(all.size() > 100'000);
  CHECK(written("--memory-limit 64K") == all);
}

TEST_CASE("where files cannot be read twice, or kept, it is said and the rest found", "[cli]") {
  const Scratch scratch;
  write_inputs(scratch);
  const std::string limit = "--memory-limit 64K -q ";
  const Outcome piped =
      run_command("cat lines.ndjson | diallint --now 2026-11-20T12:00:00Z - " + limit, scratch);
  CHECK(piped.exit_code == 2);
  CHECK(piped.err.find("<stdin>: tokens and numbers are not compared from line ") !=
        std::string::npos);
  CHECK(piped.err.find("--memory-limit 64K is reached, and not all inputs are files") !=
        std::string::npos);
  CHECK(piped.out.find("[expiration-window]") != std::string::npos);

  const Outcome full = run_command(
      "env TMPDIR=/nowhere diallint --now 2026-11-20T12:00:00Z rows.csv " + limit, scratch);
  CHECK(full.exit_code == 2);
  CHECK(full.err.find("rows.csv: tokens and numbers are not compared from line ") !=
        std::string::npos);
  CHECK(full.err.find("/nowhere (for temporary files): there is no such folder; name a folder "
                      "with room in TMPDIR, or raise --memory-limit") != std::string::npos);
  CHECK(full.out.find("rows.csv:5707:") != std::string::npos);  // behind the limit, of another rule

  CHECK(run_command("cat lines.ndjson | diallint --now none - --memory-limit 1G", scratch)
            .exit_code == 1);
}

TEST_CASE("--memory-limit goes with what finds the same twice, from the file of settings too",
          "[cli]") {
  const Scratch scratch;
  write_inputs(scratch);
  const auto refused = [&](const std::string& arguments, std::string_view words) {
    const Outcome outcome = run_command("diallint " + arguments, scratch);
    INFO(arguments << ": " << outcome.err);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find(words) != std::string::npos);
  };
  refused("lines.ndjson --memory-limit 64K --now clock", "--now clock and --memory-limit exclude");
  refused("lines.ndjson --memory-limit 64K --response rows.csv",
          "--response and --memory-limit exclude");
  refused("lines.ndjson --memory-limit 63K", "--memory-limit takes 64K or more, and 0 for any");
  refused("lines.ndjson --memory-limit many", "--memory-limit takes bytes");
  write_text(scratch.folder() / "diallint.toml", "memory-limit = \"1K\"\n");
  refused("lines.ndjson", "memory-limit");
  write_text(scratch.folder() / "diallint.toml", "memory-limit = \"64K\"\n");
  const Outcome limited = run_command("cat lines.ndjson | diallint --now none - -q", scratch);
  CHECK(limited.err.find("--memory-limit 64K is reached") != std::string::npos);
  CHECK(run_command("cat lines.ndjson | diallint --now none - -q --memory-limit 0", scratch)
            .exit_code == 1);
}

}  // namespace diallint::test
