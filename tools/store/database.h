// Files that several processes write at once and that no end of a run spoils: SQLite, by value.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "diallint/error.h"

struct sqlite3_stmt;

namespace diallint {

struct StoreConnection;

/// A prepared statement. It keeps its connection open. One thread at a time.
class Statement {
 public:
  /// Values for the parameters, counted from 1. They are copied. A value that cannot be bound shows
  /// as the error of the next step().
  Statement& bind(int parameter, std::int64_t value) noexcept;
  Statement& bind_text(int parameter, std::string_view utf8) noexcept;
  Statement& bind_blob(int parameter, std::string_view bytes) noexcept;

  /// Whether there is a row, or one more of them. Behind the last one, and behind an error, the
  /// statement begins anew with the values that it has.
  Result<bool> step() noexcept;
  /// The row is not needed any more, nor those behind it.
  void reset() noexcept;

  /// A column of the row, counted from 0; as SQLite converts it where it is of another type. Bytes
  /// are valid until the next call of step() or reset().
  std::int64_t number(int column) const noexcept;
  std::string_view bytes(int column) const noexcept;
  bool is_null(int column) const noexcept;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  void note(int code) noexcept;

  std::shared_ptr<StoreConnection> connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bind_error_ = 0;
};

/// Changes that are made together: all by commit(), or none of them when it goes without.
class Transaction {
 public:
  ~Transaction();
  Transaction(Transaction&&) noexcept = default;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;

  /// What was changed is on the disk when this returns without an error. Once.
  Error commit() noexcept;

 private:
  friend class Database;
  explicit Transaction(std::shared_ptr<StoreConnection> connection) noexcept
      : connection_(std::move(connection)) {}

  std::shared_ptr<StoreConnection> connection_;  // none: there is nothing to take back
};

/// What a file is for. SQLite keeps both numbers in the head of the file.
struct StoreKind {
  const char* what;             ///< as in "is no WHAT", such as "history of diallint"
  std::int32_t application_id;  ///< tells files of this kind from all others
  std::int32_t version;         ///< of the tables
  const char* tables;           ///< the statements that make them
};

/// A database in a file. Errors are one printable line that names the file, the reason and the way
/// out; their code is kInput, or kOutOfMemory. One thread at a time; several processes may have the
/// file open, and whoever writes waits for the others, for up to a minute.
class Database {
 public:
  enum class Access : std::uint8_t {
    kCreate,  ///< to be read and written; made, for this user alone, where there is none
    kWrite,   ///< to be read and written; it is there
    kRead     ///< it is there, and is not written
  };
  /// The file gets its tables where it is new or empty. One of another kind or version is an error.
  /// Writes go to a log beside it first (WAL, `PATH-wal` and `PATH-shm`), and commit() waits for
  /// the disk, so that what is committed outlasts the end of the process and of the machine.
  static Result<Database> open(const std::string& path, const StoreKind& kind,
                               Access access) noexcept;

  /// One statement of SQL. To be kept: compiling it costs more than running it.
  Result<Statement> prepare(std::string_view sql) noexcept;
  /// Runs statements that have no values and whose rows nobody wants.
  Error run(const char* sql) noexcept;
  /// Begins to write, and waits until nobody else does. One at a time.
  Result<Transaction> begin() noexcept;
  /// Rows that the last INSERT, UPDATE or DELETE changed.
  std::int64_t changes() const noexcept;
  /// As open() was given it.
  const std::string& path() const noexcept;

 private:
  explicit Database(std::shared_ptr<StoreConnection> connection) noexcept
      : connection_(std::move(connection)) {}
  static Result<Database> open_as(const std::string& path, const std::string& name,
                                  const StoreKind& kind, Access access);
  Error set_up(const StoreKind& kind, Access access) noexcept;
  Error turn_to_log() noexcept;
  Error adopt(const StoreKind& kind, Access access) noexcept;
  Result<std::int64_t> number(std::string_view sql) noexcept;

  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace diallint
