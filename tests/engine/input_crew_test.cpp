// Inputs checked side by side: whatever the number of threads, a run says the same as if they had
// been checked after each other.
#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/random.h"
#include "engine/input_supply.h"
#include "support/breaking_source.h"
#include "support/everything.h"
#include "support/failing_source.h"
#include "support/lint.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

// ThreadSanitizer sees each path in a few rounds, and takes long for each.
#ifdef __SANITIZE_THREAD__
std::uint64_t seeds() { return 2; }
#else
std::uint64_t seeds() { return static_cast<std::uint64_t>(rounds(30)); }
#endif

struct Text {
  enum class Fate { kWhole, kMissing, kFails, kBreaks, kChanged, kNotBegun };
  std::string name;
  std::string bytes;
  Fate fate = Fate::kWhole;
};

class OpenedText final : public OpenInput {
 public:
  explicit OpenedText(const Text& text) : fate_(text.fate) {
    if (fate_ == Text::Fate::kFails)
      source_ = std::make_unique<FailingSource>(text.bytes, kChunkBytes / 2);
    else if (fate_ == Text::Fate::kBreaks)
      source_ = std::make_unique<BreakingSource>(text.bytes, SIZE_MAX, BreakOff::Kind::kDamaged);
    else
      source_ = std::make_unique<TextSource>(text.bytes, kChunkBytes / 2);
  }
  ByteSource& source() noexcept override { return *source_; }
  void expect_unchanged() const override {
    if (fate_ == Text::Fate::kChanged) throw ReadError{"it was changed"};
  }

 private:
  Text::Fate fate_;
  std::unique_ptr<ByteSource> source_;
};

/// Texts, and what a run was told of them.
class Texts final : public InputSupply {
 public:
  explicit Texts(const std::vector<Text>& texts) : texts_(texts) {}

  const std::string& name_of(std::size_t number) const override { return texts_[number].name; }
  std::uint64_t bytes_of(std::size_t number) const override { return texts_[number].bytes.size(); }
  std::unique_ptr<OpenInput> open(std::size_t number) override {
    const Text& text = texts_[number];
    if (text.fate == Text::Fate::kNotBegun) return nullptr;
    if (text.fate == Text::Fate::kMissing) throw ReadError{"it is missing"};
    return std::make_unique<OpenedText>(text);
  }
  void begin(std::size_t number) override { told_ += fmt::format("begin {}\n", number); }
  void lose(std::size_t number, const ReadError* why) override {
    told_ += fmt::format("lose {} {}\n", number, why == nullptr ? "not begun" : why->what);
  }
  const std::string& told() const noexcept { return told_; }

 private:
  const std::vector<Text>& texts_;
  std::string told_;
};

/// Everything that is found, with the number of its input.
class FileCollector final : public Sink {
 public:
  explicit FileCollector(LintResult& result) : collector_(result.findings) {}
  void take(const SourceChunk& chunk, std::span<const Finding> findings) override {
    for (const Finding& finding : findings)
      files += fmt::format("{} {} {} {}\n", chunk.file, chunk.name, finding.span.begin,
                           finding.first ? finding.first->file : 0);
    collector_.take(chunk, findings);
  }
  std::string files;

 private:
  Collector collector_;
};

// As Run::check_side_by_side() says it is.
void check_one_by_one(Run& run, Texts& texts, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    try {
      const std::unique_ptr<OpenInput> input = texts.open(i);
      if (input == nullptr) {
        texts.lose(i, nullptr);
        continue;
      }
      texts.begin(i);
      run.check(input->source(), texts.name_of(i));
      input->expect_unchanged();
    } catch (const ReadError& error) {
      texts.lose(i, &error);
    }
  }
}

struct Way {
  unsigned jobs = 0;  // 0: one after the other, without a crew
  UniqueWithin within = UniqueWithin::kRun;
  std::uint64_t max_findings = 0;
};

