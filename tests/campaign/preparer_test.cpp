// From lists to batches: each row in exactly one place, each batch sound when it is to be sent.
#include "diallint/prepare.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/random.h"
#include "support/numbering_numbers.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kCampaign = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";

PrepareOptions options_at(std::string_view start = "2026-11-20T12:00:00Z") {
  PrepareOptions options;
  options.campaign = kCampaign;
  options.start = *parse_rfc3339(start);
  options.default_region = "US";
  options.token_key = "a secret of a test";
  return options;
}

Prepared prepared(std::string_view list, const PrepareOptions& options = options_at(),
                  std::string_view name = "list") {
  Result<Prepared> result = prepare(list, options, name);
  if (!result) UNSCOPED_INFO(result.error().message);
  REQUIRE(result);
  return *std::move(result);
}

std::string error_of(std::string_view list, const PrepareOptions& options = options_at()) {
  const Result<Prepared> result = prepare(list, options);
  return result ? "none" : result.error().message;
}

std::vector<Json> lines_of(const std::string& ndjson) {
  std::vector<Json> lines;
  std::istringstream stream(ndjson);
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

// "row rule" for each row that was rejected.
std::string rejections(const std::string& csv) {
  std::string out;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < csv.size(); ++at) {
    if (csv[at] == '"') quoted = !quoted;
    if (quoted || csv[at] != '\n') continue;
    std::istringstream line(csv.substr(begin, at - begin));
    std::string list, row, number, rule;
    std::getline(line, list, ',');
    std::getline(line, row, ',');
    std::getline(line, number, ',');
    std::getline(line, rule, ',');
    if (begin > 0) out += fmt::format("{} {};", row, rule);
    begin = at + 1;
  }
  return out;
}

std::string phones(const Prepared& result) {
  std::string out;
  for (const PreparedFile& batch : result.batches) {
    const Json json = Json::parse(batch.text);
    for (const Json& request : json["dialRequests"])
      out += request["phoneNumber"].get<std::string>() + ";";
  }
  return out;
}

// The rules find no error in any batch as of its moment, and every row is in one place.
void expect_sound(const Prepared& result, const PrepareOptions& options) {
  Checker checker(Ruleset::builtin());
  const std::vector<Json> manifest = lines_of(result.manifest);
  std::set<std::pair<std::string, std::uint64_t>> rows;
  std::set<std::string> tokens;
  std::map<std::string, Json> batches;
  for (const PreparedFile& batch : result.batches) batches[batch.name] = Json::parse(batch.text);
  const char* list = options.api == CampaignApi::kV1 ? "dialRequests" : "outboundRequests";
  std::map<std::string, std::string> submissions;
  for (const Json& line : manifest) {
    CHECK(rows.emplace(line["list"], line["row"]).second);
    CHECK(tokens.insert(line["token"]).second);
    CHECK(batches.at(line["batch"])[list][line["position"].get<std::size_t>()]["clientToken"] ==
          line["token"]);
    submissions[line["batch"]] = line["submission"];
  }
  for (const PreparedFile& batch : result.batches) {
    const auto checked = checker.check_json(batch.text, *parse_rfc3339(submissions.at(batch.name)));
    for (const Finding& finding : checked.findings) {
      INFO(finding.rule << " " << finding.message);
      CHECK(finding.severity != Severity::kError);
    }
    CHECK(batches[batch.name][list].size() <= 25);
    CHECK(batches[batch.name]["id"] == options.campaign);
  }
  std::istringstream rejected(rejections(result.rejected));
  std::size_t count = 0;
  for (std::string row; std::getline(rejected, row, ';'); ++count) {
    const auto number = static_cast<std::uint64_t>(std::stoull(row));
    CHECK(rows.emplace(result.summary.lists.front().name, number).second);
  }
  CHECK(count == result.summary.rejected);
  CHECK(manifest.size() == result.summary.taken);
  CHECK(rows.size() == result.summary.rows);
  CHECK(result.summary.rows == result.summary.taken + result.summary.rejected);
  CHECK(result.batches.size() == result.summary.batches);
}

}  // namespace

