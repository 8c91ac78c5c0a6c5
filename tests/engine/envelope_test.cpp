// Requests in envelopes are found, checked as if they stood alone, and pointed at where they stand.
#include "engine/envelope_finder.h"

#include <catch2/catch.hpp>
#include <set>

#include "base/json_string.h"
#include "base/json_writer.h"
#include "generate/fault_injector.h"
#include "support/indexed.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

// --- wrapping ------------------------------------------------------------------------------------

// A value as DynamoDB writes it; `count` makes it a number, a list or a set in turn.
std::string attribute(const Sample& value);

std::string attributes(const Sample& object) {
  std::string out;
  for (const auto& [key, value] : object.members) {
    out += (out.empty() ? "" : ", ") + quoted(key) + " : " + attribute(value);
  }
  return "{" + out + "}";
}

std::string attribute(const Sample& value) {
  switch (value.kind) {
    case Kind::kNull:
      return R"({"NULL": true})";
    case Kind::kBoolean:
      return R"({ "BOOL":)" + value.text + "}";
    case Kind::kNumber:
      return R"({"N":")" + value.text + "\"}";
    case Kind::kObject:
      return "{\"M\": " + attributes(value) + " }";
    case Kind::kArray: {
      std::string items;
      for (const Sample& item : value.items) {
        items += (items.empty() ? "" : ",") + attribute(item);
      }
      return "{\"L\":[" + items + "]}";
    }
    default:
      return "{\"S\":" + quoted(value.text) + "}";
  }
}

enum class Writing { kJson, kText, kTextInText, kAttributes };

// `before` and `behind` an inner record are what makes an envelope.
struct Wrapping {
  const char* name;
  Writing writing;
  const char* before;
  const char* behind;
};

constexpr Wrapping kWrappings[] = {
    {"dynamodb", Writing::kAttributes, "", ""},
    {"dynamodb", Writing::kAttributes, R"({"Item":)", "}"},
    {"dynamodb", Writing::kAttributes, R"({"Count":1,"Items":[)", R"(],"ScannedCount":1})"},
    {"dynamodb", Writing::kAttributes, R"({"PutRequest":{"Item":)", "}}"},
    {"dynamodb", Writing::kAttributes,
     R"({"Records":[{"eventName":"INSERT","dynamodb":{"Keys":{},"NewImage":)", "}}]}"},
    {"dynamodb", Writing::kAttributes, R"({"eventID":"1","dynamodb":{"NewImage":)", "}}"},
    {"sqs", Writing::kText, R"({"Records":[{"messageId":"m","body":)", R"(,"attributes":{}}]})"},
    {"sqs", Writing::kText, R"({"Messages":[{"Body":)", R"(,"ReceiptHandle":"r"}]})"},
    {"sqs", Writing::kText, R"({"QueueUrl":"q","Entries":[{"Id":"1","MessageBody":)", "}]}"},
    {"sqs", Writing::kText, R"({"QueueUrl":"q","MessageBody":)", "}"},
    {"sqs", Writing::kText, R"({"MessageId":"m","Body":)", "}"},
    {"sqs", Writing::kText, R"({"messageId":"m","body":)", "}"},
    {"sns", Writing::kText,
     R"({"Records":[{"EventSource":"aws:sns","Sns":{"TopicArn":"t","Message":)", "}}]}"},
    {"sns", Writing::kText, R"({"Type":"Notification","TopicArn":"t","Message":)", "}"},
    {"sqs", Writing::kTextInText, R"({"Records":[{"messageId":"m","body":)", "}]}"},
    {"eventbridge", Writing::kJson, R"({"version":"0","detail-type":"call","detail":)", "}"},
    {"eventbridge", Writing::kText, R"({"Entries":[{"DetailType":"call","Detail":)", "}]}"},
    {"api-gateway", Writing::kText, R"({"httpMethod":"POST","body":)",
     R"(,"isBase64Encoded":false})"},
    {"api-gateway", Writing::kText, R"({"version":"2.0","routeKey":"$default","body":)", "}"},
    {"cloudtrail", Writing::kJson, R"({"Records":[{"eventVersion":"1.09","requestParameters":)",
     "}]}"},
    {"cloudtrail", Writing::kJson, R"({"eventName":"Put","requestParameters":)", "}"},
    {"step-functions", Writing::kJson,
     R"({"Type":"Task","Resource":"arn:aws:states:::x","Parameters":)", R"(,"End":true})"},
    {"step-functions", Writing::kJson,
     R"({"Type":"Task","Resource":"arn:aws:states:::x","Arguments":)", "}"},
};

