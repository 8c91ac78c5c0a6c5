// Which files of a folder are read: git itself says what a .gitignore leaves out.
#include "diallint/folder_search.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "diallint/own_files.h"
#include "report/reporter.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

/// The data files in a folder, as paths from there, and what was passed over.
struct Found {
  std::set<std::string> files;
  PassedOver passed;
};

Found search(const fs::path& folder, std::string_view exclude = "") {
  Found found;
  const IgnorePatterns excluded(exclude);
  FolderSearch search(excluded, found.passed,
                      [](const std::string& name, int error) { FAIL(name << ": " << error); });
  for (const std::string& file : search.files_in(folder.string()))
    found.files.insert(fs::path(file).lexically_relative(folder).string());
  return found;
}

/// What git does not leave out of these files.
std::set<std::string> kept_by_git(const std::vector<std::string>& files, const Scratch& scratch) {
  std::string list;
  for (const std::string& file : files) list += file + '\n';
  write_text(scratch.root() / "list", list);
  const Outcome left_out = run_command(
      "GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git -c core.quotePath=false check-ignore "
      "--no-index --stdin < ../list",
      scratch);
  REQUIRE(left_out.exit_code <= 1);
  std::set<std::string> kept(files.begin(), files.end());
  std::istringstream lines(left_out.out);
  for (std::string line; std::getline(lines, line);) kept.erase(line);
  return kept;
}

constexpr std::string_view kFolders[] = {"a", "b", "ab", "a b", "logs"};
constexpr std::string_view kFiles[] = {"a.json",   "b.json",   "ab.json", "#.json", "!.json",
                                       "[x].json", "x y.json", "a.csv",   "-.csv"};

std::string random_pattern(Random& random) {
  static constexpr std::string_view kParts[] = {"a",
                                                "b",
                                                "ab",
                                                "*",
                                                "**",
                                                "?",
                                                "a*",
                                                "*b",
                                                "*.json",
                                                "a.json",
                                                "[ab].json",
                                                "[!a]*",
                                                "[^b]*",
                                                "[a-c]?.json",
                                                "\\#.json",
                                                "\\!.json",
                                                "\\[x\\].json",
                                                "[[:alpha:]].json",
                                                "[]x[]*",
                                                "[a\\]b]*",
                                                "?.csv",
                                                "[--.]*",
                                                "a\\ b",
                                                "*.*",
                                                "a**b",
                                                "**.json",
                                                "\\",
                                                "lo?s",
                                                "[[:nothing:]]*",
                                                "[[:alpha]"};
  std::string pattern = random.once_in(4) ? "!" : "";
  if (random.once_in(4)) pattern += '/';
  for (std::size_t parts = 1 + random.below(3); parts > 0; --parts) {
    pattern += kParts[random.below(std::size(kParts))];
    if (parts > 1) pattern += '/';
  }
  if (random.once_in(4)) pattern += '/';
  if (random.once_in(8)) pattern += "  ";
  if (random.once_in(8)) pattern += '\r';
  return pattern + '\n';
}

/// Folders with files and patterns in them, two levels deep; gives back the files.
std::vector<std::string> plant(Random& random, const fs::path& root, const fs::path& below = {},
                               int levels = 2) {
  std::vector<std::string> files;
  fs::create_directories(root / below);
  if (levels == 2 || random.once_in(2)) {
    std::string patterns = random.once_in(4) ? "\xEF\xBB\xBF" : "";
    for (std::size_t n = random.below(4); n > 0; --n)
      patterns += random.once_in(6) ? "# comment\n\n" : random_pattern(random);
    write_text(root / below / ".gitignore", patterns);
  }
  for (const std::string_view name : kFiles) {
    if (random.once_in(2)) continue;
    write_text(root / below / name, "{}");
    files.push_back((below / name).string());
  }
  for (const std::string_view name : kFolders) {
    if (levels == 0 || random.once_in(2)) continue;
    for (std::string& file : plant(random, root, below / name, levels - 1))
      files.push_back(std::move(file));
  }
  return files;
}

}  // namespace

TEST_CASE("A .gitignore leaves out what git leaves out", "[folders]") {
  const Scratch scratch;
  const fs::path root = scratch.folder();
  for (int i = 0; i < rounds(150); ++i) {
    Random random(static_cast<std::uint64_t>(i));
    fs::remove_all(root);
    const std::vector<std::string> files = plant(random, root);
    REQUIRE(run_command("git init -q .", scratch).exit_code == 0);
    const std::set<std::string> kept = kept_by_git(files, scratch);
    std::string patterns;
    for (const auto& entry : fs::recursive_directory_iterator(root))
      if (entry.path().filename() == ".gitignore")
        patterns += entry.path().string() + ":\n" + file_text(entry.path());
    CAPTURE(i, patterns);
    CHECK(search(root).files == kept);
    // A folder that is named is searched under the patterns of those above it.
    for (const std::string_view name : kFolders) {
      std::set<std::string> below;
      for (const std::string& file : kept)
        if (file.starts_with(std::string(name) + "/")) below.insert(file.substr(name.size() + 1));
      if (!below.empty()) CHECK(search(root / name).files == below);
    }
  }
}

TEST_CASE("No pattern takes more than a moment", "[folders]") {
  std::string stars;
  std::string folders;
  std::vector<std::string> path;
  for (int i = 0; i < 60; ++i) {
    stars += "*a";
    folders += "**/a/";
    path.emplace_back("a");
  }
  const std::vector<std::string> name = {std::string(200, 'a') + "b"};
  CHECK_FALSE(IgnorePatterns(stars + "\n").leaves_out(name, false).has_value());
  CHECK_FALSE(IgnorePatterns(folders + "x\n").leaves_out(path, false).has_value());
  CHECK_FALSE(IgnorePatterns("[a\n[[:alpha:]\n").leaves_out({path.data(), 1}, false).has_value());
}

