#include "input/text_window.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "base/padding.h"
#include "base/utf8.h"
#include "input/format_detection.h"
#include "input/json_index.h"

namespace diallint {

TextWindow::TextWindow(ByteSource& source, std::size_t capacity) : source_(source) {
  reserve(capacity);
}

TextWindow::TextWindow(ByteSource& source, std::size_t capacity, std::string_view held,
                       std::uint64_t origin, std::uint64_t line)
    : TextWindow(source, std::max(capacity, held.size())) {
  restart(held, origin, {.line = line}, /*ended=*/false, /*trouble=*/{});
}

void TextWindow::restart(std::string_view held, std::uint64_t origin, LineColumn first, bool ended,
                         std::optional<ReadError> trouble) {
  if (capacity_ < held.size()) reserve(held.size());
  std::copy(held.begin(), held.end(), bytes_.get());
  size_ = held.size();
  origin_ = origin;
  first_ = first;
  ended_ = ended;
  trouble_ = std::move(trouble);
  is_shown_ = false;
}

void TextWindow::fill() {
  if (trouble_ && is_shown_) throw *trouble_;
  is_shown_ = trouble_.has_value();
  const std::size_t before = size_;
  try {
    if (!ended_ && !trouble_) ended_ = fill_up(source_, {bytes_.get(), capacity_}, size_);
  } catch (const ReadError& error) {
    if (size_ == before) throw;
    trouble_ = error;
    is_shown_ = true;
  }
  std::fill_n(bytes_.get() + size_, kPadding, '\0');
}

void TextWindow::grow() {
  // GCOVR_EXCL_START: a test would need 4 GiB of memory
  if (capacity_ > JsonIndex::kMaxText / 2) {
    throw ReadError{
        "one value of a JSON document must be smaller than 2 GiB; write one request per line "
        "(NDJSON), or an array of requests"};
  }
  // GCOVR_EXCL_STOP
  reserve(capacity_ * 2);
}

void TextWindow::reserve(std::size_t capacity) {
  void* larger = std::realloc(bytes_.get(), capacity + kPadding);
  if (larger == nullptr) throw std::bad_alloc();
  static_cast<void>(bytes_.release());
  bytes_.reset(static_cast<char*>(larger));
  capacity_ = capacity;
}

std::size_t TextWindow::bom_size() const noexcept {
  return origin_ == 0 && bytes().starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

void TextWindow::drop_to(std::uint64_t place) {
  const auto size = static_cast<std::size_t>(place - origin_);
  first_ = at(place);
  std::memmove(bytes_.get(), bytes_.get() + size, size_ - size);
  size_ -= size;
  origin_ = place;
}

LineColumn TextWindow::at(std::uint64_t place) const noexcept {
  return behind_text(first_, bytes().substr(0, static_cast<std::size_t>(place - origin_)),
                     origin_ == 0);
}

}  // namespace diallint