std::string wrapped(const Wrapping& wrapping, const Sample& document) {
  std::string inner = to_json(document);
  if (wrapping.writing == Writing::kAttributes) inner = attributes(document);
  if (wrapping.writing == Writing::kText) inner = quoted(inner);
  if (wrapping.writing == Writing::kTextInText)
    inner = quoted(R"({"Type":"Notification","MessageId":"n","Message":)" + quoted(inner) + "}");
  return wrapping.before + inner + wrapping.behind;
}

// --- comparing -----------------------------------------------------------------------------------

LintOptions options_with(std::string envelope) {
  LintOptions options;
  options.format = InputFormat::kNdjson;
  options.settings.envelope = std::move(envelope);
  return options;
}

// The rules that names in the spelling of an SDK are none of a fault for.
bool renames(const Wrapping& wrapping) {
  const std::string_view name = wrapping.name;
  return name == "cloudtrail" || name == "step-functions";
}

std::string unescaped(std::string text, int times) {
  for (; times > 0; --times) {
    std::string out;
    REQUIRE(unescape_json(text, out).fault == EscapeErrorCode::kNone);
    text = out;
  }
  return text;
}

// What stands at the place of a finding, with the writing of the envelope taken off.
std::string characters_at(const Wrapping& wrapping, const std::string& outer, const Span& span) {
  const std::string text = outer.substr(span.begin, span.end - span.begin);
  const bool in_text = wrapping.writing == Writing::kText;
  return unescaped(text, wrapping.writing == Writing::kTextInText ? 2 : in_text ? 1 : 0);
}

void compare(const Wrapping& wrapping, const Sample& document) {
  const std::string inner = to_json(document);
  const std::string outer = wrapped(wrapping, document);
  INFO(wrapping.name << "\n" << inner.substr(0, 2000) << "\n" << outer.substr(0, 3000));
  const LintResult alone = lint(inner, options_with("none"));
  const LintResult inside = lint(outer, options_with("auto"));
  REQUIRE(inside.brief() == alone.brief());
  CHECK(inside.counts() == alone.counts());
  CHECK(inside.summary.by_shape == alone.summary.by_shape);
  CHECK(inside.summary.by_envelope ==
        std::map<std::string, std::uint64_t>{{wrapping.name, alone.summary.counts.records}});
  for (std::size_t i = 0; i < alone.findings.size(); ++i) {
    const Finding& a = alone.findings[i].finding;
    const Finding& b = inside.findings[i].finding;
    CHECK(b.message == a.message);
    CHECK(b.record == a.record);
    CHECK(b.severity == a.severity);
    const std::string there = characters_at(wrapping, outer, b.span);
    const std::string here = inner.substr(a.span.begin, a.span.end - a.span.begin);
    const bool opened = wrapping.writing == Writing::kAttributes && here.find('{') == 0;
    const bool listed = wrapping.writing == Writing::kAttributes && here.find('[') == 0;
    if (opened || listed) {
      CHECK(there.front() == here.front());
      CHECK(there.back() == here.back());
    } else if (here != "null") {
      CHECK(there == here);
    }
  }
}

}  // namespace

