// Compressed inputs of the program: reports are those of the texts, byte for byte.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "report/reporter.h"
#include "support/packed.h"
#include "support/process.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

const std::string kCheck = "diallint --now 2026-11-20T12:00:00Z -v --statistics ";

std::vector<fs::path> example_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() != ".xlsx" &&
        entry.path().extension() != ".toml")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// What is said of all examples, by the format.
std::map<std::string, Outcome> reports_of(const Scratch& scratch) {
  std::map<std::string, Outcome> reports;
  for (const std::string_view format : report_formats()) {
    const std::string name(format);
    reports[name] = run_command(kCheck + "--output-format " + name + " examples", scratch);
  }
  return reports;
}

}  // namespace

TEST_CASE("every report of compressed examples is that of the examples", "[cli]") {
  const Scratch scratch;
  const std::map<std::string, Outcome> plain = reports_of(scratch);
  const std::vector<fs::path> files = example_files(scratch.folder() / "examples");
  REQUIRE(files.size() > 20);
  std::map<fs::path, std::string> texts;
  for (const fs::path& file : files) texts[file] = file_text(file);
  const std::size_t ways = packed_in_all_ways("x").size();
  for (std::size_t way = 0; way < ways; ++way) {
    for (const auto& [file, text] : texts) {
      std::string bytes = packed_in_all_ways(text)[way].bytes;
      // The format may be told by the name of what is packed.
      if (bytes.starts_with("PK"))
        bytes = zip_of({{.name = file.filename().string(),
                         .text = text,
                         .way = way % 2 == 0 ? ZipWay::kStored : ZipWay::kLargeDescribed}});
      write_text(file, bytes);
    }
    for (const auto& [format, outcome] : reports_of(scratch)) {
      CAPTURE(way, format);
      CHECK(outcome.exit_code == plain.at(format).exit_code);
      CHECK((outcome.out == plain.at(format).out));
      CHECK(outcome.err == plain.at(format).err);
    }
  }
}

TEST_CASE("compressed data comes from pipes and standard input", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  const std::string text = file_text(folder / "examples/dirty/broken-line.ndjson");
  const Outcome plain = run_command(kCheck + "- < examples/dirty/broken-line.ndjson", scratch);
  for (const Packed& packed : packed_in_all_ways(text)) {
    CAPTURE(packed.form);
    write_text(folder / "packed", packed.bytes);
    for (const std::string command : {"- < packed", "- < <(cat packed)"}) {
      const Outcome outcome = run_command("bash -c '" + kCheck + command + "'", scratch);
      CHECK(outcome.out == plain.out);
      CHECK(outcome.exit_code == plain.exit_code);
    }
    const Outcome named = run_command(
        "mkfifo pipe; cat packed > pipe & " + kCheck + "pipe; code=$?; rm pipe; exit $code",
        scratch);
    CHECK(named.exit_code == plain.exit_code);
  }
}

TEST_CASE("folders are searched for compressed data by its name", "[cli]") {
  const Scratch scratch;
  const std::string text =
      R"({"clientToken":"a1","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})";
  struct Row {
    std::string name;
    bool is_read;
  };
  const Row rows[] = {
      {"a.json.gz", true},  {"a.NDJSON.ZST", true},  {"a.csv.zip", true},  {"a.gz", true},
      {"a.zip", true},      {"part-00000.gz", true}, {"part-00000", true}, {"a.tar.gz", false},
      {"a.txt.zst", false}, {"a.docx.zip", false},   {"a.gz.old", false},  {"a.xz", false},
      {"a", false},         {"a.json.gz.gz", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const fs::path folder = scratch.folder() / "data";
    fs::remove_all(folder);
    fs::create_directory(folder);
    write_text(folder / row.name, gzip_of(text));
    const Outcome outcome =
        run_command("diallint --now none --ignore phone-fictional data", scratch);
    CHECK(outcome.exit_code == (row.is_read ? 0 : 2));
    const char* said = row.is_read ? "1 file, 1 record: 1 valid" : "no .json,";
    CHECK(outcome.out.find(said) != std::string::npos);
  }
}

