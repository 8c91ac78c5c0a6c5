#include "module/sent_before.h"

#include <utility>

#include "diallint/history_options.h"
#include "diallint/library_calls.h"
#include "shared/failure.h"

namespace diallint::python {

namespace nb = nanobind;

SentBefore::SentBefore(const std::string& path, bool writes)
    : file_(path, writes ? HistoryFile::Use::kWrite : HistoryFile::Use::kLookUp) {}

template <typename Call>
auto SentBefore::noted(const Call& call) {
  try {
    return call();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!thrown_) thrown_ = std::current_exception();
    throw;
  }
}

Rules* SentBefore::rules(const Rules& rules, const std::string& call_limit, bool remembers) {
  Settings settings = rules.ruleset().settings();
  settings.history.find_token = [this](std::string_view token, std::string_view request) {
    return noted([&] { return file_.find_token(token, request); });
  };
  settings.history.count_phone = [this](std::string_view phone, const Instant& since) {
    return noted([&] { return file_.count_phone(phone, since); });
  };
  if (remembers) settings.history.on_sound = [this](const SentRequest& sent) { note(sent); };
  if (!call_limit.empty()) settings.phone_policy.call_limit = call_limit_of(call_limit);
  return new Rules(made(rules.ruleset().with(settings)));
}

void SentBefore::note(const SentRequest& sent) {
  noted([&] { file_.note(sent); });
}

void SentBefore::commit(Moment at) {
  const nb::gil_scoped_release free;
  file_.commit(instant_of(at));
}

void SentBefore::fail(const std::string& message) const {
  if (thrown_) std::rethrow_exception(thrown_);
  throw FatalError{message};
}

}  // namespace diallint::python
