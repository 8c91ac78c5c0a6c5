// Histories: what was sent stays known for 7 days, to several processes, whatever ends them.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "diallint/history_file.h"
#include "diallint/history_key.h"
#include "shared/failure.h"
#include "shared/file_schema.h"
#include "store/database.h"
#include "support/process.h"
#include "support/side_by_side.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;
using Use = HistoryFile::Use;

constexpr Instant kNoon{1'795'176'000};
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

Instant before(std::int64_t seconds) { return {kNoon.seconds - seconds}; }

class Place {
 public:
  std::string path(const std::string& name = "sent.db") const {
    return (scratch_.root() / name).string();
  }
  std::unique_ptr<HistoryFile> open(Use use = Use::kWrite) const {
    return std::make_unique<HistoryFile>(path(), use);
  }
  /// What is said of a file that is no history, behind its name.
  std::string refusal(const std::string& name, Use use = Use::kWrite) const {
    try {
      const HistoryFile history(path(name), use);
      return "nothing";
    } catch (const FatalError& error) {
      const std::size_t at = error.message.find(path(name));
      return at == std::string::npos ? error.message : error.message.substr(at + path(name).size());
    }
  }

 private:
  Scratch scratch_;
};

/// Runs in a process of its own, and says how that ended.
int in_child(const std::function<bool()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      ::_exit(body() ? 0 : 1);
    } catch (...) {
      ::_exit(2);
    }
  }
  int status = -1;
  REQUIRE(child > 0);
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

void note_all(HistoryFile& history, const std::string& prefix, int count, const Instant& when) {
  for (int i = 0; i < count; ++i)
    history.note({fmt::format("{}-{}", prefix, i), "request", "+12025550101", when});
}

bool knows_all(HistoryFile& history, const std::string& prefix, int count) {
  int known = 0;
  for (int i = 0; i < count; ++i)
    known += history.find_token(fmt::format("{}-{}", prefix, i), "request").has_value() ? 1 : 0;
  REQUIRE((known == 0 || known == count));
  return known > 0;
}

}  // namespace

TEST_CASE("A token keeps its first use and its request, for 7 days", "[history]") {
  const Place place;
  place.open()->commit(kNoon);
  const auto history = place.open();
  CHECK_FALSE(history->find_token("token", "request"));
  history->note({"token", "request", "+12025550101", before(kHour)});
  CHECK_FALSE(history->find_token("token", "request"));
  history->commit(kNoon);
  history->note({"token", "another", "", kNoon});
  history->commit(kNoon);
  for (const Use use : {Use::kWrite, Use::kLookUp}) {
    const auto again = place.open(use);
    const auto same = again->find_token("token", "request");
    REQUIRE(same);
    CHECK(same->first == before(kHour));
    CHECK(same->same_request);
    CHECK_FALSE(again->find_token("token", "another")->same_request);
    CHECK_FALSE(again->find_token("request", "token"));
  }
  // The token is valid no more: it begins again.
  history->note({"token", "another", "", {before(kHour).seconds + kHistorySeconds}});
  history->commit(kNoon);
  CHECK(history->find_token("token", "another")->same_request);
}

TEST_CASE("Calls of a number are counted from a moment on", "[history]") {
  const Place place;
  const auto history = place.open();
  for (const std::int64_t seconds : {std::int64_t{0}, kHour, 2 * kHour})
    history->note({fmt::format("t{}", seconds), "r", "+12025550101", before(seconds)});
  history->commit(kNoon);
  CHECK(history->count_phone("+12025550101", before(0)) == 1);
  CHECK(history->count_phone("+12025550101", before(kHour)) == 2);
  CHECK(history->count_phone("+12025550101", before(kDay)) == 3);
  CHECK(history->count_phone("+12025550102", before(kDay)) == 0);
  // A retry is no other call, and two calls may be planned for one moment.
  history->note({"t0", "r", "+12025550101", before(-kHour)});
  history->note({"other", "r", "+12025550101", before(0)});
  history->commit(kNoon);
  CHECK(history->count_phone("+12025550101", before(0)) == 2);
}

