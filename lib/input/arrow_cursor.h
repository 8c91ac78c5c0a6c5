// A row of an Arrow table, whose columns may be nested, as the checker reads records: structs and
// maps are objects, lists are arrays, timestamps are strings.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/fast_accept.h"
#include "base/json_string.h"
#include "base/padded_arena.h"
#include "base/short_string.h"
#include "input/arrow_column.h"
#include "input/arrow_value.h"
#include "input/cursor.h"
#include "input/source_text.h"
#include "input/struct_cursor.h"
#include "input/value_kind.h"

namespace diallint {

/// One pass over one row. A member or an entry that is missing is not there; an item is null.
/// Places ascend from that of the row. Cheap to copy; a copy looks ahead. Points into the bound
/// buffers and into `texts`, which has what cannot be read where it stands.
class ArrowCursor {
 public:
  /// `rows` is what stands for all columns: a struct.
  ArrowCursor(const ArrowColumn& rows, std::int64_t row, std::uint64_t place,
              PaddedArena& texts) noexcept
      : texts_(&texts), front_{&rows, row}, place_(place) {}

  // There is no syntax to fail at, and columns are nested less deep than records may be.
  bool failed() const noexcept { return false; }
  // GCOVR_EXCL_START: so nobody asks
  SyntaxError why() const noexcept { return SyntaxError::kNone; }
  std::uint64_t where() const noexcept { return place_; }
  void fail(SyntaxError /*why*/, std::uint64_t /*at*/) const noexcept {}
  // GCOVR_EXCL_STOP

  std::uint64_t place() const noexcept { return place_ + 1; }
  std::uint64_t end_of_last() const noexcept { return place_; }
  /// Of the text taken last: whether it is sound.
  EscapeErrorCode text_fault() const noexcept { return fault_; }

  Kind kind() const noexcept { return kind_of(front_); }

  bool enter_object() noexcept {
    ++place_;
    const ArrowColumn& column = *front_.column;
    if (column.type() == ArrowType::kMap) {
      const auto [begin, end] = column.stretch(front_.row);
      push({&column.children()[0], 0, begin - 1, end, Level::kMap});
    } else {
      const auto size = static_cast<std::int64_t>(column.children().size());
      push({&column, column.index(front_.row), -1, size, Level::kStruct});
    }
    return next_member();
  }

  bool next_member() noexcept {
    Frame& frame = top();
    while (++frame.at < frame.end) {
      front_ = value_of(frame);
      if (!front_.is_missing()) return true;
    }
    --depth_;
    return false;
  }

  bool enter_array() noexcept {
    ++place_;
    const auto [begin, end] = front_.column->stretch(front_.row);
    push({&front_.column->children()[0], 0, begin - 1, end, Level::kList});
    return next_element();
  }

  bool next_element() noexcept {
    Frame& frame = top();
    if (++frame.at < frame.end) {
      front_ = value_at(*frame.column, frame.at);
      return true;
    }
    --depth_;
    return false;
  }

  SourceText key() {
    const Frame& frame = top();
    fault_ = EscapeErrorCode::kNone;
    if (frame.level == Level::kStruct) return text_at(name_of(frame));
    const std::string_view key = copy(map_key(frame));
    return text_at(fault_ == EscapeErrorCode::kNotUtf8 ? mended_key(key, *texts_) : key);
  }

  /// Steps over the name in front if it is `name`. Otherwise no step.
  bool take_name(const ShortText& name) noexcept {
    if (top().level != Level::kStruct || !name.equals(name_of(top()))) return false;
    fault_ = EscapeErrorCode::kNone;
    ++place_;
    return true;
  }

  /// Steps over entries of an object, as JsonCursor does: as long as the key of each is what `keys`
  /// says next, and its value a sound text that is `fast_accept`. Nothing is copied.
  template <class Keys>
  [[gnu::always_inline]] Passed pass_entries(Keys& keys, const FastAccept& fast_accept) noexcept {
    while (true) {
      const ShortText* const key = keys.next();
      const Frame& frame = top();
      if (key == nullptr || !is_text(front_.column->type())) return Passed::kToKey;
      const std::string_view name = frame.level == Level::kStruct ? name_of(frame) : map_key(frame);
      if (!key->equals_in_place(name)) return Passed::kToKey;
      const std::string_view text = front_.column->text(front_.row);
      if (!is_sound_text(text, fast_accept)) return Passed::kToKey;
      keys.take(text.size());
      place_ += 2;
      if (!next_member()) return Passed::kBehindObject;
    }
  }

  SourceText string() {
    fault_ = EscapeErrorCode::kNone;
    if (front_.column->type() == ArrowType::kTime) return scalar();
    const std::string_view text = front_.column->text(front_.row);
    if (front_.column->is_sound() && front_.column->is_padded(text)) return text_at(text);
    return text_at(copy(text));
  }

  /// A number, a flag or null.
  SourceText scalar() {
    if (front_.is_missing()) return text_at({kNull, 4});
    std::string written;
    write_scalar(front_, written);
    return text_at(texts_->copy(written));
  }

  // Nothing to step over: next_member() and next_element() know where they stand.
  void skip(unsigned /*depth*/) noexcept {}

 private:
  enum class Level : std::uint8_t { kStruct, kMap, kList };
  struct Frame {
    const ArrowColumn* column = nullptr;  // with the members, the entries or the items
    std::int64_t row = 0;                 // of a struct, in its columns
    std::int64_t at = 0;                  // the member, entry or item in front
    std::int64_t end = 0;
    Level level = Level::kStruct;
  };
  static constexpr char kNull[4 + kTextPadding + 1] = "null";

  void push(const Frame& frame) noexcept { frames_[depth_++] = frame; }
  Frame& top() noexcept { return frames_[depth_ - 1]; }

  static ArrowValue value_of(const Frame& frame) noexcept {
    const auto& children = frame.column->children();
    if (frame.level == Level::kMap) return value_at(children[1], frame.column->index(frame.at));
    return value_at(children[static_cast<std::size_t>(frame.at)], frame.row);
  }
  static std::string_view name_of(const Frame& frame) noexcept {
    return frame.column->children()[static_cast<std::size_t>(frame.at)].name();
  }
  static std::string_view map_key(const Frame& frame) noexcept {
    return key_at(frame.column->children()[0], frame.column->index(frame.at));
  }

  std::string_view copy(std::string_view text) { return copy_with_fault(text, *texts_, fault_); }

  [[gnu::always_inline]] SourceText text_at(std::string_view bytes) noexcept {
    return raw_text(bytes, ++place_);
  }

  PaddedArena* texts_;
  ArrowValue front_;
  std::uint64_t place_;  // of what was taken last
  EscapeErrorCode fault_ = EscapeErrorCode::kNone;
  unsigned depth_ = 0;
  std::array<Frame, kMaxColumnDepth + 2> frames_;
};

static_assert(Cursor<ArrowCursor>);

}  // namespace diallint
