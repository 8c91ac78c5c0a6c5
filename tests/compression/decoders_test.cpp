// Compressed texts: whole ones come out as they went in, and nothing that is not whole passes for
// less text.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/packed.h"
#include "support/rounds.h"
#include "support/unpack.h"

namespace diallint::test {
namespace {

using Kind = BreakOff::Kind;

/// Text that compresses as lists of requests do.
std::string lines_of(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i)
    text += "{\"clientToken\":\"" + std::to_string(i * 7919) + "\",\"phoneNumber\":\"+1202555" +
            std::to_string(100 + i % 100) + "\"}\n";
  text.resize(size);
  return text;
}

std::string said(const Unpacked& unpacked) {
  return unpacked.broken ? unpacked.broken->what : std::string("nothing");
}

}  // namespace

TEST_CASE("what is packed comes out as it was", "[compression]") {
  constexpr std::size_t kBlock = BlockRing::kBlockBytes;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{100}, kBlock - 1,
                                 kBlock, kBlock + 1, 9 * kBlock + 5}) {
    const std::string text = lines_of(size);
    for (const Packed& packed : packed_in_all_ways(text)) {
      for (const std::size_t step : {std::size_t{7}, std::size_t{4096}, SIZE_MAX}) {
        CAPTURE(size, packed.form, step);
        for (const bool has_tail : {false, true}) {
          const Unpacked unpacked = unpack(packed.bytes, {.step = step, .has_tail = has_tail});
          CHECK(said(unpacked) == "nothing");
          CHECK((unpacked.text == text));
        }
      }
    }
  }
}

TEST_CASE("what is not compressed is given as it is", "[compression]") {
  const std::string office = "PK\x03\x04" + std::string(26, '\0') + "[Content_Types].xml";
  for (const std::string& text :
       {std::string(), std::string("{"), lines_of(1 << 20), std::string("\x1F"), office}) {
    const Unpacked unpacked = unpack(text, {.step = 1000});
    CHECK((unpacked.text == text));
    CHECK(said(unpacked) == "nothing");
    CHECK(unpacked.inner_name.empty());
  }
}

TEST_CASE("what is cut off anywhere is told", "[compression]") {
  const std::string text = lines_of(2000);
  for (const Packed& packed : packed_in_all_ways(text)) {
    for (std::size_t size = 0; size < packed.bytes.size(); size += every(5)) {
      CAPTURE(packed.form, size);
      const std::string cut = packed.bytes.substr(0, size);
      const Unpacked unpacked = unpack(cut, {.has_tail = size % 2 == 0});
      // Too short to be known, it is no text either.
      if (compressed_format(cut) == nullptr) {
        CHECK(size < 4);
        continue;
      }
      CHECK(unpacked.is(Kind::kDamaged));
      CHECK(said(unpacked).find(" ends in the middle, after " + std::to_string(size) + " bytes") !=
            std::string::npos);
      CHECK(text.starts_with(unpacked.text));
    }
  }
}

TEST_CASE("no flipped bit makes another text of it without a word", "[compression]") {
  const std::string text = lines_of(300);
  std::size_t told = 0;
  for (const Packed& packed : packed_in_all_ways(text)) {
    for (std::size_t bit = 0; bit < packed.bytes.size() * 8; bit += every(11)) {
      CAPTURE(packed.form, bit);
      std::string flipped = packed.bytes;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      const Unpacked unpacked = unpack(flipped, {.has_tail = bit % 2 == 0});
      if (compressed_format(flipped) == nullptr) {
        CHECK((unpacked.text == flipped));
      } else if (!unpacked.broken) {
        CHECK((unpacked.text == text));
      } else {
        ++told;
      }
    }
  }
  CHECK(told > 10000 / every(11));
}

TEST_CASE("as much text comes before a break as a block or so", "[compression]") {
  const std::string text = lines_of(1 << 20);
  for (const Packed& packed : packed_in_all_ways(text)) {
    CAPTURE(packed.form);
    std::string broken = packed.bytes;
    broken.resize(broken.size() * 9 / 10);
    CHECK(unpack(broken).text.size() > text.size() / 2);
    CHECK(text.starts_with(unpack(broken).text));
  }
  // Of zstd every block before the fault: here the checksum behind all of them.
  std::string broken = zstd_of(text);
  broken.back() = static_cast<char>(broken.back() ^ 1);
  CHECK((unpack(broken).text == text));
  CHECK(unpack(broken).is(Kind::kDamaged));
}

