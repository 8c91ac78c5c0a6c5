// The manifest of a prepared list: which row became which request of which batch.
#pragma once
#include <cstdint>
#include <string>

#include "campaign/list_rows.h"

namespace diallint {

/// What a line of it says. Times are in milliseconds since 1970.
struct ManifestRow {
  std::string list;
  std::uint64_t row = 0;
  std::uint64_t line = 0;  ///< of the list
  std::string batch;       ///< "batch-000001.json"
  std::uint64_t position = 0;
  std::string token;
  std::int64_t submission = 0;
  std::int64_t first_submission = 0;  ///< of the token; before `submission` where it is sent again
};

/// A line of NDJSON, with its line end.
void append_manifest_line(std::string& out, const ManifestRow& row);

/// Reads a manifest. One thread.
class ManifestRows {
 public:
  /// The source outlives it.
  explicit ManifestRows(ByteSource& source);
  /// False at the end. Throws ReadError for what no manifest has; the message names the line.
  bool next(ManifestRow& row);

 private:
  std::unique_ptr<ListRows> rows_;
};

}  // namespace diallint
