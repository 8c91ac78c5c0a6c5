// Calls of a local service, any bytes in them: one a line, "METHOD target body". Every answer is
// JSON with a status of the service, every request of a batch has one result, the figures of the
// summary add up, and the same calls get the same answers from another service. Behind a first line
// that ends in "s" calls have to be signed; "NAME:VALUE" in front of a tab in a body is then a
// header. What comes as it is is refused, what was signed is let in, and is not once it was
// altered.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "diallint/local_service.h"
#include "harness.h"
#include "service/routes.h"
#include "service/signature.h"

namespace diallint::fuzz {
namespace {

using nlohmann::json;

constexpr Instant kNow{1795176000, 0, false};
constexpr int kStatuses[] = {200, 400, 402, 403, 404, 409, 429, 500};

constexpr char kSecret[] = "secret";
constexpr char kTime[] = "20261120T120000Z";

LocalService make_service(std::size_t choice, bool is_signed) {
  ServiceOptions options;
  if (is_signed) options.credentials = {{"AKID", kSecret, ""}};
  options.clock = [] { return kNow; };
  options.now = kNow;
  options.seed = choice;
  options.campaigns = {{"a", "Running"}, {"b", "Paused"}, {"c", "Initialized"}};
  options.max_requests = 40;
  if (choice % 2 == 1) options.dialer.calls_per_second = 1;
  if (choice % 4 >= 2) options.dialer.answered_percent = 50;
  if (choice % 8 >= 4) {
    options.trouble.calls = {{"ThrottlingException", 10}, {"cut", 5}};
    options.trouble.requests = {{"UnknownError", 10}};
  }
  // Whatever a rule finds reaches the code behind it.
  if (choice % 16 >= 8) {
    for (const VerdictInfo& line : service_verdicts())
      options.verdicts[std::string(line.rule)] = ServiceVerdict::kAccept;
  }
  auto service = LocalService::make(std::move(options));
  expect(static_cast<bool>(service), "the options are sound");
  return *std::move(service);
}

/// The next call; the words in it point into `line`.
ServiceRequest call_of(std::string_view line) {
  const std::size_t first = std::min(line.find(' '), line.size());
  const std::size_t second = std::min(line.find(' ', first + 1), line.size());
  const std::size_t target = std::min(first + 1, second);
  return {line.substr(0, first), line.substr(target, second - target),
          line.substr(std::min(second + 1, line.size()))};
}

void expect_results(const ServiceRequest& request, const json& body) {
  const json sent = json::parse(request.body, nullptr, false);
  for (const char* list : {"dialRequests", "outboundRequests"}) {
    if (!sent.is_object() || !sent.contains(list) || !sent[list].is_array()) continue;
    if (request.target.find(list[0] == 'd' ? "/dial-requests" : "/outbound-requests") ==
        std::string_view::npos)
      continue;
    expect(body["successfulRequests"].size() + body["failedRequests"].size() == sent[list].size(),
           "each request has one result");
  }
}

void expect_answer(const ServiceRequest& request, const ServiceResponse& response) {
  const json body = json::parse(response.body, nullptr, false);
  expect(body.is_object(), "an answer is a JSON object");
  expect(
      std::find(std::begin(kStatuses), std::end(kStatuses), response.status) != std::end(kStatuses),
      "a status is one of the service");
  expect(response.status == 200 || body.contains("message") || body.contains("Message"),
         "a refusal says why");
  if (response.operation.starts_with("Put") && response.status == 200)
    expect_results(request, body);
}

void expect_sums(const ServiceSummary& summary) {
  expect(summary.accepted == summary.waiting + summary.answered + summary.unanswered +
                                 summary.expired + summary.campaign_deleted,
         "each accepted request has one fate");
  expect(summary.accepted <= 40, "no more is kept than may be");
  expect(summary.changed <= summary.repeated, "what was changed was repeated");
  expect(summary.refused_calls + summary.troubled_calls <= 2 * summary.calls, "calls add up");
}

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Takes "NAME:VALUE\t" from the front of a body.
Headers take_headers(std::string_view& body) {
  constexpr std::size_t kMost = 20;
  Headers headers;
  for (std::size_t tab = 0;
       headers.size() < kMost && (tab = body.find('\t')) != std::string_view::npos;) {
    const std::string_view line = body.substr(0, tab);
    const std::size_t colon = std::min(line.find(':'), line.size());
    headers.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
    body.remove_prefix(tab + 1);
  }
  return headers;
}

int status_of(LocalService& service, ServiceRequest request, const Headers& headers) {
  std::vector<ServiceHeader> views;
  for (const auto& [name, value] : headers) views.push_back({name, value});
  request.headers = views;
  return service.handle(request).status;
}

/// The headers with those that a signature needs. Names that no HTTP message can have are left out.
Headers signed_headers(const ServiceRequest& request, const Headers& given, ServiceApi api) {
  Headers headers = {{"Host", "h"}, {"X-Amz-Date", kTime}};
  std::vector<std::string_view> names = {"host", "x-amz-date"};
  for (const auto& [name, value] : given) {
    const bool is_plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || c == '-';
    });
    if (!is_plain || name == "host" || name == "authorization" || name.starts_with("x-amz-"))
      continue;
    headers.emplace_back(name, value);
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string list;
  for (const std::string_view name : names) (list += list.empty() ? "" : ";") += name;
  std::vector<ServiceHeader> views;
  for (const auto& [name, value] : headers) views.push_back({name, value});
  ServiceRequest whole = request;
  whole.headers = views;
  const char* service = api == ServiceApi::kContacts ? "connect" : "connect-campaigns";
  const std::string signature =
      signature_of(whole, kSecret, {"20261120", "r", service}, kTime, names);
  headers.emplace_back("Authorization",
                       std::string("AWS4-HMAC-SHA256 Credential=AKID/20261120/r/") + service +
                           "/aws4_request, SignedHeaders=" + list + ", Signature=" + signature);
  return headers;
}

void expect_signature(LocalService& service, ServiceRequest request) {
  const RouteMatch match =
      match_route(request.method, request.target.substr(0, request.target.find('?')));
  const Headers given = take_headers(request.body);
  const int status = status_of(service, request, given);
  if (match.route == nullptr) return;
  expect(status == 403, "a call without a right signature is not let in");
  Headers headers = signed_headers(request, given, match.route->api);
  expect(status_of(service, request, headers) != 403, "a call that was signed is let in");
  const std::string longer = std::string(request.body) + "x";
  expect(status_of(service, {request.method, request.target, longer}, headers) == 403,
         "a call whose body was altered is not let in");
  char& digit = headers.back().second.back();
  digit = digit == '0' ? '1' : '0';
  expect(status_of(service, request, headers) == 403, "an altered signature is none");
}

}  // namespace
}  // namespace diallint::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace diallint;
  using namespace diallint::fuzz;
  Bytes bytes(data, size);
  const std::size_t choice = bytes.choose(16);
  const bool is_signed = bytes.until('\n').ends_with('s');
  LocalService service = make_service(choice, is_signed);
  LocalService again = make_service(choice, is_signed);
  for (int calls = 0; calls < 20 && !bytes.empty(); ++calls) {
    const ServiceRequest request = call_of(bytes.until('\n'));
    if (is_signed) {
      expect_signature(service, request);
      continue;
    }
    const ServiceResponse response = service.handle(request);
    expect_answer(request, response);
    const ServiceResponse other = again.handle(request);
    expect(other.status == response.status && other.body == response.body &&
               other.delivery == response.delivery,
           "the same calls get the same answers");
    expect_sums(service.summary());
  }
  return 0;
}
