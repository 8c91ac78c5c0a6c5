// Batches on their way to a C function.
#pragma once
#include <functional>

#include "campaign/c_files.h"

namespace diallint {

/// A caller's function as one that takes batches; empty for none.
std::function<void(const PreparedBatch&)> batch_taker_of(diallint_take_batch take, void* context);

}  // namespace diallint
