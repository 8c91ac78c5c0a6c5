// Where the text of an input ends, for what is said of its end.
#pragma once
#include <cstdint>
#include <string_view>

#include "input/byte_source.h"
#include "input/line_column.h"

namespace diallint {

/// Passes the bytes of an input on and keeps count of where they have got to. One thread.
class EndOfText final : public ByteSource {
 public:
  /// `head` is how the text begins, which is not read through this yet. The source outlives this.
  EndOfText(ByteSource& source, std::string_view head) noexcept;
  std::size_t read(char* out, std::size_t size) override;
  const BreakOff* break_off() const noexcept override { return source_.break_off(); }
  bool is_idle() const noexcept override { return source_.is_idle(); }

  std::uint64_t offset() const noexcept { return offset_; }
  /// Counted as in reports: a byte order mark takes no column, and a CR alone ends a line only
  /// where `lone_cr_ends` says so (CSV).
  LineColumn place(bool lone_cr_ends) const noexcept;

 private:
  void add(std::string_view bytes) noexcept;
  void add_slowly(std::string_view bytes) noexcept;

  ByteSource& source_;
  std::uint64_t offset_ = 0;
  LineColumn by_feeds_;
  LineColumn by_any_;
  bool has_mark_;
  bool behind_cr_ = false;
};

}  // namespace diallint
