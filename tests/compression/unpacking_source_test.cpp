// The two threads: errors come over, a reader that goes away early holds nothing up.
#include <catch2/catch.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <new>
#include <string>

#include "support/lint.h"
#include "support/packed.h"
#include "support/unpack.h"

namespace diallint::test {
namespace {

// More text than the ring holds.
constexpr int kLines = 8000;

std::string many_lines() {
  std::string text;
  for (int i = 0; i < kLines; ++i)
    text +=
        R"({"clientToken":"token-)" + std::to_string(i) +
        R"(","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})"
        "\n";
  return text;
}

/// Bytes, and then an error instead of an end.
template <typename Error>
class Failing final : public ByteSource {
 public:
  Failing(std::string_view bytes, Error error) : bytes_(bytes), error_(std::move(error)) {}
  std::size_t read(char* out, std::size_t size) override {
    const std::size_t got = bytes_.read(out, size);
    if (got == 0) throw error_;
    return got;
  }

 private:
  TextSource bytes_;
  Error error_;
};

/// Bytes, and then a wait for more that only cancel() ends.
class Stalling final : public ByteSource {
 public:
  explicit Stalling(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(char* out, std::size_t size) override {
    if (const std::size_t got = bytes_.read(out, size)) return got;
    std::unique_lock lock(mutex_);
    stalled_.set_value();
    changed_.wait(lock, [this] { return cancelled_; });
    throw ReadError{"cancelled"};
  }
  void cancel() noexcept override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    changed_.notify_all();
  }
  void wait_until_stalled() { stalled_.get_future().wait(); }

 private:
  TextSource bytes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::promise<void> stalled_;
  bool cancelled_ = false;
};

}  // namespace

TEST_CASE("a compressed text is checked as the text is", "[threads][compression]") {
  const std::string text = many_lines();
  const LintResult plain = lint(text);
  for (const std::string& bytes : {gzip_of(text), zstd_of(text)}) {
    TextSource packed(bytes, 777);
    UnpackingSource source(packed, {.name = "input"});
    std::vector<Located> findings;
    Collector collector(findings);
    Run run(builtin_plan(), test_settings(), {}, collector);
    run.check(source, "input");
    CHECK(findings.size() == plain.findings.size());
    CHECK(run.summary().counts.records == kLines);
    CHECK(run.summary().counts.valid == plain.summary.counts.valid);
  }
}

TEST_CASE("an error of the packed source comes behind the text", "[threads][compression]") {
  const std::string text = many_lines();
  const std::string bytes = gzip_of(text);
  Failing failing(std::string_view(bytes).substr(0, bytes.size() - 1),
                  ReadError{"the disk is gone"});
  UnpackingSource source(failing, {.name = "input"});
  std::string read(text.size(), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) filled += source.read(read.data() + filled, text.size() - filled);
  CHECK((read == text));
  char more = 0;
  CHECK_THROWS_AS(source.read(&more, 1), ReadError);
  Failing without_memory(std::string_view(bytes).substr(0, 1000), std::bad_alloc());
  UnpackingSource other(without_memory, {.name = "input"});
  CHECK_THROWS_AS(text_of(other), std::bad_alloc);
}

TEST_CASE("an error in the first bytes comes as it is", "[threads][compression]") {
  Failing failing("\x1F", ReadError{"the disk is gone"});
  UnpackingSource source(failing, {.name = "input"});
  CHECK_THROWS_AS(text_of(source), ReadError);
}

TEST_CASE("who stops to read waits for nothing", "[threads][compression]") {
  const std::string bytes = zstd_of(many_lines());
  for (int round = 0; round < 20; ++round) {
    TextSource packed(bytes);
    UnpackingSource source(packed, {.name = "input"});
    char first = 0;
    CHECK(source.read(&first, 1) == 1);
  }
  // Less than the ring holds, so that it is the source that is waited for.
  const std::string little = gzip_of(many_lines().substr(0, 3 * BlockRing::kBlockBytes));
  Stalling stalling(little);
  {
    UnpackingSource source(stalling, {.name = "input"});
    char first = 0;
    CHECK(source.read(&first, 1) == 1);
    stalling.wait_until_stalled();
  }
  SUCCEED("the source is gone, though nothing has come");
}

}  // namespace diallint::test