TEST_CASE("Every kind of damage is rejected with its reason", "[prepare]") {
  const std::string list =
      "\xEF\xBB\xBFkey,name,phone,country,dnc\r\n"
      "k1,Ada,(202) 555-0101,US,\r\n"              // 1
      ",,,,\r\n"                                   // 2 blank
      "key,name,phone,country,dnc\r\n"             // 3 header again
      "k4,Ben,07700 900123,United Kingdom,no\r\n"  // 4
      "k5,Cy,,US,\r\n"                             // 5 no number
      "k6,Di,2.02555E+09,US,\r\n"                  // 6
      "k7,Ed,202 555 0107 ext 5,US,\r\n"           // 7
      "k8,Fay,+1 202 555 0101,US,\r\n"             // 8 the same number as row 1
      "k1,Gus,202 555 0109,US,\r\n"                // 9 the same key
      "k10,Hal,202 555 0110,US,TRUE\r\n"           // 10
      "k11,Ira,202 555 0111,US,perhaps\r\n"        // 11
      "k12,Jo,202 555 0112,Atlantis,\r\n"          // 12
      "k13,\"Ka\"x,202 555 0113,US,\r\n"           // 13 csv-syntax
      "k14,Lo,202 555 0114\r\n"                    // 14 too few fields
      "k15,\"a\nb\",202 555 0115,US,\r\n"          // 15 two lines
      "k16,M\xFF,202 555 0116,US,\r\n"             // 16 encoding
      "";
  std::string full = list + "k17,N" + std::string(1, '\0') + ",202 555 0117,US,\r\n";  // 17
  full += "k18,Oz,555 0118,US,\r\n";  // 18 not in the plan
  full += "k19,Pia,12,,\r\n";         // 19
  full += "k20,Que,call me,US,\r\n";  // 20
  full += "k21,Ray,+999123,US,\r\n";  // 21: the rules warn of it
  full += "k22,Sue,+1,US,\r\n";       // 22: an error of the rules
  PrepareOptions options = options_at();
  options.attributes = {{"name", "name"}};
  const Prepared result = prepared(full, options);
  expect_sound(result, options);
  CHECK(rejections(result.rejected) ==
        "2 blank-row;3 header-again;5 no-number;6 number-unreadable;7 number-unreadable;"
        "8 repeated-number;9 repeated-key;10 do-not-call;11 do-not-call;12 number-region;"
        "13 csv-syntax;14 csv-syntax;15 pattern;16 encoding;17 encoding;18 number-not-in-plan;"
        "19 number-not-in-plan;20 number-unreadable;22 phone-e164;");
  CHECK(phones(result) == "+12025550101;+447700900123;+999123;");
  CHECK(result.summary.rejected_by_rule.at("csv-syntax") == 2);
  CHECK(result.summary.warnings_by_rule.at("phone-assignable") == 1);
  CHECK(result.rejected.find("the same number as in row 1,") != std::string::npos);
  CHECK(result.rejected.find("k8,Fay,'+1 202 555 0101,US,") != std::string::npos);
}

TEST_CASE("Warnings may reject, repeats may be taken", "[prepare]") {
  const std::string list = "phone\n+12025550101\n+999123\n202-555-0101\n2025550101\n";
  PrepareOptions options = options_at();
  options.allow_repeats = true;
  const Prepared repeated = prepared(list, options);
  expect_sound(repeated, options);
  CHECK(repeated.summary.taken == 4);
  // The first one keeps the token that it has without repeats.
  CHECK(lines_of(repeated.manifest)[0]["token"] == lines_of(prepared(list).manifest)[0]["token"]);
  options.reject_at = Severity::kWarning;
  CHECK(rejections(prepared(list, options).rejected) ==
        "1 phone-fictional;2 phone-assignable;3 phone-fictional;4 phone-fictional;");
  options = options_at();
  options.allow_repeats = true;
  options.token_key.clear();
  expect_sound(prepared(list, options), options);
  const std::string keyed = "id,phone\na,+12025550101\na,+12025550102\na,+12025550101\n";
  options = options_at();
  CHECK(rejections(prepared(keyed, options).rejected) == "2 repeated-key;3 repeated-number;");
  options.allow_repeats = true;
  expect_sound(prepared(keyed, options), options);
}

