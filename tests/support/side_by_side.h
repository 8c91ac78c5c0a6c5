// Several processes that do the same at once.
#pragma once
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <vector>

namespace diallint::test {

/// Runs `work`, which says whether all went well, with the numbers from 0 in a process each, and
/// checks that it did in all of them. An exception is nothing that goes well.
template <typename Work>
void run_side_by_side(int processes, const Work& work) {
  std::vector<pid_t> children;
  for (int process = 0; process < processes; ++process) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child != 0) {
      children.push_back(child);
      continue;
    }
    bool is_well = false;
    try {
      is_well = work(process);
    } catch (...) {
    }
    ::_exit(is_well ? 0 : 1);
  }
  for (const pid_t child : children) {
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
}

}  // namespace diallint::test
