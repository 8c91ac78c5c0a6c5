// Single values of an Arrow table, and how they are written as text.
#pragma once
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "input/arrow_column.h"
#include "input/value_kind.h"

namespace diallint {

/// A value where it stands, behind its dictionary if it has one. Without a column it is missing: a
/// null, or a float that is no number.
struct ArrowValue {
  const ArrowColumn* column = nullptr;
  std::int64_t row = 0;

  bool is_missing() const noexcept { return column == nullptr; }
};

inline bool is_finite(const ArrowColumn& column, std::int64_t row) noexcept {
  if (column.type() == ArrowType::kFloat) return std::isfinite(column.number<float>(row));
  return column.type() != ArrowType::kDouble || std::isfinite(column.number<double>(row));
}

inline ArrowValue value_at(const ArrowColumn& column, std::int64_t row) noexcept {
  if (column.is_null(row)) return {};
  if (const ArrowColumn* const dictionary = column.dictionary()) {
    const std::int64_t code = column.code(row);
    if (dictionary->is_null(code) || !is_finite(*dictionary, code)) return {};
    return {dictionary, code};
  }
  if (!is_finite(column, row)) return {};
  return {&column, row};
}

/// The text of a map's key; empty where it is null, which Arrow does not allow.
inline std::string_view key_at(const ArrowColumn& keys, std::int64_t row) noexcept {
  const ArrowValue key = value_at(keys, row);
  return key.is_missing() ? std::string_view() : key.column->text(key.row);
}

/// What a value is in JSON; kNull where it is missing.
Kind kind_of(const ArrowValue& value) noexcept;

/// A number or a flag as JSON writes it, or a timestamp as text, in UTC; one without a zone has no
/// Z. Replaces `out`.
void write_scalar(const ArrowValue& value, std::string& out);

/// Appends a value as JSON. A member or entry that is missing is left out, an item is null.
void append_json(const ArrowValue& value, std::string& out);

}  // namespace diallint
