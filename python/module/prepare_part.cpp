#include "module/prepare_part.h"

#include <cstring>
#include <utility>

#include "base/milliseconds.h"
#include "diallint/library_calls.h"
#include "diallint/prepare_summary.h"
#include "module/result_values.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

nb::object bytes_of(const Hash128& hash) {
  return nb::bytes(reinterpret_cast<const char*>(&hash), sizeof hash);
}

Hash128 hash_of(nb::handle object) {
  const nb::bytes bytes = nb::cast<nb::bytes>(object);
  Hash128 hash{};
  if (bytes.size() != sizeof hash) throw nb::value_error("a hash has 16 bytes");
  std::memcpy(&hash, bytes.c_str(), sizeof hash);
  return hash;
}

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ',';
    text += word;
  }
  return text;
}

// Rows while the language at hand is not looked at.
struct ReadRow {
  std::uint64_t line, end_line;
  std::optional<RowHashes> hashes;
  std::string rule, reason, token, request, warnings;
};

nb::tuple in_columns(const std::vector<ReadRow>& rows) {
  nb::list lines, ends, rules, reasons, numbers, keys, tokens, requests, warnings;
  for (const ReadRow& row : rows) {
    lines.append(row.line);
    ends.append(row.end_line);
    rules.append(text_or_none(row.rule));
    reasons.append(text_or_none(row.reason));
    numbers.append(row.hashes ? bytes_of(row.hashes->number) : nb::none());
    keys.append(row.hashes && row.hashes->key ? bytes_of(*row.hashes->key) : nb::none());
    tokens.append(text_or_none(row.token));
    requests.append(text_or_none(row.request));
    warnings.append(text_or_none(row.warnings));
  }
  return nb::make_tuple(lines, ends, rules, reasons, numbers, keys, tokens, requests, warnings);
}

}  // namespace

nb::tuple as_tuple(const PreparedBatch& batch) {
  return nb::make_tuple(batch.number, text_of(batch.name), batch.requests,
                        floor_millis(batch.submission), text_of(batch.json),
                        text_of(batch.manifest));
}

// --- rows ----------------------------------------------------------------------------------------

PartOfList::PartOfList(const Rules& rules, const PrepareOptions& options, const std::string& name,
                       nb::bytes secret)
    : part_(made(ListPart::make(options, name, {secret.c_str(), secret.size()}, rules.ruleset()))) {
}

nb::tuple PartOfList::read(PythonSource& source, bool is_flat) {
  std::vector<ReadRow> rows;
  const auto take = [&rows](const PartRow& row) {
    rows.push_back({row.line, row.end_line, row.hashes, std::string(row.rule),
                    std::string(row.reason), std::string(row.token), std::string(row.request),
                    joined(row.warnings)});
  };
  const ByteReader read = [&source](char* out, std::size_t size) {
    return static_cast<std::ptrdiff_t>(source.read(out, size));
  };
  Error error;
  {
    const nb::gil_scoped_release free;
    error = part_.read(read, is_flat ? InputFormat::kCsv : InputFormat::kNdjson, take);
  }
  source.raise_if_raised();
  bindings::expect_none(error);
  return in_columns(rows);
}

void PartOfList::expect_columns() const { bindings::expect_none(part_.lack()); }

nb::object PartOfList::columns() const {
  PrepareSummary summary;
  summary.lists.push_back(part_.columns());
  summary.expires_in = part_.expires_in();
  return text_of(summary_in_json(summary, ""));
}

nb::list RepeatFinder::find(const std::vector<std::uint64_t>& rows, const nb::list& numbers,
                            const nb::list& keys, const nb::list& sound) {
  nb::list found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const nb::object key = keys[i];
    RowHashes hashes{hash_of(numbers[i]), std::nullopt};
    if (!key.is_none()) hashes.key = hash_of(key);
    if (const auto repeat = repeat_in(taken_.same_as(hashes))) {
      found.append(nb::make_tuple(rows[i], text_of(repeat->rule),
                                  text_of(repeat->reason(rows_[repeat->first]))));
    } else if (nb::cast<bool>(sound[i])) {
      taken_.take(hashes, static_cast<std::uint32_t>(rows_.size()));
      rows_.push_back(rows[i]);
    }
  }
  return found;
}

// --- batches -------------------------------------------------------------------------------------

BatchesOfParts::BatchesOfParts(const Rules& rules, const PrepareOptions& options,
                               const std::string& name)
    : batches_(made(PartBatches::make(
          options, name, [this](const PreparedBatch& batch) { made_.append(as_tuple(batch)); },
          rules.ruleset()))) {}

nb::list BatchesOfParts::add(const std::vector<std::uint64_t>& ordinals,
                             const std::vector<std::uint64_t>& rows,
                             const std::vector<std::uint64_t>& lines,
                             const std::vector<std::string>& tokens,
                             const std::vector<std::string>& requests) {
  for (std::size_t i = 0; i < ordinals.size(); ++i)
    bindings::expect_none(batches_.add({ordinals[i], rows[i], lines[i], tokens[i], requests[i]}));
  return std::exchange(made_, nb::list());
}

nb::list BatchesOfParts::finish() {
  bindings::expect_none(batches_.finish());
  return std::exchange(made_, nb::list());
}

}  // namespace diallint::python
