// A CSV row as the checker reads records: an object of strings, and of maps of strings.
#pragma once
#include <algorithm>
#include <cstdint>

#include "base/fast_accept.h"
#include "base/short_string.h"
#include "input/csv_columns.h"
#include "input/csv_splitter.h"
#include "input/cursor.h"
#include "input/source_text.h"
#include "input/syntax_error.h"
#include "input/value_kind.h"

namespace diallint {

/// One pass over a sound row that has as many fields as the layout has columns. Members come in the
/// order of their first columns. Points into the row and the layout.
class CsvCursor {
 public:
  CsvCursor(const CsvLayout& layout, const CsvRow& row) noexcept
      : layout_(layout), row_(row), end_of_last_(row.origin) {}

  bool failed() const noexcept { return syntax_error_ != SyntaxError::kNone; }
  SyntaxError why() const noexcept { return syntax_error_; }
  std::uint64_t where() const noexcept { return break_at_; }
  void fail(SyntaxError why, std::uint64_t at_in_input) noexcept {
    if (failed()) return;
    syntax_error_ = why;
    break_at_ = at_in_input;
  }

  /// Of the object just left: members that no row can have, as their columns are missing. The
  /// header has been blamed for it.
  std::uint64_t absent() const noexcept { return level_ == Level::kEnd ? layout_.absent : 0; }

  Kind kind() const noexcept {
    switch (level_) {
      case Level::kRow:
        return Kind::kObject;
      case Level::kMember:
        return member().is_map ? Kind::kObject : Kind::kString;
      case Level::kEntry:
        return Kind::kString;
      case Level::kEnd:
        break;
    }
    return Kind::kBroken;
  }

  /// Where the cell in front begins. A map begins with its first cell.
  std::uint64_t place() const noexcept {
    if (level_ == Level::kRow) return row_.origin;
    if (level_ == Level::kEnd || has_no_cell()) return end_of_row();
    return cell().begin;
  }

  std::uint64_t end_of_last() const noexcept { return end_of_last_; }

  bool enter_object() noexcept {
    if (failed()) return false;
    if (level_ == Level::kRow) {
      level_ = layout_.members.empty() ? Level::kEnd : Level::kMember;
      if (level_ == Level::kEnd) end_of_last_ = end_of_row();
      return level_ == Level::kMember;
    }
    if (has_no_cell()) {
      end_of_last_ = end_of_row();
      return false;
    }
    level_ = Level::kEntry;
    entry_ = 0;
    return true;
  }

  bool next_member() noexcept {
    if (failed()) return false;
    if (level_ == Level::kEntry) {
      if (++entry_ < member().entries.size()) return true;
      level_ = Level::kMember;
      return false;
    }
    if (++member_ < layout_.members.size()) return true;
    level_ = Level::kEnd;
    end_of_last_ = end_of_row();
    return false;
  }

  SourceText key() const noexcept {
    const CsvName& name = level_ == Level::kEntry ? member().entries[entry_].key : member().name;
    if (has_no_cell()) return {name.view(), {end_of_row(), end_of_row()}, name.encoding()};
    return {name.view(), cell(), name.encoding()};
  }

  /// Steps over the name in front if it is `name`. Otherwise no step.
  bool take_name(const ShortText& name) const noexcept {
    return level_ == Level::kMember && member().name.encoding() == Encoding::kRaw &&
           name.equals(member().name.view());
  }

  /// Steps over entries of a map, as JsonCursor does: as long as the key of each is what `keys`
  /// says next, and its value a text that is `fast_accept`.
  template <class Keys>
  [[gnu::always_inline]] Passed pass_entries(Keys& keys, const FastAccept& fast_accept) noexcept {
    const bool is_plain = row_.is_plain && fast_accept.refuses_only_rare;
    while (level_ == Level::kEntry) {
      const ShortText* const key = keys.next();
      const CsvEntry& entry = member().entries[entry_];
      if (key == nullptr || !key->equals(entry.key.view())) return Passed::kToKey;
      const CsvField& field = row_.fields[entry.column];
      if (!(is_plain ? fast_accept.accepts_plain(field.value) : fast_accept.accepts(field.value)))
        return Passed::kToKey;
      keys.take(field.value.size());
      end_of_last_ = row_.origin + field.end;
      if (!next_member()) return Passed::kBehindObject;
    }
    return Passed::kToKey;
  }

  SourceText string() noexcept {
    const Span span = cell();
    end_of_last_ = span.end;
    return {row_.fields[column()].value, span, Encoding::kRaw};
  }

  void skip(unsigned /*depth*/) noexcept {
    if (level_ == Level::kMember && member().is_map) {
      end_of_last_ = has_no_cell() ? end_of_row() : cell_at(member().entries.back().column).end;
    } else {
      string();
    }
  }

  // A table holds neither arrays nor anything but strings.
  bool enter_array() noexcept { return false; }
  bool next_element() noexcept { return false; }
  SourceText scalar() noexcept { return string(); }

 private:
  enum class Level : std::uint8_t { kRow, kMember, kEntry, kEnd };

  const CsvMember& member() const noexcept { return layout_.members[member_]; }
  bool has_no_cell() const noexcept { return member().is_map && member().entries.empty(); }
  std::uint64_t end_of_row() const noexcept { return row_.origin + row_.bytes.size(); }

  std::uint32_t column() const noexcept {
    if (!member().is_map) return member().column;
    return member().entries[level_ == Level::kEntry ? entry_ : 0].column;
  }
  Span cell() const noexcept { return cell_at(column()); }
  Span cell_at(std::uint32_t column) const noexcept {
    const CsvField& field = row_.fields[column];
    return {row_.origin + field.begin, row_.origin + field.end};
  }

  const CsvLayout& layout_;
  const CsvRow& row_;
  std::size_t member_ = 0;
  std::size_t entry_ = 0;
  Level level_ = Level::kRow;
  SyntaxError syntax_error_ = SyntaxError::kNone;
  std::uint64_t break_at_ = 0;
  std::uint64_t end_of_last_;
};

}  // namespace diallint
