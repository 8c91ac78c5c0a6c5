// Which columns of a list hold what, by the names that systems give them.
#include "campaign/list_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <catch2/catch.hpp>

#include "api/ruleset_state.h"
#include "campaign/campaign_shape.h"

namespace diallint::test {
namespace {

using Names = std::vector<std::string_view>;

const CampaignShape& shape() {
  static const CampaignShape kShape = [] {
    const Ruleset rules = Ruleset::builtin();
    return *campaign_shape(*RulesetAccess::parts(rules)->plan, CampaignApi::kV1);
  }();
  return kShape;
}

std::string name(const Names& names, std::uint32_t at) {
  return at == kNoColumn ? "-" : std::string(names[at]);
}

std::string all(const Names& names, const std::vector<std::uint32_t>& columns) {
  std::string out;
  for (const std::uint32_t at : columns) out += (out.empty() ? "" : "+") + name(names, at);
  return out.empty() ? "-" : out;
}

// "preset phones region key refusals channel status key=attribute", or the error.
std::string told(const Names& names, const PrepareOptions& options = {},
                 ListNames kind = ListNames::kTable) {
  const Result<ListColumns> found =
      recognise_columns(names, kind, options, *shape().phone, *shape().phone_node);
  if (!found) return found.error().message;
  std::string out =
      fmt::format("{}|{}|{}|{}|{}|{}|{}", found->preset, all(names, found->phones),
                  name(names, found->region), name(names, found->key), all(names, found->refusals),
                  name(names, found->channel), name(names, found->status));
  for (const ListAttribute& attribute : found->attributes)
    out += fmt::format("|{}={}", attribute.key, name(names, attribute.column));
  return out;
}

}  // namespace

TEST_CASE("Presets", "[prepare]") {
  const std::pair<Names, const char*> kRows[] = {
      {{"Contact ID", "Name", "Mobile", "Phone", "Mailing Country", "Do Not Call"},
       "salesforce|Mobile+Phone|Mailing Country|Contact ID|Do Not Call|-|-"},
      {{"Record ID", "Phone Number", "Mobile Phone Number", "Country/Region"},
       "hubspot|Mobile Phone Number+Phone Number|Country/Region|Record ID|-|-|-"},
      {{"Id", "ChannelType", "Address", "Location.Country", "OptOut", "EndpointStatus",
        "Attributes.name", "User.UserAttributes.name", "User.UserAttributes.plan"},
       "pinpoint|Address|Location.Country|Id|OptOut|ChannelType|EndpointStatus|"
       "name=Attributes.name|plan=User.UserAttributes.plan"},
      {{"clientToken", " phoneNumber", "attributes.name", "attributes."},
       "dial-request| phoneNumber|-|clientToken|-|-|-|name=attributes.name"},
      {{"phone_number"}, "plain|phone_number|-|-|-|-|-"},
      // the number of a house comes last
      {{"Street", "Number", "Mobile", "Country", "customer_id", "DNC"},
       "plain|Mobile+Number|Country|customer_id|DNC|-|-"},
      // marks without a number, and the other way round
      {{"Contact ID", "msisdn"}, "plain|msisdn|-|Contact ID|-|-|-"},
      {{"ChannelType", "tel"}, "plain|tel|-|-|-|-|-"},
  };
  for (const auto& [names, expected] : kRows) CHECK(told(names) == expected);
}

TEST_CASE("Options name columns", "[prepare]") {
  const Names names = {"A", "B", "C d", "\xE9\x9B\xBB\xE8\xA9\xB1", "Do Not Call", "attributes.x"};
  PrepareOptions options;
  options.phone_columns = {"b", " A ", "A"};
  options.region_column = "c-D";
  options.key_column = "\xE9\x9B\xBB\xE8\xA9\xB1";
  options.refusal_column = "Do Not Call";
  options.attributes = {{"k", "B"}, {"l", "A"}};
  CHECK(told(names, options) == "named|B+A|C d|\xE9\x9B\xBB\xE8\xA9\xB1|Do Not Call|-|-|k=B|l=A");
  options.refusal_column = "C d";
  options.attributes = {};
  CHECK(told(names, options) ==
        "named|B+A|C d|\xE9\x9B\xBB\xE8\xA9\xB1|Do Not Call+C d|-|-|x=attributes.x");
  CHECK(named_columns(options).size() == 6);
}

TEST_CASE("Columns that are not there", "[prepare]") {
  const Names names = {"A", "+12025550101", "\x1B[31mred", ""};
  CHECK(told(names) ==
        "no column is known to hold telephone numbers; name one with --phone-column; the columns "
        "are 'A', '***', '\\x1B[31mred', ''");
  PrepareOptions options;
  options.phone_columns = {"Z"};
  CHECK(told(names, options) ==
        "no column is called 'Z', which --phone-column names; the columns are 'A', '***', "
        "'\\x1B[31mred', ''");
  options.phone_columns = {"A"};
  const auto expect_missing = [&](std::string_view option) {
    const std::string message = told(names, options);
    CAPTURE(message);
    CHECK(message.find(fmt::format("which {} names", option)) != std::string::npos);
    // One of many objects may lack anything but a number.
    CHECK(told(names, options, ListNames::kObject).starts_with("named|A|"));
  };
  options.region_column = "Z";
  expect_missing("--region-column");
  options.region_column.clear();
  options.key_column = "\xE9\x9B\xBB";
  expect_missing("--key-column");
  options.key_column.clear();
  options.refusal_column = "Z";
  expect_missing("--do-not-call-column");
  options.refusal_column.clear();
  options.attributes = {{"k", std::string(70, 'z')}};
  expect_missing("--attribute");
  CHECK(told(names, options).find("'" + std::string(64, 'z') + "…'") != std::string::npos);
  const Names many(45, "x");
  CHECK(told(many).ends_with("'x' and 5 more"));
}

TEST_CASE("Shapes of a campaign come from the schemas", "[prepare]") {
  CHECK_FALSE(campaign_shape(Plan{}, CampaignApi::kV2));
  CHECK(shape().most_requests == 25);
  CHECK(shape().usual_expiry == 510);
  const auto changed = [](std::string_view batch, std::string_view request) {
    std::vector<SchemaText> schemas;
    for (const std::string_view text : {batch, request}) {
      if (!text.empty()) schemas.push_back({"own", std::string(text)});
    }
    const Result<Ruleset> rules = Ruleset::with_schemas(schemas);
    REQUIRE(rules);
    return campaign_shape(*RulesetAccess::parts(*rules)->plan, CampaignApi::kV1);
  };
  const std::string batch =
      R"({"$id":"urn:diallint:shape:put-dial-request-batch","x-shape":"put-dial-request-batch",)"
      R"("title":"t","type":"object","properties":{)";
  const std::string list = R"("dialRequests":{"type":"array","maxItems":3,"items":)";
  const std::string record = R"({"x-record":true,"title":"r","type":"object","properties":{)";
  const auto shape_of = [&](const std::string& members) {
    return changed(batch + list + record + members + "}}}}}", "");
  };
  const std::string phone = R"("phoneNumber":{"type":"string"})";
  const auto found = shape_of(phone + R"(,"expirationTime":{"type":"string"})");
  REQUIRE(found);
  CHECK(found->most_requests == 3);
  CHECK(found->usual_expiry == 0);
  const auto windowed = shape_of(
      phone +
      R"(,"expirationTime":{"type":"string","x-expiration-window":{"minimum":10,"maximum":30}})");
  REQUIRE(windowed);
  CHECK(windowed->usual_expiry == 20);
  for (const auto& wrong :
       {changed(batch + "}}", ""), changed(batch + R"("dialRequests":{"type":"array"}}})", ""),
        shape_of(phone), shape_of(R"("expirationTime":{"type":"string"})")}) {
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == ErrorCode::kSetting);
    CHECK(wrong.error().message ==
          "the schema of 'put-dial-request-batch' has no dialRequests with a time of expiry and a "
          "telephone number");
  }
}

}  // namespace diallint::test