TEST_CASE("What is older than 7 days goes, once a day", "[history]") {
  const Place place;
  const auto history = place.open();
  for (int days = 0; days < 9; ++days)
    history->note({fmt::format("t{}", days), "r", "+12025550101", before(days * kDay)});
  history->commit(before(30 * kDay));
  HistoryFacts facts = history->facts(kNoon);
  CHECK(facts.tokens == 7);
  CHECK(facts.older_tokens == 2);
  CHECK(facts.tokens_by_age == std::array<std::uint64_t, 7>{1, 1, 1, 1, 1, 1, 1});
  CHECK(facts.calls == 9);
  CHECK(facts.numbers == 1);
  CHECK(facts.oldest == before(8 * kDay));
  CHECK(facts.newest == kNoon);
  history->commit(kNoon);
  facts = history->facts(kNoon);
  CHECK(facts.tokens == 7);
  CHECK(facts.older_tokens == 0);
  CHECK(facts.calls == 7);
  CHECK_FALSE(history->find_token("t7", "r"));
  CHECK(history->find_token("t6", "r"));
  // Not again on the same day.
  history->note({"old", "r", "", before(10 * kDay)});
  history->commit({kNoon.seconds + kDay - 1});
  CHECK(history->find_token("old", "r"));
  history->commit({kNoon.seconds + kDay});
  CHECK_FALSE(history->find_token("old", "r"));
}

TEST_CASE("No value is in the file, and its key is another one's", "[history]") {
  const Place place;
  const auto history = place.open();
  const std::string token = "campaign-7f3a-token";
  history->note({token, R"({"phoneNumber":"+12025550101"})", "+12025550101", kNoon});
  history->commit(kNoon);
  std::string bytes;
  for (const char* end : {"", "-wal", "-shm", ".key"}) {
    const std::string file = place.path() + end;
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    bytes += file_text(file);
  }
  CHECK(bytes.size() > 4096);
  for (const char* value : {"campaign-7f3a", "2025550101", "phoneNumber"})
    CHECK(bytes.find(value) == std::string::npos);

  const HistoryFile other(place.path("other.db"), Use::kWrite);
  CHECK(file_text(place.path() + ".key") != file_text(place.path("other.db") + ".key"));
  CHECK(file_text(place.path() + ".key").size() == 65);
  // The names of unfinished keys are gone.
  for (const auto& entry : fs::directory_iterator(fs::path(place.path()).parent_path()))
    CHECK(entry.path().filename().string().find(".key.") == std::string::npos);
}

TEST_CASE("Processes that begin and write one history at once share all of it", "[history]") {
  const Place place;
  constexpr int kProcesses = 5;
  run_side_by_side(kProcesses, [&](int process) {
    for (int round = 0; round < 4; ++round) {
      const auto history = place.open();
      note_all(*history, fmt::format("p{}-{}", process, round), 50, kNoon);
      history->commit(kNoon);
    }
    return true;
  });
  const auto history = place.open(Use::kLookUp);
  CHECK(history->facts(kNoon).tokens == kProcesses * 4 * 50);
  for (int process = 0; process < kProcesses; ++process)
    for (int round = 0; round < 4; ++round)
      CHECK(knows_all(*history, fmt::format("p{}-{}", process, round), 50));
}

