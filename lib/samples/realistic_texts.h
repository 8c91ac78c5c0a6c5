// Texts as people and systems write them, for fixtures that are to look like real data.
#pragma once
#include <string>

#include "base/random.h"

namespace diallint {

/// A name of a person, a sentence, an id, an amount, a date, an address of a reserved domain or a
/// plain number, in one of many scripts. UTF-8, one line; may be empty.
std::string phrase(Random& random);

}  // namespace diallint
