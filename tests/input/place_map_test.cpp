// Places in a text that was made lead back to the places that it was made of.
#include "input/place_map.h"

#include <catch2/catch.hpp>

namespace diallint::test {
namespace {

struct Row {
  Span inner;
  std::optional<Span> outer;
};

void check(const PlaceMap& map, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.inner.begin << " to " << row.inner.end);
    const auto found = map.outer(row.inner);
    REQUIRE(found.has_value() == row.outer.has_value());
    if (!found) continue;
    CHECK(found->begin == row.outer->begin);
    CHECK(found->end == row.outer->end);
  }
}

}  // namespace

TEST_CASE("Copied, made and unknown bytes lead back", "[place_map]") {
  PlaceMap map;
  map.copied(3, 10);      // 0 to 3: 10 to 13
  map.copied(2, 13);      // 3 to 5: follows
  map.made(1, 15, 6);     // 5 to 6: one character for six
  map.copied(4, 21);      // 6 to 10
  map.unknown(5, 30, 5);  // 10 to 15
  map.made(0, 99, 99);    // nothing
  map.copied(1, 40);      // 15 to 16
  check(map, {
                 {{0, 5}, Span{10, 15}},
                 {{1, 2}, Span{11, 12}},
                 {{4, 7}, Span{14, 22}},
                 {{5, 6}, Span{15, 21}},
                 {{3, 6}, Span{13, 21}},
                 {{6, 6}, Span{21, 21}},
                 {{10, 15}, std::nullopt},
                 {{11, 12}, std::nullopt},
                 {{12, 12}, std::nullopt},
                 {{9, 12}, Span{24, 35}},
                 {{0, 16}, Span{10, 41}},
                 {{16, 16}, Span{41, 41}},
                 {{20, 30}, Span{41, 41}},
             });
}

TEST_CASE("A map inside of another leads through both", "[place_map]") {
  PlaceMap around;
  around.copied(4, 100);
  around.made(2, 104, 8);
  around.unknown(4, 120, 4);
  PlaceMap map(&around);
  map.copied(5, 1);
  map.copied(4, 6);
  check(map, {{{0, 2}, Span{101, 103}}, {{0, 4}, Span{101, 112}}, {{5, 9}, std::nullopt}});
  const PlaceMap empty(&around);
  check(empty, {{{0, 2}, Span{100, 102}}});
  check(PlaceMap(), {{{3, 7}, Span{3, 7}}});
}

TEST_CASE("Bytes may be replaced where they share their ends with nothing else", "[place_map]") {
  PlaceMap map;
  map.copied(3, 10);      // 0 to 3: 10 to 13
  map.made(1, 13, 6);     // 3 to 4: one character for six
  map.copied(4, 19);      // 4 to 8: follows
  map.made(2, 23, 12);    // 8 to 10: two for twelve
  map.copied(2, 40);      // 10 to 12: something was left out in front of it
  map.unknown(5, 50, 5);  // 12 to 17
  const auto exact = [](const PlaceMap& places, std::uint64_t begin, std::uint64_t end) {
    const auto found = places.exact({begin, end});
    return found ? std::to_string(found->begin) + "-" + std::to_string(found->end) : "none";
  };
  CHECK(exact(map, 0, 3) == "10-13");
  CHECK(exact(map, 1, 2) == "11-12");
  CHECK(exact(map, 1, 4) == "11-19");
  CHECK(exact(map, 3, 6) == "13-21");
  CHECK(exact(map, 2, 10) == "12-35");
  CHECK(exact(map, 8, 10) == "23-35");
  CHECK(exact(map, 5, 5) == "20-20");
  CHECK(exact(map, 8, 9) == "none");
  CHECK(exact(map, 9, 10) == "none");
  CHECK(exact(map, 6, 11) == "none");
  CHECK(exact(map, 11, 13) == "none");
  CHECK(exact(map, 10, 99) == "none");
  CHECK(exact(PlaceMap(), 0, 1) == "none");
  PlaceMap inner(&map);
  inner.copied(2, 2);  // 0 to 2: 2 to 4 of the text around
  inner.copied(1, 8);  // 2 to 3
  CHECK(exact(inner, 0, 2) == "12-19");
  CHECK(exact(inner, 2, 3) == "none");
}

}  // namespace diallint::test
