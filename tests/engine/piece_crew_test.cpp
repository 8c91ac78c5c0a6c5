// Lines and rows checked side by side: whatever the number of threads, a run says the same as with
// one.
#include <catch2/catch.hpp>

#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "base/condition_variable.h"
#include "base/random.h"
#include "support/breaking_source.h"
#include "support/crew_options.h"
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
std::uint64_t seeds() { return static_cast<std::uint64_t>(rounds(120)); }
#endif

// Some pieces for each worker, whatever a piece is in this build.
constexpr std::size_t kLong = kChunkBytes * 3;
constexpr std::size_t kPiece = kChunkBytes / 4;

LintOptions options(unsigned jobs, std::size_t step = kPiece,
                    InputFormat format = InputFormat::kNdjson) {
  return crew_options(jobs, format, step);
}

std::string request(std::uint64_t token, const char* expiry = "2026-11-20T12:10:00.000Z") {
  return fmt::format(
      R"({{"clientToken":"crew-{}-x","phoneNumber":"+1202555{:04}","expirationTime":"{}","attributes":{{"n":"é {}"}}}})",
      token, 100 + token % 100, expiry, token);
}

std::string escaped(std::string_view json) {
  std::string text;
  for (const char c : json) text += c == '"' ? std::string("\\\"") : std::string(1, c);
  return text;
}

std::string in_queue(std::string_view json) {
  return R"({"Records":[{"messageId":"m","body":")" + escaped(json) + R"(","attributes":{}}]})";
}

std::string several(Random& random, std::uint64_t token, std::string_view around) {
  std::string text;
  for (std::uint64_t i = 0; i <= random.below(4); ++i)
    text += (i > 0 ? "," : "") + request(token + i * 7);
  return fmt::format(fmt::runtime(around), text);
}

// A line of a kind that comes along; most are sound, and tokens come again now and then.
std::string line_of_any_kind(Random& random, std::uint64_t n) {
  const std::uint64_t token = random.once_in(9) ? random.below(n + 1) : 1'000'000 + n * 100;
  switch (random.below(60)) {
    case 0:
      return "";
    case 1:
      return several(random, token, "[{}]");
    case 2:
      return several(random, token,
                     R"({{"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","dialRequests":[{}]}})");
    case 3:
      return in_queue(request(token));
    case 4:
      return request(token, "2026-11-20T11:00:00Z");
    case 5:
      return R"({"clientToken":" ","phoneNumber":"no","other":{}})";
    default:
      return request(token);
  }
}

std::string broken_line(Random& random, std::uint64_t n) {
  const std::string line = request(n);
  switch (random.below(6)) {
    case 0:
      return line.substr(0, random.below(line.size()));
    case 1:
      return line.substr(random.below(line.size()));
    case 2:
      return line + "," + line;
    case 3:
      return "{\"clientToken\":\n\"over two lines\"}";
    case 4:
      return line.substr(0, line.size() - 3) + "\xFF\"}}";
    default:
      return line + ",";
  }
}

std::string text_of(std::uint64_t seed, std::uint64_t broken_one_in) {
  Random random(seed);
  std::string text = random.once_in(4) ? "\xEF\xBB\xBF" : "";
  for (std::uint64_t n = 0; text.size() < kLong; ++n) {
    const bool broken = broken_one_in > 0 && random.once_in(broken_one_in);
    text += broken ? broken_line(random, n) : line_of_any_kind(random, n);
    text += random.once_in(10) ? "\r\n" : "\n";
  }
  return text;
}

