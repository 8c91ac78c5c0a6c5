// All short texts over an alphabet.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "support/lint.h"

namespace diallint::test {

/// Calls `visit` with every text of up to five bytes (three under a sanitizer), the empty one
/// first.
template <class Visit>
void for_each_short_text(std::string_view alphabet, Visit visit) {
  const std::size_t longest = std::string_view(DIALLINT_SANITIZE).empty() ? 5 : 3;
  for (std::size_t length = 0; length <= longest; ++length) {
    std::vector<std::size_t> digits(length, 0);
    for (bool more = true; more;) {
      std::string text;
      for (const std::size_t digit : digits) text += alphabet[digit];
      visit(text);
      std::size_t i = 0;
      while (i < length && ++digits[i] == alphabet.size()) digits[i++] = 0;
      more = i < length;
    }
  }
}

}  // namespace diallint::test
