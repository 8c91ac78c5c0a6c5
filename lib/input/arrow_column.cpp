#include "input/arrow_column.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "base/printable.h"

namespace diallint {
namespace {

struct PlainType {
  char format;
  ArrowType type;
};
constexpr PlainType kPlainTypes[] = {
    {'n', ArrowType::kNull},   {'b', ArrowType::kBoolean},   {'c', ArrowType::kInt8},
    {'C', ArrowType::kUint8},  {'s', ArrowType::kInt16},     {'S', ArrowType::kUint16},
    {'i', ArrowType::kInt32},  {'I', ArrowType::kUint32},    {'l', ArrowType::kInt64},
    {'L', ArrowType::kUint64}, {'f', ArrowType::kFloat},     {'g', ArrowType::kDouble},
    {'u', ArrowType::kText},   {'U', ArrowType::kLargeText},
};

// Of a view: its size, then the text, or its first bytes and where all of it is.
constexpr std::int64_t kViewBytes = 16;
constexpr std::int32_t kTextInView = 12;

// Rows and offsets beyond this are no sizes of anything.
constexpr std::int64_t kMostRows = std::int64_t{1} << 48;

std::string_view text_or_empty(const char* text) noexcept { return text == nullptr ? "" : text; }

bool is_timestamp(std::string_view format) noexcept {
  return format.size() >= 4 && format.starts_with("ts") && format[3] == ':' &&
         std::string_view("smun").find(format[2]) != std::string_view::npos;
}

std::int64_t units_of(char unit) noexcept {
  return unit == 's' ? 1 : unit == 'm' ? 1'000 : unit == 'u' ? 1'000'000 : 1'000'000'000;
}

// Buffers that an array of a type has at least.
std::int64_t buffers_of(ArrowType type) noexcept {
  switch (type) {
    case ArrowType::kNull:
      return 0;
    case ArrowType::kStruct:
    case ArrowType::kFixedList:
      return 1;
    case ArrowType::kText:
    case ArrowType::kLargeText:
    case ArrowType::kTextView:
      return 3;
    default:
      return 2;
  }
}

}  // namespace

// --- the schema ----------------------------------------------------------------------------------

ArrowColumn::ArrowColumn(const ArrowSchema& schema, const std::string& parent, unsigned depth)
    : name_(text_or_empty(schema.name)) {
  path_ = parent.empty() ? printable(name_) : parent + "." + printable(name_);
  if (depth == 0) path_.clear();  // the rows themselves
  if (!simdjson::validate_utf8(name_.data(), name_.size())) refuse("has a name that is not UTF-8");
  name_.append(kTextPadding, '\0');
  if (depth > kMaxColumnDepth)
    refuse(fmt::format("is nested deeper than {} levels", kMaxColumnDepth));
  read_format(text_or_empty(schema.format));
  if (schema.dictionary != nullptr) {
    if (type_ < ArrowType::kInt8 || type_ > ArrowType::kUint64)
      refuse("has a dictionary, and no whole numbers that lead into it");
    dictionary_.reset(new ArrowColumn(*schema.dictionary, parent, depth + 1));
    dictionary_->path_ = path_;
    if (dictionary_->dictionary_) refuse("has a dictionary that has one itself");
    return;
  }
  read_children(schema, depth);
}

void ArrowColumn::read_format(std::string_view format) {
  const auto* plain = std::find_if(
      std::begin(kPlainTypes), std::end(kPlainTypes),
      [&](const PlainType& one) { return format == std::string_view(&one.format, 1); });
  if (plain != std::end(kPlainTypes)) {
    type_ = plain->type;
  } else if (is_timestamp(format)) {
    type_ = ArrowType::kTime;
    units_per_second_ = units_of(format[2]);
    naive_ = format.size() == 4;
  } else if (format == "vu") {
    type_ = ArrowType::kTextView;
  } else if (format == "+s") {
    type_ = ArrowType::kStruct;
  } else if (format == "+l") {
    type_ = ArrowType::kList;
  } else if (format == "+L") {
    type_ = ArrowType::kLargeList;
  } else if (format == "+m") {
    type_ = ArrowType::kMap;
  } else if (format.starts_with("+w:")) {
    type_ = ArrowType::kFixedList;
    const auto read = std::from_chars(format.data() + 3, format.data() + format.size(), list_size_);
    if (read.ec != std::errc() || list_size_ < 0 || list_size_ > kMostRows) refuse_type(format);
  } else {
    refuse_type(format);
  }
}

void ArrowColumn::read_children(const ArrowSchema& schema, unsigned depth) {
  const std::int64_t wanted = is_nested(type_) ? 1 : 0;
  const bool known =
      type_ == ArrowType::kStruct ? schema.n_children >= 0 : schema.n_children == wanted;
  if (!known || (schema.n_children > 0 && schema.children == nullptr))
    refuse(fmt::format("has {} columns below it, and its type {}", schema.n_children, wanted));
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    if (schema.children[i] == nullptr) refuse("lacks a column below it");
    children_.push_back(ArrowColumn(*schema.children[i], path_, depth + 1));
  }
  if (type_ != ArrowType::kMap) return;
  const ArrowColumn& entries = children_[0];
  const bool texts = entries.type_ == ArrowType::kStruct && entries.children_.size() == 2 &&
                     is_text(entries.children_[0].values().type_);
  if (!texts) refuse_type("+m");
}

