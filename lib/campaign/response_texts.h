// The responses in a file: JSON objects one after the other, on lines, over lines or in an array,
// and lines of anything else, as a program may have printed an error.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "input/byte_source.h"

namespace diallint {

/// One of them. The text is valid until the next call of next().
struct ResponseTextPart {
  enum class Kind : std::uint8_t {
    kObject,  ///< brackets are balanced; no more is known
    kOther,   ///< a line, or the head of an HTTP response
    kBroken,  ///< an object that is not closed, or larger than is read
  };
  Kind kind = Kind::kOther;
  std::string_view text;
  std::uint64_t line = 0;  ///< on which it begins, from 1
};

/// Takes a file apart; memory for one response. An object that is cut off ends where the next one
/// begins at the beginning of a line. Time in proportion to the length. One thread.
class ResponseTexts {
 public:
  /// The source outlives it. `most` is how many bytes an object may have.
  ResponseTexts(ByteSource& source, std::size_t most) : source_(source), most_(most) {}
  /// False at the end. Throws ReadError where the source fails.
  bool next(ResponseTextPart& part);

 private:
  // Where an object is read, counted from `at_`.
  struct Scan {
    std::size_t at = 0;
    unsigned depth = 0;
    bool in_text = false;
    char last = '{';        // that is no white space
    std::size_t again = 0;  // where the next object may begin; 0: nowhere
  };

  bool has(std::size_t offset);
  bool fill();
  void skip_separators();
  void take(ResponseTextPart& part, ResponseTextPart::Kind kind, std::size_t size);
  void object(ResponseTextPart& part);
  bool step(Scan& scan, char c) const;
  bool ends_at_line(Scan& scan);
  void other(ResponseTextPart& part);
  std::size_t end_of_line(std::size_t offset);

  ByteSource& source_;
  std::size_t most_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  bool ended_ = false;
};

}  // namespace diallint