// Rows of a table: quoted cells over several lines, quotes that break, blank rows, the header
// again.
std::string row_of_any_kind(Random& random, std::uint64_t n, std::uint64_t odd_one_in) {
  const std::uint64_t token = random.once_in(9) ? random.below(n + 1) : 1'000'000 + n * 100;
  const std::string row = fmt::format("crew-{}-x,+1202555{:04},2026-11-20T12:10:00.000Z,name {}",
                                      token, 100 + token % 100, token);
  if (odd_one_in == 0 || !random.once_in(odd_one_in)) return row;
  switch (random.below(10)) {
    case 0:
      return ",,,";
    case 1:
      return ",,,\n, ,,\n\n,,,";
    case 2:
      return "clientToken,phoneNumber,expirationTime,attributes.name";
    case 3:
      return row + " \"open";
    case 4:
      return row.substr(0, row.rfind(',') + 1) + "\"two\nlines, \"\"quoted\"\"\"";
    case 5:
      return row.substr(0, row.rfind(',') + 1) + "\"never closed";
    case 6:
      return row + ",more";
    case 7:
      return row + "\xFF";
    case 8:
      return "\xEF\xBB\xBF"
             "clientToken,phoneNumber,expirationTime,attributes.name";
    default:
      return row.substr(0, 20) + std::string(random.below(kPiece), ' ') + row.substr(20);
  }
}

std::string table_of(std::uint64_t seed, std::uint64_t odd_one_in) {
  Random random(seed);
  std::string text = random.once_in(4) ? "\xEF\xBB\xBF" : "";
  text += "clientToken,phoneNumber,expirationTime,attributes.name\n";
  const char* const end = seed % 5 == 4 ? "\r\n" : "\n";
  for (std::uint64_t n = 0; text.size() < kLong; ++n)
    text += row_of_any_kind(random, n, odd_one_in) + end;
  if (random.once_in(2)) text += ",,,\n,,,";
  return text;
}

struct Outcome {
  Summary summary;
  std::string trouble;
};

Outcome run_with(unsigned jobs, ByteSource& source, Sink& sink,
                 InputFormat format = InputFormat::kNdjson) {
  Outcome outcome;
  RunOptions run_options;
  run_options.format = format;
  run_options.jobs = jobs;
  Run run(builtin_plan(), options(jobs).settings, run_options, sink);
  try {
    run.check(source, "input");
  } catch (const ReadError& error) {
    outcome.trouble = error.what;
  } catch (const std::runtime_error& error) {
    outcome.trouble = error.what();
  }
  outcome.summary = run.summary();
  return outcome;
}

}  // namespace

TEST_CASE("Any number of threads says what one says", "[crew]") {
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    constexpr std::uint64_t kBrokenOneIn[] = {150, 12, 2000, 0, 0};
    const std::string text = text_of(seed, kBrokenOneIn[seed % std::size(kBrokenOneIn)]);
    const std::string expected = everything(lint(text, options(1, SIZE_MAX)));
    for (const unsigned jobs : {2U, 3U, 7U}) {
      const std::size_t step = seed % 3 == 0 ? SIZE_MAX : kPiece + seed * 13;
      INFO("seed " << seed << ", " << jobs << " threads");
      REQUIRE(everything(lint(text, options(jobs, step))) == expected);
    }
  }
}

TEST_CASE("Any number of threads says of a table what one says", "[crew]") {
  const auto says = [](const std::string& text, unsigned jobs, std::size_t step) {
    LintOptions limits = options(jobs, step, InputFormat::kCsv);
    limits.settings.max_record_bytes = kPiece / 2;
    return everything(lint(text, limits));
  };
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    constexpr std::uint64_t kOddOneIn[] = {300, 4, 40, 1000, 0};
    const std::string text = table_of(seed, kOddOneIn[seed % std::size(kOddOneIn)]);
    const std::string expected = says(text, 1, SIZE_MAX);
    for (const unsigned jobs : {2U, 3U, 7U}) {
      const std::size_t step = seed % 3 == 0 ? SIZE_MAX : kPiece + seed * 13;
      INFO("seed " << seed << ", " << jobs << " threads");
      REQUIRE(says(text, jobs, step) == expected);
    }
  }
}

