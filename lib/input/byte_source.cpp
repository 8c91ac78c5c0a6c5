#include "input/byte_source.h"

namespace diallint {

std::size_t room_for(const ByteSource& source, std::size_t most) noexcept {
  const std::uint64_t all = source.expected_bytes();
  return all > 0 && all < most ? static_cast<std::size_t>(all) + 1 : most;
}

bool fill_up(ByteSource& source, std::span<char> buffer, std::size_t& held) {
  while (held < buffer.size()) {
    const std::size_t got = source.read(buffer.data() + held, buffer.size() - held);
    if (got == 0) return true;
    held += got;
  }
  return false;
}

void append_all(ByteSource& source, std::string& text, std::size_t most) {
  bool ended = false;
  while (!ended && text.size() <= most) {
    std::size_t held = text.size();
    text.resize(held + kChunkBytes / 4);
    ended = fill_up(source, text, held);
    text.resize(held);
  }
}

std::string_view Peekable::head(std::size_t size) {
  std::size_t filled = head_.size();
  std::size_t room = filled + room_for(source_, size);
  while (!ended_ && filled < size) {
    if (filled == room) room = size;
    head_.resize(std::max(filled, std::min(room, size)));
    const std::size_t got = source_.read(head_.data() + filled, head_.size() - filled);
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
