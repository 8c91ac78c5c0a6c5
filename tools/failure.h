// Why the program stops with exit code 2.
#pragma once
#include <string>

namespace diallint {

/// Usage, configuration, an input or an output is at fault. `message` is one line that says what is
/// wrong and what to do, safe to print on a terminal, without the program's name in front.
struct Failure {
  std::string message;
};

}  // namespace diallint
