// Whether a record is an envelope, told by its first members.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "engine/envelope_forms.h"
#include "input/json_cursor.h"

namespace diallint {

/// What DynamoDB calls the types of values; {"S": "text"} is a string.
enum class AttributeKind : std::uint8_t { kAsItIs, kNumber, kNull, kMap, kList, kSet, kNumberSet };

/// What kind of value the object in front of the cursor is, if it is {TYPE: value} and nothing
/// more.
std::optional<AttributeKind> attribute_kind(JsonCursor at);

/// The value of that member of the object in front of the cursor, among its first ones; nothing if
/// it has none, or none of `signs` (where there are any) beside it.
std::optional<JsonCursor> member_of(JsonCursor at, std::string_view name,
                                    std::span<const std::string_view> signs);

/// The members beside the one at a step of a form's path that tell the form.
std::span<const std::string_view> signs_at(const EnvelopeForm& form, std::size_t step) noexcept;

/// The form of the envelope in front of the cursor, which moves nowhere; null: it is none. `wanted`
/// is "auto" or the name of the only form that is looked for.
const EnvelopeForm* envelope_at(const JsonCursor& at, std::string_view wanted);

}  // namespace diallint