TEST_CASE("Links, and folders of other programs, are left alone", "[folders]") {
  const Scratch scratch;
  const fs::path root = scratch.folder();
  for (const char* folder : {"node_modules", "x/.git", "x/node_modules/y", "kept"}) {
    fs::create_directories(root / folder);
    write_text(root / folder / "a.json", "{}");
  }
  fs::create_directory_symlink("..", root / "kept" / "up");
  const Found found = search(root / "kept" / "..");
  CHECK(found.files.contains("kept/a.json"));
  for (const std::string& file : found.files)
    CHECK((file.starts_with("examples/") || file == "kept/a.json"));
}

TEST_CASE("Pieces without an ending are data, by their names", "[folders]") {
  const Scratch scratch;
  const fs::path root = scratch.folder() / "out";
  fs::create_directory(root);
  for (const char* name : {"part-00000", "part-00001-0b5c-c000", "part-r-00000", "part-1",
                           "part-0000x", "part-00002.snappy", "_SUCCESS", "apart-00000"})
    write_text(root / name, "{}");
  CHECK(search(root).files == std::set<std::string>{"part-00000", "part-00001-0b5c-c000"});
  CHECK(search(root).passed.others ==
        std::map<std::string, std::uint64_t>{{"", 5}, {".snappy", 1}});
  CHECK(search(root, "part-*\n").files.empty());
}

TEST_CASE("What was passed over is counted, and named on request", "[folders]") {
  PassedOver passed;
  CHECK(passed.in_words(false).empty());
  CHECK(passed.in_words(true).empty());
  passed.others = {{".xlsx", 1}, {".md", 2}, {"", 1}};
  passed.ignored = {"x/b.json", "x/\x1b[2J/"};
  passed.reports = {"x/report.json"};
  using Lines = std::vector<std::string>;
  CHECK(passed.in_words(false) ==
        Lines{"4 other files were not read, .gitignore leaves out 2 names, 1 report of "
              "diallint was not read; -v says which"});
  CHECK(passed.in_words(true) ==
        Lines{"4 other files were not read: .md 2, without an ending 1, .xlsx 1",
              ".gitignore leaves out 2 names: x/\\x1B[2J/, x/b.json",
              "1 report of diallint was not read: x/report.json"});
  PassedOver many;
  for (int i = 0; i < 12; ++i) {
    many.others[fmt::format(".{}", i)] = 1;
    many.reports.push_back(fmt::format("{}.json", i));
  }
  CHECK(many.in_words(true)[0].ends_with(".7 1 and 2 kinds"));
  CHECK(many.in_words(true)[1].ends_with("7.json and 2 more"));
}

TEST_CASE("What the program writes is known by its first bytes", "[folders]") {
  const Scratch scratch;
  const std::string check = "diallint -q --fail-on never --now none ";
  for (const std::string_view format : report_formats()) {
    CAPTURE(format);
    for (const std::string input : {"examples/dirty/types.json", "examples/clean/batch.json"}) {
      run_command(fmt::format("{}--output-format {} -o report.json {}", check, format, input),
                  scratch);
      const bool is_json =
          format == "json" || format == "ndjson" || format == "sarif" || format == "gitlab";
      CHECK(is_report((scratch.folder() / "report.json").string()) == is_json);
    }
  }
  run_command(check + "--baseline known.json --update-baseline examples/dirty/types.json", scratch);
  CHECK(is_report((scratch.folder() / "known.json").string()));
  CHECK_FALSE(is_report((scratch.folder() / "nowhere.json").string()));
  for (const auto& entry : fs::recursive_directory_iterator(scratch.folder() / "examples"))
    if (entry.is_regular_file()) CHECK_FALSE(is_report(entry.path().string()));
}

TEST_CASE("What prepare and reconcile write beside batches is known by its first bytes",
          "[folders]") {
  const Scratch scratch;
  for (const std::string_view list :
       {"phoneNumber\n+12025550147\n12\n", "phoneNumber,name\n+12025550147,A\n12,B\n"}) {
    std::ofstream(scratch.folder() / "list.csv") << list;
    fs::remove_all(scratch.folder() / "sent");
    fs::remove_all(scratch.folder() / "after");
    run_command(
        "diallint prepare list.csv --campaign 6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a10 -o sent "
        "--start 2026-11-20T12:00:00Z --output-format json > prepared.json",
        scratch);
    std::ofstream(scratch.folder() / "answer.json")
        << R"({"successfulRequests":[],"failedRequests":[]})";
    run_command(
        "diallint reconcile sent --responses answer.json -o after "
        "--start 2026-11-20T12:01:00Z --output-format json > reconciled.json",
        scratch);
    run_command("diallint fix list.csv -o fixed.csv --output-format json > fixed.json", scratch);
    std::map<std::string, bool> known;
    for (const auto& entry : fs::recursive_directory_iterator(scratch.folder()))
      known[entry.path().lexically_relative(scratch.folder()).string()] =
          entry.is_regular_file() && is_report(entry.path().string());
    for (const std::string own : {"prepared.json", "reconciled.json", "fixed.json",
                                  "sent/manifest.ndjson", "sent/rejected.csv", "after/outcome.csv",
                                  "after/repair.csv", "after/retry/manifest.ndjson"}) {
      CAPTURE(own);
      CHECK(known[own]);
    }
    CHECK_FALSE(known.at("list.csv"));
    CHECK_FALSE(known.at("sent/batch-000001.json"));
    CHECK_FALSE(known.at("after/retry/batch-000001.json"));
  }
}

}  // namespace diallint::test
