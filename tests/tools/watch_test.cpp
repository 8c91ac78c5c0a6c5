// check --watch: what comes into a folder is checked once, when it is whole, whatever the way it
// comes.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/build_paths.h"
#include "support/one_request.h"
#include "support/process.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// The report on one file.
struct Told {
  std::string input;  ///< its path from the folder; empty: the watch has ended
  std::uint64_t records = 0;
  std::uint64_t findings = 0;
  std::string not_read;
};

/// A file that is being written.
class OpenFile {
 public:
  explicit OpenFile(const fs::path& path)
      : open_(::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600)) {}
  ~OpenFile() { close(); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  void put(const std::string& text) {
    REQUIRE(::write(open_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  void close() {
    if (open_ >= 0) ::close(open_);
    open_ = -1;
  }

 private:
  int open_;
};

/// diallint check --watch as a process of its own, over a new folder.
class Watcher {
 public:
  explicit Watcher(const std::string& options = "") { start(options); }
  ~Watcher() {
    if (child_ > 0) end(SIGKILL);
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  fs::path path(const std::string& name) const { return scratch_.folder() / "in" / name; }
  void write(const std::string& name, const std::string& text) const {
    write_text(path(name), text);
  }

  /// Waits for the next report.
  Told next() {
    Told told;
    for (;;) {
      const std::string line = next_line();
      if (line.empty()) return told;
      const json said = json::parse(line);
      if (said.contains("rule")) ++told.findings;
      if (said.contains("notRead")) told.not_read = said.at("notRead").dump();
      if (!said.contains("summary")) continue;
      const json& summary = said.at("summary");
      told.records = summary.at("records");
      if (!summary.at("inputs").empty()) told.input = summary.at("inputs").at(0);
      if (told.input.starts_with("in/")) told.input.erase(0, 3);
      return told;
    }
  }

  /// The program's exit code after a signal, or when it has ended by itself.
  int end(int signal = 0) {
    if (signal != 0) ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    ::close(out_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  std::string errors() const { return file_text(scratch_.root() / "errors"); }

 private:
  void start(const std::string& options) {
    fs::create_directory(scratch_.folder() / "in");
    write("there.ndjson", kRequest);
    std::array<int, 2> out{};
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    const int errors =
        ::open((scratch_.root() / "errors").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    child_ = ::fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      prepare_child(scratch_.folder(), out[1], errors);
      ::signal(SIGINT, SIG_DFL);  // whoever runs the tests may have it ignored
      const std::string command =
          "exec " + kCheck + "--ignore phone-fictional --watch in " + options;
      ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(out[1]);
    ::close(errors);
    out_ = out[0];
  }

  std::string next_line() {
    std::size_t end = 0;
    while ((end = said_.find('\n')) == std::string::npos) {
      std::array<char, 4096> piece{};
      const ssize_t got = ::read(out_, piece.data(), piece.size());
      if (got <= 0) return "";
      said_.append(piece.data(), static_cast<std::size_t>(got));
    }
    const std::string line = said_.substr(0, end);
    said_.erase(0, end + 1);
    return line;
  }

  Scratch scratch_;
  pid_t child_ = 0;
  int out_ = -1;
  std::string said_;
};

const std::string kFault = "{\"clientToken\":\"\"}\n";

}  // namespace

TEST_CASE("a watch checks what is there, and then each file that comes", "[cli]") {
  Watcher watcher;
  CHECK(watcher.next().input == "there.ndjson");
  watcher.write("written.ndjson", kRequest + kFault);
  const Told written = watcher.next();
  CHECK(written.input == "written.ndjson");
  CHECK(written.records == 2);
  CHECK(written.findings > 0);
  // By another name, or not at all, it is no data.
  watcher.write("moved.part", kRequest);
  watcher.write("report.json", "{\"tool\":{\"name\":\"diallint\",\"version\":\"1\"},\n");
  fs::rename(watcher.path("moved.part"), watcher.path("moved.json"));
  CHECK(watcher.next().input == "moved.json");
  // What is linked is whole.
  write_text(watcher.path("../outside"), kRequest);
  fs::create_hard_link(watcher.path("../outside"), watcher.path("linked.json"));
  CHECK(watcher.next().input == "linked.json");
  fs::create_symlink("../outside", watcher.path("link.json"));
  CHECK(watcher.next().input == "link.json");
  CHECK(watcher.end(SIGINT) == 1);
  CHECK(watcher.errors().empty());
}

TEST_CASE("a watch checks a file when it is whole, and once", "[cli]") {
  Watcher watcher;
  CHECK(watcher.next().input == "there.ndjson");
  OpenFile open(watcher.path("slow.ndjson"));
  open.put(kRequest.substr(0, 20));
  watcher.write("meanwhile.ndjson", kRequest);
  CHECK(watcher.next().input == "meanwhile.ndjson");
  open.put(kRequest.substr(20));
  open.close();
  const Told slow = watcher.next();
  CHECK(slow.input == "slow.ndjson");
  CHECK(slow.records == 1);
  CHECK(slow.findings == 0);
  // Opened for writing, and left as it was.
  ::close(::open(watcher.path("slow.ndjson").c_str(), O_WRONLY | O_APPEND));
  watcher.write("slow.ndjson", kRequest + kRequest);
  CHECK(watcher.next().records == 2);
  CHECK(watcher.end(SIGINT) == 1);  // the token stands there twice
}

TEST_CASE("a watch leaves alone what it finds half written, until it is whole", "[cli]") {
  Watcher watcher;
  CHECK(watcher.next().input == "there.ndjson");
  // The watch sees the folder after the file has been opened in it.
  fs::create_directory(watcher.path("../outside"));
  OpenFile open(watcher.path("../outside/half.ndjson"));
  open.put(kRequest.substr(0, 20));
  write_text(watcher.path("../outside/other.ndjson"), kRequest);
  fs::rename(watcher.path("../outside"), watcher.path("inside"));
  CHECK(watcher.next().input == "inside/other.ndjson");
  watcher.write("meanwhile.ndjson", kRequest);
  CHECK(watcher.next().input == "meanwhile.ndjson");
  open.put(kRequest.substr(20));
  open.close();
  const Told half = watcher.next();
  CHECK(half.input == "inside/half.ndjson");
  CHECK(half.records == 1);
  CHECK(half.findings == 0);
  CHECK(watcher.end(SIGINT) == 0);
}

TEST_CASE("a watch follows folders that are made, moved in and taken away", "[cli]") {
  Watcher watcher;
  CHECK(watcher.next().input == "there.ndjson");
  fs::create_directories(watcher.path("new/below"));
  watcher.write("new/below/first.json", kRequest);
  CHECK(watcher.next().input == "new/below/first.json");
  watcher.write("new/below/second.json", kRequest);
  CHECK(watcher.next().input == "new/below/second.json");
  fs::create_directories(watcher.path("../elsewhere/.git"));
  write_text(watcher.path("../elsewhere/third.json"), kRequest);
  write_text(watcher.path("../elsewhere/.git/no.json"), kRequest);
  fs::rename(watcher.path("../elsewhere"), watcher.path("moved"));
  CHECK(watcher.next().input == "moved/third.json");
  fs::remove_all(watcher.path("new"));
  watcher.write("moved/.gitignore", "secret*\n");
  watcher.write("moved/secret.json", kRequest);
  watcher.write("moved/fourth.json", kRequest);
  CHECK(watcher.next().input == "moved/fourth.json");
  CHECK(watcher.end(SIGINT) == 0);
  CHECK(watcher.errors().empty());
}

TEST_CASE("a watch goes on behind what cannot be read, and ends with its folder", "[cli]") {
  Watcher watcher("--config settings.toml");
  // Of the file that was named there is nothing yet.
  CHECK(watcher.end() == 2);
  Watcher other;
  CHECK(other.next().input == "there.ndjson");
  fs::create_symlink("nowhere", other.path("broken.json"));
  REQUIRE(::mkfifo(other.path("pipe.json").c_str(), 0600) == 0);
  fs::create_symlink("pipe.json", other.path("endless.json"));
  other.write("cut.json.gz", std::string("\x1F\x8B\x08\0\0\0", 6));
  CHECK(other.next().not_read.find("cut.json.gz") != std::string::npos);
  other.write("diallint.toml", "severity = 7\n");
  other.write("judged.json", kRequest);
  fs::remove(other.path("diallint.toml"));
  other.write("last.json", kRequest);
  std::string seen = other.next().input;
  if (seen == "judged.json") seen = other.next().input;  // where the settings were gone by then
  CHECK(seen == "last.json");
  fs::remove_all(other.path(""));
  CHECK(other.next().input.empty());
  CHECK(other.end() == 2);
  CHECK(other.errors().find("the folder is gone") != std::string::npos);
}

TEST_CASE("a watch takes folders alone, and has one report", "[cli]") {
  const Scratch scratch;
  write_text(scratch.folder() / "file.json", kRequest);
  const auto refused = [&](const std::string& arguments) {
    const Outcome outcome = run_command("diallint check --watch " + arguments, scratch);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    return outcome.err;
  };
  CHECK(refused("file.json").find("--watch takes folders") != std::string::npos);
  CHECK(refused("-").find("--watch takes folders") != std::string::npos);
  CHECK(refused("nowhere").find("no such file") != std::string::npos);
  CHECK(refused("").find("nothing to check") != std::string::npos);
  CHECK(refused("--output-format text .").find("reports in ndjson") != std::string::npos);
  for (const char* option :
       {"--response file.json", "--baseline known.json", "-o report", "--valid-output a.json",
        "--invalid-output b.json", "--update-baseline --baseline known.json"})
    CHECK(refused(std::string(option) + " .").find("exclude each other") != std::string::npos);
}

}  // namespace diallint::test
