// Values of attributes go with their names.
#include "samples/attribute_texts.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "base/date_time.h"
#include "base/utf8.h"
#include "diallint/generate.h"
#include "samples/text_forms.h"
#include "support/lint.h"

namespace diallint::test {

TEST_CASE("Blanks of a form are filled in", "[attribute_texts]") {
  Random random(1);
  const std::string text = filled("a#b%g, %f", random);
  CHECK(text.size() > 6);
  CHECK(text[0] == 'a');
  CHECK((text[1] >= '0' && text[1] <= '9'));
  CHECK(text[2] == 'b');
  CHECK(text.find('%') == std::string::npos);
  std::set<std::string> people;
  for (int i = 0; i < 200; ++i) people.insert(filled("%p", random));
  CHECK(people.size() > 80);
}

TEST_CASE("Each name that says what it holds has values of its own", "[attribute_texts]") {
  std::size_t speaking = 0;
  for (const std::string_view key : attribute_keys()) {
    if (!says_what_it_holds(key)) continue;
    ++speaking;
    Random random(2);
    for (int i = 0; i < 50; ++i) {
      const std::string text = attribute_text(key, random);
      INFO(key << ": " << text);
      CHECK_FALSE(text.empty());
      CHECK(text.find_first_of("#%|\n") == std::string::npos);
    }
  }
  CHECK(speaking > 30);
  CHECK_FALSE(says_what_it_holds("x-1"));
  CHECK_FALSE(says_what_it_holds("no such name"));
  Random random(3);
  for (int i = 0; i < 50; ++i) {
    for (const char* key : {"dueDate", "lastOrder"}) {
      const std::string day = attribute_text(key, random);
      CHECK(parse_rfc3339(day + "T00:00:00Z"));
    }
  }
}

TEST_CASE("Generated values go with the names they stand under", "[attribute_texts]") {
  const std::set<std::string> tiers = {"basic", "gold", "silver", "platinum"};
  GeneratorOptions options;
  options.now = kNow;
  Generator generator = *Generator::make(options);
  std::size_t all = 0;
  std::size_t fitting = 0;
  std::size_t dates = 0;
  std::size_t days = 0;
  for (int i = 0; i < 1500; ++i) {
    std::string text;
    REQUIRE_FALSE(generator.write(text));
    const auto request = nlohmann::json::parse(text);
    for (const auto& [key, value] : request["attributes"].items()) {
      if (key == "tier") {
        ++all;
        fitting += tiers.count(value.get<std::string>());
      } else if (key == "dueDate") {
        ++dates;
        days += parse_rfc3339(value.get<std::string>() + "T00:00:00Z") ? 1 : 0;
      }
    }
  }
  // Now and then a value is anything.
  CHECK(all > 50);
  CHECK(fitting * 10 > all * 8);
  CHECK(dates > 50);
  CHECK(days * 10 > dates * 8);
}

}  // namespace diallint::test
