// Texts in which a pattern is found.
#pragma once
#include <string>

#include "base/random.h"
#include "plan/pattern.h"

namespace diallint {

/// A text made along the pattern, one alternative and one repetition count after the other. What
/// stands for more than its characters (\b, an anchor in the middle) is passed over: ask matches().
std::string text_for(const Pattern& pattern, Random& random);

}  // namespace diallint
