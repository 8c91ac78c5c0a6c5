// Structs are checked as the JSON that they would be sent as: the same rules, paths and words.
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "base/padded_arena.h"
#include "base/random.h"
#include "diallint/checker.h"
#include "input/struct_cursor.h"
#include "support/bounds.h"
#include "support/lint.h"
#include "support/struct_batches.h"

namespace diallint::test {
namespace {

using nlohmann::ordered_json;

Ruleset test_rules() { return *Ruleset::builtin().with(test_settings()); }

std::string words(const CheckResult& result) {
  std::string text;
  for (const Finding& f : result.findings) {
    text += fmt::format("{} {} {} {} [{} {} {}]\n", f.rule, f.record, f.path, f.message,
                        f.figures.minimum, f.figures.maximum, f.figures.actual);
  }
  return text;
}

// The first line that is not the same in both, with what stands there in either; or nothing.
std::string difference(const std::string& a, const std::string& b) {
  if (a == b) return {};
  const auto at = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  const std::size_t line = at == 0 ? 0 : a.rfind('\n', at - 1) + 1;
  return "structs: " + a.substr(line, a.find('\n', line) - line) +
         "\nJSON: " + b.substr(line, b.find('\n', line) - line);
}

// Attributes with their texts; a request points into them.
struct Owned {
  std::vector<std::string> texts;
  std::vector<Attribute> attributes;
  DialRequest request;
};

std::string json_of(const DialRequest& r) {
  std::string text = "{";
  const auto put = [&](std::string_view name, const std::string& value) {
    text += fmt::format("{}\"{}\":{}", text.size() > 1 ? "," : "", name, value);
  };
  const auto quoted = [](std::string_view value) { return ordered_json(value).dump(); };
  if (r.client_token) put("clientToken", quoted(*r.client_token));
  if (r.phone_number) put("phoneNumber", quoted(*r.phone_number));
  if (r.expiration_time) put("expirationTime", quoted(*r.expiration_time));
  if (r.attributes) {
    std::string map;
    for (const Attribute& a : *r.attributes) {
      map += fmt::format("{}{}:{}", map.empty() ? "" : ",", quoted(a.key), quoted(a.value));
    }
    put("attributes", "{" + map + "}");
  }
  return text + "}";
}

// Texts on either side of every limit, now and then none at all.
class Pools {
 public:
  explicit Pools(std::uint64_t seed) : random_(seed) {}

  void fill(Owned& owned) {
    owned.texts.reserve(64);
    DialRequest& r = owned.request;
    r.client_token = some(owned, {"", "a", "t-1", "t-2", "a b", "+12065550100", "2065550100",
                                  "\xC3\xA9", std::string(200, 'x'), std::string(201, 'x')});
    r.phone_number =
        some(owned, {"", "+12065550100", "+12065550101", "+442079460123", "+44020 7946",
                     "12065550100", "+1-206-555-0100", "++1206", "+0123", std::string(21, '1')});
    r.expiration_time = some(
        owned, {"2026-11-20T12:10:00.000Z", "2026-11-20T12:00:29Z", "2026-11-20T12:00:30Z",
                "2026-11-20T12:15:00.001Z", "2026-11-20t12:05:00z", "2026-11-20T12:05:00+00:00",
                "1795176000", "", "tomorrow", "2026-02-30T12:00:00Z"});
    if (random_.once_in(8)) return;
    const std::size_t count = random_.below(5);
    for (std::size_t i = 0; i < count; ++i) {
      const auto key = some(owned, {"name", "plan", "a-b_c", "a b", "", "k\xC3\xA9", "name"});
      const auto value = some(owned, {"", "Zo\xC3\xAB", "x\ny", "plain text of some length here",
                                      std::string(32767, 'v'), std::string(32768, 'v')});
      if (key && value) owned.attributes.push_back({*key, *value});
    }
    r.attributes = owned.attributes;
  }

  Random& random() { return random_; }

 private:
  std::optional<std::string_view> some(Owned& owned, const std::vector<std::string>& pool) {
    if (random_.once_in(9)) return std::nullopt;
    return owned.texts.emplace_back(pool[random_.below(pool.size())]);
  }

