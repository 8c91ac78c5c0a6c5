// CSV text: rows as a slow reading of RFC 4180 gives them, whatever pieces they come in; and no
// crash where it is no such text.
#include <string>
#include <vector>

#include "base/utf8.h"
#include "csv_oracle.h"
#include "harness.h"
#include "support/csv_text.h"
#include "support/lint.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

struct Split {
  std::vector<Row> rows;
  bool sound = true;
  char separator = ',';
};

Split split_all(std::string_view text) {
  TextSource source(text);
  CsvRows rows(source, std::size_t{1} << 20, /*prefer_tab=*/false);
  Split all;
  CsvRow row;
  while (rows.advance()) {
    while (rows.next(row)) {
      all.sound = all.sound && row.fault == CsvError::kNone;
      Row& values = all.rows.emplace_back();
      for (const CsvField& field : row.fields) values.emplace_back(field.value);
    }
  }
  all.separator = rows.separator();
  return all;
}

bool is_text(std::string_view text) {
  return text.find('\0') == std::string_view::npos &&
         find_invalid_utf8(text) == std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  SplitOptions pieces;
  pieces.chunk = 1 + bytes.choose(128);
  pieces.step = 1 + bytes.choose(64);
  pieces.max_row = 8 + bytes.byte() * 4;
  const std::string_view text = bytes.rest();
  const Split all = split_all(text);
  const auto slow = SlowReader(text, all.separator).read();
  expect(all.sound == (slow && is_text(text)), "tables of RFC 4180, and no others, are sound");
  if (all.sound) expect(all.rows == *slow, "cells are what a slow reader finds");
  SplitOptions whole;
  whole.max_row = pieces.max_row;
  expect(split(text, pieces) == split(text, whole), "pieces do not matter");
  test::LintOptions options;
  options.format = InputFormat::kCsv;
  const std::string found = test::lint(text, options).brief();
  options.step = pieces.step;
  expect(test::lint(text, options).brief() == found, "pieces do not matter to the findings");
  return 0;
}
