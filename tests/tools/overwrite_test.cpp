// Nothing that a run reads is written over, and no two of its outputs are one file, whatever the
// names that lead there; and what stands beside an output while it is written.
#include <sys/file.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <map>
#include <string>
#include <vector>

#include "support/build_paths.h"
#include "support/one_request.h"
#include "support/process.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

void write_files(const Scratch& scratch) {
  const fs::path folder = scratch.folder();
  fs::create_directories(folder / "x");
  fs::create_directories(folder / "y");
  write_text(folder / "x/monday.ndjson", kRequest);
  write_text(folder / "x/diallint.toml", "ignore = [\"phone-fictional\"]\n");
  write_text(folder / "given.toml", "ignore = [\"phone-fictional\"]\n");
  write_text(folder / "key", "0123456789abcdef0123456789abcdef\n");
  fs::copy(fs::path(source_dir()) / "schemas/dial-request.schema.json", folder / "shape.json");
  fs::copy(fs::path(source_dir()) / "data/numbering-plan.txt", folder / "plan.txt");
  REQUIRE(run_command(kCheck + "-q x --baseline known.json --update-baseline", scratch).exit_code ==
          0);
  write_text(folder / "batch.json", "{\"dialRequests\":[" + kRequest + "]}\n");
}

/// What is read, and the options by which it is.
struct Read {
  std::string file;
  std::string options;
};

const std::vector<Read>& all_read() {
  static const std::vector<Read> kAll = {
      {"x/monday.ndjson", "x/monday.ndjson"},      {"x/monday.ndjson", "x"},
      {"x/monday.ndjson", "- < x/monday.ndjson"},  {"x/diallint.toml", "x"},
      {"given.toml", "--config given.toml x"},     {"key", "--fingerprint-key key x"},
      {"known.json", "--baseline known.json x"},   {"shape.json", "--schema shape.json x"},
      {"plan.txt", "--numbering-plan plan.txt x"},
  };
  return kAll;
}

/// Other names of a file, made for it.
std::vector<std::string> names_of(const Scratch& scratch, const std::string& file) {
  const fs::path folder = scratch.folder();
  for (const char* made : {"link", "second", "hard", "y/inner"}) fs::remove(folder / made);
  fs::remove(folder / "folder");
  fs::create_symlink(file, folder / "link");
  fs::create_symlink("link", folder / "second");
  fs::create_hard_link(folder / file, folder / "hard");
  fs::create_directory_symlink(fs::path(file).parent_path().empty() ? "." : "x", folder / "folder");
  return {file,
          "./" + file,
          "y/.././/" + file,
          (folder / file).string(),
          "link",
          "second",
          "hard",
          "folder/" + fs::path(file).filename().string()};
}

/// Every file of the folder, by its name.
std::map<std::string, std::string> contents(const Scratch& scratch) {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(scratch.folder()))
    if (entry.is_regular_file()) found[entry.path().string()] = file_text(entry.path());
  return found;
}

/// In a shell: the program reads from a pipe, and has opened its outputs, since what has been
/// written to it is more than a pipe holds. Its number is in $program.
std::string running(const std::string& options) {
  return kCheck + options +
         " --input-format ndjson - < pipe & program=$!; exec 8> pipe; "
         "yes '' | head -c 300000 >&8; ";
}

}  // namespace

TEST_CASE("no output is a file that the run reads", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  std::size_t tried = 0;
  for (const Read& read : all_read()) {
    for (const std::string& name : names_of(scratch, read.file)) {
      const auto before = contents(scratch);
      std::vector<std::string> ways = {"-o " + name};
      if (name == read.file)
        ways.push_back("--output-format sarif -o other --output-format json -o " + name);
      for (const std::string& way : ways) {
        if (tried++ % every(5) != 0) continue;
        INFO(way << " with " << read.options);
        const Outcome outcome = run_command(kCheck + way + " " + read.options, scratch);
        CHECK(outcome.exit_code == 2);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.find("read in this run") != std::string::npos);
        CHECK(contents(scratch) == before);
      }
    }
  }
  CHECK(tried == all_read().size() * 9);
}

