// What a scan finds is what a look at each byte finds, wherever it is asked from.
#include "input/csv_scanner.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "base/padding.h"
#include "base/random.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

// Of a few windows at most; special bytes close together or far apart, rare ones now and then.
std::string any_text(Random& random, char separator) {
  const std::size_t size = random.below(random.once_in(2) ? 200 : 10'000);
  const std::uint64_t special = 1 + random.below(random.once_in(10) ? 6000 : 20);
  const std::uint64_t rare = 1 + random.below(30'000);
  const std::string specials{separator, '"', '\n', '\r'};
  constexpr std::string_view kOthers = "\\\xE2\t\x01\x1F,;|";
  std::string text(size, 'x');
  for (char& c : text) {
    if (random.once_in(special)) c = specials[random.below(specials.size())];
    if (random.once_in(rare)) c = kOthers[random.below(kOthers.size())];
    if (random.once_in(100)) c = static_cast<char>(0x20 + random.below(0xC0));
  }
  return text;
}

std::size_t next_special(std::string_view text, std::size_t from, char separator) {
  const char specials[] = {separator, '"', '\n', '\r'};
  return std::min(text.find_first_of(std::string_view(specials, 4), from), text.size());
}

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r') || c == '\\' || byte == 0xE2;
  });
}

}  // namespace

TEST_CASE("Special bytes are found where each byte tells, from wherever", "[csv]") {
  for (const bool wide : {false, has_avx512()}) {
    CsvScan scan(wide);
    Random random(51);
    for (int round = 0; round < rounds(3000); ++round) {
      const char separator = ",;\t|"[random.below(4)];
      const std::string text = any_text(random, separator);
      const std::string padded = text + std::string(kPadding, ',');
      scan.reset(padded.data(), text.size(), separator);
      std::size_t from = 0;
      for (int step = 0; step < 200; ++step) {
        CAPTURE(round, text.size(), from);
        const std::size_t found = scan.find(from);
        REQUIRE(found == next_special(text, from, separator));
        from = random.once_in(8) ? random.below(text.size() + 1) : std::min(found + 1, text.size());
      }
    }
  }
}

TEST_CASE("A special byte is found about the end of what is put down at once", "[csv]") {
  for (const bool wide : {false, has_avx512()}) {
    CsvScan scan(wide);
    for (const std::size_t about : {64U, 4096U, 8192U}) {
      for (std::size_t size = about - 3; size <= about + 3; ++size) {
        for (std::size_t at = size - 4; at <= size; ++at) {
          std::string text(size, 'x');
          if (at < size) text[at] = ',';
          text += std::string(kPadding, ',');
          for (const std::size_t from : {std::size_t{0}, at - 1, at}) {
            CAPTURE(size, at, from);
            scan.reset(text.data(), size, ',');
            REQUIRE(scan.find(from) == at);
            REQUIRE(scan.find(size) == size);
          }
        }
      }
    }
  }
}

TEST_CASE("No row that is called plain has anything rare, and few others are not", "[csv]") {
  for (const bool wide : {false, has_avx512()}) {
    CsvScan scan(wide);
    Random random(52);
    std::size_t plain = 0;
    std::size_t called_plain = 0;
    for (int round = 0; round < rounds(3000); ++round) {
      const std::string text = any_text(random, ',');
      const std::string padded = text + std::string(kPadding, '\0');
      scan.reset(padded.data(), text.size(), ',');
      for (std::size_t begin = 0; begin < text.size();) {
        scan.begin_row();
        const std::size_t size = 1 + random.below(300);
        std::size_t end = begin;
        while (end < std::min(begin + size, text.size())) end = scan.find(end) + 1;
        end = std::min(end, text.size());
        const bool is_sure = is_plain(std::string_view(text).substr(begin, end - begin));
        if (scan.is_plain()) REQUIRE(is_sure);
        plain += is_sure ? 1 : 0;
        called_plain += scan.is_plain() ? 1 : 0;
        begin = end;
      }
    }
    CHECK(called_plain * 10 > plain * 3);
  }
}

}  // namespace diallint::test
