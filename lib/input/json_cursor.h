// A cursor over the structural index: pulls one member, key, string or scalar after the other, each
// with its place, and stops at the first break of JSON's grammar. It judges nothing.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/fast_accept.h"
#include "base/short_string.h"
#include "base/utf8.h"
#include "input/cursor.h"
#include "input/json_index.h"
#include "input/source_text.h"
#include "input/syntax_error.h"
#include "input/value_kind.h"

namespace diallint {

/// Whether text is a JSON number, the whole of it.
bool is_json_number(std::string_view text) noexcept;

/// One pass over an indexed text. Cheap to copy: a copy looks ahead.
class JsonCursor {
 public:
  /// `text` is what the index was built from; `origin` is its offset in the input.
  JsonCursor(std::string_view text, const JsonIndex& index, std::uint64_t origin) noexcept
      : base_(text.data()),
        size_(text.size()),
        token_(index.tokens().data()),
        last_(token_ + index.tokens().size()),
        origin_(origin) {}

  /// A place to come back to.
  struct Mark {
    const std::uint32_t* token;
    const std::uint32_t* last;  // of the index that it is in
    std::size_t end_of_last;
  };
  Mark mark() const noexcept { return {token_, last_, end_of_last_}; }
  /// What broke is forgotten.
  void back_to(const Mark& mark) noexcept {
    token_ = mark.token;
    last_ = mark.last;
    end_of_last_ = mark.end_of_last;
    syntax_error_ = SyntaxError::kNone;
  }
  /// The same for a copy.
  JsonCursor at(const Mark& mark) const noexcept {
    JsonCursor copy = *this;
    copy.back_to(mark);
    return copy;
  }

  /// Whether what follows, as far as it is read as a record, is known to have no rare byte (see
  /// LineScan).
  void set_plain(bool is_plain) noexcept { is_plain_ = is_plain; }

  bool failed() const noexcept { return syntax_error_ != SyntaxError::kNone; }
  SyntaxError why() const noexcept { return syntax_error_; }
  /// Where the break is, in the input.
  std::uint64_t where() const noexcept { return origin_ + break_at_; }
  /// Moves on to the first token that begins at `place` (in the input) or behind it.
  void seek(std::uint64_t place) noexcept {
    while (token_ < last_ && origin_ + *token_ < place) ++token_;
  }
  /// Takes the first token that begins at `place` (in the input) or behind it for the text's end.
  void end_at(std::uint64_t place) noexcept {
    last_ = std::lower_bound(token_, last_, place, [&](std::uint32_t token, std::uint64_t wanted) {
      return origin_ + token < wanted;
    });
  }
  /// The byte that the token in front begins with; '\0' at the end.
  char here() const noexcept { return at_end() ? '\0' : base_[*token_]; }
  /// Over one token, whatever it is.
  void step() noexcept {
    end_of_last_ = end_of_token(token_);
    ++token_;
  }
  /// Goes on at the first token that begins at `place` (in the input) or behind it, by an index of
  /// the same text that may be another one. What broke is forgotten.
  void seat(const JsonIndex& index, std::uint64_t place) noexcept {
    const auto tokens = index.tokens();
    token_ = tokens.data();
    last_ = token_ + tokens.size();
    token_ = std::lower_bound(token_, last_, place, [&](std::uint32_t token, std::uint64_t wanted) {
      return origin_ + token < wanted;
    });
    end_of_last_ = token_ == tokens.data() ? 0 : end_of_token(token_ - 1);
    syntax_error_ = SyntaxError::kNone;
  }
  /// Stops the cursor, as it stops itself; the first break wins.
  void fail(SyntaxError why, std::uint64_t at_in_input) noexcept {
    if (failed()) return;
    syntax_error_ = why;
    break_at_ = static_cast<std::size_t>(at_in_input - origin_);
  }

