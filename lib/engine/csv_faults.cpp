#include "engine/csv_faults.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "rules/syntax.h"

namespace diallint {
namespace {

void report_too_long(const CsvRow& row, std::size_t most, CheckContext& context) {
  Figures figures;
  figures.maximum = fmt::format("{}", most);
  figures.unit = "bytes";
  context.report(
      kInputLimit, nullptr, row.fault_span, [&] { return csv_too_long_text(row.fault, most); },
      std::move(figures));
}

}  // namespace

std::string_view csv_syntax_text(CsvError fault) noexcept {
  switch (fault) {
    case CsvError::kBehindQuote:
      return "text follows a closing quote; write a quote inside a quoted field twice";
    case CsvError::kOpenQuote:
      return "the quoted field that begins here is not closed properly; reading continues at the "
             "next line";
    case CsvError::kBareQuote:
      return "an unquoted field contains a quote; put the field in quotes and write the quote "
             "inside it twice";
    default:
      return {};
  }
}

std::string csv_too_long_text(CsvError fault, std::size_t most) {
  return fmt::format("the row is longer than {} bytes and was not read{}", most,
                     fault == CsvError::kTooLongQuote
                         ? "; most likely a quote in its first line is not closed"
                         : "");
}

void report_csv_fault(const CsvRow& row, std::size_t most, CheckContext& context) {
  switch (row.fault) {
    case CsvError::kNone:  // GCOVR_EXCL_LINE: rows without a fault are not reported
      break;               // GCOVR_EXCL_LINE: the same
    case CsvError::kBehindQuote:
    case CsvError::kOpenQuote:
    case CsvError::kBareQuote:
      context.report(kCsvSyntax, nullptr, row.fault_span,
                     [&] { return std::string(csv_syntax_text(row.fault)); });
      return;
    case CsvError::kNul:
      context.report(kEncoding, nullptr, row.fault_span, [&] { return std::string(kNulText); });
      return;
    case CsvError::kUtf8:
      return report_invalid_utf8(context, row.fault_span.begin);
    case CsvError::kTooLong:
    case CsvError::kTooLongQuote:
      return report_too_long(row, most, context);
  }
}

void report_blank_rows(std::uint64_t rows, const Span& first, CheckContext& context) {
  const std::string what =
      rows == 1 ? std::string("this row holds no value; delete it")
                : fmt::format("{} rows from here on hold no value; delete them", rows);
  context.report(
      kCsvSyntax, nullptr, first,
      fmt::format("{}: a program that reads the table sends an empty request for each", what));
}

}  // namespace diallint
