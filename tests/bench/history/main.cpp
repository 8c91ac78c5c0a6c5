// How large a history gets, and how fast it answers: ./dev bench history [TOKENS]. Fails where it
// is larger than 70 bytes a token, or slower than 200,000 look-ups a second of a processor.
// A call of a number goes with each token.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

#include "diallint/history_file.h"
#include "shared/failure.h"

namespace diallint {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRuns = 10;  // so many runs of prepare fill it
constexpr std::uint64_t kLookUps = 1'000'000;
constexpr double kMostBytes = 70;
constexpr double kLeastLookUps = 200'000;
constexpr Instant kNow{1'795'176'000};

/// Of the processor: what else runs on the machine does not count.
double seconds_since(std::clock_t begin) {
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::string token_of(std::uint64_t n) {
  return fmt::format("campaign-{:016x}", n * 0x9E3779B97F4A7C15U);
}

void fill(const std::string& path, std::uint64_t tokens) {
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    HistoryFile history(path, HistoryFile::Use::kWrite);
    const Instant when{kNow.seconds - static_cast<std::int64_t>(run) * 3600};
    for (std::uint64_t n = run; n < tokens; n += kRuns)
      history.note({token_of(n), fmt::format("request {}", n),
                    fmt::format("+1202{:07}", n % 10'000'000), when});
    history.commit(kNow);
  }
}

/// Look-ups a second, half of which find their token.
double speed(const std::string& path, std::uint64_t tokens, bool& well) {
  HistoryFile history(path, HistoryFile::Use::kLookUp);
  std::uint64_t found = 0;
  const std::clock_t begin = std::clock();
  for (std::uint64_t i = 0; i < kLookUps; ++i) {
    const std::uint64_t n = (i * 7'368'787) % tokens + (i % 2 == 0 ? 0 : tokens);
    found += history.find_token(token_of(n), "request").has_value() ? 1U : 0U;
  }
  const double seconds = seconds_since(begin);
  well = found == kLookUps / 2;
  return static_cast<double>(kLookUps) / seconds;
}

int run(std::uint64_t tokens) {
  std::string folder = (fs::temp_directory_path() / "diallint-history-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return 2;
  const std::string path = folder + "/history.db";
  const std::clock_t begin = std::clock();
  fill(path, tokens);
  const double filling = seconds_since(begin);
  const auto size = static_cast<double>(fs::file_size(path));
  bool well = false;
  const double look_ups = speed(path, tokens, well);
  fs::remove_all(folder);
  fmt::print("{} tokens with as many calls in {} runs: {:.1f} s, {:.0f} MB, {:.1f} bytes each\n",
             tokens, kRuns, filling, size / 1e6, size / static_cast<double>(tokens));
  fmt::print("{:.0f} look-ups a second of one processor\n", look_ups);
  const bool holds =
      well && look_ups >= kLeastLookUps && size <= kMostBytes * static_cast<double>(tokens);
  fmt::print("{}\n", holds ? "within the limits"
                           : "over the limits: 70 bytes a token, 200000 look-ups a second");
  return holds ? 0 : 1;
}

}  // namespace
}  // namespace diallint

int main(int argc, char** argv) {
  try {
    return diallint::run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000);
  } catch (const diallint::FatalError& error) {
    fmt::print(stderr, "{}\n", error.message);
    return 2;
  }
}
