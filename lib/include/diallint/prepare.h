/// @file
/// From a contact list to batches of dial requests that a campaign takes.
///
///     #include <cstdio>
///     #include <diallint/prepare.h>
///
///     int main() {
///       diallint::PrepareOptions options;
///       options.campaign = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";
///       options.start = *diallint::parse_rfc3339("2026-11-20T12:00:00Z");
///       options.default_region = "US";
///       const auto prepared = diallint::prepare("Name,Mobile\nAda,(202) 555-0101\n", options);
///       if (!prepared) return std::fputs(prepared.error().message.c_str(), stderr);
///       for (const diallint::PreparedFile& batch : prepared->batches)
///         std::printf("%s: %s", batch.name.c_str(), batch.text.c_str());
///       std::fputs(prepared->rejected.c_str(), stdout);  // rows that were not taken, and why
///     }
///
/// A list is CSV (any separator, UTF-8) or NDJSON (one object a line). Each of its rows ends in
/// exactly one place: a request of a batch, or a line of the rejected rows. Every request is
/// checked by the rules of a Ruleset as of the moment at which its batch is to be sent; one with an
/// error is rejected. Limits are those of the Ruleset's schemas.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/checker.h"
#include "diallint/error.h"
#include "diallint/export.h"
#include "diallint/finding.h"
#include "diallint/history.h"
#include "diallint/input_format.h"
#include "diallint/instant.h"
#include "diallint/ruleset.h"

namespace diallint {

/// The operation that the batches are for.
enum class CampaignApi : std::uint8_t {
  kV1,  ///< PutDialRequestBatch: {"id": …, "dialRequests": […]}
  kV2,  ///< PutOutboundRequestBatch, by telephone: {"id": …, "outboundRequests": […]}
};

/// An attribute of every request, and the column with its values.
struct AttributeColumn {
  std::string key;
  std::string column;
};

/// What is to be prepared. Plain data; texts are UTF-8. Columns are named as the list's header has
/// them; of NDJSON they are members, those of an inner object as "inner.member".
struct PrepareOptions {
  std::string campaign;  ///< id, carried by every batch
  CampaignApi api = CampaignApi::kV1;

  Instant start = {};      ///< when the first batch is sent, taken in whole milliseconds
  std::uint64_t rate = 0;  ///< requests sent a second; 0: all of them at `start`
  /// Seconds from sending to expiry. Nothing: halfway between what expiration-margin advises and
  /// the end of the window.
  std::optional<std::uint64_t> expires_in = {};
  bool expiry = true;  ///< false: requests have no expirationTime, and whoever sends them adds it

  /// Secret from which tokens are derived, with the campaign, the list's name and the row's key:
  /// preparing again gives the same tokens. Empty: tokens are random.
  std::string token_key = {};

  /// Columns with numbers, in order of preference; empty: recognised by their names.
  std::vector<std::string> phone_columns = {};
  std::string region_column = {};   ///< empty: recognised; cells hold ISO 3166 codes or names
  std::string key_column = {};      ///< what identifies a row; empty: recognised, else its number
  std::string refusal_column = {};  ///< who is not to be called, beside those recognised
  /// Empty: columns called "attributes.NAME", and Pinpoint's user attributes.
  std::vector<AttributeColumn> attributes = {};
  /// ISO 3166-1 alpha-2: where numbers without + are dialled in rows that name no region. Empty:
  /// such rows are rejected.
  std::string default_region = {};

