#include "diallint/state_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/printable.h"
#include "diallint/library_calls.h"
#include "shared/failure.h"
#include "store/database.h"

namespace diallint {
namespace {

constexpr StoreKind kKind = {
    "state of diallint serve", 0x44537276, 1,
    "CREATE TABLE entries (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"};

/// A lock on a file for as long as it lives, beside those that SQLite takes for each transaction.
/// It outlives the database: with the file, closing it takes SQLite's own locks away.
class SoleUse {
 public:
  explicit SoleUse(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600)) {
    // Why it cannot be opened the database says.
    if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    if (errno != EWOULDBLOCK) return;  // a file system without locks
    ::close(descriptor_);
    throw FatalError{fmt::format(
        "{}: another diallint serve has it; end that one, or name another file", printable(path))};
  }
  ~SoleUse() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  SoleUse(const SoleUse&) = delete;
  SoleUse& operator=(const SoleUse&) = delete;

 private:
  int descriptor_;
};

class StateFile : public ServiceStore {
 public:
  explicit StateFile(const std::string& path)
      : sole_use_(path),
        database_(made(Database::open(path, kKind, Database::Access::kCreate))),
        put_(made(database_.prepare("INSERT OR REPLACE INTO entries VALUES (?, ?)"))),
        remove_(made(database_.prepare("DELETE FROM entries WHERE key = ?"))) {}

  std::string name() const override { return printable(database_.path()); }

  Error read(
      const std::function<void(std::string_view, std::string_view)>& take) noexcept override {
    Result<Statement> all = database_.prepare("SELECT key, value FROM entries ORDER BY key");
    if (!all) return all.error();
    for (;;) {
      const Result<bool> row = all->step();
      if (!row) return row.error();
      if (!*row) return {};
      take(all->bytes(0), all->bytes(1));
    }
  }

  Error write(std::span<const ServiceEntry> changes) noexcept override {
    Result<Transaction> transaction = database_.begin();
    if (!transaction) return transaction.error();
    for (const ServiceEntry& change : changes) {
      const Result<bool> done =
          change.value ? put_.bind_blob(1, change.key).bind_blob(2, *change.value).step()
                       : remove_.bind_blob(1, change.key).step();
      if (!done) return done.error();
    }
    return transaction->commit();
  }

 private:
  SoleUse sole_use_;
  Database database_;
  Statement put_;
  Statement remove_;
};

}  // namespace

std::shared_ptr<ServiceStore> open_state_file(const std::string& path) {
  return std::make_shared<StateFile>(path);
}

}  // namespace diallint
