// Words for the tests of CSV.
#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "input/byte_source.h"
#include "input/csv_splitter.h"

namespace diallint {

inline std::string_view word_for(CsvError fault) {
  switch (fault) {
    case CsvError::kNone:
      return "sound";
    case CsvError::kBehindQuote:
      return "behind";
    case CsvError::kOpenQuote:
      return "open";
    case CsvError::kBareQuote:
      return "bare";
    case CsvError::kNul:
      return "nul";
    case CsvError::kUtf8:
      return "utf8";
    case CsvError::kTooLong:
      return "long";
    case CsvError::kTooLongQuote:
      return "long quote";
  }
  return "?";
}

struct SplitOptions {
  std::size_t max_row = std::size_t{8} << 20;
  bool prefer_tab = false;
  std::size_t chunk = CsvRows::kChunk;
  std::size_t step = ~std::size_t{0};
};

/// One row in a line: the line it is on, its fields with their places, or its fault with its place.
inline std::string describe(const CsvRow& row) {
  if (row.fault != CsvError::kNone) {
    return fmt::format("{} {} {}-{}\n", row.line, word_for(row.fault), row.fault_span.begin,
                       row.fault_span.end);
  }
  std::string text = fmt::format("{}", row.line);
  for (const CsvField& field : row.fields) {
    text +=
        fmt::format(" {}-{}[{}]", row.origin + field.begin, row.origin + field.end, field.value);
  }
  return text + "\n";
}

/// Every row of a text as describe() puts it.
inline std::string split(std::string_view text, const SplitOptions& options = {}) {
  TextSource source(text, options.step);
  CsvRows rows(source, options.max_row, options.prefer_tab, options.chunk);
  std::string out;
  CsvRow row;
  while (rows.advance()) {
    while (rows.next(row)) out += describe(row);
  }
  return out;
}

}  // namespace diallint
