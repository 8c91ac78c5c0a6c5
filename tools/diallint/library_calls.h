// What the commands that make campaigns share of their calls of the library.
#pragma once
#include <exception>
#include <string>

#include "diallint/error.h"
#include "diallint/program_options.h"
#include "diallint/ruleset.h"

namespace diallint {

/// The rules with the options' schemas and settings. Throws FatalError.
Ruleset rules_for(const Options& options);

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

 private:
  std::exception_ptr thrown_;
};

}  // namespace diallint