TEST_CASE("A row that is rejected keeps no other from being taken", "[prepare]") {
  PrepareOptions options = options_at();
  options.attributes = {{"name", "name"}};
  const std::string list = "id,name,phone\na,\"x\ny\",+12025550101\na,Ada,+12025550101\n";
  CHECK(rejections(prepared(list, options).rejected) == "1 pattern;");
}

TEST_CASE("The key of a row", "[prepare]") {
  const std::string list = "id,phone\n,+12025550101\n b ,+12025550102\n";
  CHECK(prepared(list).summary.taken == 2);
  PrepareOptions options = options_at();
  options.key_column = "id";
  CHECK(rejections(prepared(list, options).rejected) == "1 no-key;");
}

TEST_CASE("The same secret gives the same bytes, another other tokens", "[prepare]") {
  const std::string list = "phone\n+12025550101\n+12025550102\n";
  const auto tokens = [&](const PrepareOptions& options, std::string_view name = "list") {
    std::set<std::string> all;
    for (const Json& line : lines_of(prepared(list, options, name).manifest)) {
      all.insert(line["token"].get<std::string>());
      CHECK(line["token"].get<std::string>().find_first_not_of("abcdefghijklmnop") ==
            std::string::npos);
    }
    return all;
  };
  const PrepareOptions options = options_at();
  CHECK(prepared(list).batches[0].text == prepared(list).batches[0].text);
  CHECK(prepared(list).manifest == prepared(list).manifest);
  std::set<std::string> all = tokens(options);
  for (const auto& change : std::vector<std::function<void(PrepareOptions&)>>{
           [](PrepareOptions& o) { o.campaign = "another"; },
           [](PrepareOptions& o) { o.token_key = "another"; },
           [](PrepareOptions& o) { o.token_key.clear(); },
           [](PrepareOptions& o) { o.token_key.clear(); }}) {
    PrepareOptions other = options;
    change(other);
    all.merge(tokens(other));
  }
  all.merge(tokens(options, "another list"));
  CHECK(all.size() == 12);
}

TEST_CASE("When batches are sent, and requests expire", "[prepare]") {
  std::string list = "phone\n";
  for (int i = 0; i < 60; ++i) list += fmt::format("+120255501{:02}\n", i);
  struct Row {
    const char* start;
    std::uint64_t rate;
    std::optional<std::uint64_t> expires_in;
    const char* last;    // submission
    const char* expiry;  // of the last
  };
  constexpr Row kRows[] = {
      {"2026-11-20T12:00:00Z", 0, {}, "2026-11-20T12:00:00Z", "2026-11-20T12:08:30.000Z"},
      {"2026-11-20T12:00:00Z", 10, 30, "2026-11-20T12:00:05Z", "2026-11-20T12:00:35.000Z"},
      {"2026-11-20T12:00:00Z", 3, 900, "2026-11-20T12:00:16.667Z", "2026-11-20T12:15:16.667Z"},
      {"2026-11-20T12:00:00.0001Z", 50, 900, "2026-11-20T12:00:01.001Z",
       "2026-11-20T12:15:01.001Z"},
      {"1969-12-31T23:59:58.500Z", 50, 900, "1969-12-31T23:59:59.5Z", "1970-01-01T00:14:59.500Z"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.start, row.rate);
    PrepareOptions options = options_at(row.start);
    options.rate = row.rate;
    options.expires_in = row.expires_in;
    const Prepared result = prepared(list, options);
    expect_sound(result, options);
    REQUIRE(result.batches.size() == 3);
    CHECK(to_rfc3339(*result.summary.last_submission) == row.last);
    CHECK(Json::parse(result.batches[2].text)["dialRequests"][9]["expirationTime"] == row.expiry);
    CHECK(lines_of(result.manifest)[59]["submission"] == row.last);
  }
  PrepareOptions options = options_at();
  options.expiry = false;
  const Prepared open = prepared(list, options);
  CHECK_FALSE(Json::parse(open.batches[0].text)["dialRequests"][0].contains("expirationTime"));
  CHECK(open.summary.expires_in == 0);
  CHECK(open.summary.taken == 60);
}

