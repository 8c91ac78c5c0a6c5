/// @file
/// The calls of outbound campaigns and of contacts, answered on this machine as the service
/// documents them: what a dialler is tested against without calling anybody.
///
///     diallint::ServiceOptions options;
///     options.campaigns = {{"monday", "Running"}};
///     auto service = diallint::LocalService::make(options);
///     if (!service) return fail(service.error().message);
///     const auto response = service->handle({"PUT", "/campaigns/monday/dial-requests", body});
///     send(response.status, response.error_type, response.body);
///     if (service->summary().refused() > 0) complain();
///
/// It knows no HTTP: whoever holds a connection hands over method, target, body and, where calls
/// are signed, headers, and sends what comes back. It is a library of its own, diallint::service,
/// which needs diallint's.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/error.h"
#include "diallint/instant.h"
#include "diallint/ruleset.h"

namespace diallint {

/// How the service answers what a rule finds.
enum class ServiceVerdict : std::uint8_t {
  kRefuse,  ///< the whole call: ValidationException, or what contacts have in its place
  kFail,    ///< the one request: it is in failedRequests as InvalidInput; else as kRefuse
  kAccept,  ///< as if nothing had been found
};

/// "refuse", "fail" or "accept". Static storage.
std::string_view to_string(ServiceVerdict verdict) noexcept;
/// The inverse; nothing for any other text.
std::optional<ServiceVerdict> parse_verdict(std::string_view word) noexcept;

/// One line of the table of verdicts. Static storage.
struct VerdictInfo {
  std::string_view rule;
  ServiceVerdict verdict;
  std::string_view source;  ///< address of the document that says so; empty: none does
  std::string_view reason;  ///< why this was chosen
};

/// How findings of severity error are answered, by rule. One of a rule that is not listed fails its
/// request.
std::span<const VerdictInfo> service_verdicts() noexcept;

/// A campaign that is there from the start. Both revisions of the service know it.
struct ServiceCampaign {
  std::string id;
  std::string state = "Running";
};

/// Trouble that is made on purpose. Its kinds are the exceptions of the service by their names,
/// `drop` (the connection is closed where an answer should come) and `cut` (half of the answer
/// comes). With either the call has been carried out.
struct ServiceTrouble {
  /// Calls in a hundred by kind; together a hundred at most.
  std::map<std::string, std::uint64_t, std::less<>> calls = {};
  /// Requests of batches in a hundred by the failure code that they get.
  std::map<std::string, std::uint64_t, std::less<>> requests = {};
  /// Of the calls that follow, one each, before anything else; "none" for a call without.
  std::vector<std::string> next = {};
  /// Calls a second that are not throttled, by the service's clock; 0: any number.
  std::uint64_t calls_per_second = 0;
  std::uint64_t burst = 1;       ///< calls at once that are not
  std::uint64_t latency_ms = 0;  ///< to wait before each answer
};

/// Who calls what was accepted, in the order of its arrival, for each campaign that is running.
struct ServiceDialer {
  std::uint64_t calls_per_second = 0;    ///< 0: each request at once
  std::uint64_t answered_percent = 100;  ///< of the calls
};

/// Who may call: what a caller signs with.
struct ServiceCredentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token = {};  ///< that comes with temporary ones; empty: there is none
};

/// One entry of what a service keeps.
struct ServiceEntry {
  std::string key;                   ///< any bytes
  std::optional<std::string> value;  ///< any bytes; nothing: the entry goes
};

/// Where a service keeps what is to outlast it: whoever has a file or a database for that derives
/// from it. What it gets are campaigns, the clock, counts, and of each accepted request its token,
/// its times, its fate and the SHA-256 of its content: neither numbers nor attributes. Errors are
/// handed on; read() and write() do not throw. One thread.
class ServiceStore {
 public:
  virtual ~ServiceStore() = default;
  /// What messages call it: a file's name, say. Printable.
  virtual std::string name() const = 0;
  /// Hands over every entry, in the order of the keys' bytes. The views are valid until `take`
  /// returns.
  virtual Error read(
      const std::function<void(std::string_view key, std::string_view value)>& take) noexcept = 0;
  /// Changes entries in this order: all, or none where an error comes back. What was written
  /// outlasts whatever the store promises to outlast, from this return on.
  virtual Error write(std::span<const ServiceEntry> changes) noexcept = 0;
};

