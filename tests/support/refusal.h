// What calls of the program's code refuse.
#pragma once
#include <string>

#include "shared/failure.h"

namespace diallint::test {

/// What a call refuses to do, in words; empty where it does it.
template <typename Call>
std::string refusal(const Call& call) {
  try {
    call();
  } catch (const FatalError& failure) {
    return failure.message;
  }
  return "";
}

}  // namespace diallint::test
