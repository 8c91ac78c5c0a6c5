#include "input/csv_splitter.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace diallint {
namespace {

// Of the line `sep=;`, in quotes or not; 0 for any other line.
char named_separator(std::string_view line) noexcept {
  if (line.size() == 7 && line.front() == '"' && line.back() == '"') line = line.substr(1, 5);
  if (line.size() != 5) return 0;
  constexpr std::string_view kName = "sep=";
  for (std::size_t i = 0; i < kName.size(); ++i)
    if ((kName[i] == '=' ? line[i] : static_cast<char>(line[i] | 0x20)) != kName[i]) return 0;
  return kCsvSeparators.find(line[4]) == std::string_view::npos ? '\0' : line[4];
}

}  // namespace

bool is_blank(const CsvRow& row, char separator) noexcept {
  constexpr std::string_view kSpace = " \t";
  for (const CsvField& field : row.fields)
    if (field.value.find_first_not_of(kSpace) != std::string_view::npos) return false;
  if (row.fault != CsvError::kNone) return false;
  const char nothing[] = {separator, ' ', '\t', '\0'};
  return row.field_count == row.fields.size() ||
         row.bytes.find_first_not_of(nothing) == std::string_view::npos;
}

CsvRows::CsvRows(ByteSource& source, std::size_t max_row, bool prefer_tab, std::size_t chunk)
    : source_(source),
      max_row_(std::min<std::size_t>(max_row, 0xFFFFFF00)),  // offsets of fields have 32 bits
      chunk_(std::max<std::size_t>(chunk, 1)),
      prefer_tab_(prefer_tab) {}

bool CsvRows::next(CsvRow& row) {
  if (dropping_ || !skip_blank_lines()) return false;
  if (separator_ == 0 && (!choose_separator() || !skip_blank_lines())) return false;
  switch (split()) {
    case End::kRow:
      finish_sound(row);
      return true;
    case End::kBroken:
      return finish_broken(row);
    case End::kMore:
    case End::kField:  // split() goes on behind it
      break;
  }
  return false;
}

bool CsvRows::skip_blank_lines() noexcept {
  while (next_ < size_ && (buffer_[next_] == '\n' || buffer_[next_] == '\r')) {
    if (half_line_end(next_)) return false;
    next_ = behind_line_end(next_);
    ++line_;
  }
  return next_ < size_;
}

// The candidate that occurs most often outside the quotes of the first row, or what a first line
// names that spreadsheets read and write for this alone: sep=;
bool CsvRows::choose_separator() noexcept {
  static constexpr std::string_view kCandidates = kCsvSeparators;
  std::array<std::size_t, kCandidates.size()> counts{};
  bool quoted = false;
  std::size_t at = next_;
  for (; at < size_ && !beyond(at); ++at) {
    const char c = buffer_[at];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    const auto* candidate = std::find(kCandidates.begin(), kCandidates.end(), c);
    if (candidate != kCandidates.end()) ++counts[candidate - kCandidates.begin()];
  }
  if (at == size_ ? !ended_ : half_line_end(at)) return false;
  separator_ = named_separator({buffer_.data() + next_, at - next_});
  if (separator_ != 0) {
    next_ = behind_line_end(at);
    ++line_;
    reset_scan();
    return true;
  }
  const auto most = std::max_element(counts.begin(), counts.end()) - counts.begin();
  separator_ = prefer_tab_ && counts[2] > 0 ? '\t' : kCandidates[most];
  reset_scan();
  return true;
}

CsvRows::End CsvRows::split() {
  used_ = 0;
  field_count_ = 0;
  any_escaped_ = false;
  breaks_ = 0;
  row_end_ = next_;
  scan_.begin_row();
  std::size_t at = next_;
  if (pass_plain_fields(at)) return beyond(row_end_) ? too_long() : End::kRow;
  for (;; at = row_end_ + 1) {
    const bool quoted = at < size_ && buffer_[at] == '"';
    const End end = quoted ? quoted_field(at, at) : plain_field(at);
    if (end != End::kField) return end;
  }
}

// Fields up to the first one, at `at`, that is not followed by a separator or a line feed, or that
// there is no room for. True if these are all of the row.
bool CsvRows::pass_plain_fields(std::size_t& at) noexcept {
  const char* const base = buffer_.data();
  const std::size_t most = std::min(fields_.size(), kept_);
  std::size_t begin = at;
  bool is_row = false;
  while (used_ < most && !is_row) {
    const std::size_t end = scan_.find(begin);
    const char c = end < size_ ? base[end] : '\0';
    is_row = c == '\n';
    if (c != separator_ && !is_row) break;
    CsvField& field = fields_[used_++];
    field.begin = static_cast<std::uint32_t>(begin - next_);
    field.end = static_cast<std::uint32_t>(end - next_);
    field.escaped = false;
    field.value = {base + begin, end - begin};
    row_end_ = end;
    begin = end + 1;
  }
  field_count_ = used_;
  at = begin;
  return is_row;
}

// Put together where it stays: a copy would be loaded in one piece from what was just stored in
// several. Those that are not kept share the one behind those that are.
[[gnu::always_inline]] inline CsvField& CsvRows::next_field() {
  if (used_ == fields_.size()) fields_.resize(used_ + used_ / 2 + 8);
  return fields_[used_];
}

