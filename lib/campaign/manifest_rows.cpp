#include "campaign/manifest_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/json_writer.h"
#include "base/milliseconds.h"
#include "campaign/sending_times.h"
#include "diallint/instant.h"

namespace diallint {
namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 20;

[[noreturn]] void refuse(const ListRow& row, std::string_view what) {
  throw ReadError{
      fmt::format("line {} of the manifest {}; it has to be as diallint prepare has written it",
                  row.line, what)};
}

// The member, or nothing.
std::string_view cell_of(const ListRow& row, std::string_view name) {
  const auto found = std::find(row.names.begin(), row.names.end(), name);
  return found == row.names.end() ? std::string_view()
                                  : row.cells[static_cast<std::size_t>(found - row.names.begin())];
}

std::string_view text_of(const ListRow& row, std::string_view name) {
  const std::string_view cell = cell_of(row, name);
  if (cell.empty()) refuse(row, fmt::format("has no {}", name));
  return cell;
}

std::uint64_t number_of(const ListRow& row, std::string_view name) {
  const std::string_view cell = text_of(row, name);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc() || end != cell.data() + cell.size())
    refuse(row, fmt::format("has no whole number as {}", name));
  return number;
}

std::int64_t time_of(const ListRow& row, std::string_view name) {
  const auto instant = parse_rfc3339(text_of(row, name));
  if (!instant) refuse(row, fmt::format("has no date-time as {}", name));
  return ceil_millis(*instant);
}

// A file in the folder, and in no other.
std::string_view batch_of(const ListRow& row) {
  const std::string_view name = text_of(row, "batch");
  if (name.starts_with('.') || name.find_first_of(std::string_view("/\\\0", 3)) < name.size())
    refuse(row, "names no file of its folder as batch");
  return name;
}

}  // namespace

void append_manifest_line(std::string& out, const ManifestRow& row) {
  JsonWriter writer(out);
  writer.open('{').put("list", std::string_view(row.list)).put("row", row.row);
  writer.put("line", row.line).put("batch", std::string_view(row.batch));
  writer.put("position", row.position).put("token", std::string_view(row.token));
  writer.put("submission", std::string_view(to_rfc3339(instant_of(row.submission))));
  if (row.first_submission != row.submission)
    writer.put("firstSubmission", std::string_view(to_rfc3339(instant_of(row.first_submission))));
  writer.close('}');
  out += '\n';
}

ManifestRows::ManifestRows(ByteSource& source) : rows_(open_ndjson_list(source, kLongestLine)) {}

bool ManifestRows::next(ManifestRow& row) {
  ListRow line;
  if (!rows_->next(line)) return false;
  if (!line.rule.empty()) refuse(line, fmt::format("cannot be read: {}", line.reason));
  row.list = text_of(line, "list");
  row.row = number_of(line, "row");
  row.line = number_of(line, "line");
  row.batch = batch_of(line);
  row.position = number_of(line, "position");
  row.token = text_of(line, "token");
  row.submission = time_of(line, "submission");
  row.first_submission =
      cell_of(line, "firstSubmission").empty() ? row.submission : time_of(line, "firstSubmission");
  return true;
}

}  // namespace diallint
