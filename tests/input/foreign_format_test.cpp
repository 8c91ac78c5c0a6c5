// Files that are neither JSON nor tables, and texts in other encodings, by how they begin.
#include "input/foreign_format.h"

#include <bit>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "support/lint.h"

namespace diallint::test {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

std::string name_of(std::string_view head) {
  const ForeignFormat* format = foreign_format(head);
  return format == nullptr ? "" : std::string(format->name);
}

/// A zip archive whose first file is called so.
std::string zip_with(std::string_view name) {
  return "PK\x03\x04" + std::string(26, '\x01') + std::string(name) + std::string(8, '\x02');
}

/// The first two blocks of a tar archive.
std::string tar_of(std::string_view name) {
  std::string head(name);
  head.resize(257, '\0');
  return head + "ustar\00000" + std::string(248, '\0');
}

}  // namespace

TEST_CASE("Formats that are not read are told by their signatures", "[detect]") {
  const struct {
    std::string head;
    std::string_view name;
  } rows[] = {
      {"\x1F\x8B\x08", "gzip data"},
      {"\x28\xB5\x2F\xFD", "zstd data"},
      {"\xFD" + std::string("7zXZ"), "xz data"},
      {"BZh91AY&SY", "bzip2 data"},
      {"\x04\x22\x4D\x18", "lz4 data"},
      {zip_with("[Content_Types].xml"), "an Excel workbook or another Office file"},
      {zip_with("_rels/.rels"), "an Excel workbook or another Office file"},
      {zip_with("docProps/app.xml"), "an Excel workbook or another Office file"},
      {zip_with("xl/workbook.xml"), "an Excel workbook (.xlsx)"},
      {zip_with("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
       "an OpenDocument file (.ods)"},
      {zip_with("requests.json"), "a zip archive"},
      {"PK\x05\x06", "a zip archive without a file"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
       "an Excel workbook of the old kind (.xls) or another Office file"},
      {"7z\xBC\xAF\x27\x1C", "a 7z archive"},
      {"Rar!\x1A\x07", "a RAR archive"},
      {tar_of("requests.json"), "a tar archive"},
      {"PAR1\x15\x04\x15", "a Parquet file"},
      {"PARE\x15\x04\x15", "an encrypted Parquet file"},
      {"ARROW1" + std::string(2, '\0'), "an Arrow file"},
      {"ORC\x0A\x08\x03", "an ORC file"},
      {"ORC\xFF\xFF\xFF\xFF\xFF", "an ORC file"},
      {"Obj\x01\x04", "an Avro file"},
      {std::string("\xE0\x01\x00\xEA", 4), "Ion data in binary form"},
      {"$ion_1_0 {phoneNumber:\"x\"}", "Ion text"},
      {"SQLite format 3", "an SQLite database"},
      {"%PDF-1.7", "a PDF document"},
      {"{\\rtf1\\ansi", "an RTF document"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
       "a pointer of Git LFS, not the file itself"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(name_of(row.head) == row.name);
    // Nothing shorter passes for it: a signature that is cut off is none.
    CHECK(name_of(row.head.substr(0, 1)).empty());
  }
  CHECK(name_of("PK" + std::string(28, '\x01') + "xl/workbook.xml").empty());
  CHECK(name_of("ABCD1AY&SY").empty());
}

TEST_CASE("Letters that are the first of words are no signatures", "[detect]") {
  for (const std::string_view head :
       {"PARENT,phoneNumber\n"sv, "PAR1,phoneNumber\n"sv, "ORCHESTRA;phoneNumber"sv, "ORC"sv,
        "ARROW1\tx"sv, "Object,x"sv, "BZh9,x"sv, "Rare,x"sv, "SQL,x"sv, "version,x"sv,
        "ORC\xC3\xA4\xC3"sv})
    CHECK(name_of(head).empty());
  CHECK(name_of(std::string(257, 'x') + "ustar").empty());
}

TEST_CASE("Texts of other formats are told by their first lines", "[detect]") {
  const struct {
    std::string_view head;
    std::string_view name;
  } rows[] = {
      {"<!DOCTYPE html>\n<html>", "an HTML page"},
      {"\n  <HTML><body>", "an HTML page"},
      {"<head>", "an HTML page"},
      {"<body class=x>", "an HTML page"},
      {"<table><tr>", "an HTML page"},
      {"\xEF\xBB\xBF<?xml version=\"1.0\"?>", "an XML document"},
      {"<!-- exported -->\n<a/>", "an XML document"},
      {"<Error><Code>AccessDenied</Code></Error>", "an XML document"},
      {"<requests>", "an XML document"},
      {"dialRequests:\n  - clientToken: a\n", "YAML"},
      {"---\nphoneNumber: x\n", "YAML"},
      {"# exported\n\nphoneNumber: x\nclientToken: y\n", "YAML"},
      {"- phoneNumber: x\n  clientToken: y\n", "YAML"},
      {"phoneNumber: x\n# and so on\n", "YAML"},
      {"phoneNumber: x", "YAML"},
      {"%YAML 1.2", "YAML"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.head);
    CHECK(name_of(row.head) == row.name);
  }
}

TEST_CASE("What may be JSON, NDJSON or a table is nothing else", "[detect]") {
  for (const std::string_view head : {""sv,
                                      " "sv,
                                      "{}"sv,
                                      "[]"sv,
                                      "{\"a\":1}"sv,
                                      "\"a: b\""sv,
                                      "-1"sv,
                                      "true"sv,
                                      "a,b"sv,
                                      "a: b,c\n1,2\n"sv,
                                      "a:b;c"sv,
                                      "<phone>,<name>\n"sv,
                                      "<"sv,
                                      "<1>"sv,
                                      "name: x\na,b"sv,
                                      "- a"sv,

                                      ": a"sv,
                                      "a b: c"sv,
                                      "a:b"sv,
                                      "---"sv,
                                      "#"sv})
    CHECK(name_of(head).empty());
  // Whatever stands behind the first bracket of a JSON text.
  std::mt19937 random(7);
  static constexpr std::string_view kParts[] = {"{",    "[",      "\"", ":", "<html>", "a: b\n",
                                                "PAR1", "1AY&SY", "\n", " ", "ustar",  "x"};
  for (int i = 0; i < rounds(20000); ++i) {
    std::string text(1, random() % 2 == 0 ? '{' : '[');
    for (std::size_t n = random() % 12; n > 0; --n) text += kParts[random() % std::size(kParts)];
    CAPTURE(text);
    CHECK(name_of(text).empty());
  }
}

TEST_CASE("Encodings other than UTF-8 are told by their marks", "[detect]") {
  CHECK(foreign_encoding("\xFF\xFE\0\0{"sv) == "UTF-32");
  CHECK(foreign_encoding("\0\0\xFE\xFF{"sv) == "UTF-32");
  CHECK(foreign_encoding("\xFF\xFE{\0"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFE\xFF\0{"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFF\xFE"sv) == "UTF-16");
  CHECK(foreign_encoding("\xFF\xFE\0"sv) == "UTF-16");
  for (const std::string_view head : {""sv, "\xFF"sv, "\xFE\xFE"sv, "\0\0\xFF\xFE"sv, "{}"sv,
                                      "\xEF\xBB\xBF{}"sv, "a,b\0"sv, "\0\0\0\0"sv, "{\0\0\""sv}) {
    CHECK(foreign_encoding(head).empty());
  }
}

TEST_CASE("Encodings are told without a mark, of every text that begins with ASCII", "[detect]") {
  for (char first = ' '; first < 0x7F; ++first)
    for (const char second : "a{\n\""sv) {
      const std::string zero(1, '\0');
      const auto unit = [&](char c, std::size_t zeros, bool big) {
        const std::string padding(zeros, '\0');
        return big ? padding + c : c + padding;
      };
      for (const bool big : {false, true}) {
        CHECK(foreign_encoding(unit(first, 1, big) + unit(second, 1, big)) == "UTF-16");
        CHECK(foreign_encoding(unit(first, 3, big) + unit(second, 3, big)) == "UTF-32");
      }
      CHECK(foreign_encoding(std::string{first, second, 'x', 'y'}).empty());
    }
}

TEST_CASE("A text that is wide at its front, and of any language behind it, is told", "[detect]") {
  for (const std::u16string_view text :
       {u"{\"n\":\"\u5C71\u7530\u592A\u90CE\"}"sv,
        u"id,\u540D\u524D,\u96FB\u8A71\n1,\u5C71\u7530,\u592A\u90CE\n"sv}) {
    for (const bool big : {false, true}) {
      std::string narrow;
      std::string wide;
      for (const char16_t c : text) {
        const std::string low(1, static_cast<char>(c & 0xFF));
        const std::string high(1, static_cast<char>(c >> 8));
        const std::string zeros(2, '\0');
        narrow += big ? high + low : low + high;
        wide += big ? zeros + high + low : low + high + zeros;
      }
      CHECK(foreign_encoding(narrow) == "UTF-16");
      CHECK(foreign_encoding(wide) == "UTF-32");
    }
  }
}

TEST_CASE("Zeros among the first bytes of a text make it no other encoding", "[detect]") {
  const std::string request =
      R"({"clientToken":"k","phoneNumber":"+12025550147","attributes":{"name":"Ann"}})";
  for (const std::string& text : {request, std::string("clientToken,phoneNumber\n") + request}) {
    for (unsigned places = 0; places < 256; ++places) {
      std::string spoiled = text;
      std::string longer = text;
      for (std::size_t i = 8; i-- > 0;) {
        if ((places >> i & 1) == 0) continue;
        spoiled[i] = '\0';
        longer.insert(i + 1, 1, '\0');
      }
      CAPTURE(places);
      CHECK(foreign_encoding(spoiled).empty());
      if (std::popcount(places) <= 4) CHECK(foreign_encoding(longer).empty());
    }
  }
  const LintResult result =
      lint("{\0\0\0"s + request.substr(1) + "\n" + request + "\n" + request, InputFormat::kNdjson);
  CHECK(result.summary.counts.records == 3);
  CHECK(result.summary.counts.unreadable == 1);
}

TEST_CASE("An input of another format is one finding and one unreadable record", "[detect]") {
  for (const InputFormat format :
       {InputFormat::kAuto, InputFormat::kJson, InputFormat::kNdjson, InputFormat::kCsv}) {
    const LintResult gzip = lint("\x1F\x8B\x08 and more\n and more", format);
    CHECK(gzip.brief() == "input-format \n");
    CHECK(gzip.findings[0].finding.span.begin == 0);
    CHECK(gzip.findings[0].finding.span.end == 1);
    CHECK(gzip.counts() == "1 record: 0 valid, 0 invalid, 1 unreadable");
    CHECK(gzip.findings[0].finding.message ==
          "this is gzip data, not JSON, NDJSON or CSV; unpack it on the way: gzip -dc FILE | "
          "diallint -");
    const LintResult wide = lint("{\0\"\0a\0\"\0"sv, format);
    CHECK(wide.brief() == "encoding \n");
    CHECK(wide.findings[0].finding.message == "the text is UTF-16; save the file as UTF-8");
  }
}

}  // namespace diallint::test
