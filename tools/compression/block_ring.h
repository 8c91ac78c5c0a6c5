// Blocks of bytes on their way from one thread to another.
#pragma once
#include <array>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/condition_variable.h"
#include "input/byte_source.h"

namespace diallint {

/// Holds a few blocks, so that one thread fills the next while the other reads the last. One
/// writer and one reader.
class BlockRing {
 public:
  static constexpr std::size_t kBlockBytes = kChunkBytes / 2;

  // --- the writer --------------------------------------------------------------------------------
  /// A block of kBlockBytes to fill, once there is room; null where the reader wants no more.
  char* begin_block();
  /// The block holds `size` bytes, more than nothing.
  void end_block(std::size_t size);
  /// Nothing more comes; `error` may be null, and is thrown to the reader behind the last block.
  void finish(std::exception_ptr error = nullptr) noexcept;

  // --- the reader --------------------------------------------------------------------------------
  /// What is left of the oldest block, once there is one; empty where nothing more comes. Throws
  /// what finish() was given.
  std::string_view front();
  /// Drops bytes that front() has shown.
  void drop(std::size_t size);
  /// The reader wants no more.
  void close() noexcept;

 private:
  static constexpr std::size_t kBlocks = 4;

  struct Block {
    std::vector<char> bytes;
    std::size_t size = 0;
  };

  std::mutex mutex_;
  ConditionVariable changed_;
  // Those from first_ on, filled_ of them, are the reader's; the others are the writer's.
  std::array<Block, kBlocks> blocks_;
  std::size_t first_ = 0;
  std::size_t filled_ = 0;
  std::size_t dropped_ = 0;  // of the first block
  std::exception_ptr error_;
  bool finished_ = false;
  bool closed_ = false;
};

}  // namespace diallint
