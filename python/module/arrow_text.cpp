#include "module/arrow_text.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <optional>

#include "base/json_string.h"
#include "base/printable.h"
#include "diallint/instant.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

template <typename T>
T item(const void* buffer, std::int64_t index) {
  T value;
  std::memcpy(&value, static_cast<const char*>(buffer) + index * std::int64_t{sizeof(T)},
              sizeof value);
  return value;
}

bool bit(const void* bits, std::int64_t index) {
  return (item<std::uint8_t>(bits, index / 8) >> (index % 8) & 1) != 0;
}

std::string_view format_of(const ArrowSchema& type) { return type.format; }

std::string_view name_of(const ArrowSchema& column) {
  return column.name == nullptr ? "" : column.name;
}

bool is_timestamp(std::string_view format) {
  return format.starts_with("ts") && format.size() >= 4;
}
bool is_naive(std::string_view format) { return is_timestamp(format) && format.size() == 4; }
bool is_nested(std::string_view format) { return format.starts_with('+'); }
bool is_text(std::string_view format) { return format == "u" || format == "U" || format == "vu"; }

/// One value of a column.
struct Cell {
  const ArrowSchema& type;
  const ArrowArray& array;
  std::int64_t row;  // counted from the array's offset

  std::int64_t index() const { return array.offset + row; }
  bool is_null() const {
    if (format_of(type) == "n") return true;
    return array.buffers[0] != nullptr && !bit(array.buffers[0], index());
  }
};

/// Where a text or list lies in what all of its column share.
struct Stretch {
  std::int64_t begin;
  std::int64_t end;
};
Stretch stretch_at(const Cell& cell, bool wide) {
  const void* offsets = cell.array.buffers[1];
  const std::int64_t at = cell.index();
  if (wide) return {item<std::int64_t>(offsets, at), item<std::int64_t>(offsets, at + 1)};
  return {item<std::int32_t>(offsets, at), item<std::int32_t>(offsets, at + 1)};
}

std::string_view view_at(const ArrowArray& array, std::int64_t index) {
  constexpr std::int64_t kViewBytes = 16;
  constexpr std::int32_t kInline = 12;
  const char* view = static_cast<const char*>(array.buffers[1]) + index * kViewBytes;
  const auto size = item<std::int32_t>(view, 0);
  if (size <= kInline) return {view + 4, static_cast<std::size_t>(size)};
  const auto buffer = item<std::int32_t>(view, 2);
  const auto offset = item<std::int32_t>(view, 3);
  return {static_cast<const char*>(array.buffers[2 + buffer]) + offset,
          static_cast<std::size_t>(size)};
}

std::string_view text_at(const Cell& cell) {
  const std::string_view format = format_of(cell.type);
  if (format == "vu") return view_at(cell.array, cell.index());
  const auto* bytes = static_cast<const char*>(cell.array.buffers[2]);
  const auto [begin, end] = stretch_at(cell, format == "U");
  return {bytes + begin, static_cast<std::size_t>(end - begin)};
}

