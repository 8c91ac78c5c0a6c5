// A part of a contact list that is prepared in many places at once. A part says of each row what
// may be said without the others; whoever has all parts knows which rows repeat others, and has
// batches written of the rest.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "campaign/taken_rows.h"
#include "diallint/error.h"
#include "diallint/input_format.h"
#include "diallint/prepare.h"
#include "diallint/ruleset.h"

namespace diallint {

/// A row of a part. Texts are valid during the call alone.
struct PartRow {
  std::uint64_t line = 0;      ///< on which it begins, in the text that is read, from 1
  std::uint64_t end_line = 0;  ///< on which it ends
  std::string_view rule = {};  ///< why it is not taken, whatever the other parts hold
  std::string_view reason = {};
  /// Of a row that could be read. It is no repeat of itself: one that is rejected by a rule still
  /// repeats a row before it that is taken, and is then rejected for that.
  std::optional<RowHashes> hashes = {};
  std::string_view token = {};                      ///< of a row without a rule, as what follows
  std::string_view request = {};                    ///< as it is sent at the start
  std::span<const std::string_view> warnings = {};  ///< rules, each once
};

/// One thread; movable. No call throws.
class ListPart {
 public:
  /// `name` is that of the list, `secret` what hashes are keyed with in all parts. kSetting: as of
  /// Preparer::make(); also where the options allow repeats, or have no key for tokens.
  static Result<ListPart> make(const PrepareOptions& options, std::string_view name,
                               std::string_view secret,
                               const Ruleset& rules = Ruleset::builtin()) noexcept;
  ~ListPart();
  ListPart(ListPart&&) noexcept;

  using TakeRow = std::function<void(const PartRow& row)>;

  /// Reads some rows of the part: a table with its header, or objects.
  Error read(const ByteReader& read, InputFormat format, const TakeRow& take) noexcept;
  /// What the rows that were read last lack, which some row of a list has to have: as of
  /// Preparer::read().
  const Error& lack() const noexcept;
  /// What was found out on the columns of what was read last.
  const ListSummary& columns() const noexcept;
  /// How many requests a batch takes, and when they expire, in seconds from sending; 0: they do
  /// not.
  std::uint64_t most_requests() const noexcept;
  std::uint64_t expires_in() const noexcept;

 private:
  struct Parts;
  explicit ListPart(std::unique_ptr<Parts> parts) noexcept;

  std::unique_ptr<Parts> parts_;
};

/// A row that was taken, on its way into its batch.
struct TakenRow {
  std::uint64_t ordinal = 0;  ///< among those that are taken of the whole list, from 0
  std::uint64_t row = 0;      ///< of the list, from 1
  std::uint64_t line = 0;
  std::string_view token;
  std::string_view request;  ///< as PartRow has it
};

/// Writes batches of rows that were read in parts. One thread; movable. No call throws.
class PartBatches {
 public:
  using TakeBatch = std::function<void(const PreparedBatch& batch)>;

  /// As of ListPart::make().
  static Result<PartBatches> make(const PrepareOptions& options, std::string_view name,
                                  TakeBatch take,
                                  const Ruleset& rules = Ruleset::builtin()) noexcept;
  ~PartBatches();
  PartBatches(PartBatches&&) noexcept;

  /// Rows come in their order; those of a batch all come here. Batches may be left out.
  Error add(const TakenRow& row) noexcept;
  /// Behind the last row.
  Error finish() noexcept;

 private:
  struct Parts;
  explicit PartBatches(std::unique_ptr<Parts> parts) noexcept;

  std::unique_ptr<Parts> parts_;
};

}  // namespace diallint
