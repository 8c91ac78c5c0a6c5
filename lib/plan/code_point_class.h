// Classes of code points, as patterns name them.
#pragma once
#include <vector>

namespace diallint {

/// The last code point that there is.
inline constexpr char32_t kLastCodePoint = 0x10FFFF;

/// A set of code points, as ascending ranges that neither overlap nor touch.
class CodePointClass {
 public:
  struct Range {
    char32_t low;
    char32_t high;  // included
    friend bool operator==(const Range&, const Range&) = default;
  };

  CodePointClass() = default;
  /// Of ranges in any order, which may overlap.
  explicit CodePointClass(std::vector<Range> ranges);
  /// Every code point that is not in the set. Surrogates are never in a set.
  CodePointClass inverted() const;
  bool contains(char32_t code_point) const noexcept;
  const std::vector<Range>& ranges() const noexcept { return ranges_; }

 private:
  std::vector<Range> ranges_;
};

}  // namespace diallint
