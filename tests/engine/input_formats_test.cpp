// The formats of input, and what an input is taken for by its name and its first bytes.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "engine/input_formats.h"

namespace diallint::test {

TEST_CASE("A format is told by the first lines, and by the name where those leave it open",
          "[detect]") {
  using enum InputFormat;
  struct Row {
    std::string_view name;
    std::string_view head;
    InputFormat format;
  };
  const Row rows[] = {
      // Endings in any case, and names that only nearly end so.
      {"a.ndjson", "", kNdjson},
      {"a.jsonl", "a:b,c", kNdjson},
      {"A.NDJSON", "", kNdjson},
      {".jsonl", "", kNdjson},
      {"jsonl", "a,b", kCsv},
      {"a.csv", "{a}", kCsv},
      {"a.CSV", "{a}", kCsv},
      {".csv", "{a}", kCsv},
      {"a.tsv", "{a}", kCsv},
      {"a.tab", "{a}", kCsv},
      {"a.TAB", "{a}", kCsv},
      {"a.tAb", "{a}", kCsv},
      {"zcsv", "{}", kJson},
      {"a.cs", "{}", kJson},
      {"a.dsv", "{}", kJson},
      {"a.csv.json", "a:b,c", kJson},
      {"a.json", "a:b,c", kJson},
      {"a.json", "1,2", kJson},
      {"a.json", "\"a\":1,", kJson},
      {"a.JSON", "a:b,c", kJson},
      // The content decides where it can be nothing else.
      {"a.csv", "{\"a\":1}\n{\"a\":2}\n", kNdjson},
      {"a.tsv", "{\"a\":1}\n", kJson},
      {"a.csv", "[\n{\"a\":1}", kJson},
      {"a.csv", "\xEF\xBB\xBF{}", kJson},
      {"a.csv", "[1],[2]", kCsv},
      {"a.csv", "", kCsv},
      {"a.json", "a,b", kCsv},
      {"a.json", "\"Phone Number\";\"Contact ID\"\n", kCsv},
      {"a.ndjson", "a,b", kCsv},
      {"a.jsonl",
       "\xEF\xBB\xBF"
       "a\tb\n1\t2",
       kCsv},
      {"a.ndjson", "[{\"a\":1},", kNdjson},
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

TEST_CASE("Each format has a name, extensions and a reader of its own", "[detect]") {
  std::set<std::string_view> names;
  std::set<std::string_view> extensions;
  for (const FormatReader* reader : format_readers()) {
    INFO(reader->name);
    CHECK(reader_of(reader->format) == reader);
    CHECK(input_format_named(reader->name) == reader->format);
    CHECK(names.insert(reader->name).second);
    CHECK_FALSE(reader->extensions.empty());
    for (const std::string_view extension : reader->extensions) {
      CHECK(extensions.insert(extension).second);
      CHECK(detect_format("a" + std::string(extension), "") == reader->format);
    }
  }
  CHECK(input_format_names().size() == names.size() + 1);
  CHECK(input_extensions().size() == extensions.size());
  CHECK(reader_of(InputFormat::kAuto) == nullptr);
  CHECK(input_format_named("auto") == InputFormat::kAuto);
}

}  // namespace diallint::test
