// GUIDs of random bits, for made-up tokens and ids.
#pragma once
#include <string>

#include "base/random.h"

namespace diallint {

/// 36 characters: a GUID of version 4 in lower case. `variant` is its 20th character: made-up
/// values of different members can be told apart by it. The digits are drawn from the left to the
/// right, so that every compiler makes the same of a seed.
inline std::string random_guid(Random& random, char variant) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
  std::string text(kForm);
  for (char& c : text) {
    if (c == 'x') c = random.one_of("0123456789abcdef");
    if (c == 'v') c = variant;
  }
  return text;
}

}  // namespace diallint
