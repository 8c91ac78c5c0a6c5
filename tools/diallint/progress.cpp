#include "diallint/progress.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/printable.h"

namespace diallint {
namespace {

constexpr std::chrono::milliseconds kInterval{200};

}  // namespace

ProgressSource::ProgressSource(ByteSource& source, const std::string& name, bool shown)
    : source_(source), name_(name), shown_(shown), next_(Clock::now() + kInterval) {}

ProgressSource::~ProgressSource() {
  if (line_out_) std::fputs("\r\x1B[K", stderr);
}

std::size_t ProgressSource::read(char* out, std::size_t size) {
  const std::size_t got = source_.read(out, size);
  bytes_ += got;
  if (shown_ && Clock::now() >= next_) show();
  return got;
}

void ProgressSource::show() {
  const std::string line =
      fmt::format("\r{}: {} MB read\x1B[K", printable(name_), bytes_ / 1000000);
  std::fputs(line.c_str(), stderr);
  line_out_ = true;
  next_ = Clock::now() + kInterval;
}

}  // namespace diallint