TEST_CASE("all members and frames are read", "[compression]") {
  const std::string a = lines_of(500), b = lines_of(70000);
  const std::string skipped = std::string("\x52\x2A\x4D\x18\x03\0\0\0abc", 11);
  const std::string empty;
  const std::vector<std::pair<std::string, std::string>> rows = {
      {gzip_of(a) + gzip_of(b), a + b},
      {gzip_of(empty) + gzip_of(a) + gzip_of(empty), a},
      {gzip_of(a) + std::string(100000, '\0'), a},
      {zstd_of(a) + zstd_of(b), a + b},
      {skipped + zstd_of(a) + skipped + zstd_of(empty) + zstd_of(b, false) + skipped, a + b},
  };
  for (const auto& [bytes, text] : rows) {
    for (const std::size_t step : {std::size_t{1}, SIZE_MAX}) {
      const Unpacked unpacked = unpack(bytes, {.step = step});
      CHECK((unpacked.text == text));
      CHECK(said(unpacked) == "nothing");
    }
  }
}

TEST_CASE("what stands behind is told", "[compression]") {
  const std::string text = lines_of(500);
  for (const Packed& packed : packed_in_all_ways(text)) {
    for (const std::string behind : {"x", "rubbish that is longer than any header could be"}) {
      CAPTURE(packed.form, behind);
      const Unpacked unpacked = unpack(packed.bytes + behind);
      CHECK((unpacked.text == text));
      CHECK(unpacked.is(Kind::kDamaged));
      CHECK(said(unpacked).find("ends after " + std::to_string(packed.bytes.size()) +
                                " bytes, and something else follows") != std::string::npos);
    }
  }
  CHECK(unpack(gzip_of(text) + std::string(70000, '\0') + "x").is(Kind::kDamaged));
  CHECK(unpack(gzip_of(text) + zstd_of(text)).is(Kind::kDamaged));
}

TEST_CASE("zstd that wants more than it gets", "[compression]") {
  using namespace std::string_literals;
  const std::string magic = "\x28\xB5\x2F\xFD";
  const std::string block = "\x09\0\0a"s;
  const Unpacked dictionary = unpack(magic + "\x01\x08\x07" + block);
  CHECK(said(dictionary).find("needs a dictionary") != std::string::npos);
  CHECK(unpack(magic + "\0\x88"s + block).text == "a");
  const Unpacked window = unpack(magic + "\0\x90"s + block);
  CHECK(said(window).find("needs a window of more than 128 MiB") != std::string::npos);
  CHECK(window.broken.value_or(BreakOff{}).remedy.find("--long=31") != std::string::npos);
}

TEST_CASE("text is bounded to the byte", "[compression]") {
  constexpr std::size_t kBlock = BlockRing::kBlockBytes;
  for (const std::size_t size : {std::size_t{1}, std::size_t{300}, kBlock, 3 * kBlock}) {
    const std::string text = lines_of(size);
    for (const Packed& packed : packed_in_all_ways(text)) {
      CAPTURE(size, packed.form);
      const Unpacked whole = unpack(packed.bytes, {.max_bytes = size});
      CHECK((whole.text == text));
      CHECK(said(whole) == "nothing");
      if (size == 1) continue;
      const Unpacked cut = unpack(packed.bytes, {.max_bytes = size - 1});
      CHECK((cut.text == text.substr(0, size - 1)));
      CHECK(cut.is(Kind::kTooLarge));
    }
  }
}

TEST_CASE("the name that tells the format", "[compression]") {
  const auto inner = [](const std::string& bytes, const std::string& name) {
    return unpack(bytes, {.name = name}).inner_name;
  };
  CHECK(inner(gzip_of("x"), "a/people.tsv.gz") == "a/people.tsv");
  CHECK(inner(zstd_of("x"), "people.TSV.ZST") == "people.TSV");
  CHECK(inner(gzip_of("x"), "people.tsv") == "people.tsv");
  CHECK(inner(zip_of({{.name = "x/people.tsv", .text = "x"}}), "people.zip") == "x/people.tsv");
}

}  // namespace diallint::test