// Seconds, milli-, micro- or nanoseconds since 1970.
std::string time_at(const Cell& cell) {
  const std::string_view format = format_of(cell.type);
  std::int64_t parts = 1;  // of a second
  for (const char unit : std::string_view("smun")) {
    if (unit == format[2]) break;
    parts *= 1000;
  }
  const auto count = item<std::int64_t>(cell.array.buffers[1], cell.index());
  std::int64_t seconds = count / parts;
  std::int64_t rest = count % parts;
  if (rest < 0) {
    rest += parts;
    --seconds;
  }
  // Beyond what a date-time can say the count stands for itself.
  constexpr std::int64_t kFirst = -62'167'219'200, kLast = 253'402'300'799;
  if (seconds < kFirst || seconds > kLast) return fmt::format("{}", count);
  const auto nanos = static_cast<std::int32_t>(rest * (1'000'000'000 / parts));
  std::string text = to_rfc3339(Instant{seconds, nanos, false});
  if (is_naive(format)) text.pop_back();  // the Z
  return text;
}

// A number or a flag as JSON writes it; nothing for one that is none.
std::optional<std::string> scalar_at(const Cell& cell) {
  const void* values = cell.array.buffers[1];
  const std::int64_t at = cell.index();
  const auto real = [](double value) -> std::optional<std::string> {
    if (!std::isfinite(value)) return std::nullopt;
    return fmt::format("{}", value);
  };
  switch (format_of(cell.type).front()) {
    case 'b':
      return bit(values, at) ? "true" : "false";
    case 'c':
      return fmt::format("{}", static_cast<int>(item<std::int8_t>(values, at)));
    case 'C':
      return fmt::format("{}", static_cast<int>(item<std::uint8_t>(values, at)));
    case 's':
      return fmt::format("{}", item<std::int16_t>(values, at));
    case 'S':
      return fmt::format("{}", item<std::uint16_t>(values, at));
    case 'i':
      return fmt::format("{}", item<std::int32_t>(values, at));
    case 'I':
      return fmt::format("{}", item<std::uint32_t>(values, at));
    case 'l':
      return fmt::format("{}", item<std::int64_t>(values, at));
    case 'L':
      return fmt::format("{}", item<std::uint64_t>(values, at));
    case 'f':
      return real(item<float>(values, at));
    default:
      return real(item<double>(values, at));
  }
}

// The cell that a dictionary's index leads to.
Cell resolved(const Cell& cell) {
  if (cell.type.dictionary == nullptr) return cell;
  const std::optional<std::string> index = scalar_at(cell);
  return {*cell.type.dictionary, *cell.array.dictionary, std::stoll(*index)};
}

bool append_json(const Cell& given, std::string& out);

void append_member(std::string_view name, const Cell& cell, std::string& out) {
  const std::size_t before = out.size();
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
  if (!append_json(cell, out)) out.resize(before);
}

void append_items(const Cell& cell, std::string& out) {
  const auto [begin, end] = stretch_at(cell, format_of(cell.type) == "+L");
  const bool map = format_of(cell.type) == "+m";
  const ArrowSchema& type = *cell.type.children[0];
  const ArrowArray& array = *cell.array.children[0];
  out += map ? '{' : '[';
  for (std::int64_t i = begin; i < end; ++i) {
    if (map) {
      const Cell key = resolved({*type.children[0], *array.children[0], array.offset + i});
      append_member(text_at(key), {*type.children[1], *array.children[1], array.offset + i}, out);
    } else {
      if (i > begin) out += ',';
      if (!append_json({type, array, i}, out)) out += "null";
    }
  }
  out += map ? '}' : ']';
}

// False, and nothing appended, for a missing value.
bool append_json(const Cell& given, std::string& out) {
  if (given.is_null()) return false;
  const Cell cell = resolved(given);
  if (cell.is_null()) return false;
  const std::string_view format = format_of(cell.type);
  if (is_text(format)) {
    append_json_string(out, text_at(cell));
  } else if (is_timestamp(format)) {
    append_json_string(out, time_at(cell));
  } else if (format == "+s") {
    out += '{';
    for (std::int64_t i = 0; i < cell.type.n_children; ++i) {
      append_member(name_of(*cell.type.children[i]),
                    {*cell.type.children[i], *cell.array.children[i], cell.index()}, out);
    }
    out += '}';
  } else if (is_nested(format)) {
    append_items(cell, out);
  } else {
    const std::optional<std::string> text = scalar_at(cell);
    if (!text) return false;
    out += *text;
  }
  return true;
}

void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv(const Cell& given, std::string& out) {
  if (given.is_null()) return;
  const Cell cell = resolved(given);
  if (cell.is_null()) return;
  const std::string_view format = format_of(cell.type);
  if (is_text(format)) {
    append_quoted(text_at(cell), out);
  } else if (is_timestamp(format)) {
    append_quoted(time_at(cell), out);
  } else if (const std::optional<std::string> text = scalar_at(cell)) {
    out += *text;
  }
}

bool is_scalar(std::string_view format) {
  return format.size() == 1 &&
         std::string_view("nbcCsSiIlLfg").find(format[0]) != std::string_view::npos;
}

ArrowArrayStream* stream_of(nb::handle capsule) {
  void* stream = PyCapsule_GetPointer(capsule.ptr(), "arrow_array_stream");
  if (stream == nullptr) nb::raise_python_error();
  return static_cast<ArrowArrayStream*>(stream);
}

}  // namespace

ArrowSource::ArrowSource(nb::object capsule)
    : capsule_(std::move(capsule)), stream_(stream_of(capsule_)), schema_(new ArrowSchema{}) {
  expect(stream_->get_schema(stream_, schema_.get()));
  if (format_of(*schema_) != "+s") {
    PyErr_SetString(PyExc_TypeError,
                    "an Arrow stream of rows is needed, with columns that have names");
    nb::raise_python_error();
  }
  for (std::int64_t i = 0; i < schema_->n_children; ++i) {
    const ArrowSchema& column = *schema_->children[i];
    expect_readable(column, std::string(name_of(column)));
    flat_ = flat_ && !is_nested(format_of(column));
  }
}

void ArrowSource::expect_readable(const ArrowSchema& column, const std::string& path) {
  if (column.dictionary != nullptr) return expect_readable(*column.dictionary, path);
  const std::string_view format = format_of(column);
  if (is_naive(format)) naive_columns_.push_back(path);
  if (is_scalar(format) || is_text(format) || is_timestamp(format)) return;
  const bool map_of_texts = format == "+m" && is_text(format_of(*column.children[0]->children[0]));
  if (format == "+s" || format == "+l" || format == "+L" || map_of_texts) {
    for (std::int64_t i = 0; i < column.n_children; ++i)
      expect_readable(*column.children[i], path + "." + std::string(name_of(*column.children[i])));
    return;
  }
  PyErr_SetString(
      PyExc_TypeError,
      fmt::format("the column '{}' is of Arrow's type '{}': make it a text, a number, a flag, a "
                  "timestamp, or a list, struct or map of those",
                  printable(path), printable(format))
          .c_str());
  nb::raise_python_error();
}

void ArrowSource::expect(int code) const {
  if (code == 0) return;
  const char* why = stream_->get_last_error(stream_);
  PyErr_SetString(PyExc_OSError,
                  printable(why != nullptr ? why : "the Arrow stream cannot be read").c_str());
  nb::raise_python_error();
}

bool ArrowSource::next_batch() {
  while (!batch_ || row_ >= batch_->length) {
    batch_.reset(new ArrowArray{});
    row_ = 0;
    expect(stream_->get_next(stream_, batch_.get()));
    if (batch_->release == nullptr) return false;
  }
  return true;
}

void ArrowSource::append_header() {
  for (std::int64_t i = 0; i < schema_->n_children; ++i) {
    if (i > 0) text_ += ',';
    append_quoted(name_of(*schema_->children[i]), text_);
  }
  text_ += '\n';
}

void ArrowSource::append_row(std::int64_t row) {
  if (!flat_) {
    append_json({*schema_, *batch_, row}, text_);
    text_ += '\n';
    return;
  }
  for (std::int64_t i = 0; i < schema_->n_children; ++i) {
    if (i > 0) text_ += ',';
    append_csv({*schema_->children[i], *batch_->children[i], batch_->offset + row}, text_);
  }
  text_ += '\n';
}

std::string_view ArrowSource::more(std::size_t size) {
  text_.clear();
  if (flat_ && !begun_) append_header();
  begun_ = true;
  while (text_.size() < size && next_batch()) append_row(row_++);
  return text_;
}

}  // namespace diallint::python
