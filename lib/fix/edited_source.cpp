#include "fix/edited_source.h"

#include <algorithm>

namespace diallint {

void EditedSource::begin_edit() {
  const Edit& edit = edits_.front();
  text_ = edit.text;
  drop_ = edit.span.end - edit.span.begin;
  edits_ = edits_.subspan(1);
}

std::size_t EditedSource::read(char* out, std::size_t size) {
  if (size == 0) return 0;
  for (;;) {
    if (!text_.empty()) {
      const std::size_t count = text_.copy(out, size);
      text_.remove_prefix(count);
      return count;
    }
    const bool begins = drop_ == 0 && !edits_.empty() && edits_.front().span.begin == place_;
    if (begins) {
      begin_edit();
      continue;
    }
    std::uint64_t most = size;
    if (drop_ > 0)
      most = std::min(most, drop_);
    else if (!edits_.empty())
      most = std::min(most, edits_.front().span.begin - place_);
    const std::size_t got = source_.read(out, static_cast<std::size_t>(most));
    place_ += got;
    if (drop_ == 0 || got == 0) return got;
    drop_ -= got;
  }
}

}  // namespace diallint
