// The part of a made document that shows a fault, as text for people.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "generate/fault_injector.h"
#include "samples/sample.h"

namespace diallint {

/// Which part of a document is shown: the value that these steps lead to, and of an object one
/// member or all.
struct ExampleParts {
  std::vector<std::size_t> steps = {};  ///< positions among members or items, from the top
  std::optional<std::size_t> member = std::nullopt;  ///< position of the only one that is shown
};

/// The smallest object that shows what was broken at a site; `good` is the document before.
ExampleParts excerpt_of(const InjectionPoint& point, const FaultyDocument& bad, const Sample& good);

/// JSON of the excerpt, in one line if that is short; of two documents, those of both in an array.
/// Long texts and lists are cut, and say how long they are.
std::string shown(const Sample& document, const Sample* before, const ExampleParts& excerpt);

}  // namespace diallint
