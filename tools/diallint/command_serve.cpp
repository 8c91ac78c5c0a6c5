#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/printable.h"
#include "base/same_secret.h"
#include "diallint/commands.h"
#include "diallint/library_calls.h"
#include "diallint/live_page.h"
#include "diallint/local_service.h"
#include "diallint/serve_log.h"
#include "diallint/serve_report.h"
#include "diallint/state_file.h"
#include "serve/http_server.h"
#include "shared/failure.h"
#include "shared/output_file.h"

namespace diallint {
namespace {

/// The access key id of a signature, which is all of the secret that SDKs send as it is.
std::string_view access_key(std::string_view authorization) noexcept {
  constexpr std::string_view kBefore = "Credential=";
  const std::size_t at = authorization.find(kBefore);
  if (at == std::string_view::npos) return {};
  authorization.remove_prefix(at + kBefore.size());
  return authorization.substr(0, authorization.find('/'));
}

HttpResponse forbidden(const char* message) {
  HttpResponse response;
  response.status = 403;
  response.headers = {{"Content-Type", "application/json"},
                      {"x-amzn-ErrorType", "AccessDeniedException"}};
  response.body = fmt::format("{{\"message\":\"{}\"}}", message);
  return response;
}

HttpResponse in_http(const ServiceResponse& response) {
  HttpResponse out;
  out.status = response.status;
  out.body = response.body;
  out.delay_ms = response.latency_ms;
  out.headers.emplace_back("Content-Type", "application/json");
  if (!response.error_type.empty())
    out.headers.emplace_back("x-amzn-ErrorType", response.error_type);
  if (!response.request_id.empty())
    out.headers.emplace_back("x-amzn-RequestId", response.request_id);
  if (response.delivery == Delivery::kCut) out.ending = HttpEnding::kCut;
  if (response.delivery == Delivery::kDropped) out.ending = HttpEnding::kDropped;
  return out;
}

constexpr std::string_view kEvents = "/_diallint/events";
constexpr std::string_view kLive = "/_diallint/live";

HttpResponse page() {
  HttpResponse response;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy", live_page_policy()},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Cache-Control", "no-store"}};
  response.body = live_page();
  return response;
}

HttpResponse events() {
  HttpResponse response;
  response.headers = {{"Content-Type", "text/event-stream"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Cache-Control", "no-store"}};
  response.ending = HttpEnding::kEvents;
  return response;
}

/// Whether a request is for the page or the control API.
bool is_own(std::string_view target) {
  return target == "/" || target.starts_with(kServiceControlPath);
}

/// A name of this machine that no other site can have: "localhost", or an address.
bool is_own_host(std::string_view host) {
  std::string name(host);
  const std::size_t colon = name.rfind(':');
  if (colon != std::string::npos && name.find(']', colon) == std::string::npos) name.resize(colon);
  if (name.size() > 2 && name.front() == '[' && name.back() == ']')
    name = name.substr(1, name.size() - 2);
  return to_lower(name) == "localhost" || is_address(name);
}

ServiceOptions service_options(const ServeCall& call) {
  ServiceOptions options = call.options;
  if (!call.state_file.empty()) options.store = open_state_file(call.state_file);
  return options;
}

/// Answers the calls of one run.
class Serving {
 public:
  explicit Serving(const Options& options)
      : options_(options),
        service_(made(LocalService::make(service_options(options.serve), rules_for(options)))) {
    if (!options.outputs.empty()) report_.emplace(options);
  }

  HttpResponse handle(const HttpRequest& request) {
    // Browsers say so when a page calls: none has any business here.
    if (!request.header("Origin").empty()) return forbidden("diallint serve answers no web page");
    // A site whose name leads here (DNS rebinding) is one that a browser takes for its own.
    if (is_own(request.target) && options_.serve.token.empty() &&
        !is_own_host(request.header("Host")))
      return forbidden("diallint serve is asked by an address or by the name localhost");
    const bool reads = request.method == "GET";
    if (reads && request.target == "/") return page();
    if (!knows_token(request)) return forbidden("the token that --token names is missing");
    if (reads && request.target == kEvents) return events();
    const ServiceSummary before = service_.summary();
    std::vector<ServiceHeader> headers;
    if (!options_.serve.options.credentials.empty())
      for (const auto& [name, value] : request.headers) headers.push_back({name, value});
    const ServiceResponse response =
        service_.handle({request.method, request.target, request.body, headers});
    if (!response.operation.empty() && !options_.quiet)
      print_error(call_in_words(response, before, service_.summary()));
    if (!response.unkept.empty()) print_error(response.unkept);
    if (report_ && !response.shape.empty()) report_->add(response, request.body);
    return in_http(response);
  }

  /// What the page is told.
  std::string newest_event() {
    return fmt::format("data: {}\n\n", service_.handle({"GET", kLive}).body);
  }

  int finish() {
    if (report_) report_->finish();
    print(service_in_words(service_.summary()));
    return service_.summary().refused() > 0 ? kExitFindings : kExitOk;
  }

 private:
  /// Where calls are signed, their signature says more than a token could.
  bool knows_token(const HttpRequest& request) const {
    const ServeCall& serve = options_.serve;
    const std::string& token = serve.token;
    if (!serve.options.credentials.empty() && !request.target.starts_with(kServiceControlPath))
      return true;
    return token.empty() || same_secret(token, request.header("x-diallint-token")) ||
           same_secret(token, access_key(request.header("Authorization")));
  }

  const Options& options_;
  LocalService service_;
  std::optional<ServeReport> report_;
};

}  // namespace

int serve(const Options& options) {
  const ServeCall& call = options.serve;
  if (!is_loopback(call.host) && call.token.empty())
    throw FatalError{fmt::format(
        "--host {} lets other machines call; name a file with a secret for them with --token",
        printable(call.host))};
  Serving serving(options);
  HttpServer server(call.host, call.port, {},
                    [&](const HttpRequest& request) { return serving.handle(request); },
                    {.newest = [&] { return serving.newest_event(); }});
  print(fmt::format("listening at http://{}:{}\n", host_in_url(call.host), server.port()));
  server.run();
  return serving.finish();
}

}  // namespace diallint
