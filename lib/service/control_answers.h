// What the control API answers, as JSON; schemas/serve.schema.json describes it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/json_writer.h"
#include "service/service_state.h"

namespace diallint {

/// How much of a request is told.
enum class RequestView : std::uint8_t {
  kMasked,      ///< nothing that it holds
  kWithToken,   ///< its client token
  kWithValues,  ///< as it was sent, with the customer's number
};

/// RFC 3339.
std::string time_text(Millis millis);

/// Each count of the summary with its name.
struct SummaryCount {
  const char* name;
  std::uint64_t ServiceSummary::*member;
};
std::span<const SummaryCount> summary_counts() noexcept;

/// Members of an object that is open: each count of the summary; the first `most` campaigns.
void put_counts(JsonWriter& json, const ServiceState& state);
void put_campaigns(JsonWriter& json, ServiceState& state, std::size_t most);
/// An object each.
void put_call(JsonWriter& json, const ReceivedCall& call);
void put_request(JsonWriter& json, const Accepted& request, RequestView view);

std::string summary_in_json(ServiceState& state);
std::string calls_in_json(const ServiceState& state);
std::string requests_in_json(const ServiceState& state, RequestView view);
std::string verdicts_in_json(const ServiceState& state);

}  // namespace diallint
