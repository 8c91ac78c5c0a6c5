// What the checker asks of a cursor, whatever it reads: JSON text, a CSV row, a caller's structs.
#pragma once
#include <concepts>
#include <cstdint>

#include "input/source_text.h"
#include "input/syntax_error.h"
#include "input/value_kind.h"

namespace diallint {

/// Where a cursor that has pass_entries() has come to with it.
enum class Passed : std::uint8_t { kToKey, kBehindValue, kBehindObject };

/// Pulls one record apart, front to back. A cursor that fails() stays at its end: every enter_ and
/// next_ is then false.
template <class C>
concept Cursor = requires(C c, const C k, unsigned depth) {
  { k.kind() } -> std::same_as<Kind>;                  // of the value in front
  { k.place() } -> std::same_as<std::uint64_t>;        // where it begins, in the input
  { k.end_of_last() } -> std::same_as<std::uint64_t>;  // behind what was taken last
  { c.enter_object() } -> std::same_as<bool>;          // true: a key is in front
  { c.next_member() } -> std::same_as<bool>;
  { c.key() } -> std::same_as<SourceText>;
  { c.enter_array() } -> std::same_as<bool>;
  { c.next_element() } -> std::same_as<bool>;
  { c.string() } -> std::same_as<SourceText>;
  { c.scalar() } -> std::same_as<SourceText>;  // number, true, false, null
  c.skip(depth);                               // the value in front, its grammar checked
  { k.failed() } -> std::same_as<bool>;
  { k.why() } -> std::same_as<SyntaxError>;
  { k.where() } -> std::same_as<std::uint64_t>;
  c.fail(SyntaxError::kTooDeep, std::uint64_t{});
};

}  // namespace diallint
