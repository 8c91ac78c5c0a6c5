// The automaton that the build compiled from data/numbering-plan.txt.
#pragma once
#include "phone/tables.h"

namespace diallint::numbering {

extern const Tables kBuiltinTables;

}  // namespace diallint::numbering
