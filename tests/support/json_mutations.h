// Texts that went wrong: a few random edits of a text.
#pragma once
#include <string>

#include "base/random.h"

namespace diallint::test {

/// One to three edits: a byte changed, dropped, inserted or doubled, a stretch cut out or the rest
/// cut off. New bytes come from `alphabet`.
inline std::string mutate(std::string text, Random& random, std::string_view alphabet) {
  for (std::uint64_t edits = 1 + random.below(3); edits > 0 && !text.empty(); --edits) {
    const std::size_t at = random.below(text.size());
    switch (random.below(6)) {
      case 0:
        text[at] = random.one_of(alphabet);
        break;
      case 1:
        text.erase(at, 1);
        break;
      case 2:
        text.insert(at, 1, random.one_of(alphabet));
        break;
      case 3:
        text.insert(at, 1, text[at]);
        break;
      case 4:
        text.erase(at, 1 + random.below(8));
        break;
      default:
        if (random.once_in(3)) text.resize(at);
    }
  }
  return text;
}

}  // namespace diallint::test
