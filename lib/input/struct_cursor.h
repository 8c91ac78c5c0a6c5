// A caller's structs as the checker reads records: the objects, the array and the strings that they
// would be in JSON.
#pragma once
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/fast_accept.h"
#include "base/json_string.h"
#include "base/padded_arena.h"
#include "base/short_string.h"
#include "base/utf8.h"
#include "diallint/dial_request.h"
#include "input/cursor.h"
#include "input/json_cursor.h"
#include "input/source_text.h"
#include "input/value_kind.h"

namespace diallint {

/// What is wrong with a text that was never escaped: kNone, kNul or kNotUtf8.
EscapeErrorCode fault_of_text(std::string_view text) noexcept;

/// Whether such a text, which may stand anywhere, is fast_accept and has no fault.
inline bool is_sound_text(std::string_view text, const FastAccept& fast_accept) noexcept {
  if (!fast_accept.accepts_size(text.size())) return false;
  if (!text.empty() && fast_accept.suspects_first(text[0])) return false;
  const ByteSet::Plain plain = fast_accept.bytes.contains_plain(text);
  return plain == ByteSet::Plain::kYes ||
         (plain == ByteSet::Plain::kOther && fault_of_text(text) == EscapeErrorCode::kNone);
}

/// A text that was never escaped, at a place of its own.
[[gnu::always_inline]] inline SourceText raw_text(std::string_view bytes,
                                                  std::uint64_t place) noexcept {
  SourceText text;
  text.bytes = bytes;
  text.span.begin = place;
  text.span.end = place;
  text.encoding = Encoding::kRaw;
  return text;
}

/// A copy of a text, with padding; `fault` says what is wrong with it.
inline std::string_view copy_with_fault(std::string_view text, PaddedArena& texts,
                                        EscapeErrorCode& fault) {
  const std::string_view copy = texts.copy(text);
  fault = texts.is_ascii_without_nul() ? EscapeErrorCode::kNone : fault_of_text(text);
  return copy;
}

/// A copy of a key that is no UTF-8, mended for the path.
std::string_view mended_key(std::string_view key, PaddedArena& texts);

/// One pass over one request or one batch. Places are numbers that ascend: structs have no bytes to
/// count. Cheap to copy; a copy looks ahead. Points into the caller's structs and into `texts`.
class StructCursor {
 public:
  StructCursor(const DialRequest& request, PaddedArena& texts) noexcept
      : requests_(&request, 1), texts_(&texts), level_(Level::kRequest) {}
  StructCursor(const DialRequestBatch& batch, PaddedArena& texts) noexcept
      : requests_(batch.dial_requests),
        id_(batch.id ? &*batch.id : nullptr),
        texts_(&texts),
        level_(Level::kBatch) {}

  bool failed() const noexcept { return syntax_error_ != SyntaxError::kNone; }
  SyntaxError why() const noexcept { return syntax_error_; }
  std::uint64_t where() const noexcept { return place_; }
  void fail(SyntaxError why, std::uint64_t /*at*/) noexcept {
    if (!failed()) syntax_error_ = why;
  }

  std::uint64_t place() const noexcept { return place_ + 1; }
  std::uint64_t end_of_last() const noexcept { return place_; }

  /// Of the text taken last: whether it is sound.
  EscapeErrorCode text_fault() const noexcept { return fault_; }

  Kind kind() const noexcept {
    switch (level_) {
      case Level::kBatch:
      case Level::kRequest:
        return Kind::kObject;
      case Level::kBatchMember:
        return member_ == kId ? Kind::kString : Kind::kArray;
      case Level::kMember:
        return member_ == kAttributes ? Kind::kObject : Kind::kString;
      case Level::kEntry:
        return Kind::kString;
    }
    return Kind::kBroken;  // GCOVR_EXCL_LINE: every level has a case above
  }

  bool enter_object() noexcept {
    if (failed()) return false;
    ++place_;
    switch (level_) {
      case Level::kBatch:
        level_ = Level::kBatchMember;
        member_ = id_ != nullptr ? kId : kRequests;
        return true;
      case Level::kRequest:
        enter_request();
        if (!to_member(kToken)) return false;
        level_ = Level::kMember;
        return true;
      default:
        if (attributes_.empty()) return false;
        level_ = Level::kEntry;
        entry_ = 0;
        return true;
    }
  }

  bool next_member() noexcept {
    if (failed()) return false;
    switch (level_) {
      case Level::kBatchMember:
        if (member_ == kRequests) {
          level_ = Level::kBatch;
          return false;
        }
        member_ = kRequests;
        return true;
      case Level::kEntry:
        if (++entry_ < attributes_.size()) return true;
        level_ = Level::kMember;
        return false;
      default:
        if (to_member(member_ + 1)) return true;
        level_ = Level::kRequest;
        return false;
    }
  }

  bool enter_array() noexcept {
    ++place_;
    if (failed() || requests_.empty()) return false;
    level_ = Level::kRequest;
    item_ = 0;
    return true;
  }

