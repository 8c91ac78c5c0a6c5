// What commands share of their calls of the library.
#pragma once
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "diallint/error.h"
#include "diallint/program_options.h"
#include "diallint/ruleset.h"
#include "shared/failure.h"

namespace diallint {

/// Throws what the library says as a FatalError, or as std::bad_alloc.
[[noreturn]] inline void fail_with(const Error& error) {
  if (error.code == ErrorCode::kOutOfMemory) throw std::bad_alloc();
  throw FatalError{error.message};
}

/// What the library has made. Throws what it says where it has made nothing.
template <typename Made>
Made made(Result<Made> result) {
  if (!result) fail_with(result.error());
  return *std::move(result);
}

/// Remembers what functions have thrown that the library calls: from there it comes back as a fact
/// alone.
class LibraryCalls {
 public:
  template <typename Action>
  void noted(const Action& action) {
    try {
      action();
    } catch (...) {
      thrown_ = std::current_exception();
      throw;
    }
  }

  /// Throws what a function has thrown, or the error as a FatalError behind `place`.
  [[noreturn]] void fail(const Error& error, const std::string& place) const;
  /// The same where there is an error.
  void expect_no(const Error& error, const std::string& place) const {
    if (error) fail(error, place);
  }
  /// The same history, whose look-ups are noted. Both outlive what is made of it.
  History noted(const History& history);

 private:
  std::exception_ptr thrown_;
};

/// The rules with the options' schemas and settings, and with a history. Throws FatalError.
Ruleset rules_for(const Options& options, const History& history = {});

}  // namespace diallint