TEST_CASE("Moments between milliseconds, and rates beyond all measure", "[prepare]") {
  PrepareOptions options = options_at("2026-11-20T12:00:00.0000000001Z");
  options.rate = ~std::uint64_t{0};
  const Prepared result = prepared("phone\n+12025550101\n", options);
  CHECK(to_rfc3339(*result.summary.first_submission) == "2026-11-20T12:00:00.001Z");
}

TEST_CASE("The first number that can be read is taken, the first reason told", "[prepare]") {
  const Prepared result = prepared(
      "Record ID,Mobile Phone Number,Phone Number\n1,n/a,(202) 555-0101\n2,2.1E+09,n/a\n3, ,\n");
  CHECK(phones(result) == "+12025550101;");
  CHECK(rejections(result.rejected) == "2 number-unreadable;3 no-number;");
  CHECK(result.rejected.find("with an exponent") != std::string::npos);
}

TEST_CASE("Headers of joined files, behind byte order marks and in quotes", "[prepare]") {
  const std::string header = "\xEF\xBB\xBF\"phone\",\"a\"\n";
  CHECK(rejections(prepared(header + "+12025550101,b\n" + header + "x\"y,z\n").rejected) ==
        "2 header-again;3 csv-syntax;");
  CHECK(rejections(prepared("phone,a\nphone,b\n\xEF\xBB\xBFphone,a\n").rejected) ==
        "1 number-unreadable;2 header-again;");
}

TEST_CASE("What is said of the campaign is not said of each row", "[prepare]") {
  PrepareOptions options = options_at();
  options.campaign = "a_b";
  options.attributes = {{"a", "a"}, {"b", "b"}};
  const Prepared result =
      prepared("phone,a,b\n+12025550101,x,y\n+12025550102,\"x\ny\",\"z\nz\"\n", options);
  CHECK_FALSE(result.summary.warnings_by_rule.contains("campaign-id-narrowed"));
  CHECK(rejections(result.rejected) == "2 pattern;");
  // Both faults are told.
  CHECK(result.rejected.find("\"\"a\"\"") < result.rejected.find("; "));
  CHECK(result.rejected.find("\"\"b\"\"") != std::string::npos);
}

TEST_CASE("National numbers without a region, and of two readings", "[prepare]") {
  PrepareOptions options = options_at();
  options.default_region.clear();
  CHECK(rejections(prepared("phone\n202 555 0101\n", options).rejected) == "1 number-region;");
  Settings settings;
  settings.numbering_plan = testing::plan_from(
      "package x\nversion 1\ndate 2026-01-01\n\ncalling-code 44\n\nregion GB\ngeneral 9,10\n"
      "  \\d{9,10}\nfixed\n  0?7\\d{8}\n");
  options.default_region = "GB";
  const Result<Prepared> two =
      prepare("phone\n0712345678\n", options, "list", *Ruleset::builtin().with(settings));
  REQUIRE(two);
  CHECK(rejections(two->rejected) == "1 number-ambiguous;");
}

TEST_CASE("A warning counts once a request", "[prepare]") {
  PrepareOptions options = options_at();
  options.attributes = {{"a", "a"}, {"b", "b"}};
  const Prepared result = prepared("phone,a,b\n+12025550101,{{x}},{{y}}\n", options);
  CHECK(result.summary.warnings_by_rule.at("placeholder") == 1);
}

TEST_CASE("Objects within objects", "[prepare]") {
  std::string deep = "{\"phone\":\"+12025550101\",\"a\":";
  for (int i = 0; i < 70; ++i) deep += "{\"a\":";
  deep += "1" + std::string(71, '}') + "\n";
  std::string lists = "{\"phone\":\"+12025550101\",\"a\":" + std::string(70, '[') + "1" +
                      std::string(70, ']') + "}\n";
  const Prepared result = prepared(deep + lists +
                                   R"({"phone":"+12025550101","a":["\ud800",1]})"
                                   "\n"
                                   R"({"ph\u006fne":"+12025550102","b":{"\ud800":1,"c":2}})"
                                   "\n"
                                   R"({"ph\u006fne":"+12025550103","a":[null,1],"b":[1,})"
                                   "\n"
                                   R"({"ph\u006fne":"+12025550104","a":[null,1],"b":1.5})"
                                   "\n");
  CHECK(rejections(result.rejected) ==
        "1 json-syntax;2 json-syntax;3 encoding;4 encoding;5 json-syntax;");
  CHECK(phones(result) == "+12025550104;");
}