  bool at_end() const noexcept { return token_ >= last_; }
  /// Place of the next token in the input; at the end the length of the text.
  std::uint64_t place() const noexcept { return origin_ + *token_; }
  /// The bytes of a stretch of the input that lies in the text.
  std::string_view bytes(std::uint64_t begin, std::uint64_t end) const noexcept {
    return {base_ + (begin - origin_), static_cast<std::size_t>(end - begin)};
  }
  /// Behind the last token that was taken.
  std::uint64_t end_of_last() const noexcept { return origin_ + end_of_last_; }

  Kind kind() const noexcept {
    if (at_end()) return Kind::kBroken;
    switch (base_[*token_]) {
      case '{':
        return Kind::kObject;
      case '[':
        return Kind::kArray;
      case '"':
        return Kind::kString;
      case 't':
      case 'f':
        return Kind::kBoolean;
      case 'n':
        return Kind::kNull;
      case '-':
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7':
      case '8':
      case '9':
        return Kind::kNumber;
      default:
        return Kind::kBroken;
    }
  }

  /// Whether an object is in front that begins with a member whose key is written as `name`.
  bool opens_with(const ShortText& name) const noexcept {
    return last_ - token_ >= 3 && base_[token_[0]] == '{' && base_[token_[1]] == '"' &&
           base_[token_[2]] == ':' && is_written(name, token_ + 1);
  }

  /// Steps into an object. True if a key follows, false if it is empty (then it is left again).
  bool enter_object() noexcept { return enter('}', /*wants_key=*/true); }
  /// Behind a member's value: true if another key follows, false at the object's end or on a break.
  bool next_member() noexcept { return next('}', /*wants_key=*/true); }
  bool enter_array() noexcept { return enter(']', /*wants_key=*/false); }
  bool next_element() noexcept { return next(']', /*wants_key=*/false); }

  /// The member name in front of the cursor, and on to its value. Empty text on a break.
  [[gnu::always_inline]] SourceText key() noexcept {
    const SourceText name = take_string();
    if (at_end() || base_[*token_] != ':') {
      stop(at_end() ? SyntaxError::kUnexpectedEnd : SyntaxError::kExpectedColon, *token_);
    } else {
      end_of_last_ = *token_ + 1;
      ++token_;
    }
    return name;
  }

  /// Steps over the key in front and its colon if it is written as `name`. Otherwise no step.
  bool take_name(const ShortText& name) noexcept {
    if (last_ - token_ < 2 || base_[token_[1]] != ':' || !is_written(name, token_)) return false;
    end_of_last_ = token_[1] + 1;
    token_ += 2;
    return true;
  }

  /// Steps over entries of a map: from the key in front of the cursor on, as long as each is
  /// written as `keys` says next, and its value is a text that is `fast_accept`, in which there is
  /// no escape. Where it is plain all texts may be made of those bytes, and none is looked through:
  /// that took 400 instructions of a request. `keys` has next(), a ShortText or null, and take(),
  /// which is told the bytes of the value.
  template <class Keys>
  [[gnu::always_inline]] Passed pass_entries(Keys& keys, const FastAccept& fast_accept) noexcept {
    const std::uint32_t* at = token_;
    std::size_t end = end_of_last_;
    const bool is_plain = is_plain_ && fast_accept.refuses_only_rare;
    Passed passed = Passed::kToKey;
    while (passed == Passed::kToKey && last_ - at >= 4) {
      const ShortText* const key = keys.next();
      if (key == nullptr || base_[at[1]] != ':' || base_[at[2]] != '"' || !is_written(*key, at)) {
        break;
      }
      const std::string_view value = between_quotes(at + 2);
      if (!(is_plain ? fast_accept.accepts_plain(value) : fast_accept.accepts(value))) break;
      keys.take(value.size());
      at += 3;
      const char behind = base_[*at];
      if (behind == ',' && at + 1 < last_ && base_[at[1]] == '"') {
        end = *at++ + 1;
      } else if (behind == '}') {
        end = *at++ + 1;
        passed = Passed::kBehindObject;
      } else {
        end = static_cast<std::size_t>(value.data() + value.size() + 1 - base_);
        passed = Passed::kBehindValue;
      }
    }
    token_ = at;
    end_of_last_ = end;
    return passed;
  }

