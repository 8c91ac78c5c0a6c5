#include "compression/block_ring.h"

namespace diallint {

char* BlockRing::begin_block() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || filled_ < kBlocks; });
  if (closed_) return nullptr;
  Block& block = blocks_[(first_ + filled_) % kBlocks];
  block.bytes.resize(kBlockBytes);
  return block.bytes.data();
}

void BlockRing::end_block(std::size_t size) {
  const std::lock_guard lock(mutex_);
  blocks_[(first_ + filled_) % kBlocks].size = size;
  ++filled_;
  changed_.notify_all();
}

void BlockRing::finish(std::exception_ptr error) noexcept {
  const std::lock_guard lock(mutex_);
  error_ = std::move(error);
  finished_ = true;
  changed_.notify_all();
}

std::string_view BlockRing::front() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return filled_ > 0 || finished_; });
  if (filled_ > 0) {
    const Block& block = blocks_[first_];
    return {block.bytes.data() + dropped_, block.size - dropped_};
  }
  if (error_ != nullptr) std::rethrow_exception(error_);
  return {};
}

void BlockRing::drop(std::size_t size) {
  const std::lock_guard lock(mutex_);
  dropped_ += size;
  if (dropped_ < blocks_[first_].size) return;
  dropped_ = 0;
  first_ = (first_ + 1) % kBlocks;
  --filled_;
  changed_.notify_all();
}

void BlockRing::close() noexcept {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace diallint
