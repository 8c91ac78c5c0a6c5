// Inputs that a reader must survive: deep, huge, cut, in every kind of broken UTF-8.
#pragma once
#include <cstdint>
#include <vector>

#include "generate/pack.h"
#include "plan/plan.h"

namespace diallint {

/// Each file's `rule` is what has to be found in it (empty: nothing), and `about` says why. The
/// same plan, seed and moment give the same files. Some are megabytes long.
std::vector<PackFile> hostile_files(const Plan& plan, std::uint64_t seed, const Instant& now);

}  // namespace diallint