void ArrowColumn::refuse_type(std::string_view format) const {
  throw ColumnTypeError{{fmt::format(
      "the column '{}' is of Arrow's type '{}': make it a text, a number, a flag, a timestamp, or "
      "a list, struct or map of those",
      path_, printable(format))}};
}

// --- the values of a batch -----------------------------------------------------------------------

void ArrowColumn::refuse(std::string_view why) const {
  if (path_.empty()) throw ReadError{fmt::format("this Arrow table cannot be read: it {}", why)};
  throw ReadError{fmt::format("this Arrow table cannot be read: its column '{}' {}", path_, why)};
}

void ArrowColumn::expect_parts(const ArrowArray& array) const {
  if (array.length < 0 || array.offset < 0 || array.length > kMostRows ||
      array.offset > kMostRows) {
    refuse(fmt::format("has {} rows from row {} on", array.length, array.offset));
  }
  const auto children = static_cast<std::int64_t>(children_.size());
  if (array.n_children != children || (children > 0 && array.children == nullptr))
    refuse(fmt::format("has {} arrays below it instead of {}", array.n_children, children));
  if ((array.dictionary != nullptr) != (dictionary_ != nullptr))
    refuse(dictionary_ ? "lacks its dictionary" : "has a dictionary that its type has not");
  const std::int64_t buffers = buffers_of(type_);
  if (array.n_buffers < buffers || (buffers > 0 && array.buffers == nullptr))
    refuse(fmt::format("has {} buffers instead of {}", array.n_buffers, buffers));
}

void ArrowColumn::bind(const ArrowArray& array) {
  expect_parts(array);
  offset_ = array.offset;
  rows_ = array.length;
  validity_ = buffers_of(type_) > 0 && array.null_count != 0 ? array.buffers[0] : nullptr;
  buffer_ = buffers_of(type_) > 1 ? array.buffers[1] : nullptr;
  sound_ = true;
  bind_children(array);
  if (rows_ == 0) return;
  if (buffers_of(type_) > 1 && buffer_ == nullptr) refuse("lacks a buffer");
  if (dictionary_) check_codes();
  switch (type_) {
    case ArrowType::kStruct:
      return expect_rows_below(offset_ + rows_);
    case ArrowType::kFixedList:
      if (list_size_ > 0 && offset_ + rows_ > kMostRows / list_size_)
        refuse("has more items than can be");
      return expect_rows_below((offset_ + rows_) * list_size_);
    case ArrowType::kText:
    case ArrowType::kList:
    case ArrowType::kMap:
      return check_offsets<std::int32_t>(array);
    case ArrowType::kLargeText:
    case ArrowType::kLargeList:
      return check_offsets<std::int64_t>(array);
    case ArrowType::kTextView:
      return check_views(array);
    default:
      return;
  }
}

void ArrowColumn::bind_children(const ArrowArray& array) {
  for (std::size_t i = 0; i < children_.size(); ++i) {
    if (array.children[i] == nullptr) refuse("lacks an array below it");
    children_[i].bind(*array.children[i]);
  }
  if (dictionary_) dictionary_->bind(*array.dictionary);
}

void ArrowColumn::expect_rows_below(std::int64_t rows) const {
  for (const ArrowColumn& child : children_) {
    if (child.rows_ < rows)
      child.refuse(fmt::format("has {} rows, and {} are needed", child.rows_, rows));
  }
}

