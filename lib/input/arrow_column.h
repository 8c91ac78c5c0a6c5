// Columns of an Arrow table: their types, read from a schema once, and the buffers of the batch at
// hand, which are checked before anything is read out of them.
#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/padding.h"
#include "diallint/arrow.h"
#include "input/byte_source.h"

namespace diallint {

/// A column of a type that no member of a record has; what() names it.
struct ColumnTypeError : ReadError {};

enum class ArrowType : std::uint8_t {
  kNull,
  kBoolean,
  kInt8,
  kUint8,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kInt64,
  kUint64,
  kFloat,
  kDouble,
  kTime,
  kText,
  kLargeText,
  kTextView,
  kStruct,
  kList,
  kLargeList,
  kFixedList,
  kMap,
};

constexpr bool is_nested(ArrowType type) noexcept { return type >= ArrowType::kStruct; }
constexpr bool is_text(ArrowType type) noexcept {
  return type >= ArrowType::kText && type <= ArrowType::kTextView;
}

/// How deep columns may be nested in each other.
inline constexpr unsigned kMaxColumnDepth = 24;

/// One column, or what lies below one. Rows count from the first that the bound array has; `row`
/// arguments have to be below rows(). Cheap calls check nothing: bind() has.
class ArrowColumn {
 public:
  /// Throws ColumnTypeError.
  explicit ArrowColumn(const ArrowSchema& schema) : ArrowColumn(schema, {}, 0) {}

  /// Takes the buffers of an array, which outlives the use of them, and makes sure that they can
  /// be read. Throws ReadError.
  void bind(const ArrowArray& array);

  ArrowType type() const noexcept { return type_; }
  /// The name, with kTextPadding readable bytes behind it.
  std::string_view name() const noexcept { return {name_.data(), name_.size() - kTextPadding}; }
  const std::vector<ArrowColumn>& children() const noexcept { return children_; }
  /// What the numbers of a dictionary-encoded column lead to; null for all others.
  const ArrowColumn* dictionary() const noexcept { return dictionary_.get(); }
  /// Itself, or its dictionary: what has the values.
  const ArrowColumn& values() const noexcept { return dictionary_ ? *dictionary_ : *this; }
  /// Of timestamps: whether they have no zone; how many units a second has.
  bool is_naive() const noexcept { return naive_; }
  std::int64_t units_per_second() const noexcept { return units_per_second_; }

  std::int64_t rows() const noexcept { return rows_; }
  /// Whether all texts are known to be UTF-8 without U+0000.
  bool is_sound() const noexcept { return sound_; }

  bool is_null(std::int64_t row) const noexcept {
    if (type_ == ArrowType::kNull) return true;
    return validity_ != nullptr && !bit(validity_, offset_ + row);
  }
  /// Where the row's value is in buffers, and in the columns of a struct.
  std::int64_t index(std::int64_t row) const noexcept { return offset_ + row; }

  template <typename T>
  T number(std::int64_t row) const noexcept {
    return item<T>(buffer_, offset_ + row);
  }
  bool flag(std::int64_t row) const noexcept { return bit(buffer_, offset_ + row); }
  /// Of a dictionary-encoded column: the row of dictionary() that has the value.
  std::int64_t code(std::int64_t row) const noexcept;

  /// Rows of the column below a list or a map.
  struct Stretch {
    std::int64_t begin = 0;
    std::int64_t end = 0;
  };
  Stretch stretch(std::int64_t row) const noexcept {
    const std::int64_t at = offset_ + row;
    if (type_ == ArrowType::kFixedList) return {at * list_size_, (at + 1) * list_size_};
    if (is_wide()) return {item<std::int64_t>(buffer_, at), item<std::int64_t>(buffer_, at + 1)};
    return {item<std::int32_t>(buffer_, at), item<std::int32_t>(buffer_, at + 1)};
  }
  /// A text where it stands.
  std::string_view text(std::int64_t row) const noexcept {
    if (type_ == ArrowType::kTextView) return view(offset_ + row);
    const auto [begin, end] = stretch(row);
    return {bytes_ + begin, static_cast<std::size_t>(end - begin)};
  }
  /// Whether kTextPadding bytes can be read behind a text of this column.
  bool is_padded(std::string_view text) const noexcept {
    return static_cast<std::size_t>(bytes_end_ - (text.data() + text.size())) >= kTextPadding;
  }

 private:
  ArrowColumn(const ArrowSchema& schema, const std::string& parent, unsigned depth);

  template <typename T>
  static T item(const void* buffer, std::int64_t index) noexcept {
    T value;
    std::memcpy(&value, static_cast<const char*>(buffer) + index * std::int64_t{sizeof(T)},
                sizeof value);
    return value;
  }
  static bool bit(const void* bits, std::int64_t index) noexcept {
    return (item<std::uint8_t>(bits, index / 8) >> (index % 8) & 1) != 0;
  }
  bool is_wide() const noexcept {
    return type_ == ArrowType::kLargeText || type_ == ArrowType::kLargeList;
  }
  std::string_view view(std::int64_t at) const noexcept;

  void read_format(std::string_view format);
  void read_children(const ArrowSchema& schema, unsigned depth);
  [[noreturn]] void refuse_type(std::string_view format) const;

  [[noreturn]] void refuse(std::string_view why) const;
  void expect_parts(const ArrowArray& array) const;
  void bind_children(const ArrowArray& array);
  void expect_rows_below(std::int64_t rows) const;
  template <typename Offset>
  void check_offsets(const ArrowArray& array);
  void check_views(const ArrowArray& array);
  void check_codes() const;
  bool has_sound_texts(std::int64_t first, std::int64_t last) const noexcept;

  ArrowType type_ = ArrowType::kNull;
  bool naive_ = false;
  std::int64_t units_per_second_ = 1;
  std::int64_t list_size_ = 0;
  std::string name_;
  std::string path_;
  std::vector<ArrowColumn> children_;
  std::unique_ptr<ArrowColumn> dictionary_;

  // Of the array that is bound.
  std::int64_t offset_ = 0;
  std::int64_t rows_ = 0;
  const void* validity_ = nullptr;
  const void* buffer_ = nullptr;  // values, offsets or views
  const char* bytes_ = nullptr;   // of texts; what may be read of them ends at bytes_end_
  const char* bytes_end_ = nullptr;
  const void* const* view_bytes_ = nullptr;
  bool sound_ = true;
};

}  // namespace diallint
