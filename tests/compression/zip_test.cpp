// Archives that are whole and yet not read, and those whose parts say different things.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compression/zip_headers.h"
#include "support/packed.h"
#include "support/unpack.h"

namespace diallint::test {
namespace {

using Kind = BreakOff::Kind;

std::string what(const Unpacked& unpacked) {
  return unpacked.broken ? unpacked.broken->what : std::string("nothing");
}

ZipFile folder(const std::string& name) { return {.name = name, .way = ZipWay::kStored}; }

/// The archive with other bytes in one place: behind the first `mark`, `at` bytes on.
std::string edited(std::string archive, std::string_view mark, std::size_t at,
                   std::string_view bytes) {
  const std::size_t place = archive.find(mark);
  REQUIRE(place != std::string::npos);
  return archive.replace(place + at, bytes.size(), bytes);
}

}  // namespace

TEST_CASE("folders of an archive count for nothing", "[compression]") {
  const std::string archive = zip_of(
      {folder("a/"), folder("a/b/"), {.name = "a/b/people.csv", .text = "text"}, folder("c/")});
  for (const bool has_tail : {false, true}) {
    const Unpacked unpacked = unpack(archive, {.has_tail = has_tail});
    CHECK(unpacked.text == "text");
    CHECK(what(unpacked) == "nothing");
    CHECK(unpacked.inner_name == "a/b/people.csv");
  }
  CHECK(what(unpack(zip_of({folder("a/")}))) == "a zip archive without a file");
  CHECK(what(unpack(zip_of({folder("a/")}), {.has_tail = true})) == "a zip archive without a file");
}

TEST_CASE("an archive of several files is not begun with, or says that it goes on",
          "[compression]") {
  const std::vector<ZipFile> files = {
      {.name = "a.csv", .text = "first"},
      {.name = "b.csv", .text = "second"},
      folder("c/"),
      {.name = "c/d.csv", .text = "third", .way = ZipWay::kDescribed}};
  for (const std::string comment : {"", "a comment that holds PK"}) {
    const std::string archive = zip_of(files, comment);
    const Unpacked file = unpack(archive, {.has_tail = true});
    CHECK(file.is(Kind::kForeign));
    CHECK(what(file) == "a zip archive of 3 files");
    CHECK(file.text.empty());
    const Unpacked pipe = unpack(archive, {.step = 100});
    CHECK(pipe.is(Kind::kDamaged));
    CHECK(what(pipe) == "the zip archive holds 3 files, and the first alone was read");
    CHECK(pipe.text == "first");
  }
  // More than a tail shows.
  std::vector<ZipFile> many;
  for (int i = 0; i < 3000; ++i) many.push_back({.name = "a" + std::to_string(i), .text = "text"});
  const std::string archive = zip_of(many);
  CHECK(what(unpack(archive, {.has_tail = true})) == "a zip archive of 3000 files");
  CHECK(what(unpack(archive)) == "the zip archive holds 3000 files, and the first alone was read");
  many.back().way = ZipWay::kLarge;
  CHECK(what(unpack(zip_of(many), {.has_tail = true})) == "a zip archive of 3000 files");
  CHECK(what(unpack(archive.substr(0, archive.size() / 2))) ==
        "the zip archive holds more than one file, and the first alone was read");
}

TEST_CASE("what is packed in another way is called that", "[compression]") {
  const auto of = [](const ZipFile& file) { return unpack(zip_of({file})); };
  const Unpacked encrypted = of({.text = "text", .flags = 1});
  CHECK(encrypted.is(Kind::kForeign));
  CHECK(what(encrypted) == "an encrypted zip archive");
  CHECK(what(of({.text = "text", .method = 93})) == "a zip archive packed by method 93");
  const std::string endless = zip_of({{.text = "text", .way = ZipWay::kStored, .flags = 8}});
  CHECK(what(unpack(endless)) == "a zip archive that does not say how long its file is");
}

TEST_CASE("an archive whose parts say different things", "[compression]") {
  using namespace std::string_view_literals;
  struct Row {
    std::string_view mark;
    std::size_t at;
    std::string_view bytes;
    std::string_view said;
  };
  const Row rows[] = {
      {kZipLocalHeader, 14, "\1\2\3\4", "wrong checksum"},
      {kZipLocalHeader, 22, "\xE7\3\0\0"sv, "wrong size"},
      {kZipLocalHeader, 18, "\1\0\0\0"sv, "the data goes on behind its end"},
      {kZipDirectoryHeader, 16, "\1\2\3\4", "its directory says something else of the file"},
      {kZipDirectoryHeader, 20, "\1\0\0\0"sv, "its directory says something else of the file"},
      {kZipDirectoryHeader, 24, "\1\0\0\0"sv, "its directory says something else of the file"},
      {kZipDirectoryHeader, 10, "\0\0"sv, "its directory says something else of the file"},
      {kZipDirectoryHeader, 46, "q", "its directory says something else of the file"},
      {kZipDirectoryHeader, 0, "QK", "wrong directory"},
      {kZipEnd, 10, "\2\0"sv, "wrong directory"},
      {kZipEnd, 0, "QK", "wrong end"},
  };
  const std::string archive = zip_of({{.text = std::string(1000, 'a')}});
  for (const Row& row : rows) {
    CAPTURE(row.mark, row.at);
    const Unpacked unpacked = unpack(edited(archive, row.mark, row.at, row.bytes));
    CHECK(unpacked.is(Kind::kDamaged));
    CHECK(what(unpacked).find("(" + std::string(row.said) + ")") != std::string::npos);
  }
  const std::string stored = zip_of({{.text = "text", .way = ZipWay::kStored}});
  CHECK(what(unpack(edited(stored, kZipLocalHeader, 22, "\5"))).find("(wrong size)") !=
        std::string::npos);
  const std::string described = zip_of({{.text = "text", .way = ZipWay::kDescribed}});
  CHECK(what(unpack(edited(described, kZipDescriptor, 12, "\5"))).find("(wrong size)") !=
        std::string::npos);
  CHECK(what(unpack(edited(described, kZipDescriptor, 4, "\5"))).find("(wrong checksum)") !=
        std::string::npos);
}

}  // namespace diallint::test
