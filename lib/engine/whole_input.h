// An input, or what is left of one, held as one text.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "input/byte_source.h"

namespace diallint {

/// With the padding that an index wants behind it. Grows in place where it can, and memory that was
/// asked for but not filled is not touched.
class WholeInput {
 public:
  /// `first` is what has been read already. Throws ReadError and std::bad_alloc.
  WholeInput(ByteSource& source, std::string_view first);

  /// kPadding zeros follow.
  std::string_view text() const noexcept { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* bytes) const noexcept { std::free(bytes); }
  };

  void grow(std::size_t capacity);

  std::unique_ptr<char, Free> bytes_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
};

}  // namespace diallint
