#include "engine/whole_input.h"

#include <algorithm>
#include <new>

#include "base/padding.h"
#include "input/json_index.h"

namespace diallint {

WholeInput::WholeInput(ByteSource& source, std::string_view first) {
  grow(std::max(first.size() + kPadding * 2, kChunkBytes / 4));
  std::copy(first.begin(), first.end(), bytes_.get());
  size_ = first.size();
  for (;;) {
    if (capacity_ - size_ < kPadding * 2) grow(capacity_ * 2);
    const std::size_t got = source.read(bytes_.get() + size_, capacity_ - size_ - kPadding);
    if (got == 0) break;
    size_ += got;
    // GCOVR_EXCL_START: a test would need 4 GiB of memory
    if (size_ > JsonIndex::kMaxText) {
      throw ReadError{
          "a JSON document must be smaller than 4 GiB; write one request per line (NDJSON), "
          "which has no limit"};
    }
    // GCOVR_EXCL_STOP
  }
  std::fill_n(bytes_.get() + size_, kPadding, '\0');
}

void WholeInput::grow(std::size_t capacity) {
  void* larger = std::realloc(bytes_.get(), capacity);
  if (larger == nullptr) throw std::bad_alloc();
  static_cast<void>(bytes_.release());
  bytes_.reset(static_cast<char*>(larger));
  capacity_ = capacity;
}

}  // namespace diallint