std::string all_of(const std::vector<Text>& texts, const Way& way) {
  LintResult result;
  FileCollector collector(result);
  Settings settings = test_settings();
  settings.unique_within = way.within;
  RunOptions options;
  options.jobs = std::max(way.jobs, 1U);
  options.max_findings = way.max_findings;
  Run run(builtin_plan(), settings, options, collector);
  Texts supply(texts);
  if (way.jobs == 0)
    check_one_by_one(run, supply, texts.size());
  else
    run.check_side_by_side(supply, {0, texts.size()});
  result.summary = run.summary();
  std::string said = everything(result) + collector.files + supply.told();
  for (const std::string& name : run.input_names()) said += name + "\n";
  for (std::uint64_t record = 0; record < result.summary.counts.records; record += 3) {
    const Place place = run.place_of(record);
    said += fmt::format("{}:{}:{} ", place.file, place.number, place.is_line);
  }
  return said + fmt::format("{} files\n", result.summary.files);
}

// --- texts of any kind ---------------------------------------------------------------------------

std::string request(Random& random) {
  const std::string token = random.once_in(3) ? fmt::format("t-{}", random.below(40))
                                              : fmt::format("own-{}", random.next());
  const std::string phone = fmt::format("+1202555{:04}", 100 + random.below(100));
  if (random.once_in(9))  // in another order, and with a key that is written with an escape
    return fmt::format(
        R"({{"attributes":{{"n\u0061me":"x"}},"phoneNumber":"{}","expirationTime":"2026-11-20T12:10:00Z","client\u0054oken":"{}"}})",
        phone, token);
  return fmt::format(
      R"({{"clientToken":"{}","phoneNumber":"{}","expirationTime":"2026-11-20T1{}:10:00Z","attributes":{{"name":"é"}}}})",
      token, phone, random.once_in(12) ? 1 : 2);
}

std::string requests(Random& random, std::uint64_t count, const char* between) {
  std::string text;
  for (std::uint64_t i = 0; i < count; ++i) text += (i > 0 ? between : "") + request(random);
  return text;
}

std::string rows(Random& random, std::uint64_t count) {
  std::string text = "clientToken,phoneNumber,expirationTime,attributes.name\n";
  for (std::uint64_t i = 0; i < count; ++i) {
    text += fmt::format("t-{},+1202555{:04},2026-11-20T12:10:00Z,{}\n", random.below(60),
                        100 + random.below(100), random.once_in(4) ? "\"two\nlines\"" : "one");
    if (random.once_in(20)) text += ",,,\n,,,\n";
  }
  return text;
}

Text text_of_any_kind(Random& random, std::size_t number) {
  const std::string name = fmt::format("{}", number);
  const std::uint64_t count = 1 + random.below(25);
  const char* batch = R"({{"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","dialRequests":[{}]}})";
  switch (random.below(16)) {
    case 0:
      return {name + ".json", ""};
    case 1:
      return {name + ".json", random.once_in(2) ? "[]" : " \n"};
    case 2:
      return {name + ".json", "[" + requests(random, count, ",\n") + "]"};
    case 3:
      return {name + ".ndjson", requests(random, count, "\n") + "\n"};
    case 4:
      return {name + ".csv", rows(random, count)};
    case 5:
      return {name + ".csv", "clientToken,phoneNumber,expirationTime\n,,\n,,\n"};
    case 6:
      return {name + ".csv", "one,two\n1,2\n"};
    case 7:  // over several lines, though the name says one
      return {name + ".ndjson", request(random) + "\n{\n" + request(random).substr(1) + "\n"};
    case 8:  // broken
      return {name + ".json", "[" + requests(random, count, ",") + ",{\"clientToken\":\"x]"};
    case 9:
      return {name + ".json", std::string("\xFF\xFE{\0", 4)};
    case 10:
      return {name + ".json", R"({"Records":[{"messageId":"m","body":"{\"clientToken\":\"\"}"}]})"};
    case 11:
      return {name + ".json", R"({"nothing":1})"};
    default:
      return {name + ".json", fmt::format(fmt::runtime(batch), requests(random, count, ",\n"))};
  }
}

