// The error of an allocation that failed.
#pragma once
#include "diallint/error.h"

namespace diallint {

/// Allocates nothing: the message is short enough.
inline Error out_of_memory() noexcept { return {ErrorCode::kOutOfMemory, "out of memory"}; }

}  // namespace diallint
