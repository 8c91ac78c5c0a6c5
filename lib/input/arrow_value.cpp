#include "input/arrow_value.h"

#include <fmt/format.h>

#include <iterator>

#include "base/date_time.h"
#include "base/json_string.h"

namespace diallint {
namespace {

template <typename Number>
void write_number(Number number, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{}", number);
}

// Seconds, milli-, micro- or nanoseconds since 1970.
void write_time(const ArrowColumn& column, std::int64_t row, std::string& out) {
  const std::int64_t units = column.units_per_second();
  const auto count = column.number<std::int64_t>(row);
  std::int64_t seconds = count / units;
  std::int64_t rest = count % units;
  if (rest < 0) {
    rest += units;
    --seconds;
  }
  // Beyond what a date-time can say the count stands for itself.
  constexpr std::int64_t kFirst = -62'167'219'200, kLast = 253'402'300'799;
  if (seconds < kFirst || seconds > kLast) return write_number(count, out);
  append_rfc3339(out, {seconds, static_cast<std::int32_t>(rest * (1'000'000'000 / units)), false});
  out.pop_back();                // the Z
  if (rest == 0) out += ".000";  // as times are mostly written, which is read at a glance
  if (!column.is_naive()) out += 'Z';
}

void append_member(std::string_view name, const ArrowValue& value, std::string& out) {
  if (value.is_missing()) return;
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
  append_json(value, out);
}

void append_struct(const ArrowColumn& column, std::int64_t row, std::string& out) {
  out += '{';
  for (const ArrowColumn& child : column.children())
    append_member(child.name(), value_at(child, column.index(row)), out);
  out += '}';
}

void append_map(const ArrowColumn& column, std::int64_t row, std::string& out) {
  const ArrowColumn& entries = column.children()[0];
  const ArrowColumn::Stretch items = column.stretch(row);
  out += '{';
  for (std::int64_t i = items.begin; i < items.end; ++i) {
    const std::int64_t entry = entries.index(i);
    append_member(key_at(entries.children()[0], entry), value_at(entries.children()[1], entry),
                  out);
  }
  out += '}';
}

void append_list(const ArrowColumn& column, std::int64_t row, std::string& out) {
  const ArrowColumn::Stretch items = column.stretch(row);
  out += '[';
  for (std::int64_t i = items.begin; i < items.end; ++i) {
    if (i > items.begin) out += ',';
    append_json(value_at(column.children()[0], i), out);
  }
  out += ']';
}

}  // namespace

Kind kind_of(const ArrowValue& value) noexcept {
  if (value.is_missing()) return Kind::kNull;
  switch (value.column->type()) {
    case ArrowType::kBoolean:
      return Kind::kBoolean;
    case ArrowType::kTime:
    case ArrowType::kText:
    case ArrowType::kLargeText:
    case ArrowType::kTextView:
      return Kind::kString;
    case ArrowType::kStruct:
    case ArrowType::kMap:
      return Kind::kObject;
    case ArrowType::kList:
    case ArrowType::kLargeList:
    case ArrowType::kFixedList:
      return Kind::kArray;
    default:
      return Kind::kNumber;
  }
}

void write_scalar(const ArrowValue& value, std::string& out) {
  const ArrowColumn& column = *value.column;
  out.clear();
  switch (column.type()) {
    case ArrowType::kTime:
      return write_time(column, value.row, out);
    case ArrowType::kBoolean:
      out = column.flag(value.row) ? "true" : "false";
      return;
    case ArrowType::kUint64:
      return write_number(column.number<std::uint64_t>(value.row), out);
    case ArrowType::kFloat:
      return write_number(column.number<float>(value.row), out);
    case ArrowType::kDouble:
      return write_number(column.number<double>(value.row), out);
    default:
      return write_number(column.code(value.row), out);
  }
}

void append_json(const ArrowValue& value, std::string& out) {
  std::string scalar;
  switch (kind_of(value)) {
    case Kind::kString:
      if (is_text(value.column->type()))
        return append_json_string(out, value.column->text(value.row));
      write_scalar(value, scalar);
      return append_json_string(out, scalar);
    case Kind::kObject:
      return value.column->type() == ArrowType::kMap ? append_map(*value.column, value.row, out)
                                                     : append_struct(*value.column, value.row, out);
    case Kind::kArray:
      return append_list(*value.column, value.row, out);
    case Kind::kNull:
      out += "null";
      return;
    default:
      write_scalar(value, scalar);
      out += scalar;
  }
}

}  // namespace diallint
