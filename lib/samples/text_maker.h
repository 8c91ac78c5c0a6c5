// Texts of many scripts within a length and a pattern.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/random.h"

namespace diallint {

struct Node;

/// A text that the length and pattern checks of a node pass, of at most `max_bytes` bytes as far as
/// its least length allows. Throws GeneratorError where no text was found.
std::string make_text(const Node& node, Random& random, std::size_t max_bytes);

/// Whether a text has the length and the pattern that a node asks for, and no more bytes than that.
bool fits(const Node& node, std::string_view text, std::size_t max_bytes);

}  // namespace diallint
