// The records of an input with their texts, for whoever wants them: handed on when the findings
// are.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "context/record_ledger.h"
#include "diallint/finding.h"

namespace diallint {

enum class RecordVerdict : std::uint8_t { kValid, kInvalid, kUnreadable };

/// A record of which nothing more is going to be said. What it points to is valid during the call.
struct SettledRecord {
  RecordVerdict verdict = RecordVerdict::kValid;
  std::string_view text;  ///< as it stands in the input; empty: it is not at hand as a whole
  bool is_line = false;   ///< the text is all of a line or row, with its line end if it has one
  std::span<const std::string_view> rules = {};  ///< of its errors, ascending, each once
};

/// Takes the records of one input in their order. A Sink that is one is given them.
class RecordTaker {
 public:
  virtual ~RecordTaker() = default;
  virtual void take(const SettledRecord& record) = 0;
  /// In front of the rows of a table: its header, with what stands before it and its line end.
  virtual void take_header(std::string_view text, char separator) = 0;
  /// What records stand in that were taken as valid turns out to be at fault.
  virtual void take_back() = 0;
};

/// Notes the texts of records as they are read, if somebody takes them. One thread.
class RecordTexts {
 public:
  explicit RecordTexts(const RecordLedger& ledger) noexcept : ledger_(ledger) {}
  void set_taker(RecordTaker* taker) noexcept { taker_ = taker; }
  /// For the same as `front`, and nothing is noted any more.
  void begin_part(const RecordTexts& front) noexcept;
  RecordTaker* taker() const noexcept { return taker_; }

  /// The ledger has begun a unit, or has begun it again.
  void begin_unit() noexcept {
    if (taker_ != nullptr) begin_taken_unit();
  }
  /// The text of the record that the ledger has begun and not ended, and where in the input it
  /// begins.
  void text_of_record(std::string_view text, std::uint64_t place);
  /// The ledger has ended the unit, of which this is the text; empty where it is not at hand.
  /// `is_line`: all of a line or row.
  void end_unit(std::string_view text, std::uint64_t place, bool is_line) {
    if (taker_ != nullptr) end_taken_unit(text, place, is_line);
  }

  /// Everything is known of the units so far: `findings` has what was found in them.
  void hand_on(std::span<const Finding> findings);

 private:
  struct Record {
    Span place;             // in the input; empty: not known
    bool is_alone = false;  // in its unit
    SettledRecord settled;
  };

  void begin_taken_unit() noexcept;
  void end_taken_unit(std::string_view text, std::uint64_t place, bool is_line);
  void add(std::string_view text, std::uint64_t place);
  void judge(Record& record, std::span<const Finding* const> errors);

  const RecordLedger& ledger_;
  RecordTaker* taker_ = nullptr;
  std::vector<Record> records_;  // those of the unit at hand last
  std::size_t unit_first_ = 0;   // in records_
  Counts before_;                // the unit
  std::vector<std::string_view> rules_;
};

}  // namespace diallint
