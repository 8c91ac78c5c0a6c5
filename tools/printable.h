// Names of files and other words of the world outside, made safe for messages.
#pragma once
#include <string>
#include <string_view>

#include "terminal.h"

namespace diallint {

/// The text as append_printable() writes it.
inline std::string printable(std::string_view text) {
  std::string out;
  append_printable(out, text);
  return out;
}

}  // namespace diallint
