// The set of tokens and numbers of a run: what it holds, and what it costs.
#include "context/seen_set.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <set>

#include "base/random.h"
#include "context/record_places.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

const HashSecret kSecret{{1, 2, 3, 4}};

std::string token(std::uint64_t n) { return fmt::format("order-{}-{:x}", n, n * 2654435761U); }

}  // namespace

TEST_CASE("A set keeps the first place of each text, in 24 bytes or less", "[seen_set]") {
  SeenSet set;
  std::uint64_t wrong = 0;
  std::uint32_t done = 0;
  for (std::uint32_t size = 10'000; size <= 2'000'000; size += size / 40) {
    for (; done < size; ++done) {
      wrong += set.insert(keyed_hash(token(done), kSecret), static_cast<std::uint32_t>(done * 3))
                   ? 1
                   : 0;
    }
    INFO(size);
    CHECK(set.size() == size);
    CHECK(static_cast<double>(set.memory()) / static_cast<double>(size) <= 24.0);
  }
  for (std::uint32_t n = 0; n < done; n += 7) {
    wrong += set.insert(keyed_hash(token(n), kSecret), 1) == n * 3 ? 0 : 1;
  }
  CHECK(set.size() == done);
  CHECK(wrong == 0);
}

TEST_CASE("A set that knows what to expect holds the same, and no more than four times as much",
          "[seen_set]") {
  for (const std::uint64_t expected : {std::uint64_t{0}, std::uint64_t{100'000}, UINT64_MAX}) {
    SeenSet set;
    set.expect(expected);
    std::uint64_t wrong = 0;
    for (std::uint32_t n = 0; n < 100'000; ++n) {
      wrong += set.insert(keyed_hash(token(n), kSecret), n).has_value();
    }
    for (std::uint32_t n = 0; n < 100'000; n += 7) {
      wrong += set.insert(keyed_hash(token(n), kSecret), 1) != n;
    }
    INFO(expected);
    CHECK(wrong == 0);
    CHECK(set.size() == 100'000);
    CHECK(set.memory() <= 100'000 * (expected == UINT64_MAX ? 96 : 24));
  }
}

TEST_CASE("A set that was cleared is as a new one, however large it was", "[seen_set]") {
  for (const std::uint32_t size : {10U, 1000U, 100'000U}) {
    SeenSet set;
    for (std::uint32_t n = 0; n < size; ++n) set.insert(keyed_hash(token(n), kSecret), n);
    set.clear();
    INFO(size);
    CHECK(set.size() == 0);
    CHECK(set.memory() <= 64 * 64 * 32);  // what small tables may keep
    std::uint64_t wrong = 0;
    for (std::uint32_t n = 0; n < size; ++n) {
      wrong += set.insert(keyed_hash(token(n), kSecret), n + 1).has_value();
    }
    CHECK(wrong == 0);
    CHECK(set.insert(keyed_hash(token(0), kSecret), 9) == 1);
  }
}

// The first test takes half a second; this holds the same for what a usual file has.
TEST_CASE("A set of some thousand keys grows in proportion, and forgets none", "[seen_set]") {
  SeenSet set;
  std::size_t wrong = 0;
  for (std::uint32_t n = 0; n < 40'000; ++n) {
    wrong += set.insert(keyed_hash(token(n), kSecret), n + 7).has_value() ? 1 : 0;
    if (n % 512 != 511) continue;
    INFO(n);
    CHECK(set.size() == n + 1);
    if (n >= 10'000) CHECK(set.memory() <= set.size() * 24);
  }
  for (std::uint32_t n = 0; n < 40'000; n += 3) {
    wrong += set.insert(keyed_hash(token(n), kSecret), 1) == n + 7 ? 0 : 1;
  }
  CHECK(wrong == 0);
  CHECK(set.size() == 40'000);
}

TEST_CASE("Keys of one bucket go on in the next, around the end of the table", "[seen_set]") {
  // All in one partition; the high bits of a key choose its bucket.
  for (const std::uint64_t high : {std::uint64_t{0}, ~std::uint64_t{0} << 20}) {
    SeenSet set;
    std::size_t wrong = 0;
    for (std::uint32_t n = 0; n < 600; ++n) {
      wrong += set.insert({high + 1 + n, 9}, n).has_value() ? 1 : 0;
      for (std::uint32_t earlier = 0; earlier <= n; earlier += 1 + n / 8) {
        wrong += set.insert({high + 1 + earlier, 9}, 7777) == earlier ? 0 : 1;
        wrong += set.find({high + 1 + earlier, 9}) == earlier ? 0 : 1;
      }
      wrong += set.find({high + 2 + n, 9}).has_value() ? 1 : 0;
    }
    CHECK(wrong == 0);
    CHECK(set.size() == 600);
  }
}

TEST_CASE("Hashes have known values", "[seen_set]") {
  // Worked out elsewhere by the description above keyed_hash(): who changes how texts and secrets
  // are mixed has to mean it, since a secret that is left out lets anyone choose colliding tokens.
  const HashSecret secret{
      {0x0123456789ABCDEF, 0xFEDCBA9876543210, 0x0F1E2D3C4B5A6978, 0x8796A5B4C3D2E1F0}};
  struct Row {
    std::size_t size;
    std::uint64_t key;
    std::uint64_t home;
  };
  constexpr Row kRows[] = {
      {0, 0xB2584224D9ADFE68, 0xA892AB3EF33DD86D},  {1, 0x56A7EFD974036FDB, 0x76AC34ACEECAD096},
      {2, 0xF5804857BBE24839, 0xE7209900CD3A9189},  {3, 0x665E33A2088BA035, 0x386D12E5C5ABD44C},
      {4, 0xEB0303EE498A9BF8, 0x56DC93CBFC00F99E},  {5, 0x156DCF746AF42724, 0x74F5FDF84081571A},
      {7, 0x4D9CC571BA5DA4EE, 0x94CC7CB5C920238F},  {8, 0x5518BE02F9E5D052, 0x1A828015F6B73E3E},
      {9, 0xE28B19645F53D73A, 0x35B19E1FBD409899},  {15, 0x17AAB850DAAB5124, 0x18616681ED47D02B},
      {16, 0x8CAB1DC7A9527385, 0x62D5444C5A02423A}, {17, 0xEB8610E23732D98A, 0x5C770845285AA688},
      {24, 0x65EA2277B0BFF973, 0x49E29405B7C0698E}, {31, 0x5FCB12A2496F6A84, 0x91728C6773692D66},
      {32, 0xAA03D59E7A62DEE0, 0xF4FA195B2D0CBB87}, {33, 0x1CCECEC7E2E21156, 0xE7AB16B9F3C92B73},
      {48, 0xC59970CA9346422F, 0xE524A65815E0E386},
  };
  const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (const Row& row : kRows) {
    const Hash128 hash = keyed_hash(std::string_view(letters).substr(0, row.size), secret);
    INFO(row.size);
    CHECK(hash.key == row.key);
    CHECK(hash.home == row.home);
  }
}

TEST_CASE("Places are those that a list of all of them has", "[seen_set]") {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Random random(seed);
    RecordPlaces book;
    RecordPlaces part;
    std::vector<Place> all;
    for (std::uint32_t file = 0; file < 5; ++file) {
      const bool by_line = random.once_in(2);
      std::uint64_t number = by_line ? 1 + random.below(3) : 0;
      // From some unit on what another one has noted, which counts from there.
      const std::uint64_t in_front = random.below(4);
      std::uint64_t first = all.size();
      std::uint64_t above = 0;
      for (std::uint64_t unit = 0; unit < 6; ++unit) {
        const std::uint64_t count = random.once_in(2) ? 1 : 1 + random.below(4);
        if (unit < in_front) {
          book.note(all.size(), count, file, number, by_line);
          first = all.size() + count;
          above = number;
        } else {
          part.note(all.size() - first, count, 0, number - above, by_line);
        }
        for (std::uint64_t n = 0; n < count; ++n) {
          all.push_back({file, by_line ? number : number + n, by_line});
        }
        // More items of the same line, the next line, or one further down.
        if (by_line) number += random.below(3);
        if (!by_line) number += count;
      }
      book.take(part, first, file, above);
    }
    INFO(seed);
    for (std::size_t n = 0; n < all.size(); ++n) {
      const Place place = book.at(n);
      INFO(n);
      CHECK(place.file == all[n].file);
      CHECK(place.number == all[n].number);
      CHECK(place.is_line == all[n].is_line);
    }
  }
}

TEST_CASE("A key of nothing but zeros is held like any other", "[seen_set]") {
  SeenSet set;
  CHECK_FALSE(set.find({0, 5}));
  CHECK_FALSE(set.insert({0, 5}, 7));
  CHECK(set.insert({0, 5}, 9) == 7);
  CHECK(set.find({0, 5}) == 7);
  CHECK(set.size() == 1);
}

TEST_CASE("An empty set costs little", "[seen_set]") { CHECK(SeenSet().memory() <= 32 * 1024); }

TEST_CASE("Hashes tell texts apart, whatever their length and their ends", "[seen_set]") {
  std::set<std::uint64_t> keys;
  std::set<std::uint64_t> homes;
  std::size_t texts = 0;
  for (std::size_t length = 0; length <= 70; ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      std::string text(length, 'a');
      if (at < length) text[at] = 'b';
      const Hash128 hash = keyed_hash(text, kSecret);
      keys.insert(hash.key);
      homes.insert(hash.home);
      ++texts;
    }
    keys.insert(keyed_hash(std::string(length, '\0') + "x", kSecret).key);
    ++texts;
  }
  CHECK(keys.size() == texts);
  CHECK(homes.size() > texts - 75);
}

TEST_CASE("Another secret gives other hashes", "[seen_set]") {
  const Hash128 a = keyed_hash("token", kSecret);
  const Hash128 b = keyed_hash("token", HashSecret{{1, 2, 3, 5}});
  CHECK(a.key != b.key);
  CHECK(a.home != b.home);
  CHECK(HashSecret::random().words != HashSecret::random().words);
}

TEST_CASE("Hashes fill the partitions evenly", "[seen_set]") {
  std::vector<int> load(64);
  for (std::uint64_t n = 0; n < 102'400; ++n) ++load[keyed_hash(token(n), kSecret).home >> 58];
  CHECK(*std::min_element(load.begin(), load.end()) > 1400);
  CHECK(*std::max_element(load.begin(), load.end()) < 1800);
}

TEST_CASE("Ordinals lead back to places", "[seen_set]") {
  RecordPlaces book;
  book.note(0, 1, 0, 1, true);  // lines 1 and 2
  book.note(1, 1, 0, 2, true);
  book.note(2, 25, 0, 3, true);   // a batch on line 3
  book.note(27, 1, 0, 5, true);   // line 4 is blank
  book.note(28, 3, 1, 0, false);  // records of another input
  book.note(31, 2, 1, 3, false);
  book.note(33, 1, 2, 6, true);
  book.note(34, 1, 2, 7, true);  // three items on line 7, the last of them a batch
  book.note(35, 1, 2, 7, true);
  book.note(36, 4, 2, 7, true);
  book.note(40, 1, 2, 8, true);
  struct Row {
    std::uint64_t ordinal;
    Place place;
  };
  const Row rows[] = {{0, {0, 1, true}},   {1, {0, 2, true}},   {2, {0, 3, true}},
                      {26, {0, 3, true}},  {27, {0, 5, true}},  {28, {1, 0, false}},
                      {30, {1, 2, false}}, {32, {1, 4, false}}, {33, {2, 6, true}},
                      {34, {2, 7, true}},  {35, {2, 7, true}},  {39, {2, 7, true}},
                      {40, {2, 8, true}}};
  for (const Row& row : rows) {
    const Place place = book.at(row.ordinal);
    INFO(row.ordinal);
    CHECK(place.file == row.place.file);
    CHECK(place.number == row.place.number);
    CHECK(place.is_line == row.place.is_line);
  }
}

}  // namespace diallint::test
