// Calls of a local service, any bytes in them: one a line, "METHOD target body". Every answer is
// JSON with a status of the service, every request of a batch has one result, the figures of the
// summary add up, and the same calls get the same answers from another service.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "diallint/local_service.h"
#include "harness.h"

namespace diallint::fuzz {
namespace {

using nlohmann::json;

constexpr Instant kNow{1795176000, 0, false};
constexpr int kStatuses[] = {200, 400, 402, 403, 404, 409, 429, 500};

LocalService make_service(std::size_t choice) {
  ServiceOptions options;
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
  expect(
      summary.accepted == summary.waiting + summary.answered + summary.unanswered + summary.expired,
      "each accepted request has one fate");
  expect(summary.accepted <= 40, "no more is kept than may be");
  expect(summary.changed <= summary.repeated, "what was changed was repeated");
  expect(summary.refused_calls + summary.troubled_calls <= 2 * summary.calls, "calls add up");
}

}  // namespace
}  // namespace diallint::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace diallint;
  using namespace diallint::fuzz;
  Bytes bytes(data, size);
  const std::size_t choice = bytes.choose(16);
  bytes.until('\n');
  LocalService service = make_service(choice);
  LocalService again = make_service(choice);
  for (int calls = 0; calls < 20 && !bytes.empty(); ++calls) {
    const ServiceRequest request = call_of(bytes.until('\n'));
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
