// Regular expressions of ECMA-262 in the syntax of RE2.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "plan/code_point_class.h"

namespace diallint {

/// A pattern that cannot be translated; what it is in words.
struct BadPattern {
  std::string what;
};

/// An ECMA pattern (its Unicode mode) in RE2's syntax, every class spelled out. Throws BadPattern.
std::string to_re2(std::string_view ecma);

/// The class and the quantifier of a pattern that is `^class*$` or `^class+$`; nothing for others.
/// Throws BadPattern.
std::optional<std::pair<CodePointClass, char>> ecma_plain_class(std::string_view ecma);

}  // namespace diallint
