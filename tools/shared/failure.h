// Why the program stops with exit code 2.
#pragma once
#include <new>
#include <string>
#include <system_error>

namespace diallint {

/// Usage, configuration, an input or an output is at fault. `message` is one line that says what is
/// wrong and what to do, safe to print on a terminal, without the program's name in front.
struct FatalError {
  std::string message;
};

/// Want of memory says nothing about a file or folder, so it is none of the answers that a call may
/// give on them. Throws std::bad_alloc.
inline void expect_memory(const std::error_code& error) {
  if (error == std::errc::not_enough_memory) throw std::bad_alloc();
}

}  // namespace diallint
