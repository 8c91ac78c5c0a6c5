// What messages say of columns that are called otherwise.
#include "engine/csv_suggestions.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "input/csv_columns.h"
#include "support/csv_check.h"
#include "support/lint.h"
#include "support/own_schema.h"

namespace diallint::test {

TEST_CASE("A cell with the digits of a number, an @ or an exponent looks like a value", "[csv]") {
  for (const std::string_view cell :
       {"+12025550147", "2025550", "(202) 555-0147", "2026-11-20", "ann@example.com", "@",
        "2.12556E+09", "1E9", "attributes.2.1E+9", "1,5e+11", "-1e-3", "a1b2c3d4e5f6g7"}) {
    CAPTURE(cell);
    CHECK(looks_like_value(cell));
    CHECK(shown_column(cell) == "***");
  }
  for (const std::string_view cell : {"", "phoneNumber", "202555", "Line 1", "E+09", "e9", "1E",
                                      "1E+", "a1e5", "1ex9", "E", "1.e5", "Q4-2026", "phone2"}) {
    CAPTURE(cell);
    CHECK_FALSE(looks_like_value(cell));
    CHECK(shown_column(cell) == cell);
  }
}

TEST_CASE("The column that a member may stand in shares its words", "[csv]") {
  const auto likely = [](std::string_view member, const std::vector<std::string_view>& headers) {
    const std::size_t at = likely_column(member, headers);
    return at == headers.size() ? std::string_view("-") : headers[at];
  };
  CHECK(likely("phoneNumber", {"Name", "Phone"}) == "Phone");
  CHECK(likely("phoneNumber", {"Phone", "Mobile Phone Number"}) == "Mobile Phone Number");
  CHECK(likely("phoneNumber", {"destinationPhoneNumber", "phone_number"}) ==
        "destinationPhoneNumber");
  CHECK(likely("phoneNumber", {"PHONE"}) == "PHONE");
  CHECK(likely("expirationTime", {"Created", "expiration"}) == "expiration");
  CHECK(likely("phoneNumber", {"Contact ID", "Mobile", "Phone Extension", "Telephone"}) == "-");
  CHECK(likely("clientToken", {"Client Name", "", "1"}) == "-");
  CHECK(likely("clientToken", {}) == "-");
}

TEST_CASE("A mapping is shown as a shell takes it, and a value never", "[csv]") {
  CHECK(csv_map_option("phoneNumber", "Mobile", false) == "--csv-map phoneNumber=Mobile");
  CHECK(csv_map_option("phoneNumber", "Mobile Phone", false) ==
        "--csv-map 'phoneNumber=Mobile Phone'");
  for (const std::string& header :
       {std::string("it's"), std::string("$(x)"), std::string("ann@example.com"),
        std::string("+12025550147"), std::string(), std::string(" "), std::string(65, 'x')})
    CHECK(csv_map_option("phoneNumber", header, false) == "--csv-map phoneNumber=HEADER");
  CHECK(csv_map_option("phoneNumber", "Mobile", true) == "--csv-map phoneNumber=HEADER");
  CHECK(csv_entry_advice("attributes", "name", false) ==
        "call the column attributes.name, or --csv-map attributes.name=name");
  CHECK(csv_entry_advice("attributes", "First Name", false) ==
        "call the column attributes.NAME, or --csv-map 'attributes.NAME=First Name'");
  CHECK(csv_entry_advice("attributes", "name", true) ==
        "call the column attributes.NAME, or --csv-map attributes.NAME=HEADER");
  CHECK(csv_entry_advice("attributes", std::string(65, 'x'), false) ==
        "call the column attributes.NAME, or --csv-map attributes.NAME=HEADER");
}

TEST_CASE("A header says what its columns may be called instead", "[csv]") {
  const auto messages = [](const std::string& header, Settings settings = {}) {
    settings.severity["no-records"] = Severity::kOff;
    return check_csv(header + "\n", {.settings = std::move(settings)}).messages;
  };
  using Messages = std::vector<std::string>;
  CHECK(
      messages("number,callToken,colour") ==
      Messages{"\"colour\" is not a member of a call; to send it, call the column tags.colour, or "
               "--csv-map tags.colour=colour"});
  CHECK(messages("number,callToken,nte") ==
        Messages{"\"nte\" is not a member of a call; the nearest is note"});
  CHECK(messages("Token,number") ==
        Messages{"\"Token\" is not a member of a call; to send it, call the column tags.Token, or "
                 "--csv-map tags.Token=Token",
                 "callToken is missing; it is required; if column 1 holds it: --csv-map "
                 "callToken=Token"});
  CHECK(messages("Phone,Token")[0].ends_with(", or map the columns: --csv-map callToken=Token"));
  CHECK(messages("Phone,Name")[0].ends_with(", or map the columns with --csv-map"));
  Settings masked;
  masked.mask_keys = true;
  CHECK(messages("number,callToken,colour", masked)[0].starts_with("*** is not a member"));
  CHECK(messages("number,callToken,colour", masked)[0].ends_with("--csv-map tags.NAME=HEADER"));
  CHECK(messages("number,callToken," + std::string(65, 'x'))[0].starts_with(
      "\"" + std::string(64, 'x') + "…\" is"));
}

TEST_CASE("A table without a map has no entries to name", "[csv]") {
  const Plan plan = plan_of(R"({"$id": "urn:t:a", "x-shape": "a", "x-record": true, "title": "call",
    "type": "object", "additionalProperties": false, "properties": {"one": {"type": "string"}}})");
  const LintResult found = lint("one,colour\n1,2\n", {.format = InputFormat::kCsv}, plan);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].finding.message == "\"colour\" is not a member of a call");
}

}  // namespace diallint::test
