// Several inputs of a run that are read side by side: whoever has them opens them, and is told in
// their order what came of each.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "input/byte_source.h"

namespace diallint {

/// An input that has been opened. One thread.
class OpenInput {
 public:
  virtual ~OpenInput() = default;
  virtual ByteSource& source() noexcept = 0;
  /// After the last read(): throws ReadError where it is no longer what was opened.
  virtual void expect_unchanged() const = 0;
};

/// The inputs by their numbers, which follow each other.
class InputSupply {
 public:
  virtual ~InputSupply() = default;

  // --- any thread, several at a time ---
  /// As findings name it; outlives the run.
  virtual const std::string& name_of(std::size_t number) const = 0;
  /// About how many bytes it has: a hint.
  virtual std::uint64_t bytes_of(std::size_t number) const = 0;
  /// Null: it is not to be read any more. Throws ReadError where it cannot be.
  virtual std::unique_ptr<OpenInput> open(std::size_t number) = 0;

  // --- one thread at a time, in the order of the numbers ---
  /// It has been opened; what was found in it follows.
  virtual void begin(std::size_t number) = 0;
  /// It was not read, or not to its end, and what was found is handed on: why, or null where open()
  /// has said null.
  virtual void lose(std::size_t number, const ReadError* why) = 0;
};

/// Some of them that follow each other.
struct InputRange {
  std::size_t first = 0;
  std::size_t count = 0;
};

}  // namespace diallint
