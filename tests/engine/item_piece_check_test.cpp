// Arrays and large batches checked side by side: whatever the number of threads, a run says the
// same as with one.
#include "engine/item_piece_check.h"

#include <catch2/catch.hpp>

#include "base/random.h"
#include "engine/json_stretches.h"
#include "support/crew_options.h"
#include "support/everything.h"
#include "support/failing_source.h"
#include "support/lint.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

// The first two stretches of an array are checked by one thread, and those of a large batch, which
// are as long as what is held of it by then.
constexpr std::size_t kLong = kStretchBytes * 3 + kChunkBytes * 8;
constexpr std::size_t kLongBatch = kMostHeld * 3 + kChunkBytes * 8;

LintOptions options(unsigned jobs, std::size_t step = SIZE_MAX) {
  return crew_options(jobs, InputFormat::kJson, step);
}

std::string request(std::uint64_t token, const char* expiry = "2026-11-20T12:10:00.000Z") {
  return fmt::format(
      R"({{"clientToken":"item-{}-x","phoneNumber":"+1202555{:04}","expirationTime":"{}","attributes":{{"n":"é }},{{\"n {}"}}}})",
      token, 100 + token % 100, expiry, token);
}

std::string in_batch(std::string_view requests) {
  return fmt::format(R"({{"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","dialRequests":[{}]}})",
                     requests);
}

std::string batch(std::uint64_t token) {
  return in_batch(request(token) + "," + request(token + 1) + ", " + request(token + 2));
}

// Mostly sound, and tokens come again now and then.
std::string item(Random& random, std::uint64_t n, bool of_batches) {
  const std::uint64_t token = random.once_in(40) ? random.below(n + 1) : 1'000'000 + n * 100;
  switch (random.below(400)) {
    case 0:
      return R"({"clientToken":" ","phoneNumber":"no","other":{}})";
    case 1:
      return R"({"unknown":[{"a":1},{"b":[2]},{"c":{}}],"what":null})";
    case 2:
      return request(token, "2026-11-20T11:00:00Z");
    case 3:
      return R"("a string")";
    case 4:
      return "[1, {\"clientToken\":\"x\"},{\"b\":2}]";
    case 5:
      return "{}";
    case 6:
      return batch(token);
    default:
      return of_batches ? batch(token) : request(token);
  }
}

std::string broken_item(Random& random, std::uint64_t n) {
  const std::string item = request(n);
  switch (random.below(11)) {
    case 0:
      return item.substr(0, item.size() - 1);
    case 1:
      return item + "}";
    case 2:
      return item + ",";
    case 3:
      return item + " " + item;
    case 4:
      return item.substr(0, random.below(item.size()));
    case 5:
      return item.substr(random.below(item.size()));
    case 6:
      return item.substr(0, item.size() - 3) + "\xFF\"}}";
    case 7:
      return item.substr(0, item.size() - 3) + "\n\"}}";
    case 8:
      return item + "]";
    case 9:
      return item + "/* said */";
    default:
      return R"({"clientToken":"open},{"clientToken":"no"})";
  }
}

struct Kind {
  bool is_batch;
  bool of_batches;
  std::uint64_t broken_one_in;
};

std::string text_of(std::uint64_t seed, const Kind& kind) {
  Random random(seed);
  const bool is_pretty = random.once_in(3);
  std::string items;
  const std::size_t size = kind.is_batch ? kLongBatch : kLong;
  for (std::uint64_t n = 0; items.size() < size; ++n) {
    if (n > 0) items += is_pretty ? ",\n  " : random.once_in(20) ? " , " : ",";
    const bool is_broken = kind.broken_one_in > 0 && random.once_in(kind.broken_one_in);
    items += is_broken ? broken_item(random, n) : item(random, n, kind.of_batches);
  }
  const std::string mark = random.once_in(4) ? "\xEF\xBB\xBF" : "";
  const std::string whole = kind.is_batch ? in_batch(items) : "[" + items + "]";
  constexpr std::string_view kBehind[] = {"", "\n", "\n[]", "{}", "]"};
  const std::string text = mark + whole + std::string(kBehind[random.below(std::size(kBehind))]);
  return random.once_in(5) ? text.substr(0, text.size() - random.below(200)) : text;
}

