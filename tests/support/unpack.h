// What an UnpackingSource makes of bytes.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "compression/unpacking_source.h"

namespace diallint::test {

struct Unpacked {
  std::string text;
  std::optional<BreakOff> broken;
  std::string inner_name;

  bool is(BreakOff::Kind kind) const { return broken && broken->kind == kind; }
};

/// Reads all of a source, `step` bytes at a time.
inline std::string text_of(ByteSource& source, std::size_t step = 1000) {
  std::string text;
  std::string piece(step, '\0');
  while (const std::size_t got = source.read(piece.data(), piece.size()))
    text.append(piece, 0, got);
  return text;
}

struct UnpackOptions {
  std::string name = "input";
  std::size_t step = SIZE_MAX;  ///< of what is packed
  std::uint64_t max_bytes = 0;
  bool has_tail = false;  ///< as a file has, and a pipe has not
};

inline Unpacked unpack(std::string_view bytes, const UnpackOptions& options = {}) {
  TextSource packed(bytes, options.step);
  TailOf tail;
  if (options.has_tail)
    tail = [bytes](std::size_t size) {
      return std::string(bytes.substr(bytes.size() - std::min(size, bytes.size())));
    };
  UnpackingSource source(packed, {options.name, options.max_bytes, "so much", std::move(tail)});
  Unpacked unpacked;
  unpacked.text = text_of(source);
  if (const BreakOff* why = source.break_off()) unpacked.broken = *why;
  unpacked.inner_name = source.inner_name();
  return unpacked;
}

}  // namespace diallint::test
