// Threads of the program: reports are the same byte for byte, whatever their number.
#include <catch2/catch.hpp>
#include <initializer_list>
#include <span>
#include <string>

#include "input/byte_source.h"
#include "input/text_window.h"
#include "report/reporter.h"
#include "support/packed.h"
#include "support/process.h"

namespace diallint::test {
namespace {

/// Long enough for several pieces, with something to say of some lines.
constexpr std::size_t kLong = kChunkBytes * 6;

std::string lines(std::size_t size = kLong) {
  std::string text;
  for (int n = 0; text.size() < size; ++n) {
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

/// The lines as one array, in one line.
std::string array() {
  std::string text = lines(kStretchBytes * 4);
  for (char& c : text) c = c == '\n' ? ',' : c;
  text.back() = ']';
  return "[" + text + "\n";
}

std::string batch(int number) {
  std::string requests;
  for (int n = 0; n < 25; ++n) {
    const int token = n % 12 == 7 ? n : number * 25 + n;
    requests += (n > 0 ? ",\n" : "\n") + (R"({"clientToken":"file-)" + std::to_string(token)) +
                R"(","phoneNumber":"+1202555)" + std::to_string(1000 + token % 9000) +
                R"(","expirationTime":"2026-11-20T12:)" + (token % 90 == 5 ? "59" : "10") +
                R"(:00Z","attributes":{"name":"x"}})";
  }
  return R"({"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","dialRequests":[)" + requests + "]}\n";
}

std::string first_lines(std::string text, std::size_t size) {
  return text.substr(0, text.find('\n', size) + 1);
}

/// Small files of all kinds, with one that is long and some that cannot be read to their end.
void write_folder(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "more");
  const auto name = [&](int number, const char* ending) {
    return folder / (number % 3 == 0 ? "more" : ".") / ("file-" + std::to_string(number) + ending);
  };
  for (int n = 0; n < 60; ++n) write_text(name(n, ".json"), batch(n));
  for (int n = 60; n < 64; ++n) write_text(name(n, ".json.gz"), gzip_of(batch(n)));
  for (int n = 64; n < 67; ++n) write_text(name(n, ".ndjson"), first_lines(lines(), 9000));
  for (int n = 67; n < 70; ++n) write_text(name(n, ".csv"), first_lines(rows(), 9000));
  write_text(name(70, ".json"), "");
  write_text(name(71, ".csv"), "\n");
  write_text(name(72, ".json"), batch(1).substr(0, 900));
  write_text(name(73, ".json.gz"), gzip_of(batch(2)).substr(0, 100));
  write_text(name(74, ".csv"), rows());
  write_text(name(75, ".ndjson.zst"), zstd_of(lines()));
  write_text(name(76, ".json"), std::string("\xFF\xFE{\0}\0", 6));
  std::filesystem::create_symlink("nowhere", name(77, ".json"));
}

// What the command says with the first of the numbers of threads, as with each of the others.
Outcome the_same_with(const std::string& check, std::initializer_list<const char*> jobs,
                      const Scratch& scratch) {
  const Outcome first = run_command(check + *jobs.begin(), scratch);
  for (const char* const others : std::span(jobs).subspan(1)) {
    CAPTURE(others);
    const Outcome outcome = run_command(check + others, scratch);
    CHECK(outcome.exit_code == first.exit_code);
    CHECK(outcome.out == first.out);
    CHECK(outcome.err == first.err);
  }
  return first;
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
    CAPTURE(format);
    const Outcome alone = the_same_with(check, {"--jobs 1", "--jobs 3", ""}, scratch);
    CHECK(alone.exit_code == 1);
    CHECK(alone.out.size() > 1000);
  }
  const std::string piped =
      "cat lines.ndjson | diallint --now 2026-11-20T12:00:00Z --stdin-filename lines.ndjson - ";
  const Outcome alone = run_command(piped + "-j1", scratch);
  CHECK(alone.exit_code == 1);
  CHECK(run_command(piped + "-j2", scratch).out == alone.out);
}

TEST_CASE("every report on an array is the same whatever the number of threads", "[cli]") {
  const Scratch scratch;
  write_text(scratch.folder() / "array.json", array());
  for (const std::string_view format : report_formats()) {
    // Of the line what an excerpt shows is held, where that is more than some bytes.
    if (kAround < 1024 && format != "ndjson") continue;
    const std::string check =
        "diallint --now 2026-11-20T12:00:00Z -v --statistics --output-format " +
        std::string(format) + " array.json --jobs ";
    CAPTURE(format);
    CHECK(the_same_with(check, {"1", "2", "5"}, scratch).exit_code == 1);
  }
}

TEST_CASE("a folder of small files gives the same whatever the number of threads", "[cli]") {
  const Scratch scratch;
  write_folder(scratch.folder() / "folder");
  const auto compare = [&](const std::string& options) {
    CAPTURE(options);
    const std::string check = "diallint --now 2026-11-20T12:00:00Z -v --statistics " + options +
                              " folder examples missing.json --jobs ";
    const Outcome alone = the_same_with(check, {"1", "2", "7"}, scratch);
    CHECK(alone.exit_code == 2);
    CHECK(alone.out.size() > 1000);
  };
  for (const std::string_view format : report_formats())
    compare("--output-format " + std::string(format));
  for (const char* within : {"batch", "file", "off"})
    compare("--output-format ndjson --unique-within " + std::string(within));
  for (const char* more : {"--memory-limit 64K", "--max-findings 20", "--shape dial-request",
                           "--envelope none", "--max-expanded 10K"})
    compare("--output-format ndjson " + std::string(more));
  // In the middle of the files others hold than before and behind.
  write_text(scratch.folder() / "folder" / "more" / "diallint.toml",
             "ignore = [\"token-unique\"]\n");
  compare("--output-format ndjson");
}

TEST_CASE("an interrupt ends files side by side with a report of those in front", "[cli]") {
  const Scratch scratch;
  const std::filesystem::path folder = scratch.folder() / "folder";
  std::filesystem::create_directory(folder);
  std::string faults;
  for (int n = 0; n < 60; ++n) faults += "{}\n";
  for (int n = 0; n < 400; ++n) write_text(folder / (std::to_string(n) + ".ndjson"), faults);
  // What is printed is more than a pipe holds, so that most is left when a line of it has come.
  const Outcome outcome = run_command(
      "mkfifo pipe; env --default-signal=INT diallint --now none -j 3 folder > pipe & program=$!; "
      "exec 8< pipe; read -r line <&8; kill -INT $program; cat <&8 > report; wait $program; echo "
      "$?",
      scratch);
  CHECK(outcome.out == "2\n");
  CHECK(outcome.err.find("the run was interrupted in front of") != std::string::npos);
  const std::string report = file_text(scratch.folder() / "report");
  CHECK(report.find("not read: folder/") != std::string::npos);
  CHECK(report.find("the run was interrupted in front of it") != std::string::npos);
}

}  // namespace diallint::test
