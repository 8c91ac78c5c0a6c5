// Behind a broken value: where the text goes on.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "input/json_cursor.h"

namespace diallint {

struct Resume {
  enum class At : std::uint8_t {
    kBehind,   ///< behind the bracket that ends the value
    kComma,    ///< at the comma behind it
    kClosing,  ///< at a bracket that closes what the value stands in
    kRecord,  ///< at the beginning of the next record; what the broken value left open is in `open`
    kNowhere,  ///< nothing more can be read
  };
  At at = At::kNowhere;
  JsonCursor cursor;  ///< stands there, and has not failed
  std::string open;   ///< brackets `{` and `[` that were opened on the way and not closed
};

/// Whether a record begins with the `{` at this place (in the input).
using BeginsRecordAt = std::function<bool(std::uint64_t place)>;

/// Looks for the end of the broken value in front of `from`, which has not failed, and goes by
/// brackets and by the beginnings of records; those at `read` or in front of it are known, and are
/// passed over. Takes as long as what is passed over.
Resume resume_behind(const JsonCursor& from, std::uint64_t read, const BeginsRecordAt& begins);

}  // namespace diallint
