// CSV text made at random, by a writer that knows what it has written.
#include <catch2/catch.hpp>
#include <random>

#include "input/csv_splitter.h"
#include "support/csv_text.h"

namespace diallint {
namespace {

// A table as this test writes it down, and what it knows about it without reading it back.
struct Table {
  std::string text;
  std::string expected;  // as describe() puts rows
  std::uint64_t rows = 0;
};

class TableWriter {
 public:
  explicit TableWriter(std::uint32_t seed) : random_(seed) {}

  Table write() {
    static constexpr std::string_view kEnds[] = {"\n", "\r\n", "\r"};
    static constexpr char kSeparators[] = {',', ';', '\t', '|'};
    separator_ = kSeparators[below(4)];
    end_ = kEnds[below(3)];
    columns_ = 2 + below(6);
    if (below(4) == 0) table_.text = "\xEF\xBB\xBF";
    const std::size_t rows = 1 + below(30);
    for (std::size_t i = 0; i < rows; ++i) {
      while (i > 0 && below(6) == 0) end_line();
      write_row(/*header=*/i == 0);
      if (i + 1 < rows || below(2) == 0) end_line();
    }
    return table_;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }

  void end_line() {
    table_.text += end_;
    ++line_;
  }

  void write_row(bool header) {
    table_.expected += fmt::format("{}", line_);
    ++table_.rows;
    std::string written;
    for (std::size_t i = 0; i < columns_; ++i) {
      const std::string value = header ? fmt::format("column{}", i) : make_value();
      if (i > 0) table_.text += separator_;
      const std::size_t begin = table_.text.size();
      write_field(value);
      written += fmt::format(" {}-{}[{}]", begin, table_.text.size(), value);
    }
    table_.expected += written + "\n";
  }

  // The line counter moves with the line ends inside values.
  std::string make_value() {
    static constexpr std::string_view kParts[] = {
        "a",  "bc", "+12025550147", "ä",    "\xE2\x82\xAC", "\"", ",", ";",
        "\t", "|",  "\n",           "\r\n", "😀",           " ",  "'"};
    std::string value;
    const std::size_t parts = below(8) == 0 ? below(60) : below(5);
    for (std::size_t i = 0; i < parts; ++i) {
      const std::string_view part = kParts[below(std::size(kParts))];
      value += part;
      if (part.ends_with('\n')) ++line_;
    }
    return value;
  }

  void write_field(const std::string& value) {
    const bool needed = value.find_first_of("\"\r\n") != std::string::npos ||
                        value.find(separator_) != std::string::npos;
    if (!needed && below(3) != 0) {
      table_.text += value;
      return;
    }
    table_.text += '"';
    for (const char c : value) table_.text += c == '"' ? std::string("\"\"") : std::string(1, c);
    table_.text += '"';
  }

  std::mt19937 random_;
  Table table_;
  char separator_ = ',';
  std::string_view end_;
  std::size_t columns_ = 0;
  std::uint64_t line_ = 1;
};

TEST_CASE("random tables give the same rows, places and lines at every chunk size") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const Table table = TableWriter(seed).write();
    CAPTURE(seed, table.text);
    REQUIRE(split(table.text) == table.expected);
    for (std::size_t chunk = 1; chunk <= 140; chunk += 1 + seed % 7) {
      CAPTURE(chunk);
      REQUIRE(split(table.text, {.chunk = chunk, .step = 1 + seed % 90}) == table.expected);
    }
  }
}

// Rows by the rules in words, one byte after the other, for texts without quotes.
std::uint64_t count_lines_with_text(std::string_view text) {
  std::uint64_t count = 0;
  bool any = false;
  for (const char c : text) {
    const bool end = c == '\n' || c == '\r';
    if (end && any) ++count;
    any = !end;
  }
  return count + (any ? 1 : 0);
}

TEST_CASE("no line is lost, whatever stands in it") {
  static constexpr std::string_view kBytes{"ab,;\n\r\n\xC3\xFF\0", 10};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = random() % 80; i > 0; --i) text += kBytes[random() % kBytes.size()];
    CAPTURE(text);
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{64}}) {
      for (const std::size_t max_row : {std::size_t{5}, std::size_t{1000}}) {
        std::uint64_t count = 0;
        TextSource source(text);
        CsvRows again(source, max_row, false, chunk);
        CsvRow row;
        while (again.advance()) {
          while (again.next(row)) ++count;
        }
        CHECK(count == count_lines_with_text(text));
      }
    }
  }
}

TEST_CASE(
    "texts full of quotes give the same rows at every chunk size, in bounded time and place") {
  static constexpr std::string_view kBytes{"a,\"\"\"\n\r", 7};
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t i = random() % 60; i > 0; --i) text += kBytes[random() % kBytes.size()];
    CAPTURE(text);
    for (const std::size_t max_row : {std::size_t{9}, std::size_t{1000}}) {
      const std::string whole = split(text, {.max_row = max_row});
      for (std::size_t chunk = 1; chunk <= 20; chunk += 3) {
        REQUIRE(split(text, {.max_row = max_row, .chunk = chunk}) == whole);
      }
    }
  }
}

TEST_CASE("windows begin with a line, follow each other, and hold the rows that were given") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const Table table = TableWriter(seed + 1000).write();
    CAPTURE(seed, table.text);
    for (std::size_t chunk = 1; chunk < 90; chunk += 8) {
      TextSource source(table.text);
      CsvRows rows(source, 1000, false, chunk);
      CsvRow row;
      std::uint64_t end = 0;
      while (rows.advance()) {
        REQUIRE(rows.chunk_origin() == end);
        while (rows.next(row)) {
          REQUIRE(row.origin >= rows.chunk_origin());
          REQUIRE(row.origin + row.bytes.size() <= rows.chunk_origin() + rows.chunk().size());
          REQUIRE(row.line >= rows.chunk_line());
        }
        CHECK(rows.chunk() == table.text.substr(end, rows.chunk().size()));
        end += rows.chunk().size();
      }
      CHECK(end == table.text.size());
    }
  }
}

}  // namespace
}  // namespace diallint
