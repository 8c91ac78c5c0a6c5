#include "input/json_cursor.h"

#include <vector>

#include "base/ascii.h"
#include "base/json_string.h"

namespace diallint {
namespace {

std::size_t skip_digits(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

}  // namespace

bool is_json_number(std::string_view text) noexcept {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t whole = skip_digits(text, at);
  if (whole == at || (text[at] == '0' && whole - at > 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = skip_digits(text, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < text.size() && (text[at] | 0x20) == 'e') {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = skip_digits(text, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == text.size();
}

SourceText JsonCursor::scalar() noexcept {
  const std::uint32_t begin = *token_;
  std::size_t end = begin;
  const auto ends = [](char c) {
    return is_json_space(c) || c == ',' || c == ':' || c == '{' || c == '}' || c == '[' || c == ']';
  };
  while (end < size_ && !ends(base_[end])) ++end;
  const std::string_view word{base_ + begin, end - begin};
  const Kind kind = this->kind();
  if (kind == Kind::kNumber) {
    if (!is_json_number(word)) stop(SyntaxError::kBadNumber, begin);
  } else if (kind == Kind::kBroken) {
    const bool letter = !word.empty() && is_letter(word[0]);
    const bool number = !word.empty() && (word[0] == '+' || word[0] == '.');
    stop(at_end() ? SyntaxError::kUnexpectedEnd
         : letter ? SyntaxError::kBadLiteral
         : number ? SyntaxError::kBadNumber
                  : SyntaxError::kExpectedValue,
         begin);
  } else if (word != "true" && word != "false" && word != "null") {
    stop(SyntaxError::kBadLiteral, begin);
  }
  if (!failed()) {
    end_of_last_ = end;
    ++token_;
    // `1"x"` is a scalar with a quote inside it; simdjson begins a token at none of its bytes.
  }
  return {word, {origin_ + begin, origin_ + end}, Encoding::kRaw};
}

bool JsonCursor::skip(unsigned depth) {
  std::string scratch;
  bool characters = true;
  const auto check_escapes = [&](const SourceText& text) {
    if (!text.has_escape()) return;
    const EscapeError error = unescape_json(text.bytes, scratch);
    if (error.fault == EscapeErrorCode::kBadEscape) {
      stop(SyntaxError::kBadEscape,
           static_cast<std::size_t>(text.span.begin - origin_) + 1 + error.at);
    }
    characters = characters && error.fault == EscapeErrorCode::kNone;
  };
  // One entry a level: whether it is an object.
  std::vector<bool> open;
  for (;;) {
    const Kind kind = this->kind();
    bool descends = false;
    if (kind == Kind::kObject || kind == Kind::kArray) {
      if (open.size() >= depth) {
        stop(SyntaxError::kTooDeep, *token_);
        return true;
      }
      const bool object = kind == Kind::kObject;
      descends = object ? enter_object() : enter_array();
      if (descends) open.push_back(object);
    } else if (kind == Kind::kString) {
      check_escapes(take_string());
    } else {
      scalar();
    }
    if (failed()) return true;
    if (!descends) {
      while (!open.empty() && !(open.back() ? next_member() : next_element())) {
        if (failed()) return true;
        open.pop_back();
      }
      if (open.empty()) return characters;
    }
    if (open.back()) check_escapes(key());
    if (failed()) return true;
  }
}

std::size_t JsonCursor::end_of_token(const std::uint32_t* at) const noexcept {
  std::size_t end = at[1];
  while (is_json_space(base_[end - 1])) --end;  // a token begins with no space
  return end;
}

}  // namespace diallint
