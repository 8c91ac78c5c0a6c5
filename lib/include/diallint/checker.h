/// @file
/// Checks dial requests: JSON text, the program's own structs, a stream, or an Arrow table.
///
///     #include <cstdio>
///     #include <diallint/checker.h>
///
///     int main() {
///       diallint::Checker checker(diallint::Ruleset::builtin());
///       const auto now = diallint::current_time();
///       const auto result = checker.check_json(R"({"clientToken": "a b"})", now);
///       for (const diallint::Finding& f : result.findings)
///         std::printf("%s: %s [%s]\n", f.path.c_str(), f.message.c_str(), f.rule.data());
///       return result.ok() ? 0 : 1;
///     }
///
/// A service has one Ruleset for all its threads and one Checker for each; once a Checker has seen
/// inputs of the size that it gets, checking clean ones allocates nothing.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "diallint/arrow.h"
#include "diallint/dial_request.h"
#include "diallint/error.h"
#include "diallint/export.h"
#include "diallint/finding.h"
#include "diallint/input_format.h"
#include "diallint/instant.h"
#include "diallint/ruleset.h"

namespace diallint {

struct CheckerParts;

/// How far the rules that compare requests (token-unique, phone-duplicate) look.
enum class Memory : std::uint8_t {
  /// To the beginning of the same call: one batch, one document, one stream. Nothing is kept.
  kCheck,
  /// To all calls of the Checker until forget(). Grows with them: at most 24 bytes a token and a
  /// number (once some ten thousand are held) and 48 bytes a call. Tokens and numbers are kept as
  /// keyed hashes of 64 bits, not as text.
  kChecker,
};

/// What a Checker is to be.
struct CheckerOptions {
  Memory memory = Memory::kCheck;
};

/// How one call is to check.
struct CheckOptions {
  /// A shape's id, or "auto": told by the members. Structs have the shape that their type says.
  std::string_view shape = "auto";
  /// Findings that are handed over at most, 0: all. Those behind count all the same.
  std::uint64_t max_findings = 0;
  /// Takes the findings one by one, in the order of their places; CheckResult::findings is then
  /// empty. False: no more are wanted, the check goes on and counts. One that throws ends the
  /// check with ErrorCode::kCallback. It may not call the Checker that calls it.
  std::function<bool(const Finding&)> on_finding = {};
};

/// The same for a stream.
struct StreamOptions : CheckOptions {
  InputFormat format = InputFormat::kAuto;
  std::string_view name = {};  ///< of a file, if any: with kAuto its ending tells the format
  CsvMap csv_map = {};
  /// How many threads may check the stream, the caller's among them: 1 to 256, 0 is 1. What is
  /// found is the same. Lines, rows, and items of a large array or batch are shared out. The reader
  /// and on_finding are called by any of the threads, by one at a time.
  unsigned jobs = 1;
};

/// StreamOptions::jobs is at most this.
inline constexpr unsigned kMaxJobs = 256;

/// The same for a table.
struct TableOptions : CheckOptions {
  /// The columns of members, where their names do not tell; for tables of flat columns.
  CsvMap csv_map = {};
  /// Asked every few thousand rows. False ends the check with ErrorCode::kCallback. It may not call
  /// the Checker that calls it.
  std::function<bool()> keep_going = {};
};

/// Puts up to `size` bytes into `out`; returns how many (0: the input has ended), or -1: it cannot
/// be read.
using ByteReader = std::function<std::ptrdiff_t(char* out, std::size_t size)>;

/// What a check has found.
struct CheckResult {
  /// What kept the check from its end; `findings` and `counts` hold what was found before.
  Error error;
  /// Records by their state. A batch's own faults make all of its requests invalid.
  Counts counts;
  std::uint64_t found = 0;  ///< findings there are, whether handed over or not
  /// In the order of their places. They are the Checker's, valid until its next call.
  std::span<const Finding> findings;

  /// Whether the service would take all of it, as far as the rules of severity `error` say: the
  /// check came to its end and no record is invalid or unreadable. Warnings leave it true.
  bool ok() const noexcept {
    return !error && counts.errors == 0 && counts.invalid == 0 && counts.unreadable == 0;
  }
};

/// Checks one input after the other. One thread at a time; any number of Checkers may share a
/// Ruleset. Reads no clock: `now` is the moment against which expirationTime is judged, and without
/// one the rules on the time window say nothing.
///
/// No call throws. Where memory does not suffice the result's error is kOutOfMemory, the Checker
/// forgets everything, and the next call begins anew.
class DIALLINT_API Checker {
 public:
  /// Allocates nothing before the first check.
  explicit Checker(Ruleset ruleset, CheckerOptions options = {}) noexcept;
  ~Checker();
  Checker(Checker&& other) noexcept;
  Checker& operator=(Checker&& other) noexcept;

  /// Checks one JSON text: a value of any shape, or an array of them. `json` is copied; it need not
  /// be followed by anything, and may be any bytes. A finding's span counts bytes from its first.
  CheckResult check_json(std::string_view json, const std::optional<Instant>& now,
                         const CheckOptions& options = {}) noexcept;

  /// Checks one dial request. Findings have a path ("/phoneNumber") and no span.
  CheckResult check(const DialRequest& request, const std::optional<Instant>& now,
                    const CheckOptions& options = {}) noexcept;

  /// Checks a batch as the service takes it. Paths begin with "/dialRequests/0".
  CheckResult check(const DialRequestBatch& batch, const std::optional<Instant>& now,
                    const CheckOptions& options = {}) noexcept;

  /// Checks a stream to its end: JSON, NDJSON or CSV. Takes memory for some megabytes a thread, or
  /// for the longest line or the largest record, whatever the size of the stream. Findings are
  /// handed over as they come, but those without on_finding are collected.
  CheckResult check_stream(const ByteReader& read, const std::optional<Instant>& now,
                           const StreamOptions& options = {}) noexcept;

  /// Checks an Arrow table to its end: each row is a record. Where all columns are flat they are
  /// named as in a CSV file ("phoneNumber", "attributes.NAME", or by the csv_map) and a null is an
  /// empty text; with columns of structs, maps or lists a row is an object as in JSON, and a null
  /// an absent member. Texts (also large, views, dictionary-encoded), numbers, flags, timestamps
  /// (instants in UTC; one without a zone has no offset) and what is made of them are read, with
  /// any offsets and validity bitmaps; a column of any other type is ErrorCode::kSetting, and
  /// arrays that do not fit their schema are kInput, with the column in the message.
  ///
  /// The stream is used by this thread and stays the caller's to release. Findings have a path and
  /// no span; their `record` is the row, from 0, and lines in messages are rows, from 1. Holds one
  /// batch at a time, whose texts are read where they stand.
  CheckResult check_arrow(ArrowArrayStream& stream, const std::optional<Instant>& now,
                          const TableOptions& options = {}) noexcept;

  /// Forgets the tokens and numbers that were seen.
  void forget() noexcept;

  const Ruleset& ruleset() const noexcept { return ruleset_; }

 private:
  template <typename Body>
  CheckResult run(const std::optional<Instant>& now, const CheckOptions& options,
                  const Body& body) noexcept;

  Ruleset ruleset_;
  CheckerOptions options_;
  std::unique_ptr<CheckerParts> parts_;  // null before the first check
};

}  // namespace diallint
