// What looks at texts sixteen or sixty-four bytes at a time sees what a look at each byte sees, and
// touches nothing behind their ends.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/byte_set.h"
#include "base/padded_arena.h"
#include "base/random.h"
#include "base/short_string.h"
#include "base/utf8.h"
#include "support/lint.h"
#include "support/padded.h"

namespace diallint::test {
namespace {

// A text in an allocation of its own size: AddressSanitizer sees whatever is read behind its end.
class Bare {
 public:
  explicit Bare(std::string_view text)
      : bytes_(std::make_unique<char[]>(text.size())), size_(text.size()) {
    std::copy(text.begin(), text.end(), bytes_.get());
  }
  std::string_view text() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_;
};

// Pieces of which texts are made: ASCII mostly, characters of every length, and what is none.
constexpr std::string_view kPieces[] = {"a",
                                        "b",
                                        "Z",
                                        "0",
                                        "9",
                                        "-",
                                        "_",
                                        ".",
                                        "+",
                                        "\n",
                                        "\\",
                                        " ",
                                        "\xC3\xA9",
                                        "é",
                                        "И",
                                        "\xDF\xBF",
                                        "山",
                                        "\xE2\x80\xA8",
                                        "\xE1\x80\x80",
                                        "\xEE\x80\x80",
                                        "\xEF\xBF\xBF",
                                        "\xE0\xA0\x80",
                                        "\xED\x9F\xBF",
                                        "\xF0\x9F\x98\x80"};
constexpr std::string_view kBroken[] = {std::string_view("\0", 1),
                                        "\x80",
                                        "\xBF",
                                        "\xC3",
                                        "\xE1\x80",
                                        "\xE0\x80\x80",
                                        "\xED\xA0\x80",
                                        "\xF0\x9F\x98"};

std::string random_text(Random& random, std::size_t pieces, bool broken) {
  std::string text;
  const std::uint64_t kinds = random.once_in(2) ? 8 : std::size(kPieces);
  for (std::size_t i = 0; i < pieces; ++i) text += kPieces[random.below(kinds)];
  if (broken) {
    const std::string_view piece = kBroken[random.below(std::size(kBroken))];
    text.insert(random.below(text.size() + 1), piece);
  }
  return text;
}

bool is_sound(std::string_view text) {
  return text.find('\0') == text.npos && find_invalid_utf8(text) == text.npos;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
}

// Sets of every number of ranges, of single bytes and of longer ones, and one too ragged for
// vectors.
std::vector<ByteSet> sets(ByteSet::Vectors vectors) {
  std::vector<ByteSet> all;
  const auto add = [&](auto belongs) {
    ByteSet& set = all.emplace_back();
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (belongs(byte)) set.add(static_cast<unsigned char>(byte));
    }
    set.seal(vectors);
  };
  add([](unsigned) { return true; });
  constexpr std::string_view kSingles = "\n\\\xE2-0Z";
  for (std::size_t count = 1; count <= kSingles.size(); ++count) {
    const std::string_view some = kSingles.substr(0, count);
    add([&](unsigned byte) { return some.find(static_cast<char>(byte)) == some.npos; });
    add([&](unsigned byte) { return some.find(static_cast<char>(byte)) != some.npos; });
  }
  constexpr std::pair<unsigned, unsigned> kRanges[] = {{'a', 'z'}, {'0', '9'},   {'A', 'Z'},
                                                       {'-', '.'}, {0x80, 0xBF}, {0xC2, 0xE1}};
  for (std::size_t count = 1; count <= std::size(kRanges); ++count) {
    add([&](unsigned byte) {
      return std::any_of(kRanges, kRanges + count, [&](const auto& range) {
        return byte >= range.first && byte <= range.second;
      });
    });
  }
  add([](unsigned byte) { return byte % 2 == 0; });
  // One range too many; pairs; what is not ASCII.
  add([](unsigned byte) { return byte >= 2 && byte <= 14 && byte % 2 == 0; });
  add([](unsigned byte) { return byte == 'a' || byte == 'b'; });
  add([](unsigned byte) { return byte != 'a' && byte != 'b' && byte != 'x' && byte != 'y'; });
  add([](unsigned byte) { return byte >= 0x80; });
  return all;
}

// Whether the set says of a text what each of its bytes says.
bool is_right(const ByteSet& set, std::string_view text) {
  const bool all = std::all_of(text.begin(), text.end(),
                               [&](char c) { return set.contains(static_cast<unsigned char>(c)); });
  const Padded padded(text, '\xFF');
  if (set.contains_all(padded.text()) != all) return false;
  const Bare bare(text);
  const ByteSet::Plain plain = set.contains_plain(bare.text());
  if (!all || plain == ByteSet::Plain::kNo) return all == (plain != ByteSet::Plain::kNo);
  return plain != ByteSet::Plain::kYes || is_sound(text);
}

}  // namespace

