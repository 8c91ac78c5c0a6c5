// Databases: what is committed stays, what is not goes, and each file that cannot be used says why.
#include "store/database.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <string>
#include <string_view>

#include "support/process.h"
#include "support/side_by_side.h"

namespace diallint::test {
namespace {

using Access = Database::Access;

constexpr StoreKind kKind = {
    "store of this test", 0x44745374, 1,
    "CREATE TABLE pairs (name BLOB PRIMARY KEY, value INTEGER) WITHOUT ROWID;"};

class Store {
 public:
  std::string path(const std::string& name = "a.db") const {
    return (scratch_.root() / name).string();
  }
  Database open(Access access = Access::kCreate) const {
    Result<Database> opened = Database::open(path(), kKind, access);
    INFO((opened ? "" : opened.error().message));
    REQUIRE(opened);
    return *std::move(opened);
  }
  /// What the file is refused with, behind its name.
  std::string refusal(const std::string& path, const StoreKind& kind = kKind,
                      Access access = Access::kCreate) const {
    const Result<Database> opened = Database::open(path, kind, access);
    if (opened) return "nothing";
    CHECK(opened.error().code == ErrorCode::kInput);
    CHECK(opened.error().message.starts_with(path + ": "));
    return opened.error().message.substr(path.size() + 2);
  }

 private:
  Scratch scratch_;
};

void put(Database& database, std::string_view name, std::int64_t value) {
  Result<Statement> statement = database.prepare("INSERT INTO pairs VALUES (?, ?)");
  REQUIRE(statement);
  REQUIRE(statement->bind_blob(1, name).bind(2, value).step());
}

std::int64_t count(Database& database) {
  Result<Statement> statement = database.prepare("SELECT count(*) FROM pairs");
  REQUIRE(statement);
  REQUIRE(*statement->step());
  return statement->number(0);
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a new database is for its user alone, and so is its log", "[store]") {
  const Store store;
  Database database = store.open();
  put(database, "a", 1);
  CHECK(mode_of(store.path()) == 0600);
  CHECK(mode_of(store.path() + "-wal") == 0600);
  CHECK(mode_of(store.path() + "-shm") == 0600);
  CHECK(database.path() == store.path());
}

TEST_CASE("values come back as they were bound", "[store]") {
  const Store store;
  Database database = store.open();
  const std::string_view bytes("\0\xFF'\"", 4);
  Result<Statement> echo = database.prepare("SELECT ?1, ?2, ?3, ?4, ?5");
  REQUIRE(echo);
  for (int round = 0; round < 2; ++round) {
    echo->bind(1, INT64_MIN).bind_blob(2, bytes).bind_text(3, "a \xE2\x82\xAC").bind_blob(4, {});
    REQUIRE(*echo->step());
    CHECK(echo->number(0) == INT64_MIN);
    CHECK(echo->bytes(1) == bytes);
    CHECK(echo->bytes(2) == "a \xE2\x82\xAC");
    CHECK(echo->bytes(3).empty());
    CHECK_FALSE(echo->is_null(3));
    CHECK(echo->is_null(4));
    CHECK_FALSE(*echo->step());
  }
  const Result<bool> stray = echo->bind(9, 1).step();
  REQUIRE_FALSE(stray);
  CHECK(stray.error().message.starts_with(store.path() + ": "));
  CHECK(*echo->step());
}

TEST_CASE("a transaction is made whole or not at all", "[store]") {
  const Store store;
  Database database = store.open();
  {
    Result<Transaction> dropped = database.begin();
    REQUIRE(dropped);
    put(database, "a", 1);
    CHECK(database.changes() == 1);
  }
  CHECK(count(database) == 0);
  Result<Transaction> kept = database.begin();
  REQUIRE(kept);
  put(database, "a", 1);
  CHECK_FALSE(kept->commit());
  CHECK(count(database) == 1);
  Database other = store.open(Access::kRead);
  CHECK(count(other) == 1);
  const Error error = other.run("DELETE FROM pairs");
  CHECK(error.message == store.path() +
                             ": it may not be written; choose a file that this user may write, in "
                             "a folder that it may write");
}

TEST_CASE("processes that make and write one database wait for each other", "[store]") {
  const Store store;
  constexpr int kProcesses = 6;
  constexpr int kTransactions = 20;
  run_side_by_side(kProcesses, [&](int process) {
    Result<Database> database = Database::open(store.path(), kKind, Access::kCreate);
    bool is_well = static_cast<bool>(database);
    for (int i = 0; is_well && i < kTransactions; ++i) {
      Result<Transaction> transaction = database->begin();
      Result<Statement> insert = database->prepare("INSERT INTO pairs VALUES (?, ?)");
      is_well = transaction && insert &&
                insert->bind_blob(1, std::to_string(process * 1000 + i)).bind(2, i).step() &&
                !transaction->commit();
    }
    return is_well;
  });
  Database database = store.open();
  CHECK(count(database) == kProcesses * kTransactions);
}

TEST_CASE("what a killed process has committed stays", "[store]") {
  const Store store;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    Result<Database> database = Database::open(store.path(), kKind, Access::kCreate);
    if (!database || database->run("INSERT INTO pairs VALUES ('kept', 1)")) ::_exit(1);
    if (database->run("BEGIN IMMEDIATE; INSERT INTO pairs VALUES ('begun', 1)")) ::_exit(1);
    ::raise(SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  Database database = store.open();
  CHECK(count(database) == 1);
  put(database, "after", 2);
}

TEST_CASE("a file that is no database of this kind stays as it is, and says why", "[store]") {
  const Store store;
  const std::string text = std::string(4096, 'x') + "no database";
  write_text(store.path("text"), text);
  CHECK(store.refusal(store.path("text")) == "it is no SQLite database; name another file");
  CHECK(file_text(store.path("text")) == text);

  store.open();
  StoreKind kind = kKind;
  kind.version = 2;
  CHECK(store.refusal(store.path(), kind) ==
        "it is a store of this test of version 1, and this program has version 2; use the program "
        "that wrote it, "
        "or begin a new file");
  kind.application_id = 7;
  CHECK(store.refusal(store.path(), kind) == "it is no store of this test; name another file");

  CHECK(store.refusal(store.path("none"), kKind, Access::kRead) ==
        "it does not exist; check the name");
  CHECK(store.refusal(store.path("none"), kKind, Access::kWrite) ==
        "it does not exist; check the name");
  CHECK(store.refusal(store.path("none/a.db")) == "its folder does not exist; create it first");
  CHECK(store.refusal(store.path(".")) == "it is a folder; name a file in it");
  write_text(store.path("empty"), "");
  CHECK(store.refusal(store.path("empty"), kKind, Access::kRead) ==
        "it is no store of this test; name another file");
  CHECK(store.refusal(store.path("empty"), kKind, Access::kWrite) == "nothing");
}

TEST_CASE("a damaged database says so", "[store]") {
  const Store store;
  {
    Database database = store.open();
    put(database, "a", 1);
  }
  std::string bytes = file_text(store.path());
  REQUIRE(bytes.size() > 4096);
  bytes.replace(4096, bytes.size() - 4096, bytes.size() - 4096, '\x7F');
  write_text(store.path(), bytes);
  Database database = store.open();
  Result<Statement> statement = database.prepare("SELECT count(*) FROM pairs");
  REQUIRE(statement);
  const Result<bool> row = statement->step();
  REQUIRE_FALSE(row);
  CHECK(row.error().message == store.path() +
                                   ": it is damaged; move it away, with the files of its name that "
                                   "end in -wal and -shm, and a "
                                   "new one begins");
}

}  // namespace diallint::test
