// Texts that are one text over and over.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace diallint::test {

inline std::string repeated(std::string_view unit, std::size_t count) {
  std::string text;
  while (count-- > 0) text += unit;
  return text;
}

}  // namespace diallint::test
