// Boundary fixtures: for every constraint of a shape the last values that hold and the first that
// do not, in documents that are valid otherwise.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "generate/pack.h"
#include "plan/plan.h"

namespace diallint {

struct BoundaryFiles {
  std::vector<PackFile> files;
  /// Edges that cannot be shown, since another rule owns the fault: names of files, for the tests.
  std::vector<std::string> left_out;
};

/// Each file's findings are those that its edge stands for, at the place where it was put, and what
/// other rules say of the same value. Constraints of a shape that this one refers to are that
/// shape's. The same plan, seed and moment give the same files.
BoundaryFiles boundary_of(const Plan& plan, const Shape& shape, std::uint64_t seed,
                          const Instant& now);

/// Valid requests with exactly one fault: `count` of them for each rule of `rules` that the shape
/// can be broken by, at places of chance.
std::vector<PackFile> faulty_documents(const Plan& plan, const Shape& shape,
                                       const std::vector<const Rule*>& rules, std::uint64_t count,
                                       std::uint64_t seed, const Instant& now);

}  // namespace diallint