TEST_CASE("no baseline, stream or summary of a job is a file that the run reads", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  const std::string commands[] = {
      kCheck + "x/monday.ndjson --update-baseline --baseline x/monday.ndjson",
      kCheck + "x --update-baseline --baseline shape.json --schema ./shape.json",
      kCheck + "x/monday.ndjson >> x/monday.ndjson",
      kCheck + "x/monday.ndjson -o /dev/stdout >> x/monday.ndjson",
      kCheck + "x/monday.ndjson -o /dev/fd/7 7>> x/monday.ndjson",
      "GITHUB_STEP_SUMMARY=x/monday.ndjson " + kCheck + "--output-format github x",
      "dialgen response --for batch.json -o batch.json",
      "dialgen response --for batch.json >> batch.json",
      "dialgen valid --schema shape.json -o ./shape.json",
      "diallint schema --schema shape.json >> shape.json",
  };
  const auto before = contents(scratch);
  for (const std::string& command : commands) {
    INFO(command);
    const Outcome outcome = run_command(command, scratch);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find("read in this run") != std::string::npos);
    CHECK(contents(scratch) == before);
  }
}

TEST_CASE("two spellings of one output are refused", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  fs::create_symlink("r", scratch.folder() / "link");
  fs::create_symlink("../r", scratch.folder() / "y/link");
  fs::create_directory_symlink(".", scratch.folder() / "here");
  for (const bool exists : {false, true}) {
    if (exists) write_text(scratch.folder() / "r", "old\n");
    for (const std::string other : {"r", "./r", "x/../r", "link", "y/link", "here/r"}) {
      INFO(other << (exists ? " exists" : ""));
      const Outcome outcome = run_command(
          kCheck + "--output-format json -o r --output-format sarif -o " + other + " x", scratch);
      CHECK(outcome.exit_code == 2);
      CHECK(outcome.err.starts_with("diallint: two reports for "));
      CHECK(fs::exists(scratch.folder() / "r") == exists);
    }
  }
  const Outcome both =
      run_command(kCheck + "--output-format json -o r --update-baseline --baseline ./r x", scratch);
  CHECK(both.exit_code == 2);
  CHECK(run_command(kCheck + "--output-format text --output-format json -o r x > r", scratch)
            .exit_code == 2);
  CHECK(run_command(kCheck + "--output-format text --output-format json -o /dev/stdout x > r",
                    scratch)
            .exit_code == 2);
  CHECK(file_text(scratch.folder() / "r").empty());  // by the shell
}

TEST_CASE("a run replaces the report of the one before in the folder that it reads", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  for (const std::string format : {"json", "ndjson", "sarif", "gitlab"}) {
    for (const std::string input : {"x", "x examples/dirty/expiry.json"}) {
      const std::string command =
          kCheck + "--fail-on never --output-format " + format + " -o x/r.json " + input;
      INFO(command);
      REQUIRE(run_command(command, scratch).exit_code == 0);
      const std::string first = file_text(scratch.folder() / "x/r.json");
      CHECK(run_command(command, scratch).exit_code == 0);
      CHECK(file_text(scratch.folder() / "x/r.json") == first);
    }
    fs::remove(scratch.folder() / "x/r.json");
  }
  // What a baseline knows is not data either.
  const std::string update = kCheck + "-q --baseline x/known.json --update-baseline x";
  CHECK(run_command(update, scratch).exit_code == 0);
  CHECK(run_command(update, scratch).exit_code == 0);
}

