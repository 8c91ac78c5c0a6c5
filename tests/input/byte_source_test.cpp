// What is read before an input is known, where more may have to be waited for.
#include "input/byte_source.h"

#include <catch2/catch.hpp>
#include <vector>

#include "engine/input_formats.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

// Gives one text after the other, and would wait for each. Whoever reads on while it is idle waits
// for ever.
class SlowSource final : public ByteSource {
 public:
  explicit SlowSource(std::vector<std::string> texts) : texts_(std::move(texts)) {}
  std::size_t read(char* out, std::size_t size) override {
    if (next_ == texts_.size()) return 0;
    ++reads_;
    const std::string& text = texts_[next_++];
    REQUIRE(text.size() <= size);
    return text.copy(out, size);
  }
  bool is_idle() const noexcept override { return next_ < texts_.size(); }
  std::size_t reads() const noexcept { return reads_; }

 private:
  std::vector<std::string> texts_;
  std::size_t next_ = 0;
  std::size_t reads_ = 0;
};

std::vector<std::size_t> reads_at_findings(std::vector<std::string> texts) {
  class Watch final : public Sink {
   public:
    explicit Watch(const SlowSource& source) : source_(source) {}
    void take(const SourceChunk& /*chunk*/, std::span<const Finding> /*findings*/) override {
      reads.push_back(source_.reads());
    }
    std::vector<std::size_t> reads;

   private:
    const SlowSource& source_;
  };
  SlowSource source(std::move(texts));
  Watch watch(source);
  Run run(builtin_plan(), test_settings(), {}, watch);
  run.check(source, "-");
  return watch.reads;
}

}  // namespace

TEST_CASE("The head of an input that comes slowly is what has come in whole lines") {
  SlowSource source({"one", " line\n", "another\n"});
  Peekable input(source);
  CHECK(input.head(100) == "one line\n");
  CHECK(input.is_waiting());
  CHECK_FALSE(input.is_idle());
  char bytes[100];
  CHECK(input.read(bytes, sizeof bytes) == 9);
  CHECK(input.is_idle());
  CHECK(input.read(bytes, sizeof bytes) == 8);
  CHECK_FALSE(input.is_idle());
  CHECK(input.read(bytes, sizeof bytes) == 0);
  SlowSource whole({"one", " line\n"});
  Peekable ended(whole);
  CHECK(ended.head(100) == "one line\n");
  CHECK_FALSE(ended.is_waiting());
}

TEST_CASE("What is wrong with a line is said before the next one has come") {
  const std::string bad = R"({"clientToken":" "})"
                          "\n";
  CHECK(reads_at_findings({bad, bad, bad}) == std::vector<std::size_t>{1, 2, 3});
  const std::string header = "clientToken,phoneNumber,expirationTime\n";
  CHECK(reads_at_findings({header, "a b,x,y\n", "c d,x,y\n"}) == std::vector<std::size_t>{2, 3});
  // A document is one value, whatever time it takes.
  CHECK(reads_at_findings({"{\n", "\"clientToken\":\" \"\n", "}\n"}) ==
        std::vector<std::size_t>{3});
}

}  // namespace diallint::test
