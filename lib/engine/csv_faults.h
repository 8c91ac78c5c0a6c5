// What is wrong with the text of a CSV row, in words.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "context/check_context.h"
#include "input/csv_splitter.h"

namespace diallint {

inline constexpr std::string_view kNulText =
    "a NUL byte is not allowed in text; save the file as UTF-8";

/// What is wrong with the quotes of a row, in words; empty where they are not what is wrong.
std::string_view csv_syntax_text(CsvError fault) noexcept;

/// That a row is longer than `most` bytes, and why, in words.
std::string csv_too_long_text(CsvError fault, std::size_t most);

/// Reports the fault that a row has. `most` is what a row may have of bytes.
void report_csv_fault(const CsvRow& row, std::size_t most, CheckContext& context);

/// Reports that so many rows, the first of which stands at `first`, hold no value.
void report_blank_rows(std::uint64_t rows, const Span& first, CheckContext& context);

}  // namespace diallint