namespace {

// With one fault that leaves the text sound JSON, of a rule that chance chooses.
std::optional<FaultyDocument> broken_somehow(const Shape& shape, const Sample& sound,
                                             ValueMaker& maker) {
  constexpr int kTries = 30;
  const auto rules = all_rules();
  for (int i = 0; i < kTries; ++i) {
    const Rule& rule = *rules[maker.random().below(rules.size())];
    auto broken = FaultInjector(maker).inject_fault(shape, sound, rule, nullptr);
    const bool judged =
        broken && !broken->unreadable && rule.id != "encoding" && !broken->document.members.empty();
    if (judged) return broken;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("Requests in envelopes are found as they are alone", "[envelope]") {
  std::size_t faulty = 0;
  std::size_t turn = 0;  // 23 envelopes: each meets some of the shapes
  for (const Shape& shape : builtin_plan().shapes) {
    for (int seed = 0; seed < rounds(10); ++seed) {
      ValueMaker maker(builtin_plan(), static_cast<std::uint64_t>(seed), kNow);
      const Sample sound = maker.make(shape.root);
      const auto broken = broken_somehow(shape, sound, maker);
      for (const Wrapping& wrapping : kWrappings) {
        if (!all_rounds() && turn++ % 3 != 0) continue;
        if (!sound.members.empty()) compare(wrapping, sound);
        if (!broken || (renames(wrapping) && broken->rule == "member-name")) continue;
        compare(wrapping, broken->document);
        ++faulty;
      }
    }
  }
  CHECK(faulty > 30);
}

TEST_CASE("Each envelope is told by its own name alone", "[envelope]") {
  ValueMaker maker(builtin_plan(), 1, kNow);
  const Sample document = maker.make(builtin_plan().shape("dial-request")->root);
  for (const Wrapping& wrapping : kWrappings) {
    const std::string outer = wrapped(wrapping, document);
    for (const std::string_view name : envelope_names()) {
      INFO(wrapping.name << " read as " << name << "\n" << outer);
      const LintResult result = lint(outer, options_with(std::string(name)));
      // A text in a text has two envelopes: with the outer one's name alone the inner one is
      // closed.
      const bool half = wrapping.writing == Writing::kTextInText && name == wrapping.name;
      const bool opened = name == "auto" || (name == wrapping.name && !half);
      CHECK(result.summary.counts.valid == (opened ? 1 : 0));
      CHECK(result.summary.by_envelope.empty() == (name != "auto" && name != wrapping.name));
    }
  }
}

TEST_CASE("Every form of envelope has one of the names", "[envelope]") {
  std::set<std::string_view> named(envelope_names().begin() + 2, envelope_names().end());
  std::set<std::string_view> used;
  for (const EnvelopeForm& form : envelope_forms()) used.insert(form.name);
  CHECK(named == used);
  CHECK(envelope_names()[0] == "auto");
  CHECK(envelope_names()[1] == "none");
}

namespace {

constexpr const char* kRequest =
    R"({"clientToken":"call-1","phoneNumber":"+12025550101","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}})";

std::string request(int number, std::string_view phone = "+12025550101") {
  return fmt::format(
      R"({{"clientToken":"call-{}","phoneNumber":"{}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{}}}})",
      number, phone);
}

struct Row {
  std::string text;
  const char* found;
  const char* counts;
};

}  // namespace

