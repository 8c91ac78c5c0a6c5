// What is enough to know of most texts: which bytes they are made of, and how many.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/byte_set.h"

namespace diallint {

/// Texts that are sound by what can be seen at a glance.
struct FastAccept {
  ByteSet bytes;  ///< of which they are made
  std::uint32_t min_bytes = 0;
  std::uint32_t max_bytes = 0;

  bool accepts_size(std::size_t size) const noexcept {
    return size >= min_bytes && size <= max_bytes;
  }
};

}  // namespace diallint
