// Members and entries of maps, however they are written and whatever was read before.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "base/random.h"
#include "support/bounds.h"
#include "support/own_schema.h"

namespace diallint::test {
namespace {

std::string request(const std::string& token_member, const std::string& attributes = "{}") {
  return fmt::format(
      R"({{{},"phoneNumber":"+12025550101","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}}})",
      token_member, attributes);
}

// Numbers and tokens may come again: these tests are about members.
LintOptions alone(InputFormat format) {
  LintOptions options;
  options.format = format;
  options.settings.severity["phone-duplicate"] = Severity::kOff;
  options.settings.severity["token-unique"] = Severity::kOff;
  return options;
}

std::string brief_of(const std::string& text, InputFormat format = InputFormat::kNdjson) {
  return lint(text, alone(format)).brief();
}

std::string own(const Plan& plan, const std::string& text) {
  LintOptions options = alone(InputFormat::kNdjson);
  options.shape = "thing";
  return lint(text, options, plan).brief();
}

}  // namespace

TEST_CASE("A member in another spelling stands for it unless the right one follows", "[walk]") {
  struct Row {
    const char* members;
    const char* brief;
  };
  const Row rows[] = {
      {R"("client_token":"a")", "member-name /client_token\n"},
      {R"("client_token":"a","clientToken":"b")", "unknown-member /client_token\n"},
      {R"("client_token":"a","client\u0054oken":"b")", "unknown-member /client_token\n"},
      {R"("clientToken":"a","client_token":"b")", "unknown-member /client_token\n"},
      {R"("client\u0054oken":"a")", ""},
      {R"("client\u005ftoken":"a")", "member-name /client_token\n"},
      // None of these is the right one: another name, one with an escape in it, one cut short.
      {R"("client_token":"a","x":1)", "member-name /client_token\nunknown-member /x\n"},
      {R"("client_token":"a","x\u0041":1)", "member-name /client_token\nunknown-member /xA\n"},
      {R"("client_token":"a","clientToken\ud800":"b")",
       "member-name /client_token\nencoding /clientToken\\ud800\n"},
      {R"("client_token":"a","clientToken\u0000":"b")",
       "member-name /client_token\nencoding /clientToken\\u0000\n"},
  };
  for (const Row& row : rows) {
    INFO(row.members);
    CHECK(brief_of(request(row.members)) == row.brief);
  }
}

TEST_CASE("Values are nested as deep as is followed, and looked past as deep", "[walk]") {
  // Of the depth that is allowed the object itself takes a level.
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  for (const std::size_t depth : {62U, 63U, 64U}) {
    INFO(depth);
    const std::string unknown = fmt::format(R"("clientToken":"a","x":{})", nested(depth));
    CHECK(brief_of(request(unknown)) == (depth < 64 ? "unknown-member /x\n" : "input-limit \n"));
    const std::string ahead =
        fmt::format(R"("client_token":"a","x":{},"clientToken":"b")", nested(depth));
    CHECK(brief_of(request(ahead)) ==
          (depth < 64 ? "unknown-member /client_token\nunknown-member /x\n" : "input-limit \n"));
    const std::string value = fmt::format(R"("client_token":{},"clientToken":"b")", nested(depth));
    CHECK(brief_of(request(value)) ==
          (depth < 64 ? "unknown-member /client_token\n" : "input-limit \n"));
  }
}

