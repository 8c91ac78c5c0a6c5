// From byte offsets to lines and columns, computed when a finding is printed.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "diallint/finding.h"

namespace diallint {

/// Both from 1. Columns count Unicode code points; a byte that is no UTF-8 counts as one. LF ends a
/// line; the CR before it takes no column. Any other CR takes one in JSON, and ends a line in CSV.
struct Position {
  std::uint64_t line = 1;
  std::uint64_t column = 1;

  friend bool operator==(const Position&, const Position&) = default;
};

/// `end` is behind the last character.
struct Location {
  Position begin;
  Position end;
};

/// A line without its LF or CRLF, and without a byte order mark.
struct Line {
  std::uint64_t number = 1;
  std::uint64_t origin = 0;  ///< offset of its first byte in the input
  std::string_view text;     ///< points into the chunk
  bool is_cut = false;       ///< the line begins in front of the chunk, and so of the text
};

/// Finds places in one chunk after the other, in any order. What it has read it remembers by a
/// mark every few kilobytes, so that a chunk costs one pass over its bytes and each place a
/// constant. Positions behind the chunk's last line are taken as its end. One thread.
class Locator {
 public:
  /// The window whose places are asked for; its bytes stay until the next one. Forgets nothing if
  /// it is the one that is open already, or that one and further lines.
  void open(const SourceChunk& chunk);

  Location locate(const Span& span);
  Position at(std::uint64_t offset);
  Line line_at(std::uint64_t offset);

 private:
  struct Mark {
    std::size_t at;          // in bytes_, the first byte of a code point
    std::size_t line_begin;  // in bytes_
    Position position;
  };

  Mark mark_at(std::uint64_t offset);
  void step(Mark& mark, std::size_t target) const noexcept;
  std::uint64_t last_place() const noexcept;

  std::string_view bytes_;
  std::uint64_t origin_ = 0;
  std::uint32_t file_ = 0;
  bool lone_cr_ends_ = false;
  bool begins_in_line_ = false;
  std::vector<Mark> marks_;
  std::size_t known_line_ = std::string_view::npos;  // where the line begins whose end is known
  std::size_t known_end_ = 0;
};

}  // namespace diallint
