// Texts for edges: of a length, and at the ends of a pattern's classes.
#pragma once
#include <cstdint>
#include <string>

#include "plan/pattern.h"
#include "samples/boundary_values.h"

namespace diallint {

struct Node;

/// A text of `length` characters that goes on matching the patterns of the node, as far as one can
/// be found from a text that does; otherwise a text of that length. `length` is not negative.
std::string text_of_length(const Node& node, const std::string& text, std::int64_t length,
                           Random& random);

/// Of a class of characters: a text with the first and the last of each range in it, and for each
/// range the characters before and behind it. Of other patterns: what one character less, or one
/// more, makes of a text that matches.
void add_pattern_boundary(const Pattern& pattern, BoundaryValues& boundary);

}  // namespace diallint