void expect_the_same(const std::string& text, const LintOptions& alone,
                     std::initializer_list<unsigned> numbers = {2, 3, 7}) {
  const std::string expected = everything(lint(text, alone));
  for (const unsigned jobs : numbers) {
    CAPTURE(jobs);
    LintOptions options = alone;
    options.jobs = jobs;
    options.step = kChunkBytes / jobs;
    REQUIRE(everything(lint(text, options)) == expected);
  }
}

}  // namespace

#ifdef __SANITIZE_THREAD__

// Which takes minutes for what others take seconds for, and sees all that threads share here.
TEST_CASE("threads share an array", "[crew]") {
  expect_the_same(text_of(3, {false, false, 3000}), options(1), {3});
}

#else

TEST_CASE("any number of threads says of an array what one says", "[crew]") {
  constexpr Kind kKinds[] = {{false, false, 0},    {true, false, 0},    {false, true, 0},
                             {false, false, 3000}, {true, false, 3000}, {false, true, 700},
                             {false, false, 60},   {true, false, 60}};
  // Where pieces are short, so are texts that have many.
  const int seeds = rounds(kChunkBytes > 4096 ? 10 : 80) * static_cast<int>(std::size(kKinds));
  for (int seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    expect_the_same(text_of(static_cast<std::uint64_t>(seed),
                            kKinds[static_cast<std::size_t>(seed) % std::size(kKinds)]),
                    options(1));
  }
}

TEST_CASE("threads agree on items whatever is compared and shown", "[crew]") {
  for (const Kind& kind : {Kind{false, false, 0}, Kind{true, false, 0}, Kind{false, true, 0}}) {
    const std::string text = text_of(11, kind);
    for (const UniqueWithin within :
         {UniqueWithin::kRun, UniqueWithin::kInput, UniqueWithin::kBatch, UniqueWithin::kOff}) {
      LintOptions alone = options(1);
      alone.settings.unique_within = within;
      expect_the_same(text, alone, {3});
    }
    LintOptions limited = options(1);
    limited.max_findings = 5;
    expect_the_same(text, limited, {3});
  }
}

TEST_CASE("where reading fails, any number of threads has checked what stands in front", "[crew]") {
  for (const Kind& kind : {Kind{false, false, 0}, Kind{true, false, 3000}}) {
    const std::string whole = text_of(5, kind);
    Random random(5);
    for (int turn = 0; turn < rounds(kWatched ? 160 : 20); ++turn) {
      const std::string_view text =
          std::string_view(whole).substr(0, whole.size() - random.below(whole.size() / 2));
      const auto failed = [&](unsigned jobs) {
        LintResult result;
        Collector collector(result.findings);
        RunOptions run_options;
        run_options.format = InputFormat::kJson;
        run_options.jobs = jobs;
        Run run(builtin_plan(), options(jobs).settings, run_options, collector);
        FailingSource source(text, kChunkBytes / 3);
        CHECK_THROWS_AS(run.check(source, "input"), ReadError);
        result.summary = run.summary();
        return everything(result);
      };
      const std::string expected = failed(1);
      for (const unsigned jobs : {2U, 5U}) {
        CAPTURE(turn, jobs);
        REQUIRE(failed(jobs) == expected);
      }
    }
  }
}

TEST_CASE("threads agree on what stands between items in place of a comma", "[crew]") {
  std::string items = request(1);
  for (std::uint64_t n = 2; items.size() < kLong; ++n) items += "," + request(n);
  for (const char* between : {"", " ", "]", "],[", "}", "},{", ",,", ":", ",1,", ",\"x\","})
    expect_the_same("[" + items + between + items + "]", options(1), {3});
}

TEST_CASE("threads agree where much is found in items", "[crew]") {
  std::string items = R"({"clientToken":"b c"})";
  while (items.size() < kLong) items += R"(,{"clientToken":"a"})" + std::string(300, ' ');
  expect_the_same("[" + items + "]", options(1));
}

#endif

TEST_CASE("behind a piece that is not counted none is", "[crew]") {
  ItemCounts counts;
  counts.restart(7);
  CHECK(counts.in_front_of(0, 5) == 7);
  CHECK(counts.in_front_of(1, 1) == 12);
  CHECK_FALSE(counts.in_front_of(2, std::nullopt));
  CHECK_THROWS_AS(counts.in_front_of(3, 4), TurnOrder::Superseded);
  counts.restart(0);
  CHECK(counts.in_front_of(0, 1) == 0);
}

}  // namespace diallint::test
