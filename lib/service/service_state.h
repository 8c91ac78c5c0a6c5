// All that the service remembers.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "diallint/checker.h"
#include "diallint/local_service.h"
#include "service/campaigns.h"
#include "service/dialer.h"
#include "service/routes.h"
#include "service/service_clock.h"
#include "service/token_memory.h"
#include "service/trouble.h"

namespace diallint {

/// One call of an operation, as it was answered. No value of a request is in it.
struct ReceivedCall {
  Millis at = 0;
  std::string_view operation = {};
  std::string campaign = {};
  int status = 0;
  std::string exception = {};  ///< empty: there was none
  std::string trouble = {};    ///< that it met on purpose; empty: none
  std::uint64_t accepted = 0;
  std::uint64_t repeated = 0;
  std::uint64_t failed = 0;
};

/// One finding of severity error. Neither path nor message holds a value.
struct SeenFinding {
  std::uint64_t call = 0;  ///< its number, from 1
  Millis at = 0;
  std::string rule = {};
  std::string path = {};
  std::string message = {};
};

struct ServiceState {
  ServiceState(ServiceOptions chosen, const Ruleset& rules, const Ruleset& campaign_rules);

  /// As after the start.
  void reset();
  /// The campaigns of the options that are not there, unless a call has deleted them.
  void add_own_campaigns();
  /// Whether a body of this size can be kept.
  bool has_room(std::size_t bytes) const noexcept;
  void keep(Accepted accepted);
  /// The oldest calls make room for it.
  void keep(ReceivedCall call);
  /// So do the oldest findings.
  void keep(SeenFinding finding);
  /// Every campaign's dialler does what was due, and the summary says so. What was settled is then
  /// forgotten where more is kept than is wanted.
  void run_dialer(Millis now);

  ServiceOptions options;
  Checker checker;
  Checker campaign_checker;  ///< knows the shapes that make campaigns
  ServiceClock clock;
  Campaigns campaigns;
  TokenMemory tokens;
  Dialer dialer;
  TroubleMaker trouble;
  Random ids;
  AcceptedRequests requests;
  std::deque<ReceivedCall> calls;    ///< the last of them
  std::deque<SeenFinding> findings;  ///< the last of them
  std::uint64_t kept_bytes = 0;
  ServiceSummary summary;
  std::set<std::string, std::less<>> deleted;  ///< campaigns of the options that a call has deleted
  std::uint64_t resets = 0;

 private:
  void forget_settled();
};

/// One call on its way.
struct ServiceCall {
  const Route& route;
  std::string_view campaign;  ///< what stands for {id} in its path
  std::string_view body;
  Instant now;
  ReceivedCall& log;

  Millis millis() const noexcept { return floor_millis(now); }
};

/// What a token of a call counts for. `campaign` is empty for a contact.
std::string token_scope(const ServiceState& state, std::string_view operation,
                        std::string_view campaign);

/// An id that the service gives: a GUID.
std::string next_id(ServiceState& state);

}  // namespace diallint