TEST_CASE("an output goes where its name leads", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  const fs::path folder = scratch.folder();
  const std::string json = kCheck + "x --output-format json -o ";
  const std::string report = run_command(json + "-", scratch).out;
  // To what is open already, behind what stands there.
  for (const std::string name : {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
    CHECK(run_command("{ echo first; " + json + name + "; echo last; } > r; cat r", scratch).out ==
          "first\n" + report + "last\n");
  CHECK(run_command("{ " + json + "/dev/fd/9; } 9> nine; cat nine", scratch).out == report);
  const Outcome read_only = run_command(json + "/dev/fd/9 9< key", scratch);
  CHECK(read_only.exit_code == 2);
  CHECK(file_text(folder / "key").starts_with("0123"));
  // A link stays one, whether its file is there or not.
  fs::create_symlink("y/target", folder / "dangling");
  for (int i = 0; i < 2; ++i) {
    CHECK(run_command(json + "dangling", scratch).exit_code == 0);
    CHECK(fs::is_symlink(folder / "dangling"));
    CHECK(file_text(folder / "y/target") == report);
  }
  fs::create_symlink("loop", folder / "loop");
  CHECK(run_command(json + "loop", scratch).exit_code == 2);
  // Names as long as the file system takes them.
  const std::string longest(255, 'n');
  CHECK(run_command(json + longest, scratch).exit_code == 0);
  CHECK(file_text(folder / longest) == report);
  const Outcome longer = run_command(json + longest + "n", scratch);
  CHECK(longer.exit_code == 2);
  CHECK(longer.err.find("too long") != std::string::npos);
}

TEST_CASE("nobody may open an unfinished output who may not open the output", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  // The program waits for its input while the unfinished files stand there.
  const std::string script =
      "umask 022; mkfifo pipe; echo old > old; chmod 600 old; " +
      running("--output-format json -o old --output-format sarif -o new") +
      "stat -c '%a %n' .*.tmp-diallint-*; exec 8>&-; wait $program; stat -c '%a %n' old new";
  CHECK(run_command(script, scratch).out ==
        "644 .new.tmp-diallint-0\n600 .old.tmp-diallint-0\n600 old\n644 new\n");
}

TEST_CASE("limits of the system are errors of one line, and leave the old file", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  std::string many;
  for (int i = 0; i < 4000; ++i) many += "{}\n";
  write_text(scratch.folder() / "many.ndjson", many);
  write_text(scratch.folder() / "r", "old\n");
  const auto names = [&] {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(scratch.folder()))
      found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    return found;
  };
  const auto before = names();
  const Outcome outcome = run_command("ulimit -f 100; LLVM_PROFILE_FILE=/dev/null " + kCheck +
                                          "--output-format json -o r many.ndjson",
                                      scratch);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err.find("ulimit -f") != std::string::npos);
  CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
  CHECK(file_text(scratch.folder() / "r") == "old\n");
  // Requests without end use up any time.
  const Outcome time = run_command(
      "ulimit -S -t 1; yes '' | " + kCheck + "--output-format sarif -o r --input-format ndjson -",
      scratch);
  CHECK(time.exit_code == 2);
  CHECK(time.err.find("ulimit -t") != std::string::npos);
  CHECK(file_text(scratch.folder() / "r") == "old\n");
  CHECK(names() == before);
}

TEST_CASE("every signal that ends the program takes its unfinished files along", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  write_text(scratch.folder() / "r", "old\n");
  run_command("mkfifo pipe", scratch);
  for (const int number :
       {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF}) {
    INFO(number);
    const std::string script = "ulimit -c 0; " + running("--output-format json -o r") + "kill -" +
                               std::to_string(number) +
                               " $program; exec 8>&-; wait $program; echo $?; ls -A";
    const Outcome outcome = run_command(script, scratch);
    // A shell has SIGINT and SIGQUIT ignored for what runs in its background.
    const bool ignored = number == SIGINT || number == SIGQUIT;
    CHECK(outcome.out.starts_with(ignored ? "0\n" : std::to_string(128 + number) + "\n"));
    CHECK(outcome.out.find(".tmp") == std::string::npos);
    if (!ignored) CHECK(file_text(scratch.folder() / "r") == "old\n");
    write_text(scratch.folder() / "r", "old\n");
  }
}

TEST_CASE("what a killed run has left is removed by the next of the same file", "[cli]") {
  const Scratch scratch;
  write_files(scratch);
  const fs::path folder = scratch.folder();
  run_command("mkfifo pipe", scratch);
  const std::string kill =
      running("--output-format json -o r") + "kill -9 $program; wait $program; ls -A";
  CHECK(run_command(kill, scratch).out.find(".r.tmp-diallint-0\n") != std::string::npos);
  write_text(folder / ".r.tmp-diallint-5", "{\"tool\":");
  write_text(folder / ".other.tmp-diallint-0", "of another file");
  CHECK(run_command(kCheck + "x --output-format json -o r; ls -A", scratch).out.find(".r.tmp") ==
        std::string::npos);
  CHECK(fs::exists(folder / ".other.tmp-diallint-0"));
  // A run that lives has a lock on its own, and keeps it.
  const int held =
      ::open((folder / ".r.tmp-diallint-0").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  REQUIRE(::flock(held, LOCK_EX) == 0);
  CHECK(run_command(kCheck + "x --output-format json -o r", scratch).exit_code == 0);
  CHECK(fs::exists(folder / ".r.tmp-diallint-0"));
  ::close(held);
}

}  // namespace diallint::test
