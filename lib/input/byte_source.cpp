#include "input/byte_source.h"

namespace diallint {

std::string_view Peekable::head(std::size_t size) {
  const std::size_t held = head_.size();
  head_.resize(std::max(held, size));
  std::size_t filled = held;
  while (!ended_ && filled < size) {
    const std::size_t got = source_.read(head_.data() + filled, size - filled);
    ended_ = got == 0;
    filled += got;
    waiting_ = !ended_ && head_[filled - 1] == '\n' && source_.is_idle();
    if (waiting_) break;
  }
  head_.resize(filled);
  return head_;
}

std::size_t Peekable::read(char* out, std::size_t size) {
  if (taken_ < head_.size()) {
    const std::size_t part = std::min(size, head_.size() - taken_);
    std::copy_n(head_.data() + taken_, part, out);
    taken_ += part;
    return part;
  }
  return ended_ ? 0 : source_.read(out, size);
}

}  // namespace diallint