template <typename Offset>
void ArrowColumn::check_offsets(const ArrowArray& array) {
  bool ascend = true;
  for (std::int64_t at = offset_; at < offset_ + rows_; ++at)
    ascend &= item<Offset>(buffer_, at) <= item<Offset>(buffer_, at + 1);
  const std::int64_t first = item<Offset>(buffer_, offset_);
  const std::int64_t last = item<Offset>(buffer_, offset_ + rows_);
  if (!ascend || first < 0) refuse("has offsets that do not ascend from 0");
  if (is_nested(type_)) return expect_rows_below(last);
  bytes_ = static_cast<const char*>(array.buffers[2]);
  if (bytes_ == nullptr && last > first) refuse("lacks the buffer of its texts");
  if (bytes_ == nullptr) bytes_ = "";
  bytes_end_ = bytes_ + last;
  sound_ = first == last || has_sound_texts(first, last);
}

// A text that begins within a character cuts that off.
bool ArrowColumn::has_sound_texts(std::int64_t first, std::int64_t last) const noexcept {
  const auto size = static_cast<std::size_t>(last - first);
  if (std::memchr(bytes_ + first, '\0', size) != nullptr) return false;
  unsigned char high = 0;
  for (std::int64_t at = first; at < last; ++at) high |= static_cast<unsigned char>(bytes_[at]);
  if (high < 0x80) return true;
  if (!simdjson::validate_utf8(bytes_ + first, size)) return false;
  for (std::int64_t row = 0; row < rows_; ++row) {
    const std::int64_t begin = stretch(row).begin;
    if (begin < last && (static_cast<unsigned char>(bytes_[begin]) & 0xC0) == 0x80) return false;
  }
  return true;
}

// A view says in which buffer its text is; the last buffer has the sizes of those.
void ArrowColumn::check_views(const ArrowArray& array) {
  const std::int64_t buffers = array.n_buffers - 3;
  const void* sizes = array.buffers[array.n_buffers - 1];
  if (buffers > 0 && sizes == nullptr) refuse("lacks the sizes of its buffers");
  view_bytes_ = array.buffers + 2;
  for (std::int64_t row = 0; row < rows_; ++row) {
    if (is_null(row)) continue;
    const char* view = static_cast<const char*>(buffer_) + (offset_ + row) * kViewBytes;
    const auto size = item<std::int32_t>(view, 0);
    if (size < 0) refuse("has a text of a negative size");
    if (size <= kTextInView) continue;
    const auto buffer = item<std::int32_t>(view, 2);
    const auto begin = item<std::int32_t>(view, 3);
    const bool held = buffer >= 0 && buffer < buffers && begin >= 0 &&
                      view_bytes_[buffer] != nullptr &&
                      std::int64_t{begin} + size <= item<std::int64_t>(sizes, buffer);
    if (!held) refuse("has a text outside of its buffers");
  }
  sound_ = false;
}

std::string_view ArrowColumn::view(std::int64_t at) const noexcept {
  const char* view = static_cast<const char*>(buffer_) + at * kViewBytes;
  const auto size = item<std::int32_t>(view, 0);
  if (size <= kTextInView) return {view + sizeof size, static_cast<std::size_t>(size)};
  const auto* bytes = static_cast<const char*>(view_bytes_[item<std::int32_t>(view, 2)]);
  return {bytes + item<std::int32_t>(view, 3), static_cast<std::size_t>(size)};
}

std::int64_t ArrowColumn::code(std::int64_t row) const noexcept {
  switch (type_) {
    case ArrowType::kInt8:
      return number<std::int8_t>(row);
    case ArrowType::kUint8:
      return number<std::uint8_t>(row);
    case ArrowType::kInt16:
      return number<std::int16_t>(row);
    case ArrowType::kUint16:
      return number<std::uint16_t>(row);
    case ArrowType::kInt32:
      return number<std::int32_t>(row);
    case ArrowType::kUint32:
      return number<std::uint32_t>(row);
    default:  // numbers beyond 63 bits are negative here, and refused
      return number<std::int64_t>(row);
  }
}

void ArrowColumn::check_codes() const {
  for (std::int64_t row = 0; row < rows_; ++row) {
    if (is_null(row)) continue;
    const std::int64_t found = code(row);
    if (found < 0 || found >= dictionary_->rows_) refuse("leads out of its dictionary");
  }
}

}  // namespace diallint