TEST_CASE("A shape that holds itself is followed to the same depth", "[walk]") {
  const Plan plan = plan_of(shape(
      R"("x-record":true,"type":"object","properties":{"o":{"$ref":"#/$defs/o"},"l":{"$ref":"#/$defs/l"}},)"
      R"("$defs":{"o":{"type":"object","properties":{"o":{"$ref":"#/$defs/o"}}},)"
      R"("l":{"type":"array","items":{"$ref":"#/$defs/l"}}})"));
  for (const std::size_t depth : {62U, 63U, 64U, 65U}) {
    INFO(depth);
    std::string objects = "{}";
    for (std::size_t n = 1; n < depth; ++n) objects = "{\"o\":" + objects + "}";
    const std::string lists =
        "{\"l\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    CHECK(own(plan, objects) == (depth <= 64 ? "" : "input-limit \n"));
    CHECK(own(plan, lists) == (depth <= 64 ? "" : "input-limit \n"));
  }
}

TEST_CASE("An escape that JSON does not know is found where it stands", "[walk]") {
  for (const InputFormat format : {InputFormat::kJson, InputFormat::kNdjson}) {
    const std::string value = request(R"("clientToken":"ab\qc")");
    const LintResult in_value = lint(value, alone(format));
    REQUIRE(in_value.brief() == "json-syntax \n");
    CHECK(in_value.findings[0].finding.span.begin == value.find('\\'));
    const std::string key = request(R"("clientToken":"ab","x\q":1)");
    const LintResult in_key = lint(key, alone(format));
    REQUIRE(in_key.brief() == "json-syntax \n");
    CHECK(in_key.findings[0].finding.span.begin == key.find('\\'));
  }
}

TEST_CASE("What an object before has held is not looked at again", "[walk]") {
  // The second request has no number that its token could reveal.
  for (const char* channel : {R"("sms":7)", R"("sms":[])", R"("sms":"+12025550147")"}) {
    const std::string text = fmt::format(
        R"({{"outboundRequests":[{{"clientToken":"one","expirationTime":"2026-11-20T12:10:00.000Z",)"
        R"("channelSubtypeParameters":{{"sms":{{"destinationPhoneNumber":"+12025550147",)"
        R"("templateParameters":{{}}}}}}}},)"
        R"({{"clientToken":"x5550147y","expirationTime":"2026-11-20T12:10:00.000Z",)"
        R"("channelSubtypeParameters":{{{}}}}}]}})",
        channel);
    INFO(channel);
    CHECK(brief_of(text) == "type /outboundRequests/1/channelSubtypeParameters/sms\n");
  }
}

TEST_CASE("What stands again is found under its own line's spelling", "[walk]") {
  LintOptions options = alone(InputFormat::kNdjson);
  options.settings.severity.erase("token-unique");
  options.settings.accept_sdk_names = true;
  const std::string item = request(R"("clientToken":"a")");
  for (const auto& [first, second] : {std::pair{"dial_requests", "dialRequests"},
                                      {"dialRequests", "DialRequests"},
                                      {"DialRequests", "dial_requests"}}) {
    const std::string text =
        fmt::format("{{\"{}\":[{}]}}\n{{\"{}\":[{}]}}\n", first, item, second, item);
    CHECK(lint(text, options).brief() == fmt::format("token-unique /{}/0/clientToken\n", second));
  }
}

TEST_CASE("Objects that begin alike are told apart by what follows", "[walk]") {
  const std::string dial = R"({"id":"c","dialRequests":[)" + request(R"("clientToken":"a")") + "]}";
  const std::string outbound =
      R"({"id":"c","outboundRequests":[{"clientToken":"a","expirationTime":)"
      R"("2026-11-20T12:10:00.000Z","channelSubtypeParameters":{"sms":{"destinationPhoneNumber":)"
      R"("+12025550147","templateParameters":{}}}}]})";
  for (const bool by_line : {false, true}) {
    std::string text;
    for (const std::string* one : {&dial, &outbound, &outbound, &dial, &outbound}) {
      text += (text.empty() ? (by_line ? "" : "[") : by_line ? "\n" : ",") + *one;
    }
    if (!by_line) text += "]";
    const LintResult result =
        lint(text, alone(by_line ? InputFormat::kNdjson : InputFormat::kJson));
    CHECK(result.brief() == "");
    CHECK(result.summary.by_shape.at("put-dial-request-batch") == 2);
    CHECK(result.summary.by_shape.at("put-outbound-request-batch") == 3);
  }
}

TEST_CASE("A broken object counts under no shape", "[walk]") {
  const std::string dial = R"({"id":"c","dialRequests":[)" + request(R"("clientToken":"a")") + "]}";
  const LintResult result =
      lint("[" + dial + R"(,{"id":"c","outboundRequests":[],"x":tru}])", alone(InputFormat::kJson));
  CHECK(result.brief() == "json-syntax /1\n");
  CHECK(result.summary.by_shape.at("put-dial-request-batch") == 1);
  CHECK_FALSE(result.summary.by_shape.contains("put-outbound-request-batch"));
}

TEST_CASE("An object of no members, and one of any", "[walk]") {
  const Plan plan = plan_of(shape(
      R"("x-record":true,"type":"object","properties":{"none":{"type":"object",)"
      R"("additionalProperties":false},"any":{"type":"object"},"map":{"type":"object",)"
      R"("properties":{"count":{"type":"integer"}},"additionalProperties":{"type":"string"}}})"));
  CHECK(own(plan, R"({"none":{}})") == "");
  CHECK(own(plan, R"({"none":{"x":1}})") == "unknown-member /none/x\n");
  CHECK(own(plan, R"({"any":{"x":1,"y":[2]}})") == "");
  CHECK(own(plan, R"({"any":{"x":1,"x":[2]}})") == "duplicate-member /any/x\n");
  CHECK(own(plan, R"({"map":{"count":1,"x":"y"}})") == "");
  CHECK(own(plan, R"({"map":{"count":"1","x":2}})") == "type /map/count\ntype /map/x\n");
  CHECK(own(plan, R"({"map":{"Count":1,"x":"y"}})") == "member-name /map/Count\n");
  CHECK(own(plan, R"({"map":{"co\u0075nt":1,"x":"y"}})") == "");
  CHECK(own(plan, R"({"map":{"x":"y","x":"z"}})") == "duplicate-member /map/x\n");
}

TEST_CASE("Values of a map that need more than a glance get it in every record", "[walk]") {
  const Plan plan = plan_of(shape(
      R"("x-record":true,"type":"object","properties":{"few":{"type":"object",)"
      R"("additionalProperties":{"type":"string","pattern":"^[a-z]*$","enum":["ab","cd"]}},)"
      R"("plain":{"type":"object","additionalProperties":{"type":"string","pattern":"^[a-z]*$",)"
      R"("maxLength":3}},"either":{"type":"object","additionalProperties":{"type":)"
      R"(["string","integer"],"pattern":"^[a-z]*$"}},"numbers":{"type":"object",)"
      R"("additionalProperties":{"type":"integer"}},"tokens":{"type":"object",)"
      R"("additionalProperties":{"type":"string","pattern":"^[a-z]*$","x-token-empty":true}}})"));
  const std::string sound =
      R"({"few":{"k":"ab"},"plain":{"k":"abc"},"either":{"k":"a"},"numbers":{"k":1},"tokens":{"k":"a"}})"
      "\n";
  for (int before = 0; before < 3; ++before) {
    std::string text;
    for (int n = 0; n < before; ++n) text += sound;
    INFO(before);
    CHECK(own(plan, text + R"({"few":{"k":"zz"}})") == "enum /few/k\n");
    CHECK(own(plan, text + R"({"plain":{"k":"ABC"}})") == "pattern /plain/k\n");
    CHECK(own(plan, text + R"({"plain":{"k":"abcd"}})") == "length /plain/k\n");
    CHECK(own(plan, text + R"({"plain":{"k":7}})") == "type /plain/k\n");
    CHECK(own(plan, text + R"({"either":{"k":7}})") == "");
    CHECK(own(plan, text + R"({"either":{"k":"A"}})") == "pattern /either/k\n");
    CHECK(own(plan, text + R"({"numbers":{"k":"1"}})") == "type /numbers/k\n");
    CHECK(own(plan, text + R"({"tokens":{"k":""}})") == "token-empty /tokens/k\n");
    CHECK(own(plan, text + R"({"tokens":{"k":"A"}})") == "pattern /tokens/k\n");
  }
}

TEST_CASE("Characters are counted where bytes alone do not tell", "[walk]") {
  for (const std::size_t least : {1U, 2U, 3U, 20U}) {
    const Plan plan = plan_of(
        shape(fmt::format(R"("x-record":true,"type":"object","properties":{{"t":{{"type":"string",)"
                          R"("minLength":{},"maxLength":30,"pattern":"^[^x]*$"}}}})",
                          least)));
    for (const char* unit : {"a", "\xC3\xA9", "\xE5\xB1\xB1", "\xF0\x9F\x98\x80"}) {
      std::string text;
      for (std::size_t count = 0; count <= 32; ++count, text += unit) {
        INFO(least << " of " << unit << ": " << count);
        CHECK(own(plan, R"({"t":")" + text + R"("})") ==
              (count < least || count > 30 ? "length /t\n" : ""));
      }
    }
  }
}

TEST_CASE("Case, hyphens and underscores are all that spellings may differ in", "[walk]") {
  const Plan plan = plan_of(
      shape(R"("x-record":true,"type":"object","additionalProperties":false,"properties":{)"
            R"("size":{"type":"integer"},"a`":{"type":"integer"},"b{":{"type":"integer"}})"));
  for (const char* key : {"SIZE", "siZe", "Size", "s_i-z e", "A`", "B{"}) {
    INFO(key);
    CHECK(own(plan, fmt::format(R"({{"{}":1}})", key)) == fmt::format("member-name /{}\n", key));
  }
  for (const char* key : {"a@", "b[", "sizes", "si.ze"}) {
    INFO(key);
    CHECK(own(plan, fmt::format(R"({{"{}":1}})", key)) == fmt::format("unknown-member /{}\n", key));
  }
}

TEST_CASE("A finding about an object names the page of that object", "[walk]") {
  const LintResult channel = lint(changed("put-outbound-request-batch",
                                          "/outboundRequests/0/channelSubtypeParameters/nosuch", 1)
                                      .dump(),
                                  alone(InputFormat::kJson));
  REQUIRE(channel.brief() ==
          "unknown-member /outboundRequests/0/channelSubtypeParameters/nosuch\n");
  CHECK(channel.findings[0].finding.source.ends_with("_ChannelSubtypeParameters.html"));
  const Plan plan = plan_of(
      shape(R"("x-record":true,"additionalProperties":false,"x-source":"page","x-sources":{"page":)"
            R"({"title":"t","url":"https://example.com/page","read":"2026-01-01"}})"));
  LintOptions own_options = alone(InputFormat::kNdjson);
  own_options.shape = "thing";
  const LintResult other = lint(R"({"nosuch":1})", own_options, plan);
  REQUIRE(other.findings.size() == 1);
  CHECK(other.findings[0].finding.source == "https://example.com/page");
  json batch = base_document("put-outbound-request-batch");
  batch["outboundRequests"][0].erase("clientToken");
  batch["outboundRequests"][0]["nosuch"] = 1;
  const LintResult request = lint(batch.dump(), alone(InputFormat::kJson));
  REQUIRE(request.findings.size() == 2);
  for (const Located& l : request.findings) {
    CHECK(l.finding.source.ends_with("_OutboundRequest.html"));
  }
}

namespace {

// A map of random entries, and what is to be found in it. Keys come in any order, again, and with
// escapes; the last one is none that is allowed.
struct RandomMap {
  std::string text;
  std::string brief;  // of the findings under /attributes

  explicit RandomMap(Random& random) {
    constexpr const char* kKeys[][2] = {{"a", "\\u0061"},     {"bc", "b\\u0063"},
                                        {"def", "d\\u0065f"}, {"k-1", "k\\u002d1"},
                                        {"k_2", "k\\u005f2"}, {"e f", "e\\u0020f"}};
    std::set<std::string> seen;
    std::uint64_t at = random.below(6);
    for (std::uint64_t count = random.below(8); count > 0; --count) {
      at = random.once_in(3) ? random.below(6) : (at + 1) % 6;  // mostly the usual order
      const auto& key = kKeys[at];
      const bool bad_value = random.once_in(9);
      text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",", key[random.once_in(5) ? 1 : 0],
                          bad_value ? R"("x\ny")" : R"("value")");
      const std::string place = fmt::format("/attributes/{}\n", key[0]);
      if (!seen.insert(key[0]).second) {
        brief += "duplicate-member " + place;
        continue;
      }
      if (at == 5) brief += "pattern " + place;
      if (bad_value) brief += "pattern " + place;
    }
    text = "{" + text + "}";
  }
};

}  // namespace

TEST_CASE("Keys of maps are told apart whatever the records before have held", "[walk]") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    Random random(seed);
    std::string text;
    std::string expected;
    for (int n = 0; n < 120; ++n) {
      const RandomMap map(random);
      text += request(R"("clientToken":"a")", map.text) + "\n";
      expected += map.brief;
    }
    INFO(seed);
    CHECK(brief_of(text) == expected);
  }
}

TEST_CASE("More keys than are remembered are told apart all the same", "[walk]") {
  std::string map;
  for (int n = 0; n < 80; ++n) map += fmt::format("{}\"k{}\":\"v\"", n == 0 ? "" : ",", n);
  const std::string line = request(R"("clientToken":"a")", "{" + map + "}") + "\n";
  CHECK(brief_of(line + line) == "");
  for (const int again : {0, 1, 31, 32, 62, 63, 64, 79}) {
    INFO(again);
    const std::string twice =
        request(R"("clientToken":"a")", fmt::format("{{{},\"k{}\":\"v\"}}", map, again)) + "\n";
    CHECK(brief_of(line + twice + line) ==
          fmt::format("duplicate-member /attributes/k{}\n", again));
  }
}

TEST_CASE("The bytes of a map are counted whatever the records before have held", "[walk]") {
  const auto sized = [](std::size_t size) {
    // Two keys of one byte each, in values as large as may be.
    return request(R"("clientToken":"a")",
                   fmt::format(R"({{"a":"{}","b":"{}"}})", std::string(16'000, 'x'),
                               std::string(size - 16'002, 'y'))) +
           "\n";
  };
  const std::string usual = request(R"("clientToken":"a")", R"({"a":"x","b":"y"})") + "\n";
  for (int before = 0; before < 3; ++before) {
    std::string text;
    for (int n = 0; n < before; ++n) text += usual;
    INFO(before);
    CHECK(brief_of(text + sized(32'768)) == "");
    CHECK(brief_of(text + sized(32'769)) == "attributes-bytes /attributes\n");
  }
}

}  // namespace diallint::test