  Random random_;
};

// Checks random batches as structs and as JSON. How many rules have spoken.
std::size_t compare_with_json(int batches, std::uint64_t seed, std::uint64_t largest) {
  Checker from_structs(test_rules());
  Checker from_json(test_rules());
  Pools pools(seed);
  std::map<std::string, int> rules;
  for (int round = 0; round < batches; ++round) {
    std::vector<Owned> owned(pools.random().below(largest + 1));
    std::vector<DialRequest> requests;
    std::string json;
    for (Owned& one : owned) {
      pools.fill(one);
      requests.push_back(one.request);
      json += (json.empty() ? "" : ",") + json_of(one.request);
    }
    const bool has_id = pools.random().once_in(3);
    DialRequestBatch batch{.dial_requests = requests};
    if (has_id) batch.id = pools.random().once_in(2) ? "campaign-1" : "a campaign";
    json = fmt::format("{{{}\"dialRequests\":[{}]}}",
                       has_id ? "\"id\":" + ordered_json(*batch.id).dump() + "," : "", json);
    CheckOptions options;
    options.shape = "put-dial-request-batch";
    const CheckResult structs = from_structs.check(batch, kNow);
    const CheckResult text = from_json.check_json(json, kNow, options);
    CHECK(difference(words(structs), words(text)) == "");
    CHECK(structs.counts.valid == text.counts.valid);
    CHECK(structs.counts.invalid == text.counts.invalid);
    for (const Finding& f : structs.findings) {
      ++rules[std::string(f.rule)];
      CHECK(f.span.end == 0);
    }
    if (owned.empty()) continue;
    options.shape = "dial-request";
    CHECK(difference(words(from_structs.check(requests[0], kNow)),
                     words(from_json.check_json(json_of(requests[0]), kNow, options))) == "");
  }
  return rules.size();
}

TEST_CASE("Structs are judged as their JSON is", "[api][structs]") {
  CHECK(compare_with_json(rounds(400), 20261120, 27) >= 15);  // enough of them have spoken
}

TEST_CASE("Some small structs are judged as their JSON is", "[api][structs]") {
  CHECK(compare_with_json(200, 7, 3) >= 12);
}

TEST_CASE("Absent is not empty", "[api][structs]") {
  Checker checker(test_rules());
  CHECK(words(checker.check(DialRequest{}, kNow)).find("required 0  ") == 0);
  const Attribute none[] = {{"", ""}};
  const DialRequest empty{.client_token = "",
                          .phone_number = std::string_view(),
                          .expiration_time = "",
                          .attributes = std::span(none, 0)};
  const CheckResult result = checker.check(empty, kNow);
  CHECK(result.found == 3);
  CHECK(words(result).find("token-empty 0 /clientToken") == 0);
  CHECK(checker.check(DialRequestBatch{}, kNow).found == 1);
  CHECK(words(checker.check(DialRequestBatch{}, kNow)).find("items 0 /dialRequests") == 0);
}

TEST_CASE("Texts of structs may be any bytes", "[api][structs]") {
  Checker checker(test_rules());
  using namespace std::string_view_literals;
  const Attribute attributes[] = {
      {"name", "a\0b"sv}, {"k\xFFz", "v"}, {"n\0"sv, "v"}, {"ok", "\xC3"}};
  const DialRequest request{.client_token = "t\xC3\x28",
                            .phone_number = "+12065550100",
                            .expiration_time = "2026-11-20T12:10:00.000Z",
                            .attributes = attributes};
  const CheckResult result = checker.check(request, kNow);
  CHECK(brief(result.findings) ==
        "encoding /clientToken\nencoding /attributes/name\nencoding /attributes/k\xEF\xBF\xBDz\n"
        "encoding /attributes/n" +
            std::string(1, '\0') + "\nencoding /attributes/ok\n");
  CHECK(result.findings[0].message == "clientToken contains bytes that are not UTF-8");
  CHECK(result.counts.invalid == 1);
}

TEST_CASE("Findings of structs come in the order of their places", "[api][structs]") {
  // What stands again is told behind all else, and put where it belongs: in front of the request
  // that follows.
  const DialRequest requests[] = {{.client_token = "a", .phone_number = "+12025550101"},
                                  {.client_token = "b", .phone_number = "+12025550101"},
                                  {}};
  Checker checker(test_rules());
  const CheckResult result = checker.check(DialRequestBatch{.dial_requests = requests}, kNow);
  CHECK(brief(result.findings) ==
        "required /dialRequests/0\nrequired /dialRequests/0\n"
        "required /dialRequests/1\nrequired /dialRequests/1\n"
        "phone-duplicate /dialRequests/1/phoneNumber\n"
        "required /dialRequests/2\nrequired /dialRequests/2\n"
        "required /dialRequests/2\nrequired /dialRequests/2\n");
}

TEST_CASE("A backslash in a struct's key is one", "[api][structs]") {
  Checker checker(test_rules());
  const std::string longer = std::string(900, 'k') + "\\u0041";
  for (const std::string& key : {std::string("a\\u0041"), std::string("a\\"), longer}) {
    const Attribute attributes[] = {{key, "v"}};
    const DialRequest request{.client_token = "t",
                              .phone_number = "+12025550101",
                              .expiration_time = "2026-11-20T12:10:00.000Z",
                              .attributes = attributes};
    const CheckResult result = checker.check(request, kNow);
    REQUIRE(result.found == 1);
    CHECK(result.findings[0].rule == "pattern");
    CHECK(result.findings[0].path == "/attributes/" + key);
  }
}

TEST_CASE("Texts under keys that came before are looked at all the same", "[api][structs]") {
  Checker checker(test_rules());
  using namespace std::string_view_literals;
  const auto brief_of = [&](std::string_view value) {
    const Attribute usual[] = {{"name", "Ann"}, {"plan", "x"}};
    const Attribute other[] = {{"name", value}, {"plan", "x"}};
    const auto request = [](std::string_view token, std::string_view phone,
                            std::span<const Attribute> attributes) {
      return DialRequest{.client_token = token,
                         .phone_number = phone,
                         .expiration_time = "2026-11-20T12:10:00.000Z",
                         .attributes = attributes};
    };
    const DialRequest requests[] = {request("a", "+12025550101", usual),
                                    request("b", "+12025550102", usual),
                                    request("c", "+12025550103", other)};
    return brief(checker.check(DialRequestBatch{.dial_requests = requests}, kNow).findings);
  };
  const std::string path = "/dialRequests/2/attributes/name\n";
  for (int round = 0; round < 2; ++round) {
    CHECK(brief_of("Ann") == "");
    CHECK(brief_of("Zo\xC3\xAB") == "");
    CHECK(brief_of("") == "");
    CHECK(brief_of("a\\q\\") == "");  // a struct knows no escapes
    CHECK(brief_of("a\\u000A") == "");
    CHECK(brief_of("\xC3") == "encoding " + path);
    CHECK(brief_of("Ann\xFF") == "encoding " + path);
    CHECK(brief_of("a\0b"sv) == "encoding " + path);
    CHECK(brief_of("\xE5\xB1") == "encoding " + path);
    CHECK(brief_of("a\nb") == "pattern " + path);
    CHECK(brief_of("None") == "placeholder " + path);
    CHECK(brief_of("Nona") == "");
    CHECK(brief_of(std::string(32'768, 'v')) == "length " + path);
  }
}

TEST_CASE("Where nobody minds that a text is no UTF-8, its sound part is judged",
          "[api][structs]") {
  using namespace std::string_view_literals;
  Settings settings = test_settings();
  settings.severity["encoding"] = Severity::kOff;
  Checker checker(*Ruleset::builtin().with(settings));
  const auto brief_of = [&](std::string_view token) {
    return brief(checker
                     .check(DialRequest{.client_token = token,
                                        .phone_number = "+12025550101",
                                        .expiration_time = "2026-11-20T12:10:00.000Z",
                                        .attributes = std::span<const Attribute>()},
                            kNow)
                     .findings);
  };
  CHECK(brief_of("t") == "");
  for (const std::string_view token : {"t\xC3"sv, "t\0u"sv, "\xFF"sv})
    CHECK(brief_of(token) == "pattern /clientToken\n");
}

TEST_CASE("Nothing behind the end of a caller's text is read or judged", "[api][structs]") {
  // Each text in an allocation of just its size, for AddressSanitizer; and in the middle of bytes
  // that would change the verdict.
  Checker checker(test_rules());
  for (std::size_t size = 0; size <= 70; ++size) {
    std::string text(size, 'a');
    const DialRequest alone{.client_token = text};
    const std::string expected = words(checker.check(alone, kNow));
    text += "\xFF \"\\";
    DialRequest amid = alone;
    amid.client_token = std::string_view(text).substr(0, size);
    CHECK(words(checker.check(amid, kNow)) == expected);
  }
  std::string lines;
  for (std::size_t i = 0; i < kBatchSize; ++i) {
    lines += fmt::format(
        R"({{"clientToken":"t{}","phoneNumber":"+120655501{:02}","expirationTime":"2026-11-20T12:10:00.000Z","attributes":{{"name":"Zo\u00eb","n{}":""}}}})"
        "\n",
        i, i, i);
  }
  const auto batches = batches_of(lines);
  REQUIRE(batches.size() == 1);
  CHECK(checker.check(batches[0].view(), kNow).found == 0);
  CHECK(checker.check_json(batches[0].json(), kNow).found == 0);
}

TEST_CASE("A cursor over structs that has failed stays where it is", "[structs]") {
  PaddedArena texts;
  const DialRequest request{.client_token = "t"};
  StructCursor cursor(request, texts);
  REQUIRE(cursor.enter_object());
  CHECK(cursor.scalar().bytes == "t");
  const std::uint64_t place = cursor.where();
  cursor.fail(SyntaxError::kTooDeep, 5);
  cursor.fail(SyntaxError::kTrailingData, 9);
  CHECK(cursor.failed());
  CHECK(cursor.why() == SyntaxError::kTooDeep);
  CHECK(cursor.where() == place);
  CHECK(!cursor.next_member());
  CHECK(!cursor.enter_object());
  CHECK(!cursor.enter_array());
  CHECK(!cursor.next_element());
}

TEST_CASE("Room for texts is kept, but for what few checks need", "[structs]") {
  PaddedArena texts;
  const std::string large(std::size_t{3} << 20, 'x');
  const std::string small = "a\xC3\xA9";
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 3; ++i) {
      const std::string_view copy = texts.copy(large);
      CHECK(copy == large);
      CHECK(texts.is_ascii_without_nul());
      CHECK(std::string_view(copy.data() + copy.size(), PaddedArena::kPad) ==
            std::string(PaddedArena::kPad, '\0'));
    }
    CHECK(texts.copy(small) == small);
    CHECK_FALSE(texts.is_ascii_without_nul());
    texts.clear();
  }
}

}  // namespace
}  // namespace diallint::test
