#include "report/line_tokens.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "input/json_cursor.h"

namespace diallint {
namespace {

// Documents nest far less; deeper lines are taken for broken, so that memory stays bounded.
constexpr std::size_t kMaxOpen = 256;

bool is_mark(char c) noexcept {
  return c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',';
}

bool is_literal(std::string_view text) noexcept {
  return text == "true" || text == "false" || text == "null";
}

// Behind the quote that closes the string which opens at `at`, or npos.
std::size_t behind_json_string(std::string_view line, std::size_t at) noexcept {
  for (++at; at < line.size(); ++at) {
    if (line[at] == '"') return at + 1;
    if (line[at] == '\\') ++at;
  }
  return std::string_view::npos;
}

// The same for CSV, where a doubled quote stands for one.
std::size_t behind_csv_string(std::string_view line, std::size_t at) noexcept {
  for (++at; at < line.size(); ++at) {
    if (line[at] != '"') continue;
    if (at + 1 == line.size() || line[at + 1] != '"') return at + 1;
    ++at;
  }
  return std::string_view::npos;
}

char most_frequent_separator(std::string_view line) noexcept {
  constexpr std::string_view kSeparators = ",;\t";
  std::array<std::size_t, kSeparators.size()> counts{};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    const std::size_t which = quoted ? std::string_view::npos : kSeparators.find(c);
    if (which != std::string_view::npos) ++counts[which];
  }
  const auto* const most = std::max_element(counts.begin(), counts.end());
  return kSeparators[static_cast<std::size_t>(most - counts.begin())];
}

}  // namespace

bool JsonPieces::next(Piece& piece) {
  if (at_ >= line_.size()) return false;
  piece.begin = at_;
  const char c = line_[at_];
  if (is_json_space(c)) {
    take_space(piece);
  } else if (is_mark(c)) {
    take_mark(piece);
  } else if (c == '"') {
    take_string(piece);
  } else {
    take_scalar(piece);
  }
  at_ = piece.end;
  return true;
}

void JsonPieces::take_space(Piece& piece) const noexcept {
  piece.form = Form::kSpace;
  piece.end = at_;
  while (piece.end < line_.size() && is_json_space(line_[piece.end])) ++piece.end;
}

void JsonPieces::expect_value() noexcept {
  const bool fits = last_ == Last::kNothing || last_ == Last::kOpen || last_ == Last::kColon ||
                    last_ == Last::kComma;
  const bool is_member = open_.empty() || open_.back() == '[' || last_ == Last::kColon;
  if (!fits || !is_member) broken_ = true;
}

void JsonPieces::close(char bracket) noexcept {
  if (last_ == Last::kColon || last_ == Last::kComma) broken_ = true;
  if (open_.empty()) {
    if (whole_) broken_ = true;
  } else {
    if ((open_.back() == '{') != (bracket == '}')) broken_ = true;
    open_.pop_back();
  }
  last_ = Last::kClose;
}

void JsonPieces::take_mark(Piece& piece) {
  piece.form = Form::kMark;
  piece.end = at_ + 1;
  const char c = line_[at_];
  if (c == '{' || c == '[') {
    expect_value();
    if (open_.size() < kMaxOpen) {
      open_ += c;
    } else {
      broken_ = true;
    }
    last_ = Last::kOpen;
  } else if (c == '}' || c == ']') {
    close(c);
  } else {
    const bool fits =
        c == ':' ? last_ == Last::kName || last_ == Last::kNothing
                 : last_ == Last::kValue || last_ == Last::kClose || last_ == Last::kNothing;
    if (!fits || (whole_ && open_.empty())) broken_ = true;
    last_ = c == ':' ? Last::kColon : Last::kComma;
  }
}

// A string is a name if it stands where one may, and a colon follows its end.
bool JsonPieces::is_name(std::size_t end) const noexcept {
  const bool in_place = last_ == Last::kOpen || last_ == Last::kComma || last_ == Last::kNothing;
  if (!in_place || !may_name()) return false;
  while (end < line_.size() && is_json_space(line_[end])) ++end;
  return end < line_.size() && line_[end] == ':';
}

void JsonPieces::take_string(Piece& piece) {
  const std::size_t end = behind_json_string(line_, at_);
  if (end == std::string_view::npos) {
    piece.form = Form::kOpenString;
    piece.end = line_.size();
    broken_ = true;
    return;
  }
  piece.end = end;
  const bool named = is_name(end);
  if (!named) expect_value();
  piece.form = named ? Form::kName : Form::kString;
  last_ = named ? Last::kName : Last::kValue;
}

void JsonPieces::take_scalar(Piece& piece) {
  expect_value();
  piece.form = Form::kOpaque;
  piece.end = at_;
  while (piece.end < line_.size() && line_[piece.end] != '"' && !is_json_space(line_[piece.end]) &&
         !is_mark(line_[piece.end])) {
    ++piece.end;
  }
  const std::string_view text = line_.substr(at_, piece.end - at_);
  if (!is_literal(text) && !is_json_number(text)) broken_ = true;
  last_ = Last::kValue;
}

CsvPieces::CsvPieces(std::string_view line, bool header)
    : line_(line), header_(header), separator_(most_frequent_separator(line)) {}

bool CsvPieces::next(Piece& piece) {
  if (at_ >= line_.size()) return false;
  piece.begin = at_;
  if (line_[at_] == separator_) {
    piece.form = Form::kMark;
    piece.end = at_ + 1;
  } else if (line_[at_] == '"') {
    const std::size_t end = behind_csv_string(line_, at_);
    const bool closed = end != std::string_view::npos;
    piece.form = !closed ? Form::kOpenString : header_ ? Form::kName : Form::kString;
    piece.end = closed ? end : line_.size();
  } else {
    piece.form = header_ ? Form::kName : Form::kOpaque;
    piece.end =
        std::min(line_.find_first_of(std::array{separator_, '"', '\0'}.data(), at_), line_.size());
  }
  at_ = piece.end;
  return true;
}

Pieces::Pieces(std::string_view line, InputFormat format, bool header)
    : pieces_(std::in_place_type<JsonPieces>, line, format == InputFormat::kNdjson) {
  if (format == InputFormat::kCsv) pieces_.emplace<CsvPieces>(line, header);
}

}  // namespace diallint
