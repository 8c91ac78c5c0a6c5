#include "input/csv_splitter.h"

#include <catch2/catch.hpp>

#include "support/csv_text.h"

namespace diallint {
namespace {

struct Case {
  std::string_view input;
  std::string_view expected;
};

TEST_CASE("CSV text is split into rows and fields, each with its place") {
  const Case cases[] = {
      {"", ""},
      {"\n", ""},
      {"\r\n\n\r", ""},
      {"a,b\n", "1 0-1[a] 2-3[b]\n"},
      {"a,b", "1 0-1[a] 2-3[b]\n"},
      {"a,", "1 0-1[a] 2-2[]\n"},
      {",", "1 0-0[] 1-1[]\n"},
      {"a,b\r\nc,d\r\n", "1 0-1[a] 2-3[b]\n2 5-6[c] 7-8[d]\n"},
      {"a,b\rc,d\r", "1 0-1[a] 2-3[b]\n2 4-5[c] 6-7[d]\n"},
      {"a,b\r\r\nc,d", "1 0-1[a] 2-3[b]\n3 6-7[c] 8-9[d]\n"},
      {"\n\na\n\n\nb\n", "3 2-3[a]\n6 6-7[b]\n"},
      {"\"a\",\"b\"\n", "1 0-3[a] 4-7[b]\n"},
      {"\"\",\"\"\n", "1 0-2[] 3-5[]\n"},
      {"\"a\"\"b\",\"\"\"\"\n", "1 0-6[a\"b] 7-11[\"]\n"},
      {"\"\"\"a\"\"\"", "1 0-7[\"a\"]\n"},
      {"\"a,b\",c\n", "1 0-5[a,b] 6-7[c]\n"},
      {"\"a\nb\",c\nd,e\n", "1 0-5[a\nb] 6-7[c]\n3 8-9[d] 10-11[e]\n"},
      {"\"a\r\nb\",c\r\nd,e", "1 0-6[a\r\nb] 7-8[c]\n3 10-11[d] 12-13[e]\n"},
      {"\"a\rb\"\rd", "1 0-5[a\rb]\n3 6-7[d]\n"},
      {"\"a\n\n\nb\"\nd", "1 0-7[a\n\n\nb]\n5 8-9[d]\n"},
      {"\"a\"", "1 0-3[a]\n"},
      {" a , b \n", "1 0-3[ a ] 4-7[ b ]\n"},
      {"\xEF\xBB\xBFh,i\n", "1 3-4[h] 5-6[i]\n"},
      {"\xEF\xBB\xBF", ""},
      {"\xEF\xBB\xBF\"h\"", "1 3-6[h]\n"},
      {"ä,ö\n", "1 0-2[ä] 3-5[ö]\n"},
      {"sep=;\na;b,c\nd;e\n", "2 6-7[a] 8-11[b,c]\n3 12-13[d] 14-15[e]\n"},
      {"sep=,\r\n\r\na;b,c", "3 9-12[a;b] 13-14[c]\n"},
      {"\"SEP=|\"\ra|b", "2 8-9[a] 10-11[b]\n"},
      {"sep=\t\na,b\tc\n", "2 6-9[a,b] 10-11[c]\n"},
      {"\xEF\xBB\xBFsep=;\na;b\n", "2 9-10[a] 11-12[b]\n"},
      {"sep=;", ""},
      {"sep=x\na;b\n", "1 0-5[sep=x]\n2 6-9[a;b]\n"},
      {"sep=;;\na;b\n", "1 0-4[sep=] 5-5[] 6-6[]\n2 7-8[a] 9-10[b]\n"},
      {"xep=;\na;b\n", "1 0-4[xep=] 5-5[]\n2 6-7[a] 8-9[b]\n"},
      {"\"sep=;x\"\na;b\n", "1 0-8[sep=;x]\n2 9-12[a;b]\n"},
      {"xsep=|\"\na|b\n", "1 open 6-7\n2 8-9[a] 10-11[b]\n"},
      {"\"sep=|x\na|b\n", "1 open 0-1\n2 8-11[a|b]\n"},
      {"a;b\nsep=;\n", "1 0-1[a] 2-3[b]\n2 4-8[sep=] 9-9[]\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.input);
    CHECK(split(c.input) == c.expected);
  }
}

TEST_CASE("the separator is the one that the header has most often outside quotes") {
  const struct {
    std::string_view input;
    bool prefer_tab;
    char expected;
  } cases[] = {
      {"a,b,c\n", false, ','},
      {"a;b;c\n", false, ';'},
      {"a\tb\n", false, '\t'},
      {"a|b|c\n", false, '|'},
      {"a;b,c;d\n", false, ';'},
      {"\"a,b,c,d\";e\n", false, ';'},
      {"\"a\"\",,,,\";e\n", false, ';'},
      {"a\n1,2;3;4\n", false, ','},
      {"\n\na;b\n", false, ';'},
      {"a,b,c\td\n", false, ','},
      {"a,b,c\td\n", true, '\t'},
      {"a,b\n", true, ','},
      {"a", true, ','},
      {"\"a\n;;;\"|b\n,,,,", false, '|'},
      {"sep=;\na,b,c\n", false, ';'},
      {"sep=,\na\tb\tc\n", true, ','},
  };
  for (const auto& c : cases) {
    CAPTURE(c.input, c.prefer_tab);
    for (const std::size_t chunk : {1, 2, 5, 4096}) {
      TextSource source(c.input);
      CsvRows rows(source, 1000, c.prefer_tab, chunk);
      CsvRow row;
      bool found = false;
      while (!found && rows.advance()) found = rows.next(row);
      REQUIRE(found);
      CHECK(rows.separator() == c.expected);
    }
  }
}

TEST_CASE("a byte order mark is hidden where it stands, and nothing else is") {
  for (std::size_t chunk = 1; chunk < 8; ++chunk) {
    TextSource source("\xEF\xBB\xBFh,i\na,b\nc,d\ne,f\n");
    CsvRows rows(source, 1000, false, chunk);
    CHECK(rows.separator() == ',');
    CsvRow row;
    std::size_t windows = 0;
    std::string found;
    for (; rows.advance(); ++windows) {
      while (rows.next(row)) found += describe(row);
      CHECK(rows.bom_size() == (rows.chunk_origin() == 0 ? 3 : 0));
    }
    CAPTURE(chunk);
    CHECK(windows > 2);
    CHECK(found == "1 3-4[h] 5-6[i]\n2 7-8[a] 9-10[b]\n3 11-12[c] 13-14[d]\n4 15-16[e] 17-18[f]\n");
  }
}

TEST_CASE("a text that a spreadsheet has put into a formula is one field, as it stands") {
  const Case cases[] = {
      {"=\"a\",b\n", "1 0-4[=\"a\"] 5-6[b]\n"},
      {"a,=\"b,c\"\n", "1 0-1[a] 2-8[=\"b,c\"]\n"},
      {"a,=\"b\"", "1 0-1[a] 2-6[=\"b\"]\n"},
      {"=\"a\nb\",\"c\"\"d\"\n", "1 0-6[=\"a\nb\"] 7-13[c\"d]\n"},
      {"=\"a\"\"b\",c\n", "1 0-7[=\"a\"\"b\"] 8-9[c]\n"},
      {"=\"a\"b,c\nd,e\n", "1 behind 4-5\n2 8-9[d] 10-11[e]\n"},
      {"a,=\"b\nc,d\n", "1 open 2-3\n2 6-7[c] 8-9[d]\n"},
      {"a=\"b\",c\n", "1 bare 2-3\n"},
      {"==\"b\",c\n", "1 bare 2-3\n"},
      {"=a,=\n", "1 0-2[=a] 3-4[=]\n"},
  };
  for (const Case& one : cases) {
    INFO(one.input);
    for (std::size_t chunk = 1; chunk < 12; ++chunk) {
      INFO(chunk);
      CHECK(split(one.input, {.chunk = chunk}) == one.expected);
    }
  }
}

TEST_CASE("a broken row is one fault at its place, and the next line is a row again") {
  const Case cases[] = {
      {"\"a\"b,c\nd,e\n", "1 behind 3-4\n2 7-8[d] 9-10[e]\n"},
      {"\"a\" ,c\nd,e\n", "1 behind 3-4\n2 7-8[d] 9-10[e]\n"},
      {"a\"b,c\nd,e\n", "1 bare 1-2\n2 6-7[d] 8-9[e]\n"},
      {"x, \"b\"\nd,e\n", "1 bare 3-4\n2 7-8[d] 9-10[e]\n"},
      {"a\"b\r\nd,e\r\n", "1 bare 1-2\n2 5-6[d] 7-8[e]\n"},
      {"a\"b\rd,e\r", "1 bare 1-2\n2 4-5[d] 6-7[e]\n"},
      {"a,b\n\"c,d\ne,f\n", "1 0-1[a] 2-3[b]\n2 open 4-5\n3 9-10[e] 11-12[f]\n"},
      {"a,b\nc,\"d", "1 0-1[a] 2-3[b]\n2 open 6-7\n"},
      {"a,b\nc,\"", "1 0-1[a] 2-3[b]\n2 open 6-7\n"},
      {"a,\"b\"\"", "1 open 2-3\n"},
      // A quote that is not closed meets the next one further down: still one line is lost.
      {"h,i\n\"c,d\n\"e\",f\ng,h\n",
       "1 0-1[h] 2-3[i]\n2 open 4-5\n3 9-12[e] 13-14[f]\n"
       "4 15-16[g] 17-18[h]\n"},
      {"h,i\nc,\"d\ne,\"f\"\ng,h\n",
       "1 0-1[h] 2-3[i]\n2 open 6-7\n3 9-10[e] 11-14[f]\n"
       "4 15-16[g] 17-18[h]\n"},
      // The first field to run over the line's end is to blame, whatever comes behind it.
      {"\"a\nb\",c\"d\ne\n", "1 open 0-1\n2 bare 4-5\n3 10-11[e]\n"},
      {"\"a\nb\",\"c\"d\ne\n", "1 open 0-1\n2 bare 4-5\n3 11-12[e]\n"},
      {"\"z\",\"a\nb\",\"c\"d\ne\n", "1 open 4-5\n2 bare 8-9\n3 15-16[e]\n"},
      {std::string_view("a,\0b\nc,d\n", 9), "1 nul 2-3\n2 5-6[c] 7-8[d]\n"},
      {"a,\xFF\nc,d\n", "1 utf8 2-3\n2 4-5[c] 6-7[d]\n"},
      {"a,\xC3\nc,d\n", "1 utf8 2-3\n2 4-5[c] 6-7[d]\n"},
      {"a,\"\xED\xA0\x80\"\nc", "1 utf8 3-4\n2 8-9[c]\n"},
      {"a,b\n\xE2\x82", "1 0-1[a] 2-3[b]\n2 utf8 4-5\n"},
      {std::string_view("\xFF\0\nb", 4), "1 utf8 0-1\n2 3-4[b]\n"},
      {std::string_view("\0\xFF\nb", 4), "1 nul 0-1\n2 3-4[b]\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.input);
    for (std::size_t chunk = 1; chunk < 24; ++chunk) {
      CAPTURE(chunk);
      CHECK(split(c.input, {.chunk = chunk}) == c.expected);
    }
  }
}

TEST_CASE("a row that is too long is one fault; reading goes on behind its first line") {
  const Case cases[] = {
      {"123456789\nb\n", "1 0-9[123456789]\n2 10-11[b]\n"},
      {"1234567890\nb\n", "1 0-10[1234567890]\n2 11-12[b]\n"},
      {"12345678901\nb\n", "1 long 0-10\n2 12-13[b]\n"},
      {"12345678901234567890123456789\r\nb\n", "1 long 0-10\n2 31-32[b]\n"},
      {"12345678901234567890123456789\rb\n", "1 long 0-10\n2 30-31[b]\n"},
      {"12345678901234567890123456789", "1 long 0-10\n"},
      {"a\n1,3,5,7,9,1,3\nb", "1 0-1[a]\n2 long 2-12\n3 16-17[b]\n"},
      {"\"23456789\"\nb", "1 0-10[23456789]\n2 11-12[b]\n"},
      {"\"234567890\"\nb", "1 long 0-10\n2 12-13[b]\n"},
      {"\"23\n56\"\nb", "1 0-7[23\n56]\n3 8-9[b]\n"},
      {"\"23\n56789012\"\nb", "1 long quote 0-3\n2 bare 12-13\n3 14-15[b]\n"},
      {"\"23\n5678\n0\n2\"\nb",
       "1 long quote 0-3\n2 4-8[5678]\n3 9-10[0]\n4 bare 12-13\n5 14-15[b]\n"},
      {"\"a\nb\nc\nd\ne\nf\ng\n",
       "1 long quote 0-2\n2 3-4[b]\n3 5-6[c]\n4 7-8[d]\n5 9-10[e]\n"
       "6 11-12[f]\n7 13-14[g]\n"},
      {"a\"34567890123\nb", "1 bare 1-2\n2 14-15[b]\n"},
      {"a\"34567890123456789012345", "1 bare 1-2\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.input);
    for (std::size_t chunk = 1; chunk < 40; ++chunk) {
      CAPTURE(chunk);
      CHECK(split(c.input, {.max_row = 10, .chunk = chunk}) == c.expected);
    }
  }
}

TEST_CASE("fields past those that are kept are counted") {
  TextSource source("a,b,c,d\n");
  CsvRows rows(source, 1000, false);
  rows.keep(2);
  CsvRow row;
  REQUIRE(rows.advance());
  REQUIRE(rows.next(row));
  CHECK(row.fields.size() == 2);
  CHECK(row.field_count == 4);
}

}  // namespace
}  // namespace diallint
