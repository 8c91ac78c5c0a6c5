#include "diallint/local_service.h"

#include <fmt/format.h>

#include <array>
#include <exception>
#include <optional>
#include <utility>

#include "api/ruleset_state.h"
#include "base/printable.h"
#include "service/campaign_calls.h"
#include "service/campaign_rules.h"
#include "service/contact_calls.h"
#include "service/control.h"
#include "service/exceptions.h"
#include "service/request_calls.h"
#include "service/signature.h"
#include "service/state_journal.h"

namespace diallint {
namespace {

std::string unknown_state(std::string_view word) {
  return fmt::format("there is no state '{}' of a campaign; it is {}", printable(word),
                     campaign_states_in_words());
}

/// What is wrong with the options, in words; empty where nothing is.
std::string fault_of(const ServiceOptions& options, const Ruleset& rules) {
  for (const ServiceCampaign& campaign : options.campaigns) {
    if (!is_campaign_id(campaign.id))
      return fmt::format("a campaign's id has 1 to {} bytes", kMostCampaignId);
    if (!is_campaign_state(campaign.state)) return unknown_state(campaign.state);
  }
  for (const std::string& state : options.accepting_states)
    if (!is_campaign_state(state)) return unknown_state(state);
  for (const auto& [rule, verdict] : options.verdicts)
    if (rules.explain(rule) == nullptr)
      return fmt::format("there is no rule '{}' to have a verdict", printable(rule));
  for (const ServiceCredentials& one : options.credentials)
    if (one.access_key_id.empty() || one.secret_access_key.empty())
      return "credentials have an access key id and a secret access key";
  if (options.dialer.answered_percent > 100) return "more than 100 % of the calls are answered";
  return fault_of(options.trouble);
}

ServiceResponse carry_out(ServiceState& state, const ServiceCall& call) {
  if (call.route.action == Action::kPutRequests) return put_requests(state, call);
  if (call.route.action == Action::kStartContact) return start_contact(state, call);
  return call_campaign(state, call);
}

/// The answer to a call that is not let in; nothing for one that is. Callers sign by the machine's
/// clock, or in tests by one that they have moved along with the service's.
std::optional<ServiceResponse> not_let_in(ServiceState& state, const ServiceCall& call,
                                          const ServiceRequest& request) {
  const ServiceOptions& options = state.options;
  if (options.credentials.empty()) return std::nullopt;
  const std::array clocks = {floor_millis(options.clock()), call.millis()};
  const auto fault = signature_fault(request, call.route.api, options.credentials, clocks);
  if (!fault) return std::nullopt;
  ++state.summary.refused_calls;
  return forbidden(call.route.api, fault->exception, fault->message);
}

ServiceResponse answer(ServiceState& state, const ServiceCall& call,
                       const ServiceRequest& request) {
  if (auto refusal = not_let_in(state, call, request)) return *std::move(refusal);
  std::string trouble = state.trouble.for_call(call.route.api, call.millis());
  call.log.trouble = trouble;
  if (!trouble.empty()) ++state.summary.troubled_calls;
  if (!trouble.empty() && trouble != kDrop && trouble != kCut) {
    return trouble == "InvalidCampaignStateException"
               ? exception_response(call.route.api, trouble, "trouble on request", "Failed")
               : exception_response(call.route.api, trouble);
  }
  ServiceResponse response = carry_out(state, call);
  if (!response.error_type.empty()) ++state.summary.refused_calls;
  response.shape = call.route.shape;
  if (trouble == kDrop) response.delivery = Delivery::kDropped;
  if (trouble == kCut) response.delivery = Delivery::kCut;
  return response;
}

}  // namespace

struct LocalService::Parts : ServiceState {
  Parts(ServiceOptions chosen, const Ruleset& rules, const Ruleset& campaign_rules)
      : ServiceState(std::move(chosen), rules, campaign_rules), journal(options.store) {}

  ServiceResponse answer_operation(const RouteMatch& match, const ServiceRequest& request);
  ServiceResponse answer_control(const ServiceRequest& request);

  StateJournal journal;
};

Result<LocalService> LocalService::make(ServiceOptions options, const Ruleset& rules) noexcept {
  try {
    std::string fault = fault_of(options, rules);
    if (!fault.empty()) return Error{ErrorCode::kSetting, std::move(fault)};
    Settings settings = rules.settings();
    settings.envelope = "none";  // nothing is around a body
    Result<Ruleset> own = rules.with(settings);
    if (!own) return own.error();  // GCOVR_EXCL_LINE: of memory alone
    auto parts = std::make_unique<Parts>(std::move(options), *own, new_campaign_rules());
    if (Error error = parts->journal.load(*parts)) return error;
    return LocalService(std::move(parts));
  } catch (const std::exception&) {
    return out_of_memory();  // GCOVR_EXCL_LINE: of memory alone
  }
}

LocalService::LocalService(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
LocalService::~LocalService() = default;
LocalService::LocalService(LocalService&&) noexcept = default;
LocalService& LocalService::operator=(LocalService&&) noexcept = default;

ServiceResponse LocalService::Parts::answer_operation(const RouteMatch& match,
                                                      const ServiceRequest& request) {
  const Instant now = clock.now();
  run_dialer(floor_millis(now));
  ReceivedCall log{
      .at = floor_millis(now), .operation = match.route->operation, .campaign = match.id};
  const ServiceCall call{*match.route, match.id, request.body, now, log};
  ++summary.calls;
  ServiceResponse response = answer(*this, call, request);
  std::string id = next_id(*this);
  run_dialer(floor_millis(now));
  if (Error error = journal.write(*this)) {
    response = not_kept(match.route->api);
    response.unkept = std::move(error.message);
  }
  response.request_id = std::move(id);
  response.operation = match.route->operation;
  response.latency_ms = trouble.trouble().latency_ms;
  response.now = now;
  log.status = response.status;
  log.exception = response.error_type;
  keep(std::move(log));
  return response;
}

ServiceResponse LocalService::Parts::answer_control(const ServiceRequest& request) {
  ServiceResponse response = control(*this, request);
  Error error = journal.write(*this);
  if (!error) return response;
  // What can be seen may be seen all the same.
  if (request.method != "GET") response = control_not_kept();
  response.unkept = std::move(error.message);
  return response;
}

ServiceResponse LocalService::handle(const ServiceRequest& request) {
  if (request.target.starts_with(kServiceControlPath)) return parts_->answer_control(request);
  const RouteMatch match =
      match_route(request.method, request.target.substr(0, request.target.find('?')));
  return match.route == nullptr ? unknown_operation() : parts_->answer_operation(match, request);
}

const ServiceSummary& LocalService::summary() {
  parts_->run_dialer(floor_millis(parts_->clock.now()));
  return parts_->summary;
}

}  // namespace diallint