std::vector<Text> some_texts(std::uint64_t seed) {
  Random random(seed);
  std::vector<Text> texts;
  const std::size_t count = 20 + random.below(150);
  for (std::size_t i = 0; i < count; ++i) {
    Text text = text_of_any_kind(random, i);
    if (random.once_in(15)) text.fate = static_cast<Text::Fate>(1 + random.below(5));
    // Longer than what is held of a text, so that its findings cannot wait.
    if (random.once_in(100)) {
      for (std::size_t size = 0; size < kStretchBytes * 2; size = text.bytes.size())
        text.bytes += (size > 0 ? "\n" : "") + request(random);
      text.fate = Text::Fate::kWhole;
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

TEST_CASE("inputs side by side say what they say after each other", "[crew]") {
  constexpr UniqueWithin kWithin[] = {UniqueWithin::kRun, UniqueWithin::kInput,
                                      UniqueWithin::kBatch, UniqueWithin::kOff};
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    CAPTURE(seed);
    const std::vector<Text> texts = some_texts(seed);
    Way way;
    way.within = kWithin[seed % std::size(kWithin)];
    way.max_findings = seed % 3 == 2 ? 7 : 0;
    const std::string expected = all_of(texts, way);
    for (const unsigned jobs : {1U, 2U, 7U}) {
      way.jobs = jobs;
      CAPTURE(jobs);
      CHECK(all_of(texts, way) == expected);
    }
  }
}

TEST_CASE("an input with more findings than may wait hands them on in its turn", "[crew]") {
  std::vector<Text> texts;
  for (int i = 0; i < 6; ++i) {
    std::string lines;
    for (int line = 0; line < 1100; ++line) lines += fmt::format("{{\"a\":{}}}\n", line);
    texts.push_back({fmt::format("{}.ndjson", i), lines});
  }
  CHECK(all_of(texts, {.jobs = 3}) == all_of(texts, {}));
}

TEST_CASE("a run that cannot go on has settled what stands in front", "[crew]") {
  Random random(7);
  std::vector<Text> texts;
  for (std::size_t i = 0; i < 100; ++i)
    texts.push_back({fmt::format("{}.json", i), "[" + requests(random, 5, ",") + "]"});
  struct Trouble final : InputSupply {
    explicit Trouble(const std::vector<Text>& texts) : inner(texts) {}
    const std::string& name_of(std::size_t number) const override { return inner.name_of(number); }
    std::uint64_t bytes_of(std::size_t number) const override { return inner.bytes_of(number); }
    std::unique_ptr<OpenInput> open(std::size_t number) override {
      if (number == 41) throw std::runtime_error("no more");
      return inner.open(number);
    }
    void begin(std::size_t number) override { inner.begin(number); }
    void lose(std::size_t number, const ReadError* why) override { inner.lose(number, why); }
    Texts inner;
  };
  for (const unsigned jobs : {1U, 2U, 5U}) {
    CAPTURE(jobs);
    LintResult result;
    FileCollector collector(result);
    RunOptions options;
    options.jobs = jobs;
    Run run(builtin_plan(), test_settings(), options, collector);
    Trouble supply(texts);
    CHECK_THROWS_AS(run.check_side_by_side(supply, {0, texts.size()}), std::runtime_error);
    std::string begun;
    for (int i = 0; i < 41; ++i) begun += fmt::format("begin {}\n", i);
    CHECK(supply.inner.told() == begun);
    CHECK(run.input_names().size() == 41);
  }
}

TEST_CASE("what a sink throws ends inputs side by side", "[crew]") {
  class Full final : public Sink {
   public:
    void take(const SourceChunk& chunk, std::span<const Finding> /*findings*/) override {
      last_ = chunk.file;
      if (chunk.file >= 30) throw std::length_error("full");
    }
    std::uint32_t last() const noexcept { return last_; }

   private:
    std::uint32_t last_ = 0;
  };
  std::vector<Text> texts;
  for (std::size_t i = 0; i < 90; ++i) {
    std::string lines = "{}\n";
    // In every second one the sink is called before the input has been read.
    const std::string line = "{\"a\":\"" + std::string(kStretchBytes / 128, 'x') + "\"}\n";
    while (i % 2 == 1 && lines.size() < kStretchBytes + kChunkBytes) lines += line;
    texts.push_back({fmt::format("{}.ndjson", i), lines});
  }
  for (const unsigned jobs : {1U, 3U}) {
    Full sink;
    RunOptions options;
    options.jobs = jobs;
    Run run(builtin_plan(), test_settings(), options, sink);
    Texts supply(texts);
    CHECK_THROWS_AS(run.check_side_by_side(supply, {0, texts.size()}), std::length_error);
    CHECK(sink.last() == 30);
  }
}

}  // namespace diallint::test
