// What an input is taken for by its name and its first bytes.
#include <catch2/catch.hpp>

#include "input/format_detection.h"

namespace diallint::test {

TEST_CASE("A format is told by the name first, then by the first lines", "[detect]") {
  using enum InputFormat;
  struct Row {
    std::string_view name;
    std::string_view head;
    InputFormat format;
  };
  const Row rows[] = {
      // Endings in any case, and names that only nearly end so.
      {"a.ndjson", "", kNdjson},
      {"a.jsonl", "a,b", kNdjson},
      {"A.NDJSON", "", kNdjson},
      {".jsonl", "", kNdjson},
      {"jsonl", "a,b", kCsv},
      {"a.csv", "{}", kCsv},
      {"a.CSV", "{}", kCsv},
      {".csv", "{}", kCsv},
      {"a.tsv", "{}", kCsv},
      {"a.tab", "{}", kCsv},
      {"a.TAB", "{}", kCsv},
      {"a.tAb", "{}", kCsv},
      {"zcsv", "{}", kJson},
      {"a.cs", "{}", kJson},
      {"a.dsv", "{}", kJson},
      {"a.csv.json", "a,b", kJson},
      {"a.json", "a,b", kJson},
      {"a.JSON", "a,b", kJson},
      {"a.JSON[", "a,b", kCsv},
      {"a.@son", "a,b", kCsv},
      {"a.\x0A"
       "son",
       "a,b", kCsv},
      {"a.txt", "a,b", kCsv},
      {"", "a,b", kCsv},
      // Two objects on two lines are NDJSON, whatever the name says of JSON.
      {"", "{}\n{}", kNdjson},
      {"a.json", "{}\n{}", kNdjson},
      {"", "{\"a\":1}\r\n\r\n  {\"a\":", kNdjson},
      {"", "\n\n{}\n\n{}\n", kNdjson},
      {"", "\xEF\xBB\xBF{}\n{}", kNdjson},
      {"", " {} \n\t{\n", kNdjson},
      {"", "{}", kJson},
      {"", "{}\n", kJson},
      {"", "{\n{}", kJson},
      {"", "{\n}", kJson},
      {"", "{,\n{}", kJson},
      {"", "{}\n[]", kJson},
      {"", "[]\n{}", kJson},
      {"", "x}\n{}", kJson},
      {"", "a,}\n{}", kCsv},
      {"", "{}\nx", kJson},
      // What is left: an object, an array, nothing, or a line with a separator in it.
      {"", "", kJson},
      {"", " \n\t\r\n", kJson},
      {"", "\xEF\xBB\xBF", kJson},
      {"", "[1,2]", kJson},
      {"", "\n [1,2]", kJson},
      {"", "{\"a\":1,\"b\":2}", kJson},
      {"", "abc", kJson},
      {"", "abc\na,b", kJson},
      {"", "a;b", kCsv},
      {"", "a|b", kCsv},
      {"", "a\tb", kCsv},
      {"", "\n\na,b", kCsv},
      {"",
       "\xEF\xBB\xBF"
       "a,b",
       kCsv},
      {"", "\"a\",\"b\"", kCsv},
      {"", "a,", kCsv},
  };
  for (const Row& row : rows) {
    INFO(row.name << ": " << row.head);
    CHECK(static_cast<int>(detect_format(row.name, row.head)) == static_cast<int>(row.format));
  }
}

TEST_CASE("Encodings other than UTF-8 are told by their marks", "[detect]") {
  using namespace std::string_view_literals;
  CHECK(foreign_encoding("\xFF\xFE\0\0{"sv) == "UTF-32");
  CHECK(foreign_encoding("\0\0\xFE\xFF{"sv) == "UTF-32");
  CHECK(foreign_encoding("\xFF\xFE{\0"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFE\xFF\0{"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFF\xFE"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFF\xFE\0"sv) == "UTF-16");
  for (const std::string_view head :
       {""sv, "\xFF"sv, "\xFE\xFE"sv, "\0\0\xFF\xFE"sv, "{}"sv, "\xEF\xBB\xBF{}"sv, "\0{\0}"sv}) {
    CHECK(foreign_encoding(head).empty());
  }
}

}  // namespace diallint::test