  bool allow_repeats = false;  ///< a number or key that stands in several rows is taken each time
  Severity reject_at = Severity::kError;  ///< the least severity of a finding that rejects its row
  std::size_t max_row_bytes = std::size_t{8} << 20;  ///< a larger row is rejected
};

/// A batch that is complete. The texts are valid during the call alone.
struct PreparedBatch {
  std::uint64_t number = 0;   ///< from 1
  std::string_view name;      ///< "batch-000001.json"
  std::string_view json;      ///< UTF-8, each request on a line of its own
  std::string_view manifest;  ///< a line of NDJSON for each of its requests
  std::uint64_t requests = 0;
  Instant submission = {};  ///< when it is to be sent
};

/// Takes what is prepared, as it comes. A function that throws ends the call with
/// ErrorCode::kCallback.
struct PrepareSink {
  std::function<void(const PreparedBatch&)> on_batch = {};
  /// CSV: the header once, before everything else, then a line for each row that was not taken.
  /// Holds the list's own values; cells that a spreadsheet would take for a formula have a ' before
  /// them.
  std::function<void(std::string_view csv)> on_rejected = {};
  /// Each request of a batch, behind it, as a history knows it.
  std::function<void(const SentRequest& sent)> on_request = {};
};

/// What was read of one list.
struct ListSummary {
  std::string name;
  InputFormat format = InputFormat::kCsv;
  std::string_view
      preset;  ///< "pinpoint", "salesforce", "hubspot", "dial-request", "plain", "named"
  std::vector<std::string> phone_columns = {};
  std::string region_column = {};  ///< empty: none, as with those that follow
  std::string key_column = {};
  std::vector<std::string> refusal_columns = {};
  std::vector<AttributeColumn> attributes = {};
  std::uint64_t rows = 0;
};

/// What has been prepared so far. rows == taken + rejected, always; no value of a list is in it,
/// but names of columns are: "***" for one that looks like a value.
struct PrepareSummary {
  std::uint64_t rows = 0;
  std::uint64_t taken = 0;
  std::uint64_t rejected = 0;
  std::map<std::string, std::uint64_t> rejected_by_rule = {};
  std::map<std::string, std::uint64_t> warnings_by_rule = {};  ///< of requests that were taken
  std::uint64_t batches = 0;
  std::optional<Instant> first_submission = {};
  std::optional<Instant> last_submission = {};
  std::uint64_t expires_in = 0;  ///< seconds; 0: requests have no expiry
  std::vector<ListSummary> lists = {};
};

/// Prepares lists one after the other. Memory grows by some 50 bytes a row, for finding repeats.
/// One thread; movable. No call throws.
class DIALLINT_API Preparer {
 public:
  /// kSetting: the options make no request that the rules would pass, or a list of another shape
  /// than the schemas have; the message says which. The sink's functions are copied.
  static Result<Preparer> make(const PrepareOptions& options, PrepareSink sink,
                               const Ruleset& rules = Ruleset::builtin()) noexcept;
  ~Preparer();
  Preparer(Preparer&&) noexcept;
  Preparer& operator=(Preparer&&) noexcept;

  /// Reads a list to its end. `name` is what the manifest and derived tokens know it by. kInput: it
  /// is no list, or has no column that is known to hold numbers; what was begun is then worth
  /// nothing.
  Error read(const ByteReader& read, std::string_view name,
             InputFormat format = InputFormat::kAuto) noexcept;

  /// Hands on the last batch. Nothing is read after it.
  Error finish() noexcept;

  const PrepareSummary& summary() const noexcept;

 private:
  struct Parts;
  explicit Preparer(std::unique_ptr<Parts> parts) noexcept;

  std::unique_ptr<Parts> parts_;
};

/// A file of a prepared list.
struct PreparedFile {
  std::string name;
  std::string text;
};

/// A list that was prepared as a whole.
struct Prepared {
  std::vector<PreparedFile> batches;
  std::string manifest;  ///< NDJSON: leads from a row to batch, position and token
  std::string rejected;  ///< CSV, as PrepareSink::on_rejected has it
  PrepareSummary summary;
};

/// The same for a list in memory; `name` as in Preparer::read().
DIALLINT_API Result<Prepared> prepare(std::string_view list, const PrepareOptions& options,
                                      std::string_view name = "list",
                                      const Ruleset& rules = Ruleset::builtin()) noexcept;

}  // namespace diallint