TEST_CASE("Requests of the newer API", "[prepare]") {
  PrepareOptions options = options_at();
  options.api = CampaignApi::kV2;
  options.attributes = {{"name", "name"}, {"plan", "plan"}};
  const Prepared result =
      prepared("name,plan,phone\nZo\xC3\xAB,\"a \"\"b\"\"\",+12025550101\n", options);
  expect_sound(result, options);
  const Json request = Json::parse(result.batches[0].text)["outboundRequests"][0];
  const Json expected = Json::parse(
      R"({"destinationPhoneNumber":"+12025550101","attributes":{"name":"Zoë","plan":"a \"b\""}})");
  CHECK(request["channelSubtypeParameters"]["telephony"] == expected);
}

TEST_CASE("Lists one after the other", "[prepare]") {
  PrepareSink sink;
  std::string rejected;
  std::string manifest;
  sink.on_batch = [&](const PreparedBatch& batch) { manifest += batch.manifest; };
  sink.on_rejected = [&](std::string_view csv) { rejected += csv; };
  Result<Preparer> preparer = Preparer::make(options_at(), sink);
  REQUIRE(preparer);
  const auto read = [&](std::string text, std::string_view name) {
    return preparer->read(
        [text = std::move(text), at = std::size_t{0}](char* out, std::size_t size) mutable {
          const std::size_t count = std::string_view(text).substr(at).copy(out, size);
          at += count;
          return static_cast<std::ptrdiff_t>(count);
        },
        name);
  };
  CHECK_FALSE(read("phone\nx\n+12025550101\n", "a.csv"));
  CHECK_FALSE(read("phone\n+12025550102\n+12025550101\n+12025550102\n", "b.csv"));
  const Error other = read("tel\n+12025550103\n", "c.csv");
  CHECK(other.code == ErrorCode::kInput);
  CHECK(other.message.starts_with("its columns are others"));
  CHECK_FALSE(preparer->finish());
  CHECK_FALSE(preparer->finish());
  CHECK(preparer->summary().batches == 1);
  CHECK(preparer->summary().lists.size() == 2);
  CHECK(lines_of(manifest)[1]["list"] == "b.csv");
  CHECK(lines_of(manifest)[1]["row"] == 1);
  CHECK(rejections(rejected) == "1 number-unreadable;2 repeated-number;3 repeated-number;");
  CHECK(
      rejected.find("b.csv,2,3,repeated-number,the same number as in row 2 of an earlier list,") !=
      std::string::npos);
  CHECK(rejected.find("the same number as in row 1,") != std::string::npos);
  CHECK(preparer->read({}, "d").code == ErrorCode::kSetting);
  CHECK(preparer->read([](char*, std::size_t) { return std::ptrdiff_t{-1}; }, "e").code ==
        ErrorCode::kInput);
  Preparer moved = *std::move(preparer);
  Preparer assigned = *Preparer::make(options_at(), {});
  assigned = std::move(moved);
  moved = std::move(assigned);
  CHECK(moved.summary().taken == 2);
}