TEST_CASE("A byte set knows its bytes with vectors of any width", "[byte_set]") {
  for (const auto vectors : {ByteSet::Vectors::kBaseline, ByteSet::Vectors::kWidest}) {
    Random random(11);
    for (const ByteSet& set : sets(vectors)) {
      std::size_t wrong = 0;
      for (int round = 0; round < rounds(3000); ++round) {
        const std::string text = random_text(random, random.below(90), random.once_in(3));
        // A text of the set's own bytes is the harder one: all but one belong.
        std::string own;
        for (const char c : text) {
          if (set.contains(static_cast<unsigned char>(c))) own += c;
        }
        wrong += is_right(set, text) && is_right(set, own) ? 0 : 1;
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("Sound texts are known at a glance where it matters", "[byte_set]") {
  for (const auto vectors : {ByteSet::Vectors::kBaseline, ByteSet::Vectors::kWidest}) {
    ByteSet any;
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (byte != '\n') any.add(static_cast<unsigned char>(byte));
    }
    any.seal(vectors);
    for (std::size_t size = 0; size <= 130; ++size) {
      INFO(size);
      std::string text(size, 'x');
      CHECK(any.contains_plain(Bare(text).text()) == ByteSet::Plain::kYes);
      for (const std::size_t at : {size / 3, size - size / 3, size}) {
        for (const std::string_view broken : kBroken) {
          const std::string with = text.substr(0, at) + std::string(broken) + text.substr(at);
          CHECK(any.contains_plain(Bare(with).text()) == ByteSet::Plain::kOther);
        }
      }
    }
    if (vectors == ByteSet::Vectors::kBaseline || !has_avx512()) continue;
    for (const std::string_view text :
         {"Zoë Müller", "Nguyễn Thị Hương", "Иван Петров", "山田太郎"}) {
      CHECK(any.contains_plain(Bare(text).text()) == ByteSet::Plain::kYes);
    }
  }
}

TEST_CASE("One byte that does not belong is found wherever it stands", "[byte_set]") {
  for (const auto vectors : {ByteSet::Vectors::kBaseline, ByteSet::Vectors::kWidest}) {
    for (const ByteSet& set : sets(vectors)) {
      std::string member;
      std::string stranger;
      for (int byte = 1; byte < 128; ++byte) {
        const char c = static_cast<char>(byte);
        (set.contains(static_cast<unsigned char>(byte)) ? member : stranger) += c;
      }
      std::size_t wrong = 0;
      for (const std::size_t size : {1U, 2U, 15U, 16U, 17U, 31U, 32U, 33U, 63U, 64U, 65U, 70U}) {
        if (member.empty()) break;
        std::string text;
        while (text.size() < size) text += member;
        text.resize(size);
        wrong += is_right(set, text) ? 0 : 1;
        for (std::size_t at = 0; at < size && !stranger.empty(); ++at) {
          std::string other = text;
          other[at] = stranger[at % stranger.size()];
          wrong += is_right(set, other) ? 0 : 1;
        }
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("Each byte alone is told as it was added", "[byte_set]") {
  for (const auto vectors : {ByteSet::Vectors::kBaseline, ByteSet::Vectors::kWidest}) {
    for (const ByteSet& set : sets(vectors)) {
      std::size_t wrong = 0;
      for (unsigned byte = 0; byte < 256; ++byte) {
        // No valid UTF-8 holds these: they may count either way.
        if (byte == 0xC0 || byte == 0xC1 || byte > 0xF4) continue;
        wrong += is_right(set, std::string(1, static_cast<char>(byte))) ? 0 : 1;
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("Copies are the text with zeros behind it, however they are made", "[padded_texts]") {
  for (const bool wide : {false, has_avx512()}) {
    Random random(12);
    std::size_t wrong = 0;
    for (int round = 0; round < rounds(3000); ++round) {
      PaddedArena texts(wide);
      std::vector<std::string> all;
      std::vector<std::string_view> copies;
      for (int i = 0; i < 20; ++i) {
        all.push_back(random_text(random, random.below(100), random.once_in(4)));
        copies.push_back(texts.copy(Bare(all.back()).text()));
        wrong += texts.is_ascii_without_nul() == is_ascii(all.back()) ? 0 : 1;
      }
      for (std::size_t i = 0; i < all.size(); ++i) {  // none has written over another
        const std::string behind(copies[i].end(), copies[i].end() + PaddedArena::kPad);
        wrong += copies[i] == all[i] && behind == std::string(PaddedArena::kPad, '\0') ? 0 : 1;
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("A short text is what it was made of", "[short_text]") {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string text = std::string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP", size);
    const ShortText mine(text);
    CHECK(mine.view() == text);
    CHECK(mine.size() == size);
    // Whatever stands behind the other one.
    for (const char padding : {'\0', 'x', '\xFF'}) CHECK(mine.equals(Padded(text, padding).text()));
  }
}

TEST_CASE("A short text compares where the other one stands", "[short_text]") {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string text =
        std::string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP").substr(0, size);
    const ShortText mine(text);
    CHECK(mine.equals_in_place(Bare(text).text()));
    CHECK_FALSE(mine.equals_in_place(Bare(text + "x").text()));
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = '!';
      CHECK_FALSE(mine.equals_in_place(Bare(other).text()));
      CHECK_FALSE(mine.equals(Padded(other).text()));
    }
  }
}

TEST_CASE("Digits are told from their neighbours at any place", "[digits]") {
  for (std::size_t size = 0; size < 40; ++size) {
    CHECK(all_digits(Bare(std::string(size, '5')).text()));
    for (std::size_t at = 0; at < size; ++at) {
      for (const char c : {'/', ':', '\0', '\x7F', '\x80', '\xB5', 'a'}) {
        std::string text(size, '5');
        text[at] = c;
        CHECK_FALSE(all_digits(Bare(text).text()));
      }
      for (char c = '0'; c <= '9'; ++c) CHECK(all_digits(Bare(std::string(size, c)).text()));
    }
  }
}

}  // namespace diallint::test
