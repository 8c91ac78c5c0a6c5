// The countries that a run's numbers belong to, as a table of figures and bars in HTML.
#pragma once
#include <string>

#include "report/reporter.h"

namespace diallint {

/// A section of HTML; empty where no number was looked at. Countries are named by their codes; the
/// page's script spells them out. Holds counts and nothing else of the input.
std::string region_table(const Summary& summary);

}  // namespace diallint
