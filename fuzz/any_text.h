// Text out of any bytes.
#pragma once
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace diallint::fuzz {

/// Text that every form of input can hold: Unicode without NUL.
inline std::string any_text(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const char32_t c = next_code_point(bytes, at);
    append_utf8(text, c == 0 ? U'\xFFFD' : c);
  }
  return text;
}

}  // namespace diallint::fuzz
