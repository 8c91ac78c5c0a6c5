#include "fix/edited_source.h"

#include <algorithm>

namespace diallint {

// False: bytes of the source come first.
bool EditedSource::begin_edit() {
  if (begun_) {
    if (drop_ > 0) return false;
    ++edit_;
    begun_ = false;
  }
  if (edit_ == end_ || edit_->span.begin != place_) return false;
  begun_ = true;
  text_ = edit_->text;
  drop_ = edit_->span.end - edit_->span.begin;
  return true;
}

std::size_t EditedSource::pass(char* out, std::size_t size) {
  std::uint64_t most = size;
  if (drop_ > 0)
    most = std::min(most, drop_);
  else if (edit_ != end_)
    most = std::min(most, edit_->span.begin - place_);
  const std::size_t got = source_.read(out, static_cast<std::size_t>(most));
  place_ += got;
  return got;
}

std::size_t EditedSource::read(char* out, std::size_t size) {
  if (size == 0) return 0;
  for (;;) {
    if (!text_.empty()) {
      const std::size_t count = text_.copy(out, size);
      text_.remove_prefix(count);
      return count;
    }
    if (begin_edit()) continue;
    const bool dropped = drop_ > 0;
    const std::size_t got = pass(out, size);
    if (!dropped || got == 0) return got;
    drop_ -= got;
  }
}

}  // namespace diallint