// Behind a field stands a separator, a line end or the end of the data; the first two nearly
// always, and then nothing more is to be asked.
[[gnu::always_inline]] inline CsvRows::End CsvRows::end_field(CsvField& field, std::size_t begin,
                                                              std::size_t at) noexcept {
  const char c = at < size_ ? buffer_[at] : '\0';
  const bool is_plain = c == separator_ || c == '\n';
  if (!is_plain && (at == size_ ? !ended_ : half_line_end(at))) return End::kMore;
  if (field_count_++ < kept_) {
    field.begin = static_cast<std::uint32_t>(begin - next_);
    field.end = static_cast<std::uint32_t>(at - next_);
    ++used_;
  }
  row_end_ = at;
  return c == separator_ ? End::kField : End::kRow;
}

CsvRows::End CsvRows::plain_field(std::size_t begin) {
  const std::size_t at = scan_.find(begin);
  if (beyond(at)) return too_long();
  if (at < size_ && buffer_[at] == '"') {
    if (at == begin + 1 && buffer_[begin] == '=') return quoted_field(begin, at);
    return break_row(CsvError::kBareQuote, at, at + 1);
  }
  CsvField& field = next_field();
  field.escaped = false;
  field.value = {buffer_.data() + begin, at - begin};
  return end_field(field, begin, at);
}

// A field that begins with a quote or, as ="…", is what spreadsheets write to keep a text a text:
// that one is handed on as it stands.
CsvRows::End CsvRows::quoted_field(std::size_t begin, std::size_t open) {
  std::size_t at = open + 1;
  const std::uint64_t breaks = breaks_;
  bool escaped = false;
  const bool closed = inside_quotes(at, escaped);
  if (breaks == 0 && breaks_ > 0) crossing_ = begin;
  if (beyond(at)) return too_long();
  if (!closed) {
    return ended_ ? break_row(CsvError::kOpenQuote, begin, begin + 1) : End::kMore;
  }
  CsvField& field = next_field();
  field.escaped = open == begin && escaped;
  any_escaped_ |= field.escaped;
  field.value = open == begin ? std::string_view(buffer_.data() + begin + 1, at - begin - 2)
                              : std::string_view(buffer_.data() + begin, at - begin);
  const char c = at < size_ ? buffer_[at] : '\n';
  if (c != separator_ && c != '\n' && c != '\r') {
    return break_row(CsvError::kBehindQuote, at, at + 1);
  }
  return end_field(field, begin, at);
}

// Moves `at` behind the closing quote. False if that is not at hand or too far away.
bool CsvRows::inside_quotes(std::size_t& at, bool& escaped) {
  for (;;) {
    at = scan_.find(at);
    if (at == size_ || beyond(at)) return false;
    const char c = buffer_[at++];
    if (c == '"') {
      if (at == size_) return ended_;
      if (buffer_[at] != '"') return true;
      escaped = true;
      ++at;
    } else if (c != separator_) {
      if (breaks_++ == 0) first_break_ = at - 1;
      if (c == '\r' && at < size_ && buffer_[at] == '\n') ++at;
    }
  }
}

// What goes wrong behind a line end inside quotes is the fault of the quote that took it in.
CsvRows::End CsvRows::break_row(CsvError fault, std::size_t begin, std::size_t end) noexcept {
  fault_ = fault;
  fault_begin_ = begin;
  fault_end_ = end;
  if (breaks_ > 0 && fault == CsvError::kTooLong) fault_ = CsvError::kTooLongQuote;
  if (breaks_ > 0 && fault != CsvError::kTooLong) {
    fault_ = CsvError::kOpenQuote;
    fault_begin_ = crossing_;
    fault_end_ = crossing_ + 1;
  }
  return End::kBroken;
}

std::size_t CsvRows::behind_line_end(std::size_t at) const noexcept {
  if (at >= size_) return size_;
  return buffer_[at] == '\r' && at + 1 < size_ && buffer_[at + 1] == '\n' ? at + 2 : at + 1;
}

std::size_t CsvRows::find_line_end(std::size_t at) noexcept {
  for (at = scan_.find(at); at < size_; at = scan_.find(at + 1)) {
    if (buffer_[at] == '\n' || buffer_[at] == '\r') break;
  }
  return at;
}

void CsvRows::finish_sound(CsvRow& row) {
  if (any_escaped_) unquote_fields();
  row = CsvRow{};
  row.bytes = {buffer_.data() + next_, row_end_ - next_};
  row.origin = origin_ + next_;
  row.line = line_;
  row.fields = std::span(fields_).first(used_);
  row.field_count = field_count_;
  row.is_plain = breaks_ == 0 && scan_.is_plain();
  if (has_nul_ || row_end_ > sound_) find_bad_text(row);
  if (breaks_ > 0) tall_rows_.push_back({row.origin, origin_ + row_end_});
  next_ = behind_line_end(row_end_);
  line_ += breaks_ + 1;
}

bool CsvRows::finish_broken(CsvRow& row) noexcept {
  const bool long_row = fault_ == CsvError::kTooLong || fault_ == CsvError::kTooLongQuote;
  const std::size_t end =
      breaks_ > 0 ? first_break_ : find_line_end(long_row ? next_ + max_row_ : fault_begin_);
  dropping_ = end == size_ && !ended_ && beyond(end);
  if (!dropping_ && (end == size_ ? !ended_ : half_line_end(end))) return false;
  row = CsvRow{};
  row.bytes = {buffer_.data() + next_, std::min(end - next_, max_row_)};
  row.origin = origin_ + next_;
  row.line = line_;
  row.fault = fault_;
  row.fault_span = {origin_ + fault_begin_, origin_ + fault_end_};
  if (long_row) row.fault_span = {row.origin, row.origin + row.bytes.size()};
  next_ = behind_line_end(end);
  ++line_;
  return true;
}

}  // namespace diallint
