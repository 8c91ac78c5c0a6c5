// Patterns as JSON Schema means them: ECMA-262, Unicode, found anywhere unless anchored.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_set.h"
#include "plan/code_point_class.h"

namespace re2 {
class RE2;
}  // namespace re2

namespace diallint {

/// A compiled pattern. Immutable after compile(): any thread.
class Pattern {
 public:
  struct Result;
  /// Compiles an ECMA-262 pattern (its Unicode mode). Back references and look-around are refused,
  /// with a message that says so.
  static Result compile(std::string_view ecma);

  /// Whether the pattern is found in valid UTF-8.
  bool matches(std::string_view text) const;

  /// The class of a pattern that is `^class*$` or `^class+$`, otherwise nothing.
  const CodePointClass* plain_class() const noexcept { return class_ ? &*class_ : nullptr; }
  /// For a plain class: 1 if the text may not be empty.
  std::size_t minimum() const noexcept { return minimum_; }

  /// Bytes that prove a string to be made of the plain class if it holds no others, whether it is
  /// written with JSON escapes or not: ASCII of the class without the backslash, and lead bytes all
  /// of whose code points belong.
  const ByteSet& fast_bytes() const noexcept { return fast_bytes_; }

  /// For a plain class: the first code point that does not belong.
  struct Stray {
    std::size_t index;  // counted from 0, in code points
    char32_t code_point;
  };
  std::optional<Stray> first_stray(std::string_view text) const noexcept;

  /// As written.
  const std::string& source() const noexcept { return source_; }
  /// The most that RE2 may hold for it, in bytes: its programs, and what it remembers of texts.
  std::size_t memory() const noexcept { return memory_; }
  /// The same pattern in RE2's syntax.
  const std::string& re2_source() const noexcept { return re2_source_; }

 private:
  ByteSet fast_bytes_;  // first: it begins a line of the cache
  std::string source_;
  std::string re2_source_;
  std::optional<CodePointClass> class_;
  std::size_t minimum_ = 0;
  std::size_t memory_ = 0;
  std::shared_ptr<const re2::RE2> re2_;  // only where there is no plain class
};

struct Pattern::Result {
  std::optional<Pattern> pattern;
  std::string error;  // in words, where there is no pattern
};

}  // namespace diallint
