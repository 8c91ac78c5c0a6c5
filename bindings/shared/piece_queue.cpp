#include "bindings/shared/piece_queue.h"

namespace diallint::bindings {

bool PieceQueue::give(std::string piece) {
  const std::lock_guard lock(mutex_);
  if (cancelled_) return false;
  held_ += piece.size();
  if (!piece.empty()) pieces_.push_back(std::move(piece));
  changed_.notify_one();
  if (held_ >= most_held_) held_back_ = true;
  return !held_back_;
}

bool PieceQueue::has_room() const {
  const std::lock_guard lock(mutex_);
  return !held_back_;
}

void PieceQueue::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_one();
}

std::size_t PieceQueue::take_from_first(char* out, std::size_t size) {
  const std::string& first = pieces_.front();
  const std::size_t count = first.copy(out, size, first_taken_);
  first_taken_ += count;
  if (first_taken_ < first.size()) return count;
  held_ -= first.size();
  first_taken_ = 0;
  pieces_.pop_front();
  return count;
}

std::size_t PieceQueue::read(char* out, std::size_t size) {
  std::size_t count = 0;
  bool has_room = false;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return cancelled_ || ended_ || !pieces_.empty(); });
    if (cancelled_) throw ReadError{"the check was aborted"};
    while (count < size && !pieces_.empty()) count += take_from_first(out + count, size - count);
    // Half of it free: the giver is not called for each piece.
    has_room = held_back_ && held_ <= most_held_ / 2;
    if (has_room) held_back_ = false;
  }
  if (has_room) on_room_();
  return count;
}

void PieceQueue::cancel() noexcept {
  bool was_held_back = false;
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    pieces_.clear();
    first_taken_ = held_ = 0;
    was_held_back = std::exchange(held_back_, false);
    changed_.notify_one();
  }
  if (was_held_back) on_room_();
}

}  // namespace diallint::bindings
