// Folders of batches: there whole or not at all.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/embedded_files.h"
#include "diallint/prepare_options.h"
#include "shared/failure.h"
#include "shared/file_source.h"
#include "shared/interruption.h"
#include "shared/option_parser.h"
#include "shared/output_folder.h"
#include "shared/output_place.h"
#include "support/outputs.h"
#include "support/process.h"
#include "support/refusal.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

// An empty folder in it, `out`, and a link to that.
fs::path room_with_link(const Scratch& scratch) {
  const fs::path here = room(scratch);
  fs::create_directory(here / "out");
  fs::create_directory_symlink("out", here / "link");
  return here;
}

}  // namespace

TEST_CASE("A folder is there when it is finished, and not before", "[prepare]") {
  const Scratch scratch;
  const fs::path here = room(scratch);
  const std::string target = (here / "out").string();
  {
    OutputFolder folder(target + "//");
    folder.write("a", "1");
    FolderFile file(folder, "b");
    file.write(std::string(200'000, 'b'));
    CHECK(listed(here) == ".out.tmp-diallint-0 ");
    file.finish();
    CHECK(refusal([&] { folder.write("a", "2"); }).find("File exists") != std::string::npos);
    folder.finish();
  }
  CHECK(listed(here) == "out ");
  CHECK(listed(target) == "a b ");
  CHECK(file_text(fs::path(target) / "b").size() == 200'000);
  CHECK(mode_of(target) == 0700);
  CHECK(mode_of(fs::path(target) / "a") == 0600);
  CHECK(refusal([&] { OutputFolder{target}; }).find("it holds other files") != std::string::npos);
}

TEST_CASE("A folder that is not finished leaves nothing", "[prepare]") {
  const Scratch scratch;
  const fs::path here = room(scratch);
  {
    OutputFolder folder((here / "out").string());
    for (int i = 0; i < 500; ++i) folder.write(std::to_string(i), "x");
    CHECK_FALSE(listed(here).empty());
  }
  CHECK(listed(here).empty());
}

TEST_CASE("What comes into the folder's place meanwhile stays", "[prepare]") {
  const Scratch scratch;
  const fs::path here = room_with_link(scratch);
  {
    OutputFolder folder((here / "link").string());
    folder.write("a", "1");
    write_text(here / "out" / "theirs", "old");
    CHECK(refusal([&] { folder.finish(); }).find("it holds other files") != std::string::npos);
  }
  CHECK(listed(here) == "link out ");
  CHECK(listed(here / "out") == "theirs ");
}

TEST_CASE("An empty folder is replaced, also where a link leads to it", "[prepare]") {
  const Scratch scratch;
  const fs::path here = room_with_link(scratch);
  OutputFolder folder((here / "link").string());
  folder.write("a", "1");
  folder.finish();
  CHECK(listed(here / "out") == "a ");
  CHECK(fs::is_symlink(here / "link"));
  CHECK(mode_of(here / "out") == 0700);
}

TEST_CASE("Leftovers of killed runs go, those of runs that live stay", "[prepare]") {
  const Scratch scratch;
  const fs::path here = room(scratch);
  const std::string target = (here / "out").string();
  const fs::path dead = temporary_name(target, 0);
  const fs::path live = temporary_name(target, 1);
  for (const fs::path& path : {dead, live}) {
    fs::create_directory(path);
    write_text(path / "batch-000001.json", "x");
  }
  const int lock = ::open(live.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  REQUIRE(::flock(lock, LOCK_EX | LOCK_NB) == 0);
  {
    OutputFolder folder(target);
    CHECK(listed(dead).empty());  // new
    CHECK(listed(live) == "batch-000001.json ");
  }
  ::close(lock);
  CHECK_FALSE(fs::exists(dead));
  CHECK(fs::exists(live));
  // A folder in it is none of ours, and stays.
  fs::create_directory(live / "theirs");
  remove_flat_folder(live.c_str());
  CHECK(listed(live) == "theirs ");
  remove_flat_folder((here / "nothing").c_str());
}

TEST_CASE("A signal that ends a run takes the folder along", "[prepare]") {
  const Scratch scratch;
  const fs::path here = room(scratch);
  int ready[2] = {};
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::signal(SIGTERM, SIG_DFL);
    OutputFolder folder((here / "out").string());
    for (int i = 0; i < 50; ++i) folder.write(std::to_string(i), "x");
    static_cast<void>(!::write(ready[1], "x", 1));
    for (;;) ::pause();
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK(listed(here) == ".out.tmp-diallint-0 ");
  ::kill(child, SIGTERM);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(listed(here).empty());
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("A folder that cannot be written to", "[prepare]") {
  const Scratch scratch;
  // /proc is no place for anybody's folders.
  CHECK(refusal([] { OutputFolder("/proc/diallint-out"); }).starts_with("cannot write "));
  const std::string people = "printf 'phone\\n+12025550101\\n' > people.csv; ";
  const Outcome outcome =
      run_command(people + "ulimit -f 0; diallint prepare people.csv --campaign c -o out", scratch);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(listed(scratch.folder()) == "examples people.csv ");
}

TEST_CASE("A list that changes while it is read", "[prepare]") {
  const Scratch scratch;
  const fs::path path = scratch.root() / "list.csv";
  write_text(path, "phone\n");
  FileSource source(FileToRead{path.string()});
  char bytes[4] = {};
  CHECK(source.read(bytes, sizeof bytes) == 4);
  CHECK_NOTHROW(source.expect_unchanged());
  std::ofstream(path, std::ios::app) << "+12025550101\n";
  CHECK_THROWS_AS(source.expect_unchanged(), ReadError);
  // The pipe is opened when the list before it has been read.
  const Outcome outcome = run_command(
      "mkfifo gate; printf 'phone\\n+12025550101\\n' > a.csv; "
      "(exec 3> gate; printf '+12025550102\\n' >> a.csv; printf 'phone\\n' >&3) & "
      "diallint prepare a.csv gate --campaign c -o out; code=$?; wait; exit $code",
      scratch);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err ==
        "diallint: a.csv has changed while it was read; nothing was written, so start again\n");
  CHECK(listed(scratch.folder()) == "a.csv examples gate ");
}

TEST_CASE("A compressed list is prepared as the list in it, and one that is cut off not at all",
          "[prepare]") {
  const Scratch scratch;
  const std::string call =
      " --campaign c --list-name a --token-key key --start 2026-11-20T12:00:00Z";
  const Outcome same = run_command(
      "printf 'phone\\n+12025550101\\nx\\n' > a.csv; gzip -k a.csv; echo 0123456789abcdef > key; "
      "diallint prepare a.csv" +
          call +
          " -o plain >/dev/null; "
          "diallint prepare a.csv.gz" +
          call + " -o packed >/dev/null; diff -r plain packed",
      scratch);
  CHECK(same.exit_code == 0);
  const Outcome cut = run_command(
      "head -c 30 a.csv.gz > cut.csv.gz; diallint prepare cut.csv.gz" + call + " -o cut", scratch);
  CHECK(cut.exit_code == 2);
  CHECK(cut.err.starts_with("diallint: cut.csv.gz: "));
  CHECK_FALSE(fs::exists(scratch.folder() / "cut"));
}

TEST_CASE("An option of prepare with an empty value is refused, and named", "[prepare]") {
  std::size_t tried = 0;
  for (const OptionFacts& option : prepare_options()) {
    if (option.kind.empty()) continue;
    for (const Arguments& way : {Arguments{option.name, ""}, Arguments{option.name + "="}}) {
      CAPTURE(way);
      CHECK(refusal([&] { parse_prepare(way); }) ==
            option.name + " is empty; give a value, or leave it out");
      ++tried;
    }
  }
  CHECK(tried > 40);
}

TEST_CASE("Summaries are what their schema says", "[prepare]") {
  const Scratch scratch;
  const Outcome outcome = run_command(
      "printf 'phone\\n+12025550101\\nx\\n' > people.csv; diallint prepare people.csv --campaign c "
      "--output-format json -o out",
      scratch);
  CHECK(outcome.exit_code == 1);
  const auto summary = nlohmann::json::parse(outcome.out);
  nlohmann::json schema;
  for (const EmbeddedFile& file : embedded_schemas())
    if (file.name == "prepare.schema.json") schema = nlohmann::json::parse(file.text);
  const auto expect_members = [](const nlohmann::json& value, const nlohmann::json& shape) {
    for (const auto& name : shape.at("required")) CHECK(value.contains(name.get<std::string>()));
    for (const auto& [name, member] : value.items()) CHECK(shape.at("properties").contains(name));
  };
  expect_members(summary, schema);
  expect_members(summary["lists"][0], schema["properties"]["lists"]["items"]);
  CHECK(summary["rejectedByRule"]["number-unreadable"] == 1);
  CHECK(summary["lists"][0]["preset"] == "plain");
}

TEST_CASE("A newer schema's limits hold", "[prepare]") {
  const Scratch scratch;
  std::string schema;
  for (const EmbeddedFile& file : embedded_schemas())
    if (file.name == "put-dial-request-batch.schema.json") schema = file.text;
  schema.replace(schema.find("\"maxItems\": 25"), 14, "\"maxItems\": 2 ");
  write_text(scratch.folder() / "small.json", schema);
  const Outcome outcome = run_command(
      "printf 'phone\\n+12025550101\\n+12025550102\\n+12025550103\\n' > people.csv; diallint "
      "prepare "
      "people.csv --campaign c --schema small.json -o out > /dev/null",
      scratch);
  CHECK(outcome.exit_code == 0);
  CHECK(listed(scratch.folder() / "out") ==
        "batch-000001.json batch-000002.json manifest.ndjson rejected.csv ");
}

}  // namespace diallint::test
