// The body of a ValidationException.
#include "diallint/service_error.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "diallint/checker.h"
#include "support/lint.h"

namespace diallint::test {

TEST_CASE("Findings become a ValidationException", "[api]") {
  Checker checker(*Ruleset::builtin().with(test_settings()));
  const auto result = checker.check_json(
      R"({"clientToken":"a b","phoneNumber":"+1-202-555-0147","expirationTime":"2026-11-20T12:01:00.000Z","attributes":{"it\"s":"secret"}})",
      kNow);
  REQUIRE(result.counts.warnings == 1);  // expiration-margin is none of the service's business
  const auto body = validation_exception(result.findings);
  REQUIRE(body);
  const auto json = nlohmann::json::parse(*body);
  CHECK(json.size() == 2);
  REQUIRE(json["fieldList"].size() == 3);
  CHECK(json["fieldList"][0]["path"] == "/clientToken");
  CHECK(json["fieldList"][1]["path"] == "/phoneNumber");
  CHECK(json["fieldList"][2]["path"] == "/attributes/it\"s");
  CHECK(json["fieldList"][2].size() == 2);
  const std::string message = json["message"];
  CHECK(
      message.starts_with("3 validation errors detected. Value at '/clientToken' failed to "
                          "satisfy constraint: character 2 of clientToken "));
  CHECK((*body).find("secret") == std::string::npos);
  CHECK((*body).find("202-555") == std::string::npos);
  CHECK((*body).find('\n') == std::string::npos);

  // What this library says of it, as an answer of the service: fieldList alone is not in the model.
  const auto answer = checker.check_json(*body, std::nullopt, {.shape = "aws-error"});
  REQUIRE(answer.found == 1);
  CHECK(answer.findings[0].rule == "unknown-member");
  CHECK(answer.findings[0].path == "/fieldList");
}

TEST_CASE("One finding is a singular, none is sound JSON too", "[api]") {
  Checker checker(*Ruleset::builtin().with(test_settings()));
  const auto one = checker.check_json("{}", kNow, {.shape = "put-dial-request-batch"});
  CHECK((*validation_exception(one.findings))
            .starts_with(R"({"message":"1 validation error detected. Value at '' failed)"));
  CHECK(*validation_exception({}) ==
        R"({"message":"0 validation errors detected. ","fieldList":[]})");
}

}  // namespace diallint::test
