// What was sent before, as a file remembers it: the history of the program.
#pragma once
#include <exception>
#include <mutex>
#include <string>

#include "diallint/history_file.h"
#include "module/result_values.h"
#include "module/rules.h"

namespace diallint::python {

/// A history that calls of the module look tokens and numbers up in. Errors of the file come out of
/// a call as the fact alone; fail() has them.
class SentBefore {
 public:
  /// Throws FatalError, as the methods do.
  SentBefore(const std::string& path, bool writes);
  SentBefore(const SentBefore&) = delete;
  SentBefore& operator=(const SentBefore&) = delete;

  /// The same rules with the history, which outlives them. `call_limit` is "2/24h", or empty;
  /// with `remembers` requests in which no error is found are noted.
  Rules* rules(const Rules& rules, const std::string& call_limit, bool remembers);
  void note(const SentRequest& sent);
  /// Writes what was noted, without the GIL.
  void commit(Moment at);
  /// Throws what a look-up has thrown, or else the message.
  [[noreturn]] void fail(const std::string& message) const;

 private:
  template <typename Call>
  auto noted(const Call& call);

  HistoryFile file_;
  mutable std::mutex mutex_;
  std::exception_ptr thrown_;  // the first of any thread
};

}  // namespace diallint::python
