// The structural index: simdjson's first stage and the loop of our own must agree, because either
// may have read what the cursor walks over.
#include "input/json_index.h"
#include "engine/record_starts.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "generate/value_maker.h"
#include "support/json_mutations.h"
#include "support/lint.h"
#include "support/padded.h"
#include "support/short_texts.h"
#include "support/varied_json.h"

namespace diallint::test {
namespace {

std::vector<std::uint32_t> tokens_of(const JsonIndex& index) {
  return {index.tokens().begin(), index.tokens().end()};
}

// Where both ways of indexing accept a text they give the same tokens, and one accepts what the
// other does.
class Agreement {
 public:
  bool holds(std::string_view text, char padding = '\0') {
    const Padded padded(text, padding);
    const bool built = quick_.build(padded.text());
    slow_.build_slowly(padded.text());
    if (built != slow_.faults().empty()) return false;
    if (!built) return true;
    ++accepted_;
    const std::uint32_t* end = quick_.tokens().data() + quick_.tokens().size();
    if (end[0] != text.size() || end[1] != text.size()) return false;
    // The two bytes that json_index.h speaks of; tests/input/json_cursor_test.cpp looks after them.
    const bool mistaken = text.find_first_of("\x0C\x1A") != std::string_view::npos;
    return mistaken || tokens_of(quick_) == tokens_of(slow_);
  }
  std::uint64_t accepted() const { return accepted_; }

  /// What the two say of the text at hand, where they differ.
  std::string differences(std::string_view text, char padding = '\0') {
    const Padded padded(text, padding);
    const bool built = quick_.build(padded.text());
    std::string out = "bytes";
    for (const char c : text) out += fmt::format(" {:02x}", static_cast<unsigned char>(c));
    out += fmt::format("\npadding {:02x}, first stage {}:", static_cast<unsigned char>(padding),
                       built ? "accepts" : "refuses");
    for (const auto token : built ? tokens_of(quick_) : std::vector<std::uint32_t>()) {
      out += fmt::format(" {}", token);
    }
    slow_.build_slowly(padded.text());
    out += fmt::format("\nour own has {} faults:", slow_.faults().size());
    for (const FaultAt& fault : slow_.faults()) out += fmt::format(" at {}", fault.at);
    for (const auto token : tokens_of(slow_)) out += fmt::format(" {}", token);
    return out;
  }

