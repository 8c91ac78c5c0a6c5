// The kinds of JSON value, and sets of them.
#pragma once
#include <cstdint>
#include <string_view>

namespace diallint {

enum class Kind : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject, kBroken };

using KindSet = std::uint8_t;

constexpr KindSet set_of(Kind kind) noexcept {
  return static_cast<KindSet>(1U << static_cast<unsigned>(kind));
}

inline constexpr KindSet kEveryKind = 0x3F;

constexpr bool holds(KindSet set, Kind kind) noexcept { return (set & set_of(kind)) != 0; }

/// With its article, as messages use it: "a string", "an object", "null".
constexpr std::string_view with_article(Kind kind) noexcept {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return "a boolean";
    case Kind::kNumber:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kArray:
      return "an array";
    case Kind::kObject:
      return "an object";
    case Kind::kBroken:
      break;
  }
  return "not a value";
}

}  // namespace diallint
