// From a table to the automaton that lookups step through.
#pragma once
#include <memory>
#include <string_view>

#include "phone/tables.h"

namespace diallint::numbering {

// Throws PlanFailure. The same text always gives the same automaton, state by state.
std::unique_ptr<Storage> compile(std::string_view text);

}  // namespace diallint::numbering