 private:
  JsonIndex quick_;
  JsonIndex slow_;
  std::uint64_t accepted_ = 0;
};

std::string random_json(std::uint64_t seed, Random& random) {
  ValueMaker maker(builtin_plan(), seed, kNow);
  const auto& shapes = builtin_plan().shapes;
  return varied_json(maker.make(shapes[random.below(shapes.size())].root), random, false);
}

constexpr std::string_view kHostile = "{}[]:,\"\\a1\n \t\r-\x01\x7F\xC3\xA9\xE2\xF0\x80/e.";

}  // namespace

TEST_CASE("Both indexes agree on every short text", "[json_index]") {
  Agreement agreement;
  std::uint64_t disagreements = 0;
  std::string first;
  for_each_short_text("{}[]:,\"\\a1\n \xC3", [&](const std::string& text) {
    if (!agreement.holds(text) && disagreements++ == 0) first = text;
  });
  INFO("first: " << Catch::Detail::stringify(first));
  CHECK(disagreements == 0);
  CHECK(agreement.accepted() > 500);
}

TEST_CASE("Both indexes agree on JSON and on what became of it", "[json_index]") {
  Random random(17);
  Agreement agreement;
  for (int i = 0; i < rounds(4000); ++i) {
    const std::string text = random_json(static_cast<std::uint64_t>(i), random);
    const char behind = random.one_of("\"a\xFF{");
    if (!agreement.holds(text, behind)) FAIL(agreement.differences(text, behind));
    const std::uint64_t sound = agreement.accepted();
    REQUIRE(sound > static_cast<std::uint64_t>(i));
    for (int n = 0; n < 5; ++n) {
      const std::string broken = mutate(text.substr(0, 700), random, kHostile);
      const char padding = random.one_of("\"a{");
      if (!agreement.holds(broken, padding)) FAIL(agreement.differences(broken, padding));
    }
  }
}

TEST_CASE("The mended index of a sound text is its index", "[json_index]") {
  Random random(19);
  const RecordStarts starts(builtin_plan());
  JsonIndex quick;
  JsonIndex mended;
  for (int i = 0; i < rounds(1000); ++i) {
    const std::string text = random_json(static_cast<std::uint64_t>(i), random);
    const Padded padded(text);
    REQUIRE(quick.build(padded.text()));
    mended.build_mended(padded.text(),
                        [&](std::size_t at) { return starts.begins_at(text, at, {}); });
    INFO(text);
    CHECK(mended.faults().empty());
    REQUIRE(tokens_of(mended) == tokens_of(quick));
  }
}

TEST_CASE("The mended index goes on behind strings that are not closed", "[json_index]") {
  struct Row {
    std::string_view text;
    std::string_view tokens;  // the first bytes of all
    std::vector<std::uint32_t> open;
  };
  const Row rows[] = {
      {"[\"a\n,\"b\"]", "[,\"]", {1}},
      {"[\"a\\\n,\"b\"]", "[,\"]", {1}},
      {"[\"a\r,1]", "[,1]", {1}},
      {"{\"a\":\"b}},{\"id\":1}", "{\":{\":1}", {5}},
      {"{\"a\":\"3\" inch\"},{\"id\":1}", "{\":\"i},{\":1}", {}},
      {"{\"a\":\"3\" inch \"},{\"id\":1}", "{\":\"i},{\":1}", {14}},
      {"{\"a\":\"3\"\"},{\"id\":1}", "{\":\"},{\":1}", {8}},
      {"{\"a\":b\" c\",{\"id\":1}", "{\":b,{\":1}", {}},
      {"{\"a\":b\" c {\"id\":1}", "{\":b{\":1}", {6}},
      {"[a\\\"b\\\\c,1]", "[a,1]", {}},
      {"{\"a\":\"{\\\"id\\\":1}", "{\":", {5}},
      {"{\"a\":\"b\\", "{\":", {5}},
      {"\"a\" \"", "\"", {4}},
      {"[1\",2,\"b\"]", "[1,2,\"]", {}},
      {"[\"a\"\",2,\"b\"]", "[\",2,\"]", {4}},
      {"[a\\,1]", "[a,1]", {}},
      {"[a\\\",1]", "[a,1]", {}},
      {"[a\\\"b,\"c\"]", "[a,\"]", {}},
      {"[\"a\\\"", "[", {1}},
      {"[\"a\\\r\n,1]", "[,1]", {1}},
      {"[\"a\\\n\"b\"]", "[\"]", {1}},
  };
  const RecordStarts starts(builtin_plan());
  for (const Row& row : rows) {
    const Padded padded(row.text);
    JsonIndex index;
    index.build_mended(padded.text(),
                       [&](std::size_t at) { return starts.begins_at(row.text, at, {}); });
    std::string tokens;
    for (const std::uint32_t at : index.tokens()) tokens += row.text[at];
    std::vector<std::uint32_t> open;
    for (const FaultAt& fault : index.faults()) open.push_back(fault.at);
    INFO(row.text);
    CHECK(tokens == row.tokens);
    CHECK(open == row.open);
  }
}

TEST_CASE("The mended index notes what is no text", "[json_index]") {
  const Padded padded("[\"a\x01\xFF\",\"b\x02");
  JsonIndex index;
  index.build_mended(padded.text(), [](std::size_t) { return false; });
  std::vector<std::uint32_t> at;
  for (const FaultAt& fault : index.faults()) at.push_back(fault.at);
  CHECK(at == std::vector<std::uint32_t>{3, 4, 7, 9});
  for (char c = 1; c <= 0x20; ++c) {
    if (c == '\n' || c == '\r') continue;
    const std::string text = std::string("[\"a") + c + "b\"]";
    JsonIndex of_one;
    const Padded one(text);
    of_one.build_mended(one.text(), [](std::size_t) { return false; });
    INFO(static_cast<int>(c));
    CHECK(of_one.faults().size() == (c < 0x20 ? 1U : 0U));
  }
}

TEST_CASE("Both indexes agree on random bytes", "[json_index]") {
  Random random(23);
  Agreement agreement;
  for (int i = 0; i < rounds(100000); ++i) {
    std::string text;
    const bool hostile = random.once_in(2);
    for (std::uint64_t n = random.below(150); n > 0; --n) {
      text += hostile ? random.one_of(kHostile) : static_cast<char>(random.below(256));
    }
    if (!agreement.holds(text)) FAIL(agreement.differences(text));
  }
}

TEST_CASE("Tokens stand where brackets, marks, strings and scalars begin", "[json_index]") {
  struct Row {
    std::string_view text;
    std::vector<std::uint32_t> tokens;
  };
  const Row rows[] = {{"", {}},
                      {" \n\t ", {}},
                      {"1", {0}},
                      {"{\"a\":[1, true]}", {0, 1, 4, 5, 6, 7, 9, 13, 14}},
                      {"\"a\\\"b\" ,", {0, 7}},
                      {"\"[{:,\"", {0}},
                      {"tru e", {0, 4}},
                      {"\xC3\xA9", {0}}};
  for (const Row& row : rows) {
    const Padded padded(row.text);
    JsonIndex index;
    INFO(row.text);
    REQUIRE(index.build(padded.text()));
    CHECK(tokens_of(index) == row.tokens);
    index.build_slowly(padded.text());
    CHECK(tokens_of(index) == row.tokens);
    CHECK(index.tokens().data()[row.tokens.size()] == row.text.size());
  }
}

TEST_CASE("The slow index says what is wrong where", "[json_index]") {
  struct Row {
    std::string_view text;
    TextError fault;
    std::uint32_t at;
    std::size_t faults;
  };
  const Row rows[] = {{"\"a\tb\"", TextError::kControl, 2, 1},
                      {"{\"a\": \"b", TextError::kOpenString, 6, 1},
                      {"\"a\nb\"", TextError::kOpenString, 0, 1},
                      {"\"a\\", TextError::kOpenString, 0, 1},
                      {"[\"\xFF\",\"\xC3\x28\"]", TextError::kUtf8, 2, 2},
                      {"\"\x01\xFF\x02\"", TextError::kControl, 1, 3}};
  for (const Row& row : rows) {
    const Padded padded(row.text);
    JsonIndex index;
    CHECK_FALSE(index.build(padded.text()));
    index.build_slowly(padded.text());
    INFO(row.text);
    REQUIRE(index.faults().size() == row.faults);
    CHECK(index.faults()[0].fault == row.fault);
    CHECK(index.faults()[0].at == row.at);
  }
}

TEST_CASE("One index serves texts of all sizes one after the other", "[json_index]") {
  JsonIndex index;
  Random random(5);
  for (int i = 0; i < 60; ++i) {
    const std::size_t items = random.below(i % 10 == 0 ? 200'000 : 50);
    std::string text = "[";
    for (std::size_t n = 0; n < items; ++n) text += "1,";
    text += "1]";
    const Padded padded(text);
    REQUIRE(index.build(padded.text()));
    REQUIRE(index.tokens().size() == items * 2 + 3);
    CHECK(index.tokens().back() == text.size() - 1);
  }
}

TEST_CASE("The slow index says every fault of a text, in order", "[json_index]") {
  struct Row {
    std::string_view text;
    const char* faults;  // kind and place
    std::size_t tokens;
  };
  const Row rows[] = {
      {"\"a\"", "", 1},
      {"\"a\x1F\"", "control 2", 1},
      {"\"a\x20\"", "", 1},
      {"\"\\\x1F\"", "control 2", 1},
      {"\"\\\x20\"", "", 1},
      {"\"\\\"\"", "", 1},
      {"\"\\\\\"", "", 1},
      {"\"\\x\"", "", 1},
      {"\"", "open 0", 0},
      {"\"\\", "open 0", 0},
      {"\"\\\n\"", "open 0", 0},
      {"\"\\\r\"", "open 0", 0},
      {"\"a\n\"", "open 0", 0},
      {"\"a\r\"", "open 0", 0},
      {"\"\\x\n\"", "open 0", 0},
      {"\"\\", "open 0", 0},
      {"[\"ab\\", "open 1", 1},
      {"\"x\xFF", "open 0", 0},
      {"[\"\xFF\",\"x", "utf8 2 open 5", 3},
      {"12", "", 1},
      {"12 ", "", 1},
      {"a\"b", "open 1", 1},
      {"a\"b\"", "", 1},
      {"a\"b\"c", "", 2},
      {"a\\\"b", "", 1},
      {"a\\\\\"b\"", "", 1},
      {"a\\", "", 1},
      {"a\\x\"b\"", "", 1},
      {"\"\xFF\"", "utf8 1", 1},
      {"\"\xFF\xFF\"", "utf8 1 utf8 2", 1},
      {"\"\x01\xFF\x02\"", "control 1 utf8 2 control 3", 1},
      {"\"\xFF\x01\xFE\"", "utf8 1 control 2 utf8 3", 1},
      {"\"\xC3\"", "utf8 1", 1},
      {"[\xFF]", "utf8 1", 3},
      {"\xFF", "utf8 0", 1},
  };
  for (const Row& row : rows) {
    for (const char behind : {'"', '\\', 'n', '\n', '\xA9', ' '}) {
      const Padded padded(row.text, behind);
      JsonIndex index;
      index.build_slowly(padded.text());
      std::string faults;
      for (const FaultAt& fault : index.faults()) {
        const char* const kind = fault.fault == TextError::kUtf8      ? "utf8"
                                 : fault.fault == TextError::kControl ? "control"
                                                                      : "open";
        faults += fmt::format("{}{} {}", faults.empty() ? "" : " ", kind, fault.at);
      }
      INFO(Catch::Detail::stringify(std::string(row.text)) << " before " << int{behind});
      CHECK(faults == row.faults);
      CHECK(index.tokens().size() == row.tokens);
      const std::uint32_t* const sentinels = index.tokens().data() + row.tokens;
      CHECK(sentinels[0] == sentinels[1]);
    }
  }
}

}  // namespace diallint::test
