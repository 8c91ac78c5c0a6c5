/// @file
/// Why a generator makes nothing.
#pragma once
#include <stdexcept>

#include "diallint/export.h"

namespace diallint {

/// Options that nothing can be made for. what() is one line that says what to do.
class DIALLINT_API GeneratorError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace diallint
