// Keys of one object, and keys that come back.
#include "key_set.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "padded.h"

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
    }
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

}  // namespace diallint::test
