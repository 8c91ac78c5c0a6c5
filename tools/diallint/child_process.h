// Another program, run to its end.
#pragma once
#include <string>
#include <vector>

namespace diallint {

struct ChildResult {
  int exit_code = -1;  ///< 128 and more: a signal ended it
  std::string output;  ///< what it wrote to standard output, at most 64 MiB
};

/// Runs a program, looked up in PATH, with nothing on standard input. Its standard error is passed
/// on or dropped. It finds the signals as this program found them. What it starts and leaves behind
/// is not waited for. Throws FatalError where it cannot be started. Any thread.
ChildResult run_child(const std::vector<std::string>& command, bool pass_errors);

}  // namespace diallint
