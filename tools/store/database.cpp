#include "store/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "base/printable.h"

// Full-text search and trees of boxes, which SQLite begins with each connection and no file of ours
// has. With these in their place the linker leaves them out: 330 KB of each program and module. A
// shared library of SQLite, or one that names them otherwise, is not touched by it.
extern "C" {
int sqlite3Fts3Init(sqlite3* database);
int sqlite3Fts5Init(sqlite3* database);
int sqlite3RtreeInit(sqlite3* database);

int sqlite3Fts3Init(sqlite3* /*database*/) { return SQLITE_OK; }
int sqlite3Fts5Init(sqlite3* /*database*/) { return SQLITE_OK; }
int sqlite3RtreeInit(sqlite3* /*database*/) { return SQLITE_OK; }
}

namespace diallint {

/// What statements and transactions share with their database.
struct StoreConnection {
  explicit StoreConnection(std::string name) : path(std::move(name)) {}
  ~StoreConnection() { sqlite3_close_v2(handle); }
  StoreConnection(const StoreConnection&) = delete;
  StoreConnection& operator=(const StoreConnection&) = delete;

  std::string path;
  sqlite3* handle = nullptr;
};

namespace {

constexpr int kPatienceMs = 60'000;  // ten million rows take some ten seconds
constexpr int kPauseMs = 5;

Error out_of_memory() noexcept { return {ErrorCode::kOutOfMemory, {}}; }

Error trouble(const std::string& path, std::string_view reason) {
  return {ErrorCode::kInput, fmt::format("{}: {}", printable(path), reason)};
}

std::string system_reason(int error, std::string_view otherwise) {
  switch (error) {
    case 0:
      return std::string(otherwise);
    case ENOSPC:
    case EDQUOT:
      return "no space is left on its disk; free some";
    case EFBIG:
      return "it would be larger than this system lets a file be (ulimit -f); raise the limit";
    case EACCES:
    case EPERM:
      return "permission denied; choose a file that this user may read and write, in a folder that "
             "it may "
             "write";
    case ENOENT:
      return "it does not exist; check the name";
    case EROFS:
      return "its disk is read-only; choose another place";
    case EISDIR:
      return "it is a folder; name a file in it";
    default:
      return strerror(error);
  }
}

std::string reason_of(int code, sqlite3* handle) {
  // What ends a transaction does not keep the system's own number.
  const int kept = handle == nullptr ? 0 : sqlite3_system_errno(handle);
  const int system = kept != 0 ? kept : errno;
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return system_reason(ENOSPC, {});
    case SQLITE_NOTADB:
      return "it is no SQLite database; name another file";
    case SQLITE_CORRUPT:
      return "it is damaged; move it away, with the files of its name that end in -wal and -shm, "
             "and a new one begins";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fmt::format(
          "another process has been writing it for more than {} s; try again when it has ended",
          kPatienceMs / 1000);
    case SQLITE_READONLY:
      return "it may not be written; choose a file that this user may write, in a folder that it "
             "may write";
    case SQLITE_CANTOPEN:
      return system_reason(
          system,
          "it cannot be opened; check that it is a file, and that its folder may be "
          "written");
    case SQLITE_IOERR:
      return system_reason(system, "reading or writing it has failed; check its disk");
    default:
      return handle == nullptr ? sqlite3_errstr(code) : printable(sqlite3_errmsg(handle));
  }
}

/// What SQLite said, in words. It never has values in it: all of them are bound.
Error error_of(const StoreConnection& connection, int code) noexcept {
  try {
    if ((code & 0xFF) == SQLITE_NOMEM) return out_of_memory();
    return trouble(connection.path, reason_of(code, connection.handle));
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

int run_all(sqlite3* handle, const char* sql) noexcept {
  errno = 0;
  return sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
}

/// Whether something was begun in it that has to be taken back before it can be read.
bool was_cut_off(const std::string& path) {
  return ::access((path + "-journal").c_str(), F_OK) == 0;
}

/// Whether a file can be taken as it lies there: nobody has it open to write, and nothing may be
/// put beside it, which SQLite does otherwise even to read.
bool is_at_rest(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  return ::access((path + "-wal").c_str(), F_OK) != 0 && ::access(folder.c_str(), W_OK) != 0;
}

std::string at_rest(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path)
    uri += c == '?' || c == '#' || c == '%' ? fmt::format("%{:02X}", c) : std::string(1, c);
  return uri + "?immutable=1";
}

/// SQLite makes files for everyone to read. This one, and with it its log, is for one user. 0, or
/// errno.
int make_private(const std::string& path) noexcept {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
  if (file >= 0) ::close(file);
  return file >= 0 || errno == EEXIST ? 0 : errno;
}

}  // namespace

// --- Statement -----------------------------------------------------------------------------------

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

void Statement::note(int code) noexcept {
  if (bind_error_ == SQLITE_OK) bind_error_ = code;
}

Statement& Statement::bind(int parameter, std::int64_t value) noexcept {
  note(sqlite3_bind_int64(statement_.get(), parameter, value));
  return *this;
}

Statement& Statement::bind_text(int parameter, std::string_view utf8) noexcept {
  note(sqlite3_bind_text64(statement_.get(), parameter, utf8.empty() ? "" : utf8.data(),
                           utf8.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) noexcept {
  note(sqlite3_bind_blob64(statement_.get(), parameter, bytes.empty() ? "" : bytes.data(),
                           bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

Result<bool> Statement::step() noexcept {
  int code = std::exchange(bind_error_, SQLITE_OK);
  errno = 0;
  if (code == SQLITE_OK) code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  Error error = error_of(*connection_, code);
  reset();
  return error;
}

void Statement::reset() noexcept { sqlite3_reset(statement_.get()); }

std::int64_t Statement::number(int column) const noexcept {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const noexcept {
  const auto* begin = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (begin == nullptr) return {};
  return {begin, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const noexcept {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

// --- Transaction ---------------------------------------------------------------------------------

Transaction::~Transaction() {
  // Some errors have ended it already; another rollback then says so, and does no harm.
  if (connection_ != nullptr) run_all(connection_->handle, "ROLLBACK");
}

Error Transaction::commit() noexcept {
  const int code = run_all(connection_->handle, "COMMIT");
  if (code != SQLITE_OK) return error_of(*connection_, code);
  connection_.reset();
  return {};
}

// --- Database ------------------------------------------------------------------------------------

Result<Database> Database::open(const std::string& path, const StoreKind& kind,
                                Access access) noexcept {
  try {
    if (access == Access::kCreate)
      if (const int error = make_private(path); error != 0)
        return trouble(path, error == ENOENT ? "its folder does not exist; create it first"
                                             : system_reason(error, {}));
    // A name of its own that begins with a colon means something else to SQLite.
    const std::string name = path.starts_with('/') ? path : "./" + path;
    Result<Database> database = open_as(path, name, kind, access);
    if (database || access != Access::kRead) return database;
    if (was_cut_off(path)) {
      // Whoever was ended while it made the file has left this to the next one.
      static_cast<void>(open_as(path, name, kind, Access::kWrite));
      return open_as(path, name, kind, access);
    }
    if (!is_at_rest(path)) return database;
    Result<Database> resting = open_as(path, at_rest(name), kind, access);
    return resting ? std::move(resting) : std::move(database);
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

Result<Database> Database::open_as(const std::string& path, const std::string& name,
                                   const StoreKind& kind, Access access) {
  auto connection = std::make_shared<StoreConnection>(path);
  const int how =
      (access == Access::kRead ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE) |
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  errno = 0;
  const int code = sqlite3_open_v2(name.c_str(), &connection->handle, how, nullptr);
  if (code != SQLITE_OK) return error_of(*connection, code);
  Database database(std::move(connection));
  if (Error error = database.set_up(kind, access)) return error;
  return database;
}

Error Database::set_up(const StoreKind& kind, Access access) noexcept {
  sqlite3* handle = connection_->handle;
  sqlite3_busy_timeout(handle, kPatienceMs);
  // Whoever can change the file shall not have it run anything here.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (Error error = adopt(kind, access)) return error;
  if (access == Access::kRead) return {};
  if (Error error = turn_to_log()) return error;
  return run("PRAGMA synchronous = FULL");
}

/// Two that turn one file to its log at once do not wait for each other: SQLite gives up at once.
Error Database::turn_to_log() noexcept {
  for (int waited = 0;; waited += kPauseMs) {
    const int code = run_all(connection_->handle, "PRAGMA journal_mode = WAL");
    if (code == SQLITE_OK) return {};
    if ((code & 0xFF) != SQLITE_BUSY || waited >= kPatienceMs) return error_of(*connection_, code);
    sqlite3_sleep(kPauseMs);
  }
}

Error Database::adopt(const StoreKind& kind, Access access) noexcept {
  try {
    const Result<std::int64_t> tables = number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();
    if (*tables == 0 && access != Access::kRead) {
      Result<Transaction> transaction = begin();
      if (!transaction) return transaction.error();
      // Another process may have been faster.
      const Result<std::int64_t> still = number("SELECT count(*) FROM sqlite_schema");
      if (!still) return still.error();
      if (*still == 0) {
        const std::string head =
            fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};",
                        kind.application_id, kind.version);
        if (Error error = run(head.c_str())) return error;
        if (Error error = run(kind.tables)) return error;
        if (Error error = transaction->commit()) return error;
      }
    }
    const Result<std::int64_t> application = number("PRAGMA application_id");
    if (!application) return application.error();
    if (*application != kind.application_id)
      return trouble(connection_->path, fmt::format("it is no {}; name another file", kind.what));
    const Result<std::int64_t> version = number("PRAGMA user_version");
    if (!version) return version.error();
    if (*version != kind.version)
      return trouble(
          connection_->path,
          fmt::format("it is a {} of version {}, and this program has version {}; use the program "
                      "that wrote it, or begin a new file",
                      kind.what, *version, kind.version));
    return {};
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

Result<std::int64_t> Database::number(std::string_view sql) noexcept {
  Result<Statement> statement = prepare(sql);
  if (!statement) return statement.error();
  const Result<bool> row = statement->step();
  if (!row) return row.error();
  return *row ? statement->number(0) : 0;
}

Result<Statement> Database::prepare(std::string_view sql) noexcept {
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v3(connection_->handle, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (code != SQLITE_OK) return error_of(*connection_, code);
  Statement statement;
  statement.connection_ = connection_;
  statement.statement_.reset(made);
  return statement;
}

Error Database::run(const char* sql) noexcept {
  const int code = run_all(connection_->handle, sql);
  return code == SQLITE_OK ? Error{} : error_of(*connection_, code);
}

Result<Transaction> Database::begin() noexcept {
  if (Error error = run("BEGIN IMMEDIATE")) return error;
  return Transaction(connection_);
}

std::int64_t Database::changes() const noexcept { return sqlite3_changes64(connection_->handle); }

const std::string& Database::path() const noexcept { return connection_->path; }

}  // namespace diallint
