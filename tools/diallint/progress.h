// How far a long run has come, on standard error and only on a terminal.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "input/byte_source.h"

namespace diallint {

/// Passes the bytes of an input on and says now and then how many they were. The line is gone when
/// the source is.
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

 private:
  using Clock = std::chrono::steady_clock;

  void show();

  ByteSource& source_;
  const std::string& name_;
  bool shown_;
  bool line_out_ = false;
  std::uint64_t bytes_ = 0;
  Clock::time_point next_;
};

}  // namespace diallint
