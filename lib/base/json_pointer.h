// JSON Pointers (RFC 6901), made a name at a time.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// Leads a pointer on to a member.
inline void append_name(std::string& pointer, std::string_view name) {
  pointer += '/';
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

/// The JSON Pointer of a member.
inline std::string pointer_below(std::string pointer, std::string_view name) {
  append_name(pointer, name);
  return pointer;
}

}  // namespace diallint
