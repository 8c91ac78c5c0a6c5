// Keys of one object, and keys that come back.
#include "context/key_set.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "base/keyed_hash.h"
#include "base/uint128.h"
#include "support/padded.h"

namespace diallint::test {

TEST_CASE("A set of keys knows each of them once, at any size", "[key_set]") {
  const HashSecret secret{{9, 8, 7, 6}};
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 18U, 63U, 64U, 65U, 1000U, 20'000U}) {
    KeySet set(secret);
    std::size_t wrong = 0;
    for (std::size_t n = 0; n < size; ++n) {
      wrong += set.insert(fmt::format("key-{}", n)) ? 0 : 1;
      wrong += set.insert(fmt::format("key-{}", n)) ? 1 : 0;
      wrong += set.insert(fmt::format("key-{}", n / 2)) ? 1 : 0;
      wrong += set.insert("key-0") ? 1 : 0;
    }
    for (std::size_t n = 0; n < size; ++n) wrong += set.insert(fmt::format("key-{}", n)) ? 1 : 0;
    INFO(size);
    CHECK(wrong == 0);
  }
}

TEST_CASE("The empty key is a key", "[key_set]") {
  const HashSecret secret{{9, 8, 7, 6}};
  KeySet set(secret);
  CHECK(set.insert(""));
  CHECK_FALSE(set.insert(""));
  CHECK(set.insert(std::string_view("\0", 1)));
  CHECK_FALSE(set.insert(std::string_view("\0", 1)));
}

TEST_CASE("A dictionary finds keys, wherever they are expected", "[key_set]") {
  KeyDictionary dictionary;
  CHECK(dictionary.find(Padded("a").text(), KeyDictionary::kNone) == KeyDictionary::kNone);
  const std::uint32_t a = dictionary.add(Padded("a").text());
  const std::uint32_t b = dictionary.add(Padded("b").text());
  CHECK(dictionary.find(Padded("a").text(), a) == a);
  CHECK(dictionary.find(Padded("a").text(), b) == a);
  CHECK(dictionary.find(Padded("b").text(), 4711) == b);
  CHECK(dictionary.find(Padded("c").text(), a) == KeyDictionary::kNone);
  dictionary.follow(KeyDictionary::kNone, b);
  dictionary.follow(b, a);
  CHECK(dictionary.successor(KeyDictionary::kNone) == b);
  CHECK(dictionary.successor(b) == a);
}

TEST_CASE("A dictionary has its room, and stops paying where no key comes back", "[key_set]") {
  KeyDictionary dictionary;
  for (std::size_t n = 0; n < KeyDictionary::kCapacity; ++n) {
    CHECK(dictionary.add(Padded(fmt::format("{}", n)).text()) == n);
  }
  CHECK(dictionary.add(Padded("one more").text()) == KeyDictionary::kNone);
  CHECK(dictionary.pays());
  for (int n = 0; n < 300; ++n)
    dictionary.find(Padded(fmt::format("new {}", n)).text(), KeyDictionary::kNone);
  CHECK_FALSE(dictionary.pays());
}

TEST_CASE("A dictionary pays while more than every second of many keys is found", "[key_set]") {
  struct Row {
    int misses;
    int hits;
    bool pays;
  };
  const Row rows[] = {{0, 0, true},     {255, 0, true},    {256, 0, false},  {256, 128, false},
                      {256, 129, true}, {257, 128, false}, {257, 129, true}, {400, 200, false},
                      {400, 201, true}, {255, 1, true}};
  for (const Row& row : rows) {
    KeyDictionary dictionary;
    const std::uint32_t known = dictionary.add(Padded("known").text());
    for (int n = 0; n < row.misses; ++n) {
      dictionary.find(Padded(fmt::format("new {}", n)).text(), known);
    }
    for (int n = 0; n < row.hits; ++n) {
      switch (n % 3) {  // each way to find one counts
        case 0:
          dictionary.find(Padded("known").text(), known);
          break;
        case 1:
          dictionary.find(Padded("known").text(), KeyDictionary::kNone);
          break;
        default:
          dictionary.count_hits(1);
      }
    }
    INFO(row.misses << " misses and " << row.hits << " hits");
    CHECK(dictionary.pays() == row.pays);
  }
}

TEST_CASE("A new entry is expected to be followed by the next one", "[key_set]") {
  KeyDictionary dictionary;
  const std::uint32_t a = dictionary.add(Padded("a").text());
  CHECK(a == 0);
  CHECK(dictionary.successor(KeyDictionary::kNone) == a);
  CHECK(dictionary.successor(a) == 1);
  CHECK_FALSE(dictionary.has(dictionary.successor(a)));
  const std::uint32_t b = dictionary.add(Padded("b").text());
  CHECK(dictionary.successor(a) == b);
  CHECK(dictionary.has(b));
  CHECK(dictionary.successor(b) == 2);
  CHECK_FALSE(dictionary.has(KeyDictionary::kNone));
  CHECK(dictionary.key(b).view() == "b");
}

TEST_CASE("Halves of products", "[key_set]") {
  constexpr std::uint64_t kTop = std::uint64_t{1} << 63;
  CHECK(multiply_high(kTop, 10) == 5);
  CHECK(multiply_high(kTop - 1, 10) == 4);
  CHECK(multiply_high(~std::uint64_t{0}, 10) == 9);
  CHECK(multiply_high(0, 10) == 0);
  CHECK(multiply_fold(3, 5) == 15);
  CHECK(multiply_fold(kTop, 2) == 1);
  CHECK(multiply_fold(kTop, 6) == 3);
  CHECK(multiply_fold(kTop + 1, 2) == (2 ^ 1));
}

}  // namespace diallint::test