TEST_CASE("Past a limit findings are counted as without it", "[crew]") {
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    const bool is_table = seed % 2 == 1;
    const InputFormat format = is_table ? InputFormat::kCsv : InputFormat::kNdjson;
    const std::string text = is_table ? table_of(seed, 40) : text_of(seed, 150);
    LintResult expected = lint(text, options(1, SIZE_MAX, format));
    for (const std::uint64_t most : {300U, 9U, 1U}) {
      expected.findings.resize(std::min(expected.findings.size(), std::size_t{most}));
      expected.summary.shown = expected.findings.size();
      for (const unsigned jobs : {1U, 3U}) {
        INFO("seed " << seed << ", " << jobs << " threads, at most " << most);
        LintOptions limited = options(jobs, kPiece, format);
        limited.max_findings = most;
        REQUIRE(everything(lint(text, limited)) == everything(expected));
      }
    }
  }
}

TEST_CASE("Threads agree on tables whose lines end as nowhere else", "[crew]") {
  std::string returns = "clientToken,phoneNumber\r";
  std::string one_cell = "clientToken,phoneNumber\n";
  std::string blank = "clientToken,phoneNumber\n";
  bool open = false;
  for (std::uint64_t n = 0; returns.size() < kLong; ++n) {
    returns += fmt::format("crew-{}-x,+12025550147\r", n);
    const bool opens = !open && one_cell.size() > kLong / 2;
    open = open || opens;
    one_cell += opens ? "crew-open,\"" : fmt::format("crew-{}-x,+12025550147\n", n);
    blank += n % 9000 < 100 ? fmt::format("crew-{}-x,+12025550147\n", n) : ",\n";
  }
  for (const std::string& text : {returns, one_cell, one_cell + "\"\n", blank}) {
    const std::string expected = everything(lint(text, options(1, SIZE_MAX, InputFormat::kCsv)));
    for (const unsigned jobs : {2U, 5U})
      CHECK(everything(lint(text, options(jobs, kPiece, InputFormat::kCsv))) == expected);
  }
}

TEST_CASE("Threads count once what they check again behind a stop", "[crew]") {
  std::string text = "clientToken,phoneNumber,expirationTime,attributes.n\n";
  for (std::uint64_t n = 0; text.size() < kChunkBytes * 24; ++n) {
    const bool is_blank = n > 0 && n % (kChunkBytes / 16) == 0;
    text += is_blank ? ",,,\n" : fmt::format("crew-{}-x,+12025550147,2026-11-20T12:10:00Z,x\n", n);
  }
  for (const unsigned jobs : {1U, 3U, 5U}) {
    const LintResult result = lint(text, options(jobs, kPiece, InputFormat::kCsv));
    CAPTURE(jobs);
    CHECK(result.summary.by_shape.at("dial-request") == result.summary.counts.records);
  }
}

TEST_CASE("Threads count what was in envelopes", "[crew]") {
  std::string text;
  for (std::uint64_t n = 0; text.size() < kLong; ++n) text += in_queue(request(n)) + "\n";
  const LintResult alone = lint(text, options(1));
  CHECK(alone.summary.by_envelope.at("sqs") == alone.summary.counts.records);
  for (const unsigned jobs : {2U, 5U})
    CHECK(everything(lint(text, options(jobs))) == everything(alone));
}

TEST_CASE("Threads agree on lines that are too long", "[crew]") {
  Random random(4);
  std::string text;
  for (std::uint64_t n = 0; text.size() < kLong; ++n) {
    text += request(n) + "\n";
    if (random.once_in(5)) text += std::string(random.below(kPiece * 2), 'x') + "\n";
    if (random.once_in(90)) text += "{\n";
  }
  const auto limited = [&](unsigned jobs) {
    LintOptions limits = options(jobs);
    limits.settings.max_record_bytes = kPiece;
    return everything(lint(text, limits));
  };
  const std::string expected = limited(1);
  CHECK(expected.find("rule input-limit ") != std::string::npos);
  for (const unsigned jobs : {2U, 5U}) CHECK(limited(jobs) == expected);
}