TEST_CASE("Several requests of an envelope are records of their own", "[envelope]") {
  const std::string two = quoted(request(1));
  const std::string list = quoted("[" + request(2) + "," + request(3, "+1202555010") + "]");
  const std::string none = quoted("[]");
  const std::string batch = quoted(R"({"dialRequests":[)" + request(4) + "," + request(5) + "]}");
  const auto records = [](const std::string& bodies) {
    return R"({"Records":[{"messageId":"m","body":)" + bodies + "}]}";
  };
  const std::string next = R"(},{"messageId":"n","body":)";
  const Row rows[] = {
      {records(two + next + quoted(request(9, "+12025550109"))), "",
       "2 records: 2 valid, 0 invalid, 0 unreadable"},
      {records(two + next + two), "token-unique /clientToken\nphone-duplicate /phoneNumber\n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {records(list), "phone-assignable /1/phoneNumber\n",
       "2 records: 2 valid, 0 invalid, 0 unreadable"},
      {records(none), "no-records \n", "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {records(batch), "phone-duplicate /dialRequests/1/phoneNumber\n",
       "2 records: 2 valid, 0 invalid, 0 unreadable"},
      // What is not like the first one is not passed over.
      {records(two + next + "null"), "shape \n", "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {records(two + "},{\"messageId\":\"n\""), "shape \n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
      {records(two + next + quoted("hello")), "json-syntax \n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {records(two + next + quoted("")), "json-syntax \n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {records(two + next + quoted("{\"clientToken\":\"a\x01\"}")), "json-syntax \n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {records(two + next + quoted(std::string(kRequest) + "x")), "json-syntax \n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {records(quoted("[" + request(1) + ",7x]")), "json-syntax \n",
       "2 records: 1 valid, 0 invalid, 1 unreadable"},
      {records(two + next + quoted(R"({"unknown":1})")), "shape \n",
       "2 records: 1 valid, 1 invalid, 0 unreadable"},
  };
  for (const auto& [text, found, counts] : rows) {
    INFO(text);
    const LintResult result = lint(text, InputFormat::kNdjson);
    CHECK(result.brief() == found);
    CHECK(result.counts() == counts);
    const LintResult document = lint("[\n" + text + "\n]", InputFormat::kJson);
    CHECK(document.counts() == counts);
  }
}

TEST_CASE("Values that are not known are not judged", "[envelope]") {
  const std::string expiry = R"("expirationTime":"2026-11-20T12:10:00.000Z")";
  const Row rows[] = {
      {R"({"clientToken.$":"$.id","phoneNumber.$":"$.phone",)" + expiry +
           R"(,"attributes.$":"$.a"})",
       "", "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {R"({"ClientToken.$":"$.id","PhoneNumber":"+1202","ExpirationTime":"{% $now() %}","Attributes":{}})",
       "phone-assignable /PhoneNumber\n", "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {R"({"clientToken.$":"$.id",)" + expiry + R"(,"attributes":{"a.$":"$.b"}})", "required \n",
       "1 record: 0 valid, 1 invalid, 0 unreadable"},
      {R"({"Resource":"r","Parameters":{"DialRequests":[{"ClientToken.$":"$.a","PhoneNumber.$":"$.b","ExpirationTime.$":"$.c","Attributes":{"n":7}}]}})",
       "type /DialRequests/0/Attributes/n\n", "1 record: 0 valid, 1 invalid, 0 unreadable"},
      {R"({"eventName":"PutDialRequestBatch","requestParameters":{"id":"c","dialRequests":[{"clientToken":"call-1","phoneNumber":"HIDDEN_DUE_TO_SECURITY_REASONS","expirationTime":"HIDDEN_DUE_TO_SECURITY_REASONS","attributes":"HIDDEN_DUE_TO_SECURITY_REASONS"}]}})",
       "", "1 record: 1 valid, 0 invalid, 0 unreadable"},
      {R"({"eventName":"x","requestParameters":{"dialRequests":[{"clientToken":"","phoneNumber":"#"}]}})",
       "required /dialRequests/0\nrequired /dialRequests/0\ntoken-empty "
       "/dialRequests/0/clientToken\npattern /dialRequests/0/phoneNumber\n",
       "1 record: 0 valid, 1 invalid, 0 unreadable"},
  };
  for (const auto& [text, found, counts] : rows) {
    INFO(text);
    // Two lines: a token that is not known is not the same one twice.
    const LintResult result = lint(text, InputFormat::kNdjson);
    CHECK(result.brief() == found);
    CHECK(result.counts() == counts);
  }
  const std::string late =
      R"({"clientToken.$":"$.id","phoneNumber.$":"$.p","expirationTime.$":"$.e","attributes":{}})";
  CHECK(lint(late + "\n" + late, InputFormat::kNdjson).brief() == "");
}

TEST_CASE("Texts that look like expressions make no request an envelope", "[envelope]") {
  for (const char* text : {R"(5.$)", R"({% if vip)", R"(a\"{% x %}\")", R"(\".$\":\"$.a\")"}) {
    INFO(text);
    const std::string request = fmt::format(
        R"({{"clientToken":"","phoneNumber":"+12025550101","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{"a":"{}"}}}})",
        text);
    CHECK(lint(request, InputFormat::kNdjson).brief() == "token-empty /clientToken\n");
  }
}