TEST_CASE("A kill loses nothing that was confirmed, and leaves nothing half", "[history]") {
  constexpr int kTokens = 400;
  for (int confirmed = 0; confirmed < 6; ++confirmed) {
    const Place place;
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      const auto history = place.open();
      for (int round = 0;; ++round) {
        note_all(*history, fmt::format("r{}", round), kTokens, kNoon);
        history->commit(kNoon);
        if (::write(pipe[1], "x", 1) != 1) ::_exit(1);
      }
    }
    char one = 0;
    for (int i = 0; i <= confirmed; ++i) REQUIRE(::read(pipe[0], &one, 1) == 1);
    REQUIRE(::kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    ::close(pipe[0]);
    ::close(pipe[1]);
    const auto history = place.open();
    int rounds = 0;
    while (knows_all(*history, fmt::format("r{}", rounds), kTokens)) ++rounds;
    CHECK(rounds > confirmed);
    CHECK(history->facts(kNoon).tokens == static_cast<std::uint64_t>(rounds) * kTokens);
    note_all(*history, "after", 1, kNoon);
    history->commit(kNoon);
  }
}

TEST_CASE("Where there is no room the history stays as it was, and the line says so", "[history]") {
  const Place place;
  {
    const auto history = place.open();
    note_all(*history, "kept", 100, kNoon);
    history->commit(kNoon);
  }
  const int status = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const auto history = place.open();
    note_all(*history, "lost", 20'000, kNoon);
    const rlimit limit{std::size_t{256} << 10, std::size_t{256} << 10};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
    try {
      history->commit(kNoon);
    } catch (const FatalError& error) {
      return error.message.starts_with(place.path() + ": ") &&
             error.message.find("ulimit -f") != std::string::npos;
    }
    return false;
  });
  CHECK(status == 0);
  const auto history = place.open();
  CHECK(knows_all(*history, "kept", 100));
  CHECK_FALSE(knows_all(*history, "lost", 20'000));
}

TEST_CASE("Each file that is no history says why, and stays as it is", "[history]") {
  const Place place;
  CHECK(place.refusal("none.db", Use::kLookUp) ==
        ": it does not exist; prepare, reconcile and check --remember begin one");
  CHECK_FALSE(fs::exists(place.path("none.db.key")));
  CHECK(place.refusal("none/sent.db").ends_with(": its folder does not exist; create it first"));

  const std::string text(5000, 'x');
  write_text(place.path("text"), text);
  CHECK(place.refusal("text") == ": it is no SQLite database; name another file");
  CHECK(file_text(place.path("text")) == text);

  place.open();
  fs::rename(place.path() + ".key", place.path("kept"));
  CHECK(place.refusal("sent.db").starts_with(": its key "));
  CHECK(place.refusal("sent.db", Use::kLookUp).starts_with(": its key "));
  CHECK_FALSE(fs::exists(place.path() + ".key"));
  write_text(place.path() + ".key", std::string(64, 'a') + "\n");
  CHECK(place.refusal("sent.db").starts_with(".key: it is not the key that "));
  write_text(place.path() + ".key", std::string(63, 'a') + "\n");
  CHECK(place.refusal("sent.db").starts_with(".key: it is no key of a history"));
  fs::rename(place.path("kept"), place.path() + ".key");
  CHECK(place.refusal("sent.db") == "nothing");

  Result<Database> database = Database::open(
      place.path(), {"history of diallint", 0x644C4869, 1, ""}, Database::Access::kWrite);
  REQUIRE(database);
  REQUIRE_FALSE(database->run("PRAGMA user_version = 2"));
  CHECK(place.refusal("sent.db") ==
        ": it is a history of diallint of version 2, and this program has version 1; use the "
        "program that "
        "wrote it, or begin a new file");
  REQUIRE_FALSE(database->run("PRAGMA application_id = 7"));
  CHECK(place.refusal("sent.db") == ": it is no history of diallint; name another file");
}

TEST_CASE("A history that may only be read answers, and is not written", "[history]") {
  const Place place;
  {
    const auto history = place.open();
    note_all(*history, "t", 10, kNoon);
    history->commit(kNoon);
  }
  const fs::path folder = fs::path(place.path()).parent_path();
  ::chmod(folder.c_str(), 0555);
  ::chmod(place.path().c_str(), 0444);
  ::chmod((place.path() + ".key").c_str(), 0444);
  const int status = in_child([&] {
    // Root may write everything.
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return false;
    if (!place.open(Use::kLookUp)->find_token("t-3", "request")) return false;
    const std::string refused = place.refusal("sent.db");
    return refused.find("it may not be written") != std::string::npos;
  });
  ::chmod(folder.c_str(), 0755);
  CHECK(status == 0);
}

TEST_CASE("Where a page of the file cannot be read the run ends with a word", "[history]") {
  const Place place;
  const int status = in_child([&] {
    const auto history = place.open();
    const int said = ::open(place.path("said").c_str(), O_WRONLY | O_CREAT, 0600);
    const int file = ::open(place.path("cut").c_str(), O_RDWR | O_CREAT, 0600);
    if (::ftruncate(file, 4096) != 0) return false;
    const void* page = ::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, file, 0);
    if (page == MAP_FAILED || ::ftruncate(file, 0) != 0) return false;
    ::dup2(said, STDERR_FILENO);
    return *static_cast<const volatile char*>(page) == 0;
  });
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 2);
  CHECK(file_text(place.path("said")).find("a history (--history) cannot be read any more") !=
        std::string::npos);
}

