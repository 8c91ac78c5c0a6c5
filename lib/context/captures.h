// Members' values, kept for the checks of the object that they stand in.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "diallint/finding.h"
#include "input/value_kind.h"

namespace diallint {

/// A member's value kept for the checks of the object it stands in.
struct Capture {
  bool present = false;
  bool sound = false;  ///< no check of its own has found a fault
  Kind kind = Kind::kNull;
  std::string_view string;  ///< strings: the value; numbers and literals: as written
  Span span;                ///< where it is present

  /// A text that has no fault.
  void take_text(std::string_view text, const Span& its_span) noexcept {
    present = true;
    sound = true;
    kind = Kind::kString;
    string = text;
    span.begin = its_span.begin;
    span.end = its_span.end;
  }
  /// Absent again. Made for every object of every record: what absence leaves without a meaning
  /// stays.
  void clear() noexcept {
    present = false;
    sound = false;
    kind = Kind::kNull;
    string = {};
  }
};

/// The captures of the object at hand and of those around it: one frame for each.
class Captures {
 public:
  /// No object is entered.
  void reset() noexcept { frame_ = frame_end_ = 0; }
  /// Room for the captures of an object; returns what leave_frame() wants back.
  std::size_t enter_frame(std::uint8_t captures) {
    const std::size_t previous = frame_;
    frame_ = frame_end_;
    frame_end_ += captures;
    if (captures_.size() < frame_end_) captures_.resize(frame_end_);
    for (std::size_t i = frame_; i < frame_end_; ++i) captures_[i].clear();
    return previous;
  }
  void leave_frame(std::size_t previous) noexcept {
    frame_end_ = frame_;
    frame_ = previous;
  }

  /// What the object at hand holds.
  Capture& at(std::uint32_t slot) noexcept { return captures_[frame_ + slot]; }
  const Capture& at(std::uint32_t slot) const noexcept { return captures_[frame_ + slot]; }
  /// What the object that was left last has captured; until the next frame is entered.
  const Capture& of_last_frame(std::uint8_t slot) const noexcept {
    return captures_[frame_end_ + slot];
  }

 private:
  std::vector<Capture> captures_;
  std::size_t frame_ = 0;
  std::size_t frame_end_ = 0;
};

}  // namespace diallint