TEST_CASE("What has all members of a shape is a request, whatever its values look like",
          "[envelope]") {
  const std::string request =
      R"({"clientToken":"a","phoneNumber":"{% $x %}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{"a.$":"$.b"}})";
  for (const std::string& text :
       {request, "\n" + request, std::string(kRequest) + "\n" + request}) {
    INFO(text);
    const auto found = lint(text, InputFormat::kNdjson);
    CHECK(found.summary.by_rule.at("pattern") == 2);
    CHECK(found.summary.by_envelope.empty());
    LintOptions asked = options_with("step-functions");
    asked.format = InputFormat::kNdjson;
    const auto as_template = lint(text, asked);
    CHECK(as_template.summary.by_rule.count("pattern") == 0);
    CHECK(as_template.summary.by_envelope.at("step-functions") == 1);
  }
}

// Also of records that have all members of a shape, by which the next one would be guessed.
TEST_CASE("What is an envelope does not depend on the record before it", "[envelope]") {
  const auto with = [](std::string_view phone, std::string_view attributes) {
    return fmt::format(
        R"({{"clientToken":"call-@","phoneNumber":"{}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{{}}}}})",
        phone, attributes);
  };
  const std::string plain = with("+1202555011@", R"("a":"1")");
  const std::string records[] = {
      plain,
      with("{% $x %}", R"("a":"1")"),
      with("+1202555011@", R"("a":"{% $x %}")"),
      with("+1202555011@", R"("a.$":"$.x")"),
      with("+1202555011@", R"("a":"$5.$ {% x")"),
      with("#", ""),
      R"({"dialRequests":[)" + plain + R"(],"id":"c"})",
      R"({"dialRequests":[)" + with("{% $x %}", "") + R"(],"id":"c"})",
      R"({"MessageId":"m","Body":)" + quoted(plain) + "}",
      R"({"clientToken.$":"$.id"})",
  };
  // The two have tokens and numbers of their own.
  const auto one_of_two = [](std::string text, char digit) {
    std::replace(text.begin(), text.end(), '@', digit);
    return text + "\n";
  };
  const auto counts_of = [](const std::string& text) {
    const Summary summary = lint(text, InputFormat::kNdjson).summary;
    return std::array{summary.by_envelope, summary.by_shape, summary.by_rule};
  };
  for (const std::string& before : records) {
    for (const std::string& record : records) {
      const std::string first = one_of_two(before, '1');
      const std::string second = one_of_two(record, '2');
      INFO(first << second);
      auto expected = counts_of(first);
      const auto alone = counts_of(second);
      for (std::size_t i = 0; i < expected.size(); ++i)
        for (const auto& [name, count] : alone[i]) expected[i][name] += count;
      CHECK(counts_of(first + second) == expected);
    }
  }
}

TEST_CASE("A fault that was told of a record is told of the envelope that the unit is",
          "[envelope]") {
  const std::string batch =
      R"({"dialRequests":[{"clientToken":"T","phoneNumber":"+12025550101","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}}])";
  const auto with = [&](const char* token) {
    std::string text = batch;
    return text.replace(text.find("\"T\"") + 1, 1, token);
  };
  const LintResult result = lint("[" + with("a") + "}," + with("\x80") +
                                     R"(,"Resource":"r","Parameters":)" + with("b") + "}}]",
                                 InputFormat::kJson);
  CHECK(result.brief().starts_with("encoding /1"));
  CHECK(result.summary.counts.errors == 1);
}

