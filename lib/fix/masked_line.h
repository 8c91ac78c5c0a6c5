// A line of a difference as it is shown where values are masked.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "diallint/finding.h"
#include "diallint/fix.h"

namespace diallint {

/// What is known of a line.
struct DiffLine {
  std::string_view text;  ///< without its line end
  std::span<const Span>
      replaced;           ///< bytes of it that stand for others; of these the form is shown
  bool is_first = false;  ///< of the text: the header of a table
};

/// The line with *** for each value in it; the form of a value that is replaced: 0 for a digit, x
/// for a letter, ? for what is not printable ASCII.
std::string masked_line(const DiffLine& line, const Fixes& fixes, const DiffOptions& options);

}  // namespace diallint
