#include "compression/packed_input.h"

#include <algorithm>

namespace diallint {
namespace {

constexpr std::size_t kBufferBytes = kChunkBytes / 4;

}  // namespace

std::string_view PackedInput::peek(std::size_t size) {
  if (end_ - at_ < size) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    origin_ += at_;
    end_ -= at_;
    at_ = 0;
    buffer_.resize(std::max({buffer_.size(), size, room_for(source_, kBufferBytes)}));
    while (end_ < size && fill()) {
    }
  }
  return held().substr(0, size);
}

std::string_view PackedInput::some() {
  peek(1);
  return held();
}

// False at the end of the source, which is not read from again.
bool PackedInput::fill() {
  if (ended_) return false;
  const std::size_t got = source_.read(buffer_.data() + end_, buffer_.size() - end_);
  end_ += got;
  ended_ = got == 0;
  return !ended_;
}

}  // namespace diallint
