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

// The same for CSV, where a doubled quote stands for one; `at` is behind the opening quote.
std::size_t behind_csv_string(std::string_view line, std::size_t at) noexcept {
  for (; at < line.size(); ++at) {
    if (line[at] != '"') continue;
    if (at + 1 == line.size() || line[at + 1] != '"') return at + 1;
    ++at;
  }
  return std::string_view::npos;
}

}  // namespace

bool JsonLineTokens::next(LineToken& token) {
  if (at_ >= line_.size()) return false;
  token.begin = at_;
  const char c = line_[at_];
  if (is_json_space(c)) {
    take_space(token);
  } else if (is_mark(c)) {
    take_punctuation(token);
  } else if (c == '"') {
    take_string(token);
  } else {
    take_scalar(token);
  }
  at_ = token.end;
  return true;
}

void JsonLineTokens::take_space(LineToken& token) const noexcept {
  token.kind = TokenKind::kSpace;
  token.end = at_;
  while (token.end < line_.size() && is_json_space(line_[token.end])) ++token.end;
}

void JsonLineTokens::expect_value() noexcept {
  const bool fits = last_ == Last::kNothing || last_ == Last::kOpen || last_ == Last::kColon ||
                    last_ == Last::kComma;
  const bool is_member = open_.empty() || open_.back() == '[' || last_ == Last::kColon;
  if (!fits || !is_member) broken_ = true;
}

void JsonLineTokens::close(char bracket) noexcept {
  if (last_ == Last::kColon || last_ == Last::kComma) broken_ = true;
  if (open_.empty()) {
    if (whole_) broken_ = true;
  } else {
    if ((open_.back() == '{') != (bracket == '}')) broken_ = true;
    open_.pop_back();
  }
  last_ = Last::kClose;
}

void JsonLineTokens::take_punctuation(LineToken& token) {
  token.kind = TokenKind::kPunctuation;
  token.end = at_ + 1;
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
bool JsonLineTokens::is_name(std::size_t end) const noexcept {
  const bool in_place = last_ == Last::kOpen || last_ == Last::kComma || last_ == Last::kNothing;
  if (!in_place || !may_name()) return false;
  while (end < line_.size() && is_json_space(line_[end])) ++end;
  return end < line_.size() && line_[end] == ':';
}

void JsonLineTokens::take_string(LineToken& token) {
  const std::size_t end = behind_json_string(line_, at_);
  if (end == std::string_view::npos) {
    token.kind = TokenKind::kOpenString;
    token.end = line_.size();
    broken_ = true;
    return;
  }
  token.end = end;
  const bool named = is_name(end);
  if (!named) expect_value();
  token.kind = named ? TokenKind::kName : TokenKind::kString;
  last_ = named ? Last::kName : Last::kValue;
}

void JsonLineTokens::take_scalar(LineToken& token) {
  expect_value();
  token.kind = TokenKind::kOther;
  token.end = at_;
  while (token.end < line_.size() && line_[token.end] != '"' && !is_json_space(line_[token.end]) &&
         !is_mark(line_[token.end])) {
    ++token.end;
  }
  const std::string_view text = line_.substr(at_, token.end - at_);
  if (!is_literal(text) && !is_json_number(text)) broken_ = true;
  last_ = Last::kValue;
}

bool CsvLineTokens::next(LineToken& token) {
  if (at_ >= line_.size()) return false;
  token.begin = at_;
  if (layout_.in_quotes) {
    layout_.in_quotes = false;
    token.kind = TokenKind::kOther;
    token.end = std::min(behind_csv_string(line_, 0), line_.size());
  } else if (line_[at_] == layout_.separator) {
    token.kind = TokenKind::kPunctuation;
    token.end = at_ + 1;
  } else if (line_[at_] == '"') {
    const std::size_t end = behind_csv_string(line_, at_ + 1);
    const bool closed = end != std::string_view::npos;
    token.kind = !closed          ? TokenKind::kOpenString
                 : layout_.header ? TokenKind::kName
                                  : TokenKind::kString;
    token.end = closed ? end : line_.size();
  } else {
    token.kind = layout_.header ? TokenKind::kName : TokenKind::kOther;
    token.end = std::min(line_.find_first_of(std::array{layout_.separator, '"', '\0'}.data(), at_),
                         line_.size());
  }
  at_ = token.end;
  return true;
}

LineTokens::LineTokens(std::string_view line, InputFormat format, const CsvLineLayout& layout)
    : tokens_(std::in_place_type<JsonLineTokens>, line, format == InputFormat::kNdjson) {
  if (format == InputFormat::kCsv) tokens_.emplace<CsvLineTokens>(line, layout);
}

}  // namespace diallint
