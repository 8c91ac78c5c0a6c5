// How far a long run has come, on standard error and only on a terminal.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "input/byte_source.h"

namespace diallint {

/// "list.csv: 120 of 500 MB, 240 MB/s, 2 s left"; without the end where `expected` is 0 or less
/// than there was already. `name` is printable, bytes are decimal.
std::string progress_text(std::string_view name, std::uint64_t done, std::uint64_t expected,
                          std::chrono::duration<double> taken);

/// Passes the bytes of an input on and says now and then how many they were, how fast they came and
/// how long the rest will take. The line is gone when the source is.
class ProgressSource final : public ByteSource {
 public:
  ProgressSource(ByteSource& source, const std::string& name, bool shown);
  ~ProgressSource() override;
  ProgressSource(const ProgressSource&) = delete;
  ProgressSource& operator=(const ProgressSource&) = delete;
  std::size_t read(char* out, std::size_t size) override;
  std::uint64_t expected_bytes() const noexcept override { return source_.expected_bytes(); }
  bool may_break_off() const noexcept override { return source_.may_break_off(); }
  const BreakOff* break_off() const noexcept override { return source_.break_off(); }
  std::string_view inner_name() const noexcept override { return source_.inner_name(); }
  bool is_idle() const noexcept override { return source_.is_idle(); }

 private:
  using Clock = std::chrono::steady_clock;

  void show(std::chrono::steady_clock::time_point now);

  ByteSource& source_;
  const std::string& name_;
  bool shown_;
  bool line_out_ = false;
  std::uint64_t bytes_ = 0;
  Clock::time_point begin_;
  Clock::time_point next_;
};

}  // namespace diallint
