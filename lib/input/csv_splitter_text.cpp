// The part of CsvRows that moves bytes: reading, dropping, unquoting, looking for bytes that are no
// text.
#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "base/padding.h"
#include "base/utf8.h"
#include "input/csv_splitter.h"
#include "input/format_detection.h"

namespace diallint {
namespace {

// Without the sequence at its end that the next read may complete.
std::size_t whole_sequences(std::string_view text) noexcept {
  std::size_t at = text.size();
  const std::size_t furthest = at > 3 ? at - 3 : 0;
  while (at > furthest && is_continuation(text[at - 1])) --at;
  const bool lead = at > 0 && static_cast<unsigned char>(text[at - 1]) >= 0xC0;
  return lead ? at - 1 : text.size();
}

}  // namespace

bool CsvRows::advance() {
  tall_rows_.clear();
  if (dropping_) {
    if (!drop_line()) return false;
  } else {
    move_to_front(next_);
  }
  chunk_line_ = line_;
  if (!ended_ && !fill()) return false;
  if (!begun_ && std::string_view(buffer_.data(), size_).starts_with(kByteOrderMark)) {
    bom_size_ = next_ = kByteOrderMark.size();
  }
  begun_ = true;
  check_text();
  reset_scan();
  return size_ > 0;
}

void CsvRows::hold(std::string_view text, std::uint64_t origin, std::uint64_t line, bool is_end) {
  if (buffer_.size() < text.size() + kPadding) buffer_.resize(text.size() + kPadding);
  std::copy(text.begin(), text.end(), buffer_.begin());
  std::fill_n(buffer_.begin() + static_cast<std::ptrdiff_t>(text.size()), kPadding, '\0');
  size_ = text.size();
  next_ = sound_ = bom_size_ = 0;
  origin_ = origin;
  line_ = chunk_line_ = line;
  ended_ = is_end;
  dropping_ = false;
  tall_rows_.clear();
  check_text();
  reset_scan();
}

CsvRows CsvRows::like_this() const {
  CsvRows rows(source_, max_row_, prefer_tab_, chunk_);
  rows.separator_ = separator_;
  rows.kept_ = kept_;
  rows.begun_ = true;
  return rows;
}

void CsvRows::move_to_front(std::size_t from) noexcept {
  if (from > 0) std::memmove(buffer_.data(), buffer_.data() + from, size_ - from);
  size_ -= from;
  origin_ += from;
  sound_ = sound_ > from ? sound_ - from : 0;
  next_ = 0;
  bom_size_ = 0;
}

// Reads a chunk behind the data; as much as there is already where a row is long, so that it is
// looked through a few times only, but not much past the longest row. False if there is nothing at
// all.
bool CsvRows::fill() {
  const std::size_t least = std::max(chunk_, begun_ ? 0 : kByteOrderMark.size());
  const std::size_t longest = max_row_ + chunk_;
  const std::size_t wanted = size_ < longest ? std::min(size_, longest - size_) : 0;
  const std::size_t end = size_ + std::max(least, wanted);
  if (buffer_.size() < end + kPadding) {
    buffer_.reserve(end + kPadding);  // resize() alone would take up to twice that
    buffer_.resize(end + kPadding);
  }
  while (size_ < end && !ended_) {
    const std::size_t got = source_.read(buffer_.data() + size_, end - size_);
    ended_ = got == 0;
    size_ += got;
    if (!ended_ && buffer_[size_ - 1] == '\n' && source_.is_idle()) break;
  }
  std::fill_n(buffer_.begin() + static_cast<std::ptrdiff_t>(size_), kPadding, '\0');
  return size_ > 0;
}

// Reads on to the next line end and leaves what stands behind it in the buffer.
bool CsvRows::drop_line() {
  move_to_front(size_);
  for (;;) {
    if (!ended_) fill();
    reset_scan();
    const std::size_t end = find_line_end(0);
    if (end < size_ && !half_line_end(end)) {
      move_to_front(behind_line_end(end));
      dropping_ = false;
      return true;
    }
    if (ended_) return false;
    move_to_front(end);  // all of it, or all but a CR
  }
}

void CsvRows::check_text() {
  const std::string_view text(buffer_.data(), size_);
  has_nul_ = text.find('\0', next_) != std::string_view::npos;
  const std::size_t end = ended_ ? size_ : whole_sequences(text);
  if (end > sound_ && simdjson::validate_utf8(text.data() + sound_, end - sound_)) sound_ = end;
}

// All values of a row go to one buffer that is large enough before the first is written.
void CsvRows::unquote_fields() {
  const std::size_t room = row_end_ - next_ + kPadding;
  if (scratch_.size() < room) scratch_.resize(room);
  char* out = scratch_.data();
  for (CsvField& field : std::span(fields_).first(used_)) {
    if (!field.escaped) continue;
    const char* const begin = out;
    for (std::string_view rest = field.value; !rest.empty();) {
      const std::size_t part = std::min(rest.find('"'), rest.size() - 1) + 1;
      out = std::copy_n(rest.data(), part, out);
      rest.remove_prefix(rest[part - 1] == '"' ? part + 1 : part);
    }
    field.value = {begin, static_cast<std::size_t>(out - begin)};
  }
}

void CsvRows::find_bad_text(CsvRow& row) const noexcept {
  const std::size_t nul = row.bytes.find('\0');
  const std::size_t invalid = find_invalid_utf8(row.bytes);
  if (nul == invalid) return;  // neither
  row.fault = nul < invalid ? CsvError::kNul : CsvError::kUtf8;
  const std::uint64_t at = row.origin + std::min(nul, invalid);
  row.fault_span = {at, at + 1};
}

}  // namespace diallint
