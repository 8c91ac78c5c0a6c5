// Which known name an unknown one is taken for.
#include "base/edit_distance.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace diallint::test {
namespace {

// By its definition, without a table: a letter put in, taken out or changed, or two neighbours
// swapped that are not touched again.
std::size_t slow_distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return std::max(a.size(), b.size());
  const auto rest = [](std::string_view text, std::size_t count) {
    return text.substr(0, text.size() - count);
  };
  std::size_t least = std::min(slow_distance(rest(a, 1), b), slow_distance(a, rest(b, 1))) + 1;
  least = std::min(least, slow_distance(rest(a, 1), rest(b, 1)) + (a.back() == b.back() ? 0 : 1));
  const bool swapped =
      a.size() > 1 && b.size() > 1 && a.back() == b[b.size() - 2] && a[a.size() - 2] == b.back();
  return swapped ? std::min(least, slow_distance(rest(a, 2), rest(b, 2)) + 1) : least;
}

std::vector<std::string> short_texts(std::size_t longest) {
  std::vector<std::string> all{""};
  for (std::size_t begin = 0, length = 0; length < longest; ++length) {
    const std::size_t end = all.size();
    for (; begin < end; ++begin) {
      for (const char c : {'a', 'b', 'c'}) all.push_back(all[begin] + c);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("Edit distances are those of the definition, up to a limit", "[nearest]") {
  const std::vector<std::string> texts = short_texts(3);
  std::vector<std::string> longer = texts;
  for (const char* text : {"abcd", "abdc", "bacd", "bcda", "acbd", "dcba", "abcde", "badce"}) {
    longer.emplace_back(text);
  }
  for (const std::string& a : texts) {
    for (const std::string& b : longer) {
      const std::size_t distance = slow_distance(a, b);
      INFO(a << " and " << b);
      for (const std::size_t limit : {1U, 2U, 3U, 9U}) {
        REQUIRE(edit_distance(a, b, limit) == std::min(distance, limit));
        REQUIRE(edit_distance(b, a, limit) == std::min(distance, limit));
      }
    }
  }
  CHECK(edit_distance("abcd", "abdc", 9) == 1);
  CHECK(edit_distance("abcd", "badc", 9) == 2);
  CHECK(edit_distance("clientToken", "cleintToken", 9) == 1);
}

TEST_CASE("What stands about two names is none of them", "[nearest]") {
  const std::vector<std::string> texts = short_texts(3);
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      const std::size_t distance = edit_distance(a, b, 9);
      for (const char* about : {"a", "b", "c"}) {
        INFO(about << " about " << a << " and " << b);
        const std::string around_a = about + a + about;
        const std::string around_b = about + b + about;
        REQUIRE(edit_distance(std::string_view(around_a).substr(1, a.size()),
                              std::string_view(around_b).substr(1, b.size()), 9) == distance);
      }
    }
  }
}

TEST_CASE("The nearest name is near, and the first of those that are as near", "[nearest]") {
  struct Row {
    const char* name;
    std::vector<std::string_view> names;
    const char* nearest;
  };
  const Row rows[] = {
      {"ab", {}, ""},
      {"ab", {"ab"}, "ab"},
      // One slip in a name of up to five letters, two of up to eight, three of up to eleven.
      {"a", {"b"}, "b"},
      {"", {"b"}, "b"},
      {"ab", {"cd"}, ""},
      {"abc", {"abd"}, "abd"},
      {"abc", {"aed"}, ""},
      {"abxye", {"abcde"}, ""},
      {"abxdy", {"abcdef"}, ""},
      {"abxyef", {"abcdef"}, "abcdef"},
      {"abxyz", {"abcdef"}, ""},
      {"xbcyef", {"abcdef"}, "abcdef"},
      {"xbcyezgh", {"abcdefgh"}, ""},
      {"xbcyezghi", {"abcdefghi"}, "abcdefghi"},
      {"xbcyezghiZ", {"abcdefghi"}, ""},
      // The nearer of two, wherever it stands; the first of two that are as near.
      {"abcdef", {"abcdxy", "abcdex"}, "abcdex"},
      {"abcdef", {"abcdex", "abcdxy"}, "abcdex"},
      {"abcdef", {"abcdex", "abcdey"}, "abcdex"},
      {"abcdef", {"zzzzzz", "abcdex"}, "abcdex"},
      {"abcdef", {"abcdex", "abcdef"}, "abcdef"},
      {"abcdef", {"abcdef", "abcdex"}, "abcdef"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(nearest_name(row.name, row.names) == row.nearest);
  }
}

}  // namespace diallint::test
