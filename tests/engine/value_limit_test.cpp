// A run whose values may take little memory finds what a run without a limit finds.
#include "context/value_limit.h"

#include <catch2/catch.hpp>
#include <optional>

#include "base/random.h"
#include "support/lint.h"
#include "support/memory_spill.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

// As many that limits are reached, in builds with short chunks too.
constexpr std::size_t kTextBytes = std::size_t{256} << 10;

struct Text {
  std::string bytes;
  InputFormat format = InputFormat::kNdjson;
};

/// Tokens and numbers repeat now and then, over all that is written.
struct Writer {
  Random& random;
  std::uint64_t different;

  std::string token() { return fmt::format("token-{}", random.below(different)); }
  std::string number() { return fmt::format("+1202555{:04}", random.below(10'000)); }
  std::string request() {
    const bool is_broken = random.once_in(40);
    return fmt::format(
        R"({{"clientToken":"{}","phoneNumber":"{}","expirationTime":"2026-11-20T12:{}:00Z","attributes":{{}}}}{})",
        token(), number(), random.once_in(30) ? 59 : 10, is_broken ? "," : "");
  }
  std::string requests(std::uint64_t count) {
    std::string text = request();
    while (--count > 0) text += "," + request();
    return text;
  }
};

Text ndjson(Writer writer, std::size_t size) {
  Text text;
  while (text.bytes.size() < size) {
    const std::uint64_t form = writer.random.below(12);
    if (form == 0)
      text.bytes += "[" + writer.requests(3) + "]";
    else if (form == 1)
      text.bytes +=
          fmt::format(R"({{"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","dialRequests":[{}]}})",
                      writer.requests(4));
    else
      text.bytes += writer.request();
    text.bytes += "\n";
  }
  return text;
}

Text csv(Writer writer, std::size_t size) {
  Text text{"clientToken,phoneNumber,expirationTime\n", InputFormat::kCsv};
  while (text.bytes.size() < size)
    text.bytes += fmt::format("{},{},2026-11-20T12:10:00Z\n", writer.token(), writer.number());
  return text;
}

Text json(Writer writer, std::size_t size) {
  Text text{"[" + writer.request(), InputFormat::kJson};
  while (text.bytes.size() < size) text.bytes += ",\n" + writer.request();
  text.bytes += "]";
  return text;
}

std::vector<Text> texts(Random& random) {
  std::vector<Text> all;
  const Writer writer{random, random.once_in(3) ? 500U : 40'000U};
  for (std::uint64_t n = 1 + random.below(4); n > 0; --n) {
    const std::size_t size = random.below(kTextBytes * 3);
    const std::uint64_t form = random.below(4);
    all.push_back(form == 0   ? csv(writer, size)
                  : form == 1 ? json(writer, size)
                              : ndjson(writer, size));
  }
  return all;
}

struct Choices {
  UniqueWithin within = UniqueWithin::kRun;
  std::uint64_t max_findings = 0;
  unsigned jobs = 1;
};

/// One run over all of them. `changed`: the input that has another content, if any.
Summary read_all(const std::vector<Text>& texts, const Choices& choices, Sink& sink,
                 ValueLimit* limit) {
  Settings settings = test_settings();
  settings.unique_within = choices.within;
  RunOptions options;
  options.max_findings = choices.max_findings;
  options.jobs = choices.jobs;
  options.value_limit = limit;
  Run run(builtin_plan(), settings, options, sink);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    options.format = texts[i].format;
    run.configure(settings, options);
    if (limit != nullptr) limit->begin_input(i);
    TextSource source(texts[i].bytes, kChunkBytes / 3);
    run.check(source, fmt::format("input {}", i));
  }
  if (limit != nullptr && limit->first_uncompared())
    CHECK(run.place_of(*limit->first_uncompared()).number > 0);
  return run.summary();
}

struct Said {
  std::vector<std::string> findings;
  Summary summary;

  bool operator==(const Said& other) const {
    const Counts& a = summary.counts;
    const Counts& b = other.summary.counts;
    return findings == other.findings && summary.by_rule == other.summary.by_rule &&
           summary.found == other.summary.found && summary.shown == other.summary.shown &&
           a.records == b.records && a.valid == b.valid && a.invalid == b.invalid &&
           a.unreadable == b.unreadable && a.errors == b.errors;
  }
};

/// What comes of both readings, or of one without a limit.
Said said_by(const std::vector<Text>& texts, const Choices& choices, ValueLimit* limit,
             const std::vector<Text>* second = nullptr) {
  std::vector<Located> found;
  Collector collector(found);
  Said said;
  said.summary = read_all(texts, choices, collector, limit);
  if (limit != nullptr && limit->needs_second_reading()) {
    limit->begin_second_reading();
    said.summary = read_all(second != nullptr ? *second : texts, choices, collector, limit);
  }
  for (const Located& one : found) {
    const Finding& its = one.finding;
    said.findings.push_back(fmt::format("{}:{} {} {} {} {}", one.location.begin.line,
                                        one.location.begin.column, its.rule, its.path, its.record,
                                        its.message));
    if (its.first)
      said.findings.back() += fmt::format(" ({}:{})", its.first->file, its.first->number);
  }
  return said;
}

/// In each three rounds each number of threads has its turn.
Choices chosen(Random& random, int round) {
  constexpr UniqueWithin kWithin[] = {UniqueWithin::kRun, UniqueWithin::kRun, UniqueWithin::kInput,
                                      UniqueWithin::kBatch};
  constexpr unsigned kJobs[] = {1, 2, 7};
  return {kWithin[random.below(4)], random.once_in(4) ? 1 + random.below(400) : 0,
          kJobs[round % 3]};
}

}  // namespace

TEST_CASE("With any limit and any number of threads the same is found", "[value_limit]") {
  // A round takes seconds where threads are watched.
  const int count = rounds(kWatched ? 120 : 300);
  int limited = 0;
  for (int round = 0; round < count; ++round) {
    Random random(static_cast<std::uint64_t>(round) + 1);
    const std::vector<Text> inputs = texts(random);
    Choices choices = chosen(random, round);
    const Said all = said_by(inputs, {choices.within, choices.max_findings, 1}, nullptr);
    SpillUse use;
    ValueLimit limit({.bytes = std::uint64_t{4096} << random.below(8)}, memory_spill(use));
    const Said within = said_by(inputs, choices, &limit);
    INFO("round " << round << ", " << choices.jobs << " threads");
    CHECK(within == all);
    CHECK_FALSE(limit.first_uncompared());
    if (limit.needs_second_reading() || use.stores > 0) ++limited;
  }
  CHECK(limited > count / 3);
}

TEST_CASE("Where a second reading is not possible the rest is found", "[value_limit]") {
  Random random(5);
  const std::vector<Text> inputs = {ndjson({random, 2000}, kTextBytes)};
  SpillUse use;
  ValueLimit limit({.bytes = 16'384, .reads_twice = false}, memory_spill(use));
  const Said all = said_by(inputs, {}, nullptr);
  const Said within = said_by(inputs, {}, &limit);
  CHECK_FALSE(limit.needs_second_reading());
  CHECK(limit.first_uncompared());
  CHECK(limit.input_of_limit() == 0);
  CHECK(limit.failure().empty());
  CHECK(use.stores == 0);
  CHECK(within.summary.counts.records == all.summary.counts.records);
  CHECK(within.summary.by_rule.at("expiration-window") ==
        all.summary.by_rule.at("expiration-window"));
  CHECK(within.summary.by_rule.at("token-unique") < all.summary.by_rule.at("token-unique"));
  CHECK(within.summary.by_rule.at("token-unique") > 0);
}

TEST_CASE("A store that fails costs nothing but what it would have told", "[value_limit]") {
  Random random(6);
  const std::vector<Text> inputs = {ndjson({random, 2000}, kTextBytes / 2)};
  const Said all = said_by(inputs, {}, nullptr);
  const std::uint64_t others = all.summary.by_rule.at("expiration-window");
  bool ended = false;
  std::uint64_t step = 1;
  for (std::uint64_t calls = 0; !ended; calls += step, step += 3) {
    SpillUse use;
    use.calls_left = calls;
    ValueLimit limit({.bytes = 8192}, memory_spill(use));
    const Said within = said_by(inputs, {}, &limit);
    INFO(calls << " calls");
    ended = limit.failure().empty();
    CHECK(limit.first_uncompared().has_value() == !ended);
    CHECK((within == all) == ended);
    CHECK(within.summary.by_rule.at("expiration-window") == others);
    CHECK(within.summary.counts.records == all.summary.counts.records);
    if (!ended) CHECK(limit.failure() == "no space");
  }
}

TEST_CASE("A store that fails while the inputs are read again is said as well", "[value_limit]") {
  Random random(9);
  const std::vector<Text> inputs = {ndjson({random, 500}, kTextBytes)};
  std::vector<Located> found;
  Collector collector(found);
  SpillUse use;
  ValueLimit limit({.bytes = 8192}, memory_spill(use));
  read_all(inputs, {}, collector, &limit);
  REQUIRE(limit.needs_second_reading());
  limit.begin_second_reading();
  CHECK(limit.failure().empty());
  use.calls_left = 1;
  const Summary summary = read_all(inputs, {}, collector, &limit);
  CHECK(limit.failure() == "no space");
  CHECK(limit.first_uncompared());
  const Said all = said_by(inputs, {}, nullptr);
  CHECK(summary.counts.records == all.summary.counts.records);
  CHECK(summary.by_rule.at("token-unique") > 0);
  CHECK(summary.by_rule.at("token-unique") < all.summary.by_rule.at("token-unique"));
}

TEST_CASE("An input that has changed since spoils no other", "[value_limit]") {
  Random random(8);
  const Writer writer{random, 900};
  const std::vector<Text> inputs = {ndjson(writer, 60'000), ndjson(writer, 60'000),
                                    ndjson(writer, 60'000)};
  for (const std::size_t size : {0, 30'000, 90'000}) {
    std::vector<Text> second = inputs;
    second[1] = ndjson(writer, size);
    SpillUse use;
    ValueLimit limit({.bytes = 8192}, memory_spill(use));
    const Said within = said_by(inputs, {}, &limit, &second);
    const Said all = said_by(inputs, {}, nullptr);
    // The last input is found with what stood in front in the first reading: in as many findings.
    const auto is_of_last = [](const std::string& finding) {
      return finding.find(" token-unique ") != std::string::npos;
    };
    const auto count = [&](const Said& said) {
      const auto tail = said.findings.end() -
                        std::min<std::ptrdiff_t>(20, said.findings.end() - said.findings.begin());
      return std::count_if(tail, said.findings.end(), is_of_last);
    };
    INFO(size);
    CHECK(count(within) == count(all));
  }
}

TEST_CASE("What is held stays within the limit", "[value_limit]") {
  const HashSecret secret = HashSecret::random();
  for (const std::uint64_t bytes : {std::uint64_t{65'536}, std::uint64_t{1} << 20}) {
    SpillUse use;
    ValueLimit limit({.bytes = bytes}, memory_spill(use));
    limit.begin_input(0);
    std::vector<SeenSet> sets(2);
    std::uint64_t most = 0;
    for (std::uint32_t n = 0; n < bytes / 4; ++n) {
      limit.look_up(keyed_hash(fmt::format("{}", n), secret), n % 2, n, sets);
      if (n % 100 == 0) limit.measure(sets);
      most = std::max(most, sets[0].memory() + sets[1].memory());
    }
    CHECK(limit.needs_second_reading());
    CHECK(most <= bytes);
    CHECK(sets[0].size() + sets[1].size() == 0);
  }
}

}  // namespace diallint::test
