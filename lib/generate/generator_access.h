// Generators from schemas of one's own, for the library and what is built around it.
#pragma once
#include "diallint/generate.h"
#include "generate/recipe.h"
#include "plan/plan.h"

namespace diallint {

struct GeneratorAccess {
  static Generator make(const Plan& plan, const GeneratorOptions& options,
                        const RecipeSizes& sizes) {
    return Generator(plan, options, sizes);
  }
};

/// The plan outlives the generator. Throws GeneratorError.
inline Generator generator_from(const Plan& plan, const GeneratorOptions& options,
                                const RecipeSizes& sizes = {}) {
  return GeneratorAccess::make(plan, options, sizes);
}

}  // namespace diallint
