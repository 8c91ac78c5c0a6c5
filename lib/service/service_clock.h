// The service's own time: the machine's, or one that stands still until it is moved.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>

#include "base/milliseconds.h"
#include "diallint/instant.h"

namespace diallint {

class ServiceClock {
 public:
  ServiceClock(std::function<Instant()> machine, const std::optional<Instant>& now);

  Instant now() const;
  bool runs() const noexcept { return !fixed_; }
  /// Stands still there from now on.
  void set(const Instant& now) { fixed_ = floor_millis(now); }
  /// Where it stands still; nothing: it runs.
  const std::optional<Millis>& fixed() const noexcept { return fixed_; }
  /// How far one that runs is ahead of the machine.
  Millis offset() const noexcept { return offset_; }
  /// As one was that said so.
  void go_on(const std::optional<Millis>& fixed, Millis offset) noexcept {
    fixed_ = fixed;
    offset_ = offset;
  }
  /// A clock that runs goes on running.
  void advance(Millis by) noexcept;

 private:
  std::function<Instant()> machine_;
  std::optional<Millis> fixed_;
  Millis offset_ = 0;
};

}  // namespace diallint