TEST_CASE("Threads agree where much is found and much is repeated", "[crew]") {
  std::string text;
  const std::string line = R"([{"clientToken":"a"},{"clientToken":"b c"}])" + std::string(200, ' ');
  while (text.size() < kLong) text += line + "\n";
  const std::string expected = everything(lint(text, options(1)));
  for (const unsigned jobs : {2U, 4U}) CHECK(everything(lint(text, options(jobs))) == expected);
}

TEST_CASE("Where an input fails, what stands in front has been checked", "[crew]") {
  const std::string text = text_of(3, 0);
  const auto failed = [&](unsigned jobs) {
    LintResult result;
    Collector collector(result.findings);
    FailingSource source(text, kPiece);
    const Outcome outcome = run_with(jobs, source, collector);
    CHECK(outcome.trouble == "the disk is gone");
    result.summary = outcome.summary;
    return everything(result);
  };
  const std::string expected = failed(1);
  for (const unsigned jobs : {2U, 5U}) CHECK(failed(jobs) == expected);
}

TEST_CASE("Threads agree on a row in which the input breaks off", "[crew]") {
  std::string text = "clientToken,phoneNumber\n";
  for (std::uint64_t n = 0; text.size() < kLong; ++n)
    text += fmt::format("crew-{}-x,+12025550147\n", n);
  text += "crew-cut-x,+1202555";
  const auto cut = [&](unsigned jobs) {
    LintResult result;
    Collector collector(result.findings);
    BreakingSource source(text, kPiece, BreakOff::Kind::kDamaged);
    const Outcome outcome = run_with(jobs, source, collector, InputFormat::kCsv);
    CHECK(outcome.trouble == "it breaks; mend it");
    CHECK(outcome.summary.counts.unreadable == 1);
    result.summary = outcome.summary;
    return everything(result);
  };
  const std::string expected = cut(1);
  for (const unsigned jobs : {2U, 5U}) CHECK(cut(jobs) == expected);
}

TEST_CASE("Where findings cannot be taken, that is said", "[crew]") {
  class FullDisk final : public Sink {
   public:
    void take(const SourceChunk& chunk, std::span<const Finding> /*findings*/) override {
      if (chunk.origin > kLong / 2) throw std::runtime_error("the disk is full");
      ++taken;
    }
    std::uint64_t taken = 0;
  };
  std::string text;
  while (text.size() < kLong)
    text += R"({"clientToken":" "})"
            "\n";
  std::set<std::uint64_t> taken;
  for (const unsigned jobs : {1U, 2U, 5U}) {
    FullDisk sink;
    TextSource source(text, kPiece);
    CHECK(run_with(jobs, source, sink).trouble == "the disk is full");
    taken.insert(sink.taken);
  }
  CHECK(taken.size() == 1);
}

TEST_CASE("Threads do read and check side by side", "[crew]") {
  // Whoever has findings to hand on waits until another thread has read.
  class Meeting final : public ByteSource, public Sink {
   public:
    explicit Meeting(std::string_view text) : text_(text, kPiece) {}
    std::size_t read(char* out, std::size_t size) override {
      const std::lock_guard lock(mutex_);
      readers_.insert(std::this_thread::get_id());
      changed_.notify_all();
      return text_.read(out, size);
    }
    void take(const SourceChunk& chunk, std::span<const Finding> /*findings*/) override {
      if (chunk.origin < kLong / 2) return;
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return readers_.size() > 1; });
    }

   private:
    std::mutex mutex_;
    ConditionVariable changed_;
    TextSource text_;
    std::set<std::thread::id> readers_;
  };
  std::string text;
  while (text.size() < kLong)
    text += R"({"clientToken":" "})"
            "\n";
  Meeting meeting(text);
  const Outcome outcome = run_with(2, meeting, meeting);
  CHECK(outcome.trouble.empty());
  CHECK(outcome.summary.counts.records > 0);
}

}  // namespace diallint::test