TEST_CASE("Lists in NDJSON", "[prepare]") {
  PrepareOptions options = options_at();
  options.attributes = {{"name", "Attributes.Name"}};
  const std::string list =
      "\xEF\xBB\xBF"
      R"({"ChannelType":"SMS","Address":"+12025550101","Id":"a","Attributes":{"Name":["Ada"]}})"
      "\r\n\n"
      R"({"ChannelType":"EMAIL","Address":"a@example.com","Id":"b"})"
      "\n"
      R"({"ChannelType":"VOICE","Address":"+12025550103","Id":"c","EndpointStatus":"INACTIVE"})"
      "\n"
      R"({"ChannelType":"VOICE","Address":"+12025550104","Id":4,"OptOut":"ALL"})"
      "\n"
      R"({"ChannelType":"VOICE","Address":"+12025550105","Id":"\u00e9","OptOut":"NONE","X":null})"
      "\n"
      R"({"ChannelType":"VOICE","Address":"+12025550106","Id":"f","Attributes":{"Name":["A","B"]}})"
      "\n"
      R"({"ChannelType":"VOICE","Address":"+12025550106","Id":"f","Id":"g"})"
      "\n"
      R"({"ChannelType":"VOICE","Address":"\ud800"})"
      "\n"
      R"({"ChannelType":"VOICE","Address")"
      "\n"
      "[1]\n"
      "{\"a\":\"\x01\"}\n"
      "{} {}\n"
      "{}\n"
      R"({"phone":"+12025550113","ChannelType":{"a":[[1],2],"b":true}})"
      "\n"
      R"({"ChannelType":"VOICE","Address":["+12025550114"],"a":[{"b":1}],"c":[]})"
      "\n";
  const Prepared result = prepared(list, options);
  CHECK(result.summary.lists[0].preset == "pinpoint");
  CHECK(result.summary.lists[0].format == InputFormat::kNdjson);
  CHECK(rejections(result.rejected) ==
        "2 channel;3 inactive;4 do-not-call;7 duplicate-member;8 encoding;9 json-syntax;"
        "10 json-syntax;11 json-syntax;12 json-syntax;13 no-number;");
  CHECK(phones(result) == "+12025550101;+12025550105;+12025550106;+12025550113;+12025550114;");
  const Json requests = Json::parse(result.batches[0].text)["dialRequests"];
  CHECK(requests[0]["attributes"] == Json::parse(R"({"name":"Ada"})"));
  CHECK(requests[2]["attributes"].empty());
  CHECK(result.rejected.starts_with("list,row,line,rule,reason,record\r\n"));
  expect_sound(result, options);
}

TEST_CASE("Objects may lack what an option names, but not all of them", "[prepare]") {
  PrepareOptions options = options_at();
  options.attributes = {{"name", "first"}};
  const std::string two =
      "{\"phone\":\"+12025550101\"}\n{\"phone\":\"+12025550102\",\"first\":\"A\"}\n";
  CHECK(prepared(two, options).summary.taken == 2);
  options.attributes = {{"name", "frist"}};
  CHECK(error_of(two, options) ==
        "no column is called 'frist', which --attribute names; the columns are 'phone'");
  CHECK(error_of("{\"a\":\"b\"}\n{\"c\":1}\n").ends_with("the columns are 'a'"));
  CHECK(error_of("{\n\"phone\": \"+12025550101\"\n}\n")
            .starts_with("no line of it is a JSON object"));
  CHECK(error_of("{}\n").starts_with("no line of it is a JSON object"));
  CHECK(prepared("{\"a\":1}\n" + two).summary.taken == 2);
}

TEST_CASE("What is no list", "[prepare]") {
  CHECK(error_of("") == "it is empty; a list begins with the names of its columns");
  CHECK(error_of("\n,,\n \n") == "it is empty; a list begins with the names of its columns");
  CHECK(
      error_of("\"phone,a\nb").starts_with("the names of the columns in line 1 cannot be read: "));
  CHECK(error_of("name\nAda\n").starts_with("no column is known to hold telephone numbers"));
  CHECK(error_of("+12025550101,Ada\n").ends_with("the columns are '***', 'Ada'"));
  CHECK(error_of("PK\x03\x04 and more").starts_with("this is "));
  CHECK(error_of(std::string("\xFF\xFEp\0h\0", 6)).starts_with("the text is UTF-16"));
  const Prepared none = prepared("phone\n");
  CHECK(none.summary.rows == 0);
  CHECK(none.batches.empty());
  CHECK_FALSE(none.summary.first_submission);
  CHECK(prepared("{}\n{\"phone\":\"+12025550101\"}\n").summary.taken == 1);
}

TEST_CASE("Formats that are named", "[prepare]") {
  const auto read = [](std::string_view text, InputFormat format) {
    Result<Preparer> preparer = Preparer::make(options_at(), {});
    REQUIRE(preparer);
    const Error error = preparer->read(
        [&](char* out, std::size_t size) {
          const std::size_t count = text.copy(out, size);
          text.remove_prefix(count);
          return static_cast<std::ptrdiff_t>(count);
        },
        "list.tsv", format);
    return fmt::format("{} {}", error.message, preparer->summary().rows);
  };
  CHECK(read("{\"phone\":\"+12025550101\"}", InputFormat::kNdjson) == " 1");
  CHECK(read("phone\tname, first\n+12025550101\tA\n", InputFormat::kCsv) == " 1");
  CHECK(read("[]", InputFormat::kJson).starts_with("a contact list is CSV or NDJSON"));
  CHECK(read(" \n", InputFormat::kNdjson) == " 0");
}