  bool next_element() noexcept {
    if (failed()) return false;
    if (++item_ < requests_.size()) return true;
    level_ = Level::kBatchMember;
    member_ = kRequests;
    return false;
  }

  /// May throw std::bad_alloc, as string() may. Inlined, so that a SourceText is not copied through
  /// memory: the wide load behind its narrow stores would wait for all of them.
  [[gnu::always_inline]] SourceText key() {
    fault_ = EscapeErrorCode::kNone;
    return text_at(level_ == Level::kEntry ? take_key() : name());
  }

  [[gnu::always_inline]] SourceText string() { return text_at(take(value())); }

  /// Steps over the name in front if it is `name`. Otherwise no step.
  bool take_name(const ShortText& name) noexcept {
    if (level_ == Level::kEntry || !name.equals(this->name())) return false;
    fault_ = EscapeErrorCode::kNone;
    ++place_;
    return true;
  }

  /// Steps over entries of a map, as JsonCursor does: as long as the key of each is what `keys`
  /// says next, and its value a sound text that is `fast_accept`. Nothing is copied.
  template <class Keys>
  [[gnu::always_inline]] Passed pass_entries(Keys& keys, const FastAccept& fast_accept) noexcept {
    while (level_ == Level::kEntry) {
      const ShortText* const key = keys.next();
      const Attribute& entry = attributes_[entry_];
      if (key == nullptr || !key->equals_in_place(entry.key)) return Passed::kToKey;
      if (!is_sound_text(entry.value, fast_accept)) return Passed::kToKey;
      keys.take(entry.value.size());
      place_ += 2;
      if (!next_member()) return Passed::kBehindObject;
    }
    return Passed::kToKey;
  }

  // Nothing to step over: next_member() and next_element() know where they stand.
  void skip(unsigned /*depth*/) noexcept {}
  // A struct holds nothing but strings.
  SourceText scalar() { return string(); }

 private:
  enum class Level : std::uint8_t { kBatch, kBatchMember, kRequest, kMember, kEntry };
  // Members, of a batch and of a request.
  static constexpr unsigned kId = 0;
  static constexpr unsigned kRequests = 1;
  static constexpr unsigned kToken = 0;
  static constexpr unsigned kPhone = 1;
  static constexpr unsigned kTime = 2;
  static constexpr unsigned kAttributes = 3;

  const DialRequest& request() const noexcept { return requests_[item_]; }

  void enter_request() noexcept {
    const DialRequest& r = request();
    there_ = unsigned{r.client_token.has_value()} << kToken |
             unsigned{r.phone_number.has_value()} << kPhone |
             unsigned{r.expiration_time.has_value()} << kTime |
             unsigned{r.attributes.has_value()} << kAttributes;
    attributes_ = r.attributes.value_or(std::span<const Attribute>());
  }

  // The first member from `member` on that is not absent.
  bool to_member(unsigned member) noexcept {
    const unsigned left = there_ >> member;
    if (left == 0) return false;
    member_ = member + static_cast<unsigned>(std::countr_zero(left));
    return true;
  }

  // With the bytes behind it that a SourceText has.
  struct Name {
    char padded[kTextPadding * 2];
    std::size_t size;
  };
  static constexpr Name kNames[] = {
      {"clientToken", 11}, {"phoneNumber", 11}, {"expirationTime", 14}, {"attributes", 10}};
  static constexpr Name kBatchNames[] = {{"id", 2}, {"dialRequests", 12}};

  std::string_view name() const noexcept {
    const Name& name = level_ == Level::kBatchMember ? kBatchNames[member_] : kNames[member_];
    return {name.padded, name.size};
  }

  std::string_view value() const noexcept {
    if (level_ == Level::kBatchMember) return *id_;
    if (level_ == Level::kEntry) return attributes_[entry_].value;
    const DialRequest& r = request();
    return *(member_ == kToken   ? r.client_token
             : member_ == kPhone ? r.phone_number
                                 : r.expiration_time);
  }

  [[gnu::always_inline]] SourceText text_at(std::string_view bytes) noexcept {
    return raw_text(bytes, ++place_);
  }

  std::string_view take(std::string_view text) { return copy_with_fault(text, *texts_, fault_); }

  // Of an attribute.
  std::string_view take_key() {
    const std::string_view copy = take(attributes_[entry_].key);
    return fault_ == EscapeErrorCode::kNotUtf8 ? mended_key(copy, *texts_) : copy;
  }

  std::span<const DialRequest> requests_;
  const std::string_view* id_ = nullptr;
  PaddedArena* texts_;
  Level level_;
  unsigned member_ = 0;
  unsigned there_ = 0;                       // bit i: member i of the request at hand
  std::span<const Attribute> attributes_{};  // its own
  std::size_t item_ = 0;
  std::size_t entry_ = 0;
  std::uint64_t place_ = 0;  // of what was taken last
  SyntaxError syntax_error_ = SyntaxError::kNone;
  EscapeErrorCode fault_ = EscapeErrorCode::kNone;
};

}  // namespace diallint
