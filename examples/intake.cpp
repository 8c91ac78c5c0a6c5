// An HTTP service that takes batches of dial requests and refuses what Amazon Connect would refuse,
// with the answer that Amazon Connect would give. Listens on 127.0.0.1 only.
//
//   intake [PORT [NOW]]    PORT 0, the default: any that is free; NOW: an RFC 3339 time, for tests
//
//   PUT /campaigns/ID/dial-requests    200 and the tokens taken, or 400 and a ValidationException
//   GET /rules/RULE                    why a rule is there
#include <diallint/checker.h>
#include <diallint/service_error.h>
#include <httplib.h>

#include <cstdio>
#include <optional>
#include <string>

namespace {

constexpr char kJson[] = "application/json";

// What the service decides once, for all threads: its own test numbers are nobody's customers.
diallint::Ruleset make_rules() {
  diallint::Settings settings;
  settings.severity["phone-fictional"] = diallint::Severity::kOff;
  const auto rules = diallint::Ruleset::builtin().with(settings);
  if (rules) return *rules;
  std::fprintf(stderr, "intake: %s\n", rules.error().message.c_str());
  std::exit(2);
}

class Intake {
 public:
  explicit Intake(std::optional<diallint::Instant> now) : rules_(make_rules()), now_(now) {}

  void take(const httplib::Request& request, httplib::Response& response) const {
    // One Checker a thread: it keeps its buffers, so that clean requests cost no allocation.
    thread_local diallint::Checker checker(rules_);
    diallint::CheckOptions options;
    options.shape = "put-dial-request-batch";
    options.max_findings = 100;  // nobody reads more
    const auto result =
        checker.check_json(request.body, now_ ? *now_ : diallint::current_time(), options);
    if (result.error) return fail(response);
    if (!result.ok()) return refuse(result, response);
    // Here the batch would be sent on.
    response.set_content("{\"accepted\":" + std::to_string(result.counts.records) + "}", kJson);
  }

  void explain(const httplib::Request& request, httplib::Response& response) const {
    const diallint::RuleInfo* rule = rules_.explain(request.matches[1].str());
    if (rule == nullptr) {
      response.status = 404;
      return;
    }
    response.set_content(std::string(rule->why) + "\n" + std::string(rule->repair) + "\n",
                         "text/plain; charset=utf-8");
  }

 private:
  static void refuse(const diallint::CheckResult& result, httplib::Response& response) {
    const auto body = diallint::validation_exception(result.findings);
    if (!body) return fail(response);
    response.status = diallint::kValidationStatus;
    response.set_header(diallint::kErrorTypeHeader, diallint::kValidationException);
    response.set_content(*body, kJson);
  }

  static void fail(httplib::Response& response) {
    response.status = 500;
    response.set_header(diallint::kErrorTypeHeader, "InternalServerException");
    response.set_content("{\"message\":\"The request could not be checked.\"}", kJson);
  }

  diallint::Ruleset rules_;
  std::optional<diallint::Instant> now_;
};

}  // namespace

int main(int argc, char** argv) {
  const Intake intake(argc > 2 ? diallint::parse_rfc3339(argv[2]) : std::nullopt);
  httplib::Server server;
  server.set_payload_max_length(std::size_t{8} << 20);
  server.Put(R"(/campaigns/([^/]+)/dial-requests)",
             [&](const auto& request, auto& response) { intake.take(request, response); });
  server.Get(R"(/rules/([a-z0-9-]+))",
             [&](const auto& request, auto& response) { intake.explain(request, response); });
  const int wanted = argc > 1 ? std::atoi(argv[1]) : 0;
  const int port = wanted == 0                                ? server.bind_to_any_port("127.0.0.1")
                   : server.bind_to_port("127.0.0.1", wanted) ? wanted
                                                              : -1;
  if (port < 0) {
    std::fprintf(stderr, "intake: port %d is not free\n", wanted);
    return 2;
  }
  std::printf("listening on 127.0.0.1:%d\n", port);
  std::fflush(stdout);
  return server.listen_after_bind() ? 0 : 2;
}