  /// The string in front of the cursor.
  [[gnu::always_inline]] SourceText string() noexcept { return take_string(); }

  /// The number or literal in front of the cursor, its grammar checked.
  SourceText scalar() noexcept;

  /// Walks over the value in front of the cursor and checks its grammar, to `depth` further levels.
  /// False if the grammar holds but a string has an escape that stands for no character.
  bool skip(unsigned depth);

 private:
  std::size_t end_of_token(const std::uint32_t* at) const noexcept;

  void stop(SyntaxError why, std::size_t at) noexcept {
    if (!failed()) {
      syntax_error_ = why;
      // The text ends where its last token does: a line end behind it belongs to no value.
      break_at_ = why == SyntaxError::kUnexpectedEnd ? end_of_last_ : at;
    }
    token_ = last_;
  }

  bool enter(char close, bool wants_key) noexcept {
    end_of_last_ = *token_ + 1;
    ++token_;
    if (!at_end() && base_[*token_] == close) {
      end_of_last_ = *token_ + 1;
      ++token_;
      return false;
    }
    return expect_entry(wants_key);
  }

  bool next(char close, bool wants_key) noexcept {
    if (failed()) return false;
    const char c = at_end() ? '\0' : base_[*token_];
    if (c == ',') {
      end_of_last_ = *token_ + 1;
      const std::uint32_t comma = *token_;
      ++token_;
      if (!at_end() && base_[*token_] == close) {
        stop(SyntaxError::kTrailingComma, comma);
        return false;
      }
      return expect_entry(wants_key);
    }
    if (c == close) {
      end_of_last_ = *token_ + 1;
      ++token_;
      return false;
    }
    stop(at_end() ? SyntaxError::kUnexpectedEnd : SyntaxError::kExpectedComma, *token_);
    return false;
  }

  bool expect_entry(bool wants_key) noexcept {
    if (at_end()) {
      stop(SyntaxError::kUnexpectedEnd, *token_);
      return false;
    }
    if (wants_key && base_[*token_] != '"') {
      stop(SyntaxError::kExpectedKey, *token_);
      return false;
    }
    return true;
  }

  // The index holds opening quotes only. Behind a closed string stands white space, then the next
  // token, so the closing quote is the last byte before it that is no space.
  std::string_view between_quotes(const std::uint32_t* opening) const noexcept {
    std::size_t close = opening[1] - 1;
    while (base_[close] != '"') --close;
    return {base_ + *opening + 1, close - *opening - 1};
  }

  // Whether the string that opens there is written as `text`.
  bool is_written(const ShortText& text, const std::uint32_t* opening) const noexcept {
    return text.is_quotable() ? text.is_quoted_at(base_ + *opening + 1)
                              : text.equals(between_quotes(opening));
  }

  [[gnu::always_inline]] SourceText take_string() noexcept {
    const std::uint32_t open = *token_;
    SourceText text;
    text.bytes = between_quotes(token_);
    end_of_last_ = open + text.bytes.size() + 2;
    text.span.begin = origin_ + open;
    text.span.end = origin_ + end_of_last_;
    text.encoding = Encoding::kJsonEscaped;
    ++token_;
    return text;
  }

  const char* base_;
  std::size_t size_;
  const std::uint32_t* token_;
  const std::uint32_t* last_;
  std::uint64_t origin_;
  std::size_t end_of_last_ = 0;
  std::size_t break_at_ = 0;
  SyntaxError syntax_error_ = SyntaxError::kNone;
  bool is_plain_ = false;
};

}  // namespace diallint
