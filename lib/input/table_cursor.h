// A row of a table that is no text, as the checker reads records: what a CSV row of the same cells
// is, but that the texts have not been validated.
#pragma once
#include "base/fast_accept.h"
#include "base/json_string.h"
#include "input/csv_cursor.h"
#include "input/cursor.h"
#include "input/struct_cursor.h"

namespace diallint {

class TableCursor : public CsvCursor {
 public:
  /// `is_sound`: all texts of the row are UTF-8 without U+0000.
  TableCursor(const CsvLayout& layout, const CsvRow& row, bool is_sound) noexcept
      : CsvCursor(layout, row), is_sound_(is_sound) {}

  /// Of the text taken last: whether it is sound.
  EscapeErrorCode text_fault() const noexcept { return fault_; }

  SourceText key() noexcept {
    fault_ = EscapeErrorCode::kNone;
    return CsvCursor::key();
  }
  SourceText string() noexcept {
    const SourceText text = CsvCursor::string();
    fault_ = is_sound_ ? EscapeErrorCode::kNone : fault_of_text(text.bytes);
    return text;
  }
  template <class Keys>
  [[gnu::always_inline]] Passed pass_entries(Keys& keys, const FastAccept& fast_accept) noexcept {
    return is_sound_ ? CsvCursor::pass_entries(keys, fast_accept) : Passed::kToKey;
  }

 private:
  bool is_sound_;
  EscapeErrorCode fault_ = EscapeErrorCode::kNone;
};

static_assert(Cursor<TableCursor>);

}  // namespace diallint