TEST_CASE("a break in compressed data is told by every format and loses nothing", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  const std::string text = file_text(folder / "examples/dirty/expiry.json");
  std::string broken = gzip_of(text);
  broken.resize(broken.size() - 1);
  write_text(folder / "expiry.json", broken);
  for (const std::string_view format : report_formats()) {
    CAPTURE(format);
    const std::string with_format = kCheck + "--output-format " + std::string(format) + " ";
    const Outcome outcome = run_command(with_format + "expiry.json", scratch);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find("diallint: expiry.json: the gzip data ends in the middle") == 0);
    CHECK(outcome.out.find("the gzip data ends in the middle") != std::string::npos);
  }
  const Outcome plain = run_command(kCheck + "examples/dirty/expiry.json", scratch);
  const Outcome outcome = run_command(kCheck + "expiry.json", scratch);
  const auto errors = [](const std::string& out) {
    return std::count(out.begin(), out.end(), '^');
  };
  CHECK(errors(outcome.out) == errors(plain.out));
  CHECK(outcome.out.find(" errors, ") != std::string::npos);
}

TEST_CASE("--max-expanded bounds the text, from the file of settings too", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  const std::string text = file_text(folder / "examples/clean/one-request.json");
  write_text(folder / "one.json", zstd_of(text + std::string(2048 - text.size(), ' ')));
  struct Row {
    std::string size;
    int exit_code;
  };
  const Row rows[] = {{"0", 0},  {"2048", 0}, {"2047", 2}, {"2K", 0},
                      {"1K", 2}, {"1M", 0},   {"1G", 0},   {"17179869183G", 0}};
  for (const Row& row : rows) {
    CAPTURE(row.size);
    const std::string check = "diallint --now none --ignore phone-fictional ";
    fs::remove(folder / "diallint.toml");
    CHECK(run_command(check + "--max-expanded " + row.size + " one.json", scratch).exit_code ==
          row.exit_code);
    write_text(folder / "diallint.toml", "max-expanded = \"" + row.size + "\"\n");
    const Outcome outcome = run_command(check + "one.json", scratch);
    CHECK(outcome.exit_code == row.exit_code);
    CHECK((outcome.out.find("[input-limit]") != std::string::npos) == (row.exit_code == 2));
    CHECK(run_command(check + "--max-expanded 0 one.json", scratch).exit_code == 0);
  }
  for (const std::string size : {"", "x", "-1", "1T", "1KB", "K", "1.5G", "17179869184G", "1 G"}) {
    CAPTURE(size);
    fs::remove(folder / "diallint.toml");
    const Outcome outcome = run_command("diallint --max-expanded '" + size + "' one.json", scratch);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find("--max-expanded") != std::string::npos);
    write_text(folder / "diallint.toml", "max-expanded = \"" + size + "\"\n");
    CHECK(run_command("diallint one.json", scratch).exit_code == 2);
  }
}

TEST_CASE("requests and responses may be compressed", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  run_command("dialgen valid --count 3 --format batch > request.json", scratch);
  const std::string request = file_text(folder / "request.json");
  REQUIRE(!request.empty());
  run_command("dialgen response --for request.json > response.json", scratch);
  const std::string check = "diallint --now none request.json --response response.json";
  const Outcome plain = run_command(check, scratch);
  REQUIRE(plain.out.find("requests: ") != std::string::npos);
  write_text(folder / "request.json", gzip_of(request));
  const std::string response = zstd_of(file_text(folder / "response.json"));
  write_text(folder / "response.json", response);
  CHECK(run_command(check, scratch).out == plain.out);
  write_text(folder / "response.json", response.substr(0, response.size() - 1));
  const Outcome broken = run_command(check, scratch);
  CHECK(broken.exit_code == 2);
  CHECK(broken.err.find("response.json: the zstd data ends in the middle") != std::string::npos);
}

TEST_CASE("a reader that goes away is no reason to wait for a pipe", "[cli]") {
  const Scratch scratch;
  std::string table = "name,number\n";
  for (int i = 0; i < 300000; ++i) table += "Ada,one\n";
  write_text(scratch.folder() / "packed", gzip_of(table));
  // Nothing more comes, and nothing ends: the shell itself holds the pipe open.
  const Outcome outcome = run_command(
      "mkfifo pipe; exec 3<>pipe; cat packed >&3; diallint --csv-map phoneNumber=Mobile pipe",
      scratch);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err.find("no column is named") != std::string::npos);
}

}  // namespace diallint::test