TEST_CASE("All types of DynamoDB, and what is none", "[envelope]") {
  const auto with = [](std::string_view attribute) {
    return fmt::format(
        R"({{"clientToken":{{"S":"t"}},"phoneNumber":{{"S":"+12025550101"}},"expirationTime":{{"S":"2026-11-20T12:10:00.000Z"}},"attributes":{{"M":{{"a":{}}}}}}})",
        attribute);
  };
  const std::pair<const char*, const char*> kRows[] = {
      {R"({"S":"x"})", ""},
      {R"({"N":"12"})", "type /attributes/a\n"},
      {R"({"N":"0x"})", ""},
      {R"({"B":"aGk="})", ""},
      {R"({"BOOL":true})", "type /attributes/a\n"},
      {R"({"NULL":true})", "type /attributes/a\n"},
      {R"({"M":{}})", "type /attributes/a\n"},
      {R"({"L":[]})", "type /attributes/a\n"},
      {R"({"L":[{"S":"x"},7]})", "type /attributes/a\n"},
      {R"({"SS":["x","y"]})", "type /attributes/a\n"},
      {R"({"NS":["1",2]})", "type /attributes/a\n"},
      {R"({"BS":[]})", "type /attributes/a\n"},
      // No type of DynamoDB: they are what they are.
      {R"({"X":"x"})", "type /attributes/a\n"},
      {R"({"S":7})", "type /attributes/a\n"},
      {R"({"S":"x","N":"7"})", "type /attributes/a\n"},
      {R"({})", "type /attributes/a\n"},
      {R"("plain")", ""},
  };
  for (const auto& [attribute, found] : kRows) {
    INFO(attribute);
    const LintResult result = lint(with(attribute), InputFormat::kNdjson);
    CHECK(result.brief() == found);
    CHECK(result.summary.by_envelope.size() == 1);
  }
}

TEST_CASE("An item of many attributes is told by the first ones", "[envelope]") {
  std::string text = R"({"clientToken":{"S":"t"})";
  for (int i = 0; i < 70; ++i) text += fmt::format(R"(,"k{}":{{"S":"v"}})", i);
  const LintResult result = lint(text + "}", InputFormat::kNdjson);
  CHECK(result.summary.by_envelope ==
        std::map<std::string, std::uint64_t>{{"dynamodb", result.summary.counts.records}});
}

