// Tokens that never repeat: a text for each number of a count.
#pragma once
#include <cstdint>
#include <string>

#include "generate/recipe.h"

namespace diallint {

/// Appends the token of a form for a place in the stream of a seed. Within a stream no two places
/// have the same. Two streams have tokens in common only by chance: of UUIDs none.
void append_token(std::string& out, TokenForm form, std::uint64_t seed, std::uint64_t place);

/// How many of a form there are; 0: more than can be counted.
std::uint64_t tokens_of(TokenForm form) noexcept;

}  // namespace diallint