/// What a service is to be.
struct ServiceOptions {
  std::vector<ServiceCampaign> campaigns = {};
  /// The time where it stands still until it is moved. Nothing: that of `clock`.
  std::optional<Instant> now = {};
  std::function<Instant()> clock = current_time;
  std::uint64_t seed = 1;  ///< of trouble, ids and answered calls: the same calls come out the same
  ServiceTrouble trouble = {};
  ServiceDialer dialer = {};
  /// Verdicts that differ from service_verdicts(), by rule.
  std::map<std::string, ServiceVerdict, std::less<>> verdicts = {};
  /// States in which a campaign takes requests.
  std::vector<std::string> accepting_states = {"Running"};
  /// A token counts for all campaigns, instead of for its own.
  bool tokens_of_account = false;
  /// Where there are any, a call has to be signed by one of them (AWS Signature Version 4) and
  /// dated within 15 minutes of `clock` or of the service's own; others are refused with status
  /// 403.
  std::vector<ServiceCredentials> credentials = {};
  /// Where more requests are kept than this, the oldest that were dialled or have expired are
  /// forgotten, with their tokens; so are the oldest calls.
  std::uint64_t keep_settled = ~std::uint64_t{0};
  /// Requests that are kept at most; what comes behind them is throttled.
  std::uint64_t max_requests = 1'000'000;
  std::uint64_t max_bytes = std::uint64_t{512} << 20;  ///< the same for their bodies
  /// Where it keeps its state: it goes on from what is there, whose clock and campaigns come before
  /// those above, and answers nothing that it could not write. Null: nowhere.
  std::shared_ptr<ServiceStore> store = {};
};

/// Where the control API is: what a test asks of the service, and moves in it. Its calls are not
/// signed.
inline constexpr std::string_view kServiceControlPath = "/_diallint/";

/// A header as it came, in any case.
struct ServiceHeader {
  std::string_view name;
  std::string_view value;
};

/// A request as it came. `target` is the path as it was sent, percent-encoded, with its query.
struct ServiceRequest {
  std::string_view method;
  std::string_view target;
  std::string_view body = {};
  std::span<const ServiceHeader> headers = {};  ///< all of them; needed where calls are signed
};

/// What becomes of an answer.
enum class Delivery : std::uint8_t { kWhole, kCut, kDropped };

/// The answer, to be sent as application/json.
struct ServiceResponse {
  int status = 200;
  std::string error_type = {};  ///< for x-amzn-ErrorType; empty: there is no such header
  std::string request_id = {};  ///< for x-amzn-RequestId
  std::string body = {};
  Delivery delivery = Delivery::kWhole;
  std::uint64_t latency_ms = 0;
  std::string_view operation = {};  ///< "PutDialRequestBatch"; empty: none of the service's
  std::string_view shape = {};      ///< of the body that was judged; empty: it was not
  Instant now = {};                 ///< the service's clock
  /// Why the state could not be kept: the answer says that the call has failed. Empty: it was, or
  /// nothing is kept.
  std::string unkept = {};
};

/// What has happened since the start, or the last reset.
struct ServiceSummary {
  std::uint64_t calls = 0;             ///< of the service's operations
  std::uint64_t refused_calls = 0;     ///< answered with an exception that the call had earned
  std::uint64_t troubled_calls = 0;    ///< that met trouble on purpose
  std::uint64_t accepted = 0;          ///< requests with an id of their own, contacts among them
  std::uint64_t repeated = 0;          ///< requests whose token was known: nobody is dialled
  std::uint64_t changed = 0;           ///< of those: with another content than the first
  std::uint64_t failed = 0;            ///< requests in failedRequests that had earned it
  std::uint64_t troubled = 0;          ///< requests in failedRequests on purpose
  std::uint64_t waiting = 0;           ///< accepted requests that are neither dialled nor expired
  std::uint64_t answered = 0;          ///< dialled, and somebody answered
  std::uint64_t unanswered = 0;        ///< dialled, and nobody did
  std::uint64_t expired = 0;           ///< before anybody was free to dial them
  std::uint64_t campaign_deleted = 0;  ///< while they waited: nobody dials them
  std::map<std::string, std::uint64_t, std::less<>> findings = {};  ///< errors by rule

  /// Calls and requests that the service itself would have refused.
  std::uint64_t refused() const noexcept { return refused_calls + failed; }
};

/// The service. One thread. Movable. Members other than make() throw std::bad_alloc, and nothing
/// else but what the clock throws.
class LocalService {
 public:
  /// kSetting: an option has a value that there is not; the message names it. kInput: its store
  /// could not be read or written, or holds what no service has written.
  static Result<LocalService> make(ServiceOptions options,
                                   const Ruleset& rules = Ruleset::builtin()) noexcept;
  ~LocalService();
  LocalService(LocalService&&) noexcept;
  LocalService& operator=(LocalService&&) noexcept;

  /// Answers a request: an operation of the service, or the control API under /_diallint/. Any
  /// bytes may be in it.
  ServiceResponse handle(const ServiceRequest& request);

  /// As of now: the dialler has done what was due.
  const ServiceSummary& summary();

 private:
  struct Parts;
  explicit LocalService(std::unique_ptr<Parts> parts) noexcept;

  std::unique_ptr<Parts> parts_;
};

}  // namespace diallint
