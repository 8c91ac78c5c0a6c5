// How much of an input readers hold at a time.
#pragma once
#include <cstddef>

namespace diallint {

/// What is read at once. The fuzz harnesses are built with little, so that short inputs have the
/// ends of chunks inside, and so that no time goes into empty buffers.
#ifdef DIALLINT_CHUNK_BYTES
inline constexpr std::size_t kChunkBytes = DIALLINT_CHUNK_BYTES;
#else
inline constexpr std::size_t kChunkBytes = std::size_t{256} << 10;
#endif

}  // namespace diallint
