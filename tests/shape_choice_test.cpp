// Which shape an object is taken for.
#include "shape_choice.h"

#include <catch2/catch.hpp>

#include "json_index.h"
#include "lint.h"
#include "padded.h"

namespace diallint::test {
namespace {

std::string choose(ShapeChoice& choice, std::string_view text) {
  const Padded padded(text);
  JsonIndex index;
  if (!index.build(padded.text())) index.build_slowly(padded.text());
  return choice.choose(JsonCursor(padded.text(), index, 0)).id;
}

struct Row {
  const char* text;
  const char* shape;
};
constexpr Row kRows[] = {
    {R"({"clientToken":"a"})", "dial-request"},
    {R"({"dialRequests":[]})", "put-dial-request-batch"},
    {R"({"id":"a"})", "put-dial-request-batch"},
    {R"({"DialRequests":[]})", "put-dial-request-batch"},
    {R"({"dial_requests":[]})", "put-dial-request-batch"},
    {R"({"phone_number":"x"})", "dial-request"},
    {R"({"\u0064ialRequests":[]})", "put-dial-request-batch"},
    {R"({"campaign":1,"more":{"clientToken":1},"dialRequests":[]})", "put-dial-request-batch"},
    {R"({"attributes":{"dialRequests":1}})", "dial-request"},
    {R"({"unknown":1})", "dial-request"},
    {"{}", "dial-request"},
    {"[]", "dial-request"},
    {"7", "dial-request"},
    {"{\"dialRequests\"", "dial-request"},
    {"{\"dialRequests\":tru", "put-dial-request-batch"},
    {"{\"x\":tru,\"dialRequests\":[]}", "dial-request"},
};

}  // namespace

TEST_CASE("A shape is told by its members", "[shape_choice]") {
  for (const auto& [text, shape] : kRows) {
    ShapeChoice fresh(builtin_plan(), nullptr);
    INFO(text);
    CHECK(choose(fresh, text) == shape);
  }
}

TEST_CASE("What was chosen before does not change what is chosen", "[shape_choice]") {
  ShapeChoice choice(builtin_plan(), nullptr);
  for (const Row& before : kRows) {
    for (const Row& row : kRows) {
      choose(choice, before.text);
      INFO(before.text << " then " << row.text);
      CHECK(choose(choice, row.text) == row.shape);
    }
  }
}

TEST_CASE("A shape that is given is taken", "[shape_choice]") {
  ShapeChoice choice(builtin_plan(), builtin_plan().shape("put-dial-request-batch"));
  for (const Row& row : kRows) CHECK(choose(choice, row.text) == "put-dial-request-batch");
}

TEST_CASE("Thousands of unknown members are not read to their end", "[shape_choice]") {
  std::string text = "{";
  for (int n = 0; n < 5000; ++n) text += fmt::format("\"k{}\":1,", n);
  text += "\"dialRequests\":[]}";
  ShapeChoice choice(builtin_plan(), nullptr);
  CHECK(choose(choice, text) == "dial-request");
}

}  // namespace diallint::test
