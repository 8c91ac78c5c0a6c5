#include "diallint/progress.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "base/printable.h"

namespace diallint {
namespace {

constexpr std::chrono::milliseconds kInterval{200};
constexpr double kMega = 1e6;

// "8 s", "3 min 20 s", "2 h 5 min".
std::string time_text(double seconds) {
  constexpr std::uint64_t kMinute = 60;
  constexpr std::uint64_t kHour = 60 * kMinute;
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  if (whole >= kHour) return fmt::format("{} h {} min", whole / kHour, whole % kHour / kMinute);
  if (whole >= kMinute) return fmt::format("{} min {} s", whole / kMinute, whole % kMinute);
  return fmt::format("{} s", whole);
}

}  // namespace

std::string progress_text(std::string_view name, std::uint64_t done, std::uint64_t expected,
                          std::chrono::duration<double> taken) {
  const auto mega = [](std::uint64_t bytes) { return static_cast<double>(bytes) / kMega; };
  const double rate = static_cast<double>(done) / taken.count();
  const std::string speed = fmt::format("{:.0f} MB/s", rate / kMega);
  if (expected < done) return fmt::format("{}: {:.0f} MB, {}", name, mega(done), speed);
  const double left = static_cast<double>(expected - done) / rate;
  return fmt::format("{}: {:.0f} of {:.0f} MB, {}, {} left", name, mega(done), mega(expected),
                     speed, time_text(left));
}

ProgressSource::ProgressSource(ByteSource& source, const std::string& name, bool shown)
    : source_(source),
      name_(name),
      shown_(shown),
      begin_(Clock::now()),
      next_(begin_ + kInterval) {}

ProgressSource::~ProgressSource() {
  if (line_out_) std::fputs("\r\x1B[K", stderr);
}

std::size_t ProgressSource::read(char* out, std::size_t size) {
  const std::size_t got = source_.read(out, size);
  bytes_ += got;
  if (shown_ && got > 0) {
    if (const Clock::time_point now = Clock::now(); now >= next_) show(now);
  }
  return got;
}

void ProgressSource::show(Clock::time_point now) {
  const std::string line =
      progress_text(printable(name_), bytes_, source_.expected_bytes(), now - begin_);
  std::fputs(fmt::format("\r{}\x1B[K", line).c_str(), stderr);
  line_out_ = true;
  next_ = now + kInterval;
}

}  // namespace diallint
