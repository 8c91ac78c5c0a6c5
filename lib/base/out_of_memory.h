// Exceptions as values, and the error of an allocation that failed.
#pragma once
#include <new>
#include <type_traits>

#include "diallint/error.h"

namespace diallint {

/// Allocates nothing: the message is short enough.
inline Error out_of_memory() noexcept { return {ErrorCode::kOutOfMemory, "out of memory"}; }

/// What `body` returns, an Error or a Result, or what `say` makes of an Exception that it threw.
/// Where memory does not suffice, for either of the two, it is out_of_memory().
template <class Exception, class Body, class Say>
std::invoke_result_t<Body> value_or_error(const Body& body, const Say& say) noexcept {
  try {
    try {
      return body();
    } catch (const Exception& exception) {
      return say(exception);
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

}  // namespace diallint