TEST_CASE("A text inside of another may have faults of its own", "[envelope]") {
  const auto message = [](const std::string& body) {
    return R"({"messageId":"m","body":)" + body + "}";
  };
  const std::string not_utf8 = "\"{\\\"clientToken\\\":\\\"\xFF\\\"}\"";
  const Row rows[] = {
      {message(not_utf8), "encoding \n", "1 record: 0 valid, 0 invalid, 1 unreadable"},
      {message(quoted(R"({"clientToken)")), "json-syntax \n",
       "1 record: 0 valid, 0 invalid, 1 unreadable"},
  };
  for (const auto& [text, found, counts] : rows) {
    INFO(text);
    const LintResult result = lint(text, InputFormat::kNdjson);
    CHECK(result.brief() == found);
    CHECK(result.counts() == counts);
  }
}

TEST_CASE("A fault of text in one request of an envelope costs no other", "[envelope]") {
  constexpr int kRequests = 5;
  for (int broken = 0; broken < kRequests; ++broken) {
    std::string text = R"({"Records":[)";
    for (int i = 0; i < kRequests; ++i) {
      std::string body = quoted(kRequest);
      if (i == broken) body.insert(body.size() / 2, "\xFF");
      text += std::string(i > 0 ? "," : "") + R"({"messageId":"m","body":)" + body + "}";
    }
    for (const InputFormat format : {InputFormat::kJson, InputFormat::kNdjson}) {
      CAPTURE(broken, format);
      Settings settings = test_settings();
      for (const char* rule : {"token-unique", "phone-duplicate"})
        settings.severity[rule] = Severity::kOff;
      const LintResult result = lint(text + "]}", {.format = format, .settings = settings});
      CHECK(result.brief() == "encoding \n");
      CHECK(result.counts() == "5 records: 4 valid, 0 invalid, 1 unreadable");
    }
  }
}

TEST_CASE("What is nearly an envelope is none", "[envelope]") {
  const std::string body = quoted(kRequest);
  for (const std::string& text : {
           std::string("{}"),
           std::string(R"({"body":"{}"})"),
           R"({"messageId":"m","body":)" + quoted("hello") + "}",
           std::string(R"({"messageId":"m","body":""})"),
           std::string(R"({"messageId":"m","body":7})"),
           std::string(R"({"Records":{}})"),
           std::string(R"({"Records":[]})"),
           std::string(R"({"Records":[7]})"),
           R"({"Records":[{"body":)" + body + "}]}",
           std::string(R"({"Item":{"a":7}})"),
           std::string(R"({"Item":{}})"),
           std::string(R"({"Item":{"a":{"S":7}}})"),
           std::string(R"({"detail":7,"detail-type":"t"})"),
       }) {
    INFO(text);
    const LintResult result = lint(text, InputFormat::kNdjson);
    CHECK(result.summary.by_envelope.empty());
    CHECK(result.summary.counts.records == 1);
  }
}

TEST_CASE("An envelope that ends anywhere is told to be broken", "[envelope]") {
  ValueMaker maker(builtin_plan(), 3, kNow);
  const Sample document = maker.make(builtin_plan().shape("dial-request")->root);
  for (const Wrapping& wrapping : kWrappings) {
    const std::string outer = wrapped(wrapping, document);
    for (std::size_t size = 1; size < outer.size(); size += 1 + outer.size() / 12) {
      INFO(wrapping.name << "\n" << outer.substr(0, size));
      const LintResult result = lint(outer.substr(0, size), InputFormat::kNdjson);
      const Counts& counts = result.summary.counts;
      CHECK(counts.errors > 0);
      CHECK(counts.records == counts.valid + counts.invalid + counts.unreadable);
      CHECK(counts.records > 0);
    }
  }
}

TEST_CASE("Envelopes inside of envelopes are opened four deep", "[envelope]") {
  std::string text = kRequest;
  for (int depth = 1; depth <= 6; ++depth) {
    text = R"({"detail-type":"t","detail":)" + text + "}";
    INFO(depth);
    const LintResult result = lint(text, InputFormat::kNdjson);
    CHECK(result.summary.counts.valid == (depth <= 4 ? 1 : 0));
    CHECK(result.brief() == (depth <= 4 ? "" : "shape \n"));
  }
}

TEST_CASE("Behind an envelope a line may be broken, and the next one is read", "[envelope]") {
  const auto wrap = [](const std::string& one) {
    return R"({"messageId":"m","body":)" + quoted("[" + one + "]") + "}";
  };
  const std::string envelope = wrap(request(1));
  const std::string other = wrap(request(3, "+12025550103"));
  const std::string lines = envelope + " x\n" + request(2, "+1202555") + "\n" + other + "\n";
  const LintResult result = lint(lines, InputFormat::kNdjson);
  CHECK(result.brief() == "json-syntax \nphone-assignable /phoneNumber\n");
  CHECK(result.counts() == "4 records: 3 valid, 0 invalid, 1 unreadable");
  CHECK(result.summary.by_shape == std::map<std::string, std::uint64_t>{{"dial-request", 3}});
}

TEST_CASE("A shape that is given is that of the requests inside", "[envelope]") {
  LintOptions options = options_with("auto");
  options.shape = "dial-request";
  CHECK(lint(R"({"messageId":"m","body":)" + quoted(kRequest) + "}", options).brief() == "");
  options.settings.envelope = "none";
  CHECK(lint(R"({"messageId":"m","body":)" + quoted(kRequest) + "}", options).counts() ==
        "1 record: 0 valid, 1 invalid, 0 unreadable");
}

TEST_CASE("Of a large export no more than a part is held", "[envelope]") {
  std::string items;
  constexpr int kItems = 2200;
  for (int i = 0; i < kItems; ++i) {
    items += fmt::format(
        R"({}{{"clientToken":{{"S":"c{}"}},"phoneNumber":{{"S":"x"}},"attributes":{{"M":{{}}}}}})",
        i == 0 ? "" : ",", i);
  }
  const LintResult result = lint(R"({"Items":[)" + items + "]}", InputFormat::kJson);
  CHECK(result.counts() == fmt::format("{0} records: 0 valid, {0} invalid, 0 unreadable", kItems));
  REQUIRE(result.findings.size() == 2 * kItems);
  for (std::size_t i = 0; i < result.findings.size(); ++i) {
    REQUIRE(result.findings[i].finding.record == i / 2);
  }
}

}  // namespace diallint::test