TEST_CASE("Rows that are too long", "[prepare]") {
  PrepareOptions options = options_at();
  options.max_row_bytes = 100;
  const std::string many(300, 'x');
  const Prepared csv = prepared("phone,name\n+12025550101," + many + "\n+12025550102,A\n\"ab\n" +
                                    many + "\n" + many + "\n+12025550103,B\n",
                                options);
  CHECK(csv.summary.rejected_by_rule.at("input-limit") >= 2);
  CHECK(csv.summary.taken == 2);
  CHECK(csv.rejected.find("in its first line is not closed") != std::string::npos);
  const std::string line = "{\"phone\":\"+12025550102\"}\n";
  for (const std::size_t size : {std::size_t{300}, std::size_t{1} << 20}) {
    const std::string record = "{\"a\":\"" + std::string(size, 'x') + "\"}";
    const Prepared ndjson =
        prepared(line + record + "\n{\"phone\":\"+12025550103\"}\n" + record, options);
    CHECK(rejections(ndjson.rejected) == "2 input-limit;4 input-limit;");
    CHECK(ndjson.summary.taken == 2);
  }
}

TEST_CASE("Options that make no sound request", "[prepare]") {
  const auto told = [](const std::function<void(PrepareOptions&)>& change) {
    PrepareOptions options = options_at();
    change(options);
    const Result<Preparer> made = Preparer::make(options, {});
    if (made) return std::string("none");
    CHECK(made.error().code == ErrorCode::kSetting);
    return made.error().message;
  };
  CHECK(told([](PrepareOptions&) {}) == "none");
  CHECK(told([](PrepareOptions& o) { o.campaign.clear(); }) == "the campaign's id is empty");
  CHECK(told([](PrepareOptions& o) { o.campaign = "a b"; }).ends_with("[pattern]"));
  CHECK(told([](PrepareOptions& o) { o.expires_in = 901; }).ends_with("[expiration-window]"));
  CHECK(told([](PrepareOptions& o) { o.expires_in = 29; }).ends_with("[expiration-window]"));
  CHECK(
      told([](PrepareOptions& o) { o.expires_in = ~std::uint64_t{0}; }).ends_with("they are sent"));
  CHECK(told([](PrepareOptions& o) { o.attributes = {{"a b", "x"}}; }).ends_with("[pattern]"));
  CHECK(told([](PrepareOptions& o) {
          o.attributes = {{"a", "x"}, {"a", "y"}};
        }).ends_with("[duplicate-member]"));
  CHECK(told([](PrepareOptions& o) { o.default_region = "us"; }).ends_with("US or GB"));
  CHECK(told([](PrepareOptions& o) { o.start.seconds = 253'370'764'800; }).ends_with("one second"));
  CHECK(told([](PrepareOptions& o) { o.start.seconds = -62'167'219'201; }).ends_with("one second"));
  CHECK(told([](PrepareOptions& o) { o.start.nanos = 1'000'000'000; }).ends_with("one second"));
  CHECK(told([](PrepareOptions& o) { o.start.nanos = -1; }).ends_with("one second"));
  // Where only some regions may be called, that is a matter of the rows.
  Settings settings;
  settings.phone_policy.allowed_regions = {"GB"};
  const Ruleset british = *Ruleset::builtin().with(settings);
  const Result<Prepared> result =
      prepare("phone\n+12025550101\n+447700900123\n", options_at(), "list", british);
  REQUIRE(result);
  CHECK(rejections(result->rejected) == "1 phone-region;");
  const Result<Prepared> wrong = prepare("phone\n", [] {
    PrepareOptions options = options_at();
    options.campaign.clear();
    return options;
  }());
  CHECK_FALSE(wrong);
}

TEST_CASE("A rate at which nobody would see the end", "[prepare]") {
  std::string list = "phone\n";
  for (int i = 0; i < 30; ++i) list += fmt::format("+120255501{:02}\n", i);
  PrepareOptions options = options_at("9998-12-31T23:59:50Z");
  options.rate = 1;
  CHECK(error_of(list, options).starts_with("at this rate"));
}

TEST_CASE("What a caller's function throws ends the call", "[prepare]") {
  const auto read_all = [](const PrepareSink& sink) {
    Result<Preparer> preparer = Preparer::make(options_at(), sink);
    REQUIRE(preparer);
    std::string_view text = "phone\n+12025550101\n";
    const Error error = preparer->read(
        [&](char* out, std::size_t size) {
          const std::size_t count = text.copy(out, size);
          text.remove_prefix(count);
          return static_cast<std::ptrdiff_t>(count);
        },
        "list");
    return error ? error.code : preparer->finish().code;
  };
  PrepareSink sink;
  CHECK(read_all(sink) == ErrorCode::kNone);
  sink.on_batch = [](const PreparedBatch&) { throw 1; };
  CHECK(read_all(sink) == ErrorCode::kCallback);
  sink.on_batch = {};
  sink.on_rejected = [](std::string_view) { throw 1; };
  CHECK(read_all(sink) == ErrorCode::kCallback);
}

TEST_CASE("Damaged lists of chance: every row in one place, the same bytes again", "[prepare]") {
  constexpr std::array<std::string_view, 16> kPhones = {"+12025550101",
                                                        "(202) 555-01%%",
                                                        "202.555.01%%",
                                                        "+1 202 555 01%%",
                                                        "2.02555E+09",
                                                        "",
                                                        "07700 900%%1",
                                                        "n/a",
                                                        "+1-202-555-01%% x9",
                                                        "12025550%%",
                                                        "=\"+120255501%%\"",
                                                        "0",
                                                        "+4477009001%%",
                                                        "\xEF\xBC\x8B"
                                                        "120255501%%",
                                                        "+999",
                                                        "555-01%%"};
  constexpr std::array<std::string_view, 9> kTexts = {
      "Ada", "\"a,b\"", "\"a\nb\"", "\"open", "a\"b", "\"x\"y", "", "\xC3\x28", "=1+1"};
  constexpr std::array<std::string_view, 6> kCountries = {"US", "",  "UK", "United States",
                                                          "??", "de"};
  constexpr std::array<std::string_view, 3> kEnds = {"\n", "\r\n", "\r"};
  for (int round = 0; round < rounds(600); ++round) {
    Random random(static_cast<std::uint64_t>(round) + 1);
    CAPTURE(round);
    const auto pick = [&](const auto& all) { return std::string(all[random.below(all.size())]); };
    const std::string end = pick(kEnds);
    const char separator = random.one_of(",;\t|");
    const auto row = [&](const std::vector<std::string>& cells) {
      std::string line;
      for (const std::string& cell : cells)
        line += (line.empty() ? "" : std::string(1, separator)) + cell;
      return line + end;
    };
    std::string list = random.once_in(3) ? "\xEF\xBB\xBF" : "";
    const std::string header = row({"Id", "Name", "Phone", "Country"});
    list += header;
    for (std::uint64_t i = random.below(80); i > 0; --i) {
      std::string phone = pick(kPhones);
      for (std::size_t at = 0; (at = phone.find('%')) != std::string::npos;)
        phone[at] = random.one_of("0123456789");
      if (random.once_in(12)) list += header;
      if (random.once_in(12)) list += row({" ", "", "", ""});
      if (random.once_in(12)) list += row({"x", "y"});
      list += row({fmt::format("i{}", random.below(60)), pick(kTexts), phone, pick(kCountries)});
    }
    PrepareOptions options = options_at();
    options.rate = random.below(3) * 7;
    options.allow_repeats = random.once_in(2);
    options.api = random.once_in(3) ? CampaignApi::kV2 : CampaignApi::kV1;
    if (random.once_in(2)) options.attributes = {{"name", "Name"}};
    const Prepared result = prepared(list, options);
    expect_sound(result, options);
    const Prepared again = prepared(list, options);
    CHECK(again.manifest == result.manifest);
    CHECK(again.rejected == result.rejected);
    for (std::size_t i = 0; i < result.batches.size(); ++i)
      CHECK(again.batches.at(i).text == result.batches[i].text);
  }
}

}  // namespace diallint::test