TEST_CASE("Programs that prepare at once note all that they prepare, and nothing of a value",
          "[history]") {
  const Scratch scratch;
  const Outcome made = run_command(
      "for i in 1 2 3 4; do printf 'Phone,Name\\n+1202555010%s,Zebedee\\n' $i > $i.csv; done; "
      "for i in 1 2 3 4; do diallint prepare $i.csv --campaign c --attribute name=Name "
      "--history sent.db -o out$i & done; wait; "
      "diallint history sent.db --output-format json",
      scratch);
  CHECK(made.exit_code == 0);
  CHECK(made.err == "");
  const std::string json = made.out.substr(made.out.rfind("{\"file\""));
  CHECK(first_fault(json, "history.schema.json") == "");
  const auto facts = nlohmann::json::parse(json);
  CHECK(facts["tokens"] == 4);
  CHECK(facts["calls"] == 4);
  CHECK(facts["numbers"] == 4);
  const Outcome bytes = run_command("cat sent.db* out1/manifest.ndjson", scratch);
  const std::string token = bytes.out.substr(bytes.out.find("\"token\":\"") + 9, 32);
  const Outcome kept = run_command("cat sent.db sent.db.key; cat sent.db-* 2>/dev/null", scratch);
  CHECK(kept.out.size() > 4096);
  for (const std::string& value : {std::string("2025550101"), std::string("Zebedee"), token})
    CHECK(kept.out.find(value) == std::string::npos);
}

TEST_CASE("A check notes nothing unless it is told to", "[history]") {
  const Scratch scratch;
  const std::string check =
      "diallint -q --now 2026-11-20T12:00:00Z --ignore phone-fictional --history sent.db ";
  const std::string file = "examples/clean/one-request.json";
  CHECK(run_command(check + "--remember " + file, scratch).exit_code == 0);
  const std::string before = file_text(scratch.folder() / "sent.db");
  const Outcome again = run_command(check + file, scratch);
  CHECK(again.exit_code == 0);
  CHECK(again.out.find("token-retried") != std::string::npos);
  CHECK(file_text(scratch.folder() / "sent.db") == before);
  // An input that could not be read to its end notes nothing of the others either.
  CHECK(run_command("diallint -q --now 2026-11-20T12:00:00Z --history other.db --remember " + file +
                        " none.json",
                    scratch)
            .exit_code == 2);
  const Outcome facts =
      run_command("diallint history other.db --now 2026-11-20T12:00:00Z", scratch);
  CHECK(facts.out.starts_with("other.db: 0 tokens of the last 7 days, 0 older\n"));
}

}  // namespace diallint::test
