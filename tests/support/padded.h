// Text with the readable bytes behind it that the index wants.
#pragma once
#include <string>
#include <string_view>

#include "input/json_index.h"

namespace diallint::test {

class Padded {
 public:
  /// What stands in the padding is nobody's business: hostile bytes, if need be.
  explicit Padded(std::string_view text, char padding = '\0')
      : bytes_(std::string(text) + std::string(kPadding, padding)), size_(text.size()) {}
  std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  std::string bytes_;
  std::size_t size_;
};

}  // namespace diallint::test
