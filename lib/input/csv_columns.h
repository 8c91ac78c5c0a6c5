// What the columns of a CSV table stand for.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/padding.h"
#include "input/source_text.h"

namespace diallint {

/// Whether a cell of the first row is rather a value than the name of a column, and so must not be
/// shown: it has seven digits or an @, or is a number as spreadsheets write large ones, 1.2E+10.
bool looks_like_value(std::string_view cell) noexcept;

/// The name of a column as messages show it: `***` for what looks like a value.
std::string_view shown_column(std::string_view name) noexcept;

/// Of a key that looks like a value: the bytes are the key, as with kRaw, and no message shows
/// them.
inline constexpr auto kRawHidden = static_cast<Encoding>(2);

/// A member's name or a map's key, with the readable bytes behind it that SourceText promises.
class CsvName {
 public:
  explicit CsvName(std::string_view name)
      : padded_(name), encoding_(looks_like_value(name) ? kRawHidden : Encoding::kRaw) {
    padded_.append(kTextPadding, '\0');
  }
  std::string_view view() const noexcept { return {padded_.data(), padded_.size() - kTextPadding}; }
  Encoding encoding() const noexcept { return encoding_; }

 private:
  std::string padded_;
  Encoding encoding_;
};

/// An entry of a map, and the column that holds its value.
struct CsvEntry {
  CsvName key;
  std::uint32_t column = 0;
};

/// A member of every record: a string out of one column, or a map out of any number of them.
struct CsvMember {
  CsvName name;
  bool is_map = false;
  std::uint32_t column = 0;       ///< of a string
  std::vector<CsvEntry> entries;  ///< of a map, by column
};

/// How a row becomes a record.
struct CsvLayout {
  std::vector<CsvMember> members;  ///< by first column; maps without any column last
  std::uint64_t columns = 0;       ///< fields of every row
  std::uint64_t absent = 0;  ///< bit i: members[i] of the node is required, has no column, and
                             ///< that has been reported
  bool usable = false;       ///< false: no column stands for anything
};

}  // namespace diallint
