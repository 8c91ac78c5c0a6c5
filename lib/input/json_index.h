// The structural index of JSON text: where every bracket, colon, comma, string and scalar begins.
// One pass of simdjson's first stage makes it; a plain loop of our own makes the same index for
// text that the first pass refuses, and says what is wrong where.
//
// Everything that is relied on inside simdjson stands in json_index.cpp, and
// tests/input/json_index_test.cpp pins it: the two ways of indexing must agree on every text that
// both accept. (All but one: outside strings the first stage may take the bytes 0C and 1A for a
// comma and a colon and give them tokens of their own. The cursor looks at the byte itself and
// stops there in either case.)
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/padding.h"

namespace diallint {

/// Text the first stage refuses, by what it is.
enum class TextError : std::uint8_t { kUtf8, kControl, kOpenString };

/// The first fault of a text, by the byte offset in it.
struct FaultAt {
  TextError fault;
  std::uint32_t at;
};

/// Positions of tokens, followed by sentinels that hold the length of the text. Reusable, one
/// thread.
class JsonIndex {
 public:
  JsonIndex();
  ~JsonIndex();
  JsonIndex(const JsonIndex&) = delete;
  JsonIndex& operator=(const JsonIndex&) = delete;

  /// Largest text that offsets of 32 bits can index.
  static constexpr std::size_t kMaxText = 0xFFFFFF00;

  /// Indexes `text`, which kPadding readable bytes follow. False if it has a fault: then there is
  /// no index, and build_slowly() finds the place. May throw std::bad_alloc.
  bool build(std::string_view text);

  /// Indexes `text` byte by byte and stops nowhere: invalid UTF-8 and control characters inside a
  /// string are noted and stepped over, an open string ends the index at its quote.
  void build_slowly(std::string_view text);

  /// Whether a record begins with the `{` at this offset of the text.
  using BeginsRecord = std::function<bool(std::size_t brace)>;

  /// Indexes a text that is broken somewhere, so that as much as can be is read on behind the
  /// break: a string that is not closed is noted and has no token, and ends with its line or where
  /// a record begins, whichever comes first. A sound text has the same index as after build().
  /// Linear, where `begins_record` looks at no more than a fixed number of bytes.
  void build_mended(std::string_view text, const BeginsRecord& begins_record);

  /// Token positions; tokens()[tokens().size()] and one more may be read and hold the text's
  /// length.
  std::span<const std::uint32_t> tokens() const noexcept { return {tokens_, count_}; }

  /// Faults that build_slowly() or build_mended() noted, ascending. Empty after build().
  std::span<const FaultAt> faults() const noexcept { return faults_; }

 private:
  struct Stage1;

  std::unique_ptr<Stage1> stage1_;
  std::vector<std::uint32_t> own_;
  std::vector<FaultAt> faults_;
  const std::uint32_t* tokens_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace diallint
