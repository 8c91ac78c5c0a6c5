// Texts made of a form with blanks, and names of people.
#pragma once
#include <string>
#include <string_view>

#include "base/random.h"

namespace diallint {

/// The form with its blanks filled in: # by a digit, %p by a person's name, %g by a given name and
/// %f by a family name, in one of many scripts. UTF-8.
std::string filled(std::string_view form, Random& random);

}  // namespace diallint
