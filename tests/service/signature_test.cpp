// Signed calls: the values that AWS has published for Signature Version 4, and what is said of a
// call whose signature is not right in one part.
#include "service/signature.h"

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/same_secret.h"
#include "base/sha256.h"
#include "service/canonical_request.h"
#include "support/local_calls.h"

namespace diallint::test {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

const char kSecret[] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";  // of the documents
const char kTime[] = "20150830T123600Z";

std::vector<ServiceHeader> views_of(const Headers& headers) {
  std::vector<ServiceHeader> views;
  for (const auto& [name, value] : headers) views.push_back({name, value});
  return views;
}

/// The signature of a request of AWS's test suite for Signature Version 4.
std::string published(std::string_view method, std::string_view target, const Headers& more = {},
                      std::string_view body = {}) {
  Headers headers = {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", kTime}};
  headers.insert(headers.begin() + 1, more.begin(), more.end());
  std::vector<std::string_view> names = {"host"};
  if (!more.empty())
    names.insert(more[0].first < "host" ? names.begin() : names.end(),
                 std::string_view(more[0].first));
  names.push_back("x-amz-date");
  const std::vector<ServiceHeader> views = views_of(headers);
  return signature_of({method, target, body, views}, kSecret, {"20150830", "us-east-1", "service"},
                      kTime, names);
}

/// A call that can be signed and then altered.
struct Call {
  std::string method = "PUT";
  std::string target = "/campaigns/monday/dial-requests";
  std::string body = json{{"dialRequests", {dial_request("a")}}}.dump();
  Headers headers = {{"Host", "127.0.0.1:4580"},
                     {"Content-Type", "application/json"},
                     {"X-Amz-Date", "20261120T120000Z"}};
  std::vector<std::string_view> names = {"content-type", "host", "x-amz-date"};
  std::string id = "AKIDEXAMPLE";
  std::string secret = kSecret;
  std::string date = "20261120";
  std::string region = "eu-central-1";
  std::string service = "connect-campaigns";

  std::string& header(std::string_view name) {
    for (auto& [one, value] : headers)
      if (one == name) return value;
    return headers.emplace_back(name, "").second;
  }

  Call& sign() {
    std::string list;
    for (const std::string_view name : names) (list += list.empty() ? "" : ";") += name;
    const std::vector<ServiceHeader> views = views_of(headers);
    const std::string signature =
        signature_of({method, target, body, views}, secret, {date, region, service},
                     header("X-Amz-Date"), names);
    header("Authorization") = "AWS4-HMAC-SHA256 Credential=" + id + "/" + date + "/" + region +
                              "/" + service + "/aws4_request, SignedHeaders=" + list +
                              ", Signature=" + signature;
    return *this;
  }

  ServiceResponse send(LocalService& to) const {
    const std::vector<ServiceHeader> views = views_of(headers);
    return to.handle({method, target, body, views});
  }
};

ServiceOptions signed_options() {
  ServiceOptions options;
  options.clock = [] { return kNow; };
  options.credentials = {{"AKIDOTHER", "other", "session"}, {"AKIDEXAMPLE", kSecret}};
  return options;
}

/// What is said of a call that was signed and then altered: its exception and its message.
std::string said_of(const std::function<void(Call&)>& alter, bool again = false) {
  LocalService service = service_of(signed_options());
  Call call;
  call.sign();
  alter(call);
  if (again) call.sign();
  const ServiceResponse response = call.send(service);
  if (response.status == 200) return "200";
  if (response.status == 400) return "400 " + response.error_type;  // let in, and judged
  CHECK(response.status == 403);
  CHECK(service.summary().refused_calls == 1);
  CHECK(service.summary().accepted == 0);
  const json body = json::parse(response.body);
  return response.error_type + ": " + body.items().begin().value().get<std::string>();
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("Signatures are those that AWS has published", "[signature]") {
  struct Case {
    const char* method;
    const char* target;
    Headers more;
    const char* signature;
  };
  const char kVanilla[] = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  for (const Case& one : {
           Case{"GET", "/", {}, kVanilla},
           Case{"GET", "/?", {}, kVanilla},
           Case{"GET", "//", {}, kVanilla},
           Case{"GET", "/example/..", {}, kVanilla},
           Case{"GET", "/./", {}, kVanilla},
           Case{"GET",
                "/./example",
                {},
                "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"},
           Case{"GET",
                "//example//",
                {},
                "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
           Case{"GET",
                "/example space/",
                {},
                "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
           Case{"GET",
                "/\xE1\x88\xB4",
                {},
                "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
           Case{"GET",
                "/?Param2=value2&Param1=value1",
                {},
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
           Case{
               "POST", "/", {}, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
           Case{"GET",
                "/",
                {{"my-header1", "value2"}, {"my-header1", "value2"}, {"my-header1", "value1"}},
                "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
       }) {
    CAPTURE(one.target);
    CHECK(published(one.method, one.target, one.more) == one.signature);
  }
}

TEST_CASE("The steps of the published example have its values", "[signature]") {
  const Headers headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"},
                           {"host", "iam.amazonaws.com"},
                           {"x-amz-date", kTime}};
  const std::vector<ServiceHeader> views = views_of(headers);
  const ServiceRequest request{"GET", "/?Action=ListUsers&Version=2010-05-08", "", views};
  const std::vector<std::string_view> names = {"content-type", "host", "x-amz-date"};
  CHECK(to_hex(sha256(canonical_request(request, names))) ==
        "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
  CHECK(signature_of(request, kSecret, {"20150830", "us-east-1", "iam"}, kTime, names) ==
        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST_CASE("A canonical request is the same however the request was written", "[signature]") {
  const auto canonical = [](std::string_view target, const Headers& headers = {}) {
    const std::vector<ServiceHeader> views = views_of(headers);
    return canonical_request({"GET", target, "", views}, {"a"});
  };
  CHECK_THAT(canonical("/a%3Ab/c?x"), Catch::StartsWith("GET\n/a%253Ab/c\nx=\na:\n\na\n"));
  CHECK(canonical("/?b=%7e&&a=%20") == canonical("/?a=%20&b=~"));
  CHECK(canonical("/?a=1&a=0") == canonical("/?a=0&a=1"));
  CHECK_THAT(canonical("/", {{"A", "  b \t c  "}, {"x", "y"}, {"a", "d"}}),
             Catch::Contains("\na:b c,d\n"));
  CHECK(canonical("/..") == canonical("/"));
}

TEST_CASE("Who has signed a call may call", "[signature]") {
  CHECK(said_of([](Call&) {}) == "200");
  CHECK(said_of([](Call& c) { c.header("X-Other") = "not signed"; }) == "200");
  CHECK(said_of([](Call& c) { c.header("Host") = "  127.0.0.1:4580 "; }) == "200");
  CHECK(said_of(
            [](Call& c) {
              c.id = "AKIDOTHER";
              c.secret = "other";
              c.header("X-Amz-Security-Token") = "session";
              c.names.insert(c.names.end(), "x-amz-security-token");
            },
            true) == "200");
  CHECK(said_of(
            [](Call& c) {
              c.header("X-Amz-Content-Sha256") = to_hex(sha256(c.body));
              c.names.insert(c.names.begin() + 2, "x-amz-content-sha256");
            },
            true) == "200");
  CHECK(said_of(
            [](Call& c) {
              c.target = "/contact/task";
              c.service = "connect";
              c.body = "{}";
            },
            true) == "400 InvalidParameterException");
}

TEST_CASE("One part that was altered is enough to be refused", "[signature]") {
  const std::string mismatch =
      "InvalidSignatureException: The request signature we calculated does not match the "
      "signature you provided. Check your AWS Secret Access Key and signing method.";
  CHECK(said_of([](Call& c) { c.method = "POST", c.target = "/campaigns/monday/pause"; }) ==
        mismatch);
  CHECK(said_of([](Call& c) { c.target = "/campaigns/tuesday/dial-requests"; }) == mismatch);
  CHECK(said_of([](Call& c) { c.target += "?a=b"; }) == mismatch);
  CHECK(said_of([](Call& c) { c.body += ' '; }) == mismatch);
  CHECK(said_of([](Call& c) { c.body.clear(); }) == mismatch);
  CHECK(said_of([](Call& c) { c.header("Host") = "127.0.0.1:4581"; }) == mismatch);
  CHECK(said_of([](Call& c) { c.headers.emplace_back("host", "x"); }) == mismatch);
  CHECK(said_of([](Call& c) { c.header("Content-Type") = "text/plain"; }) == mismatch);
  CHECK(said_of([](Call& c) { c.header("X-Amz-Date") = "20261120T120001Z"; }) == mismatch);
  CHECK(said_of([](Call& c) { c.secret.back() = 'Z'; }, true) == mismatch);
  const auto in_header = [&](const char* what, const char* by) {
    return said_of([&](Call& c) {
      c.header("Authorization") = replaced(c.header("Authorization"), what, by);
    });
  };
  CHECK(in_header("eu-central-1", "eu-central-2") == mismatch);
  CHECK(in_header("content-type;host", "host") == mismatch);
  CHECK(in_header("Signature=", "Signature=0") == mismatch);
  // Each digit of the signature counts.
  for (std::size_t i = 0; i < 64; ++i)
    CHECK(said_of([&](Call& c) {
            char& digit = c.header("Authorization").rbegin()[i];
            digit = digit == '0' ? '1' : '0';
          }) == mismatch);
  // So does each of its bits in the body and in the path.
  for (std::size_t i = 0; i < Call().body.size(); i += 7)
    CHECK(said_of([&](Call& c) { c.body[i] = static_cast<char>(c.body[i] ^ 1); }) == mismatch);
}

TEST_CASE("What is wrong with a signature has its exception and its reason", "[signature]") {
  const auto in_header = [&](const std::string& what, const char* by) {
    return said_of([&](Call& c) {
      c.header("Authorization") = replaced(c.header("Authorization"), what, by);
    });
  };
  const std::string requires_one =
      "IncompleteSignatureException: the Authorization header requires one parameter ";
  CHECK(
      said_of([](Call& c) { c.headers.pop_back(); }) ==
      "MissingAuthenticationTokenException: Missing Authentication Token: the call is not signed");
  CHECK(said_of([](Call& c) {
          c.header("Authorization") = "";
        }).starts_with("MissingAuthenticationTokenException"));
  for (const char* other : {"AWS4-ECDSA-P256-SHA256", "AWS4-HMAC-SHA256x", "Basic"})
    CHECK(in_header("AWS4-HMAC-SHA256", other) ==
          "IncompleteSignatureException: the Authorization header does not begin with "
          "AWS4-HMAC-SHA256");
  CHECK(in_header("Credential=", "Credentials=") == requires_one + "Credential");
  CHECK(in_header("SignedHeaders=", "Credential=") == requires_one + "Credential");
  CHECK(in_header("SignedHeaders=content-type;host;x-amz-date", "SignedHeaders=") ==
        requires_one + "SignedHeaders");
  CHECK(in_header("Signature=", "Sign=") == requires_one + "Signature");
  CHECK(in_header("/aws4_request", "").starts_with("IncompleteSignatureException: Credential has"));
  CHECK(in_header("content-type;host", "host;content-type") ==
        "IncompleteSignatureException: SignedHeaders are not in the order of the alphabet");
  CHECK(in_header("AKIDEXAMPLE", "AKIDNOBODY") ==
        "UnrecognizedClientException: The security token included in the request is invalid.");
  CHECK(said_of([](Call& c) {
          c.header("X-Amz-Security-Token") = "session";
        }).starts_with("UnrecognizedClientException"));
  CHECK(said_of([](Call& c) { c.id = "AKIDOTHER", c.secret = "other"; }, true)
            .starts_with("UnrecognizedClientException"));
  CHECK(in_header("aws4_request", "aws5_request") ==
        "InvalidSignatureException: Credential should be scoped with a valid terminator: "
        "'aws4_request'");
  CHECK(in_header("eu-central-1", "") ==
        "InvalidSignatureException: Credential should be scoped to a valid region");
  CHECK(in_header("connect-campaigns", "connect") ==
        "InvalidSignatureException: Credential should be scoped to correct service: "
        "'connect-campaigns'");
  CHECK(said_of([](Call& c) { c.target = "/contact/task"; }) ==
        "InvalidSignatureException: Credential should be scoped to correct service: 'connect'");
  CHECK(in_header("content-type;host;", "") ==
        "InvalidSignatureException: 'Host' must be one of the SignedHeaders");
  CHECK(in_header("host;x-amz-date", "host") ==
        "InvalidSignatureException: each header X-Amz-... must be one of the SignedHeaders");
  CHECK(in_header("host;", "host;missing;") ==
        "InvalidSignatureException: one of the SignedHeaders is missing in the call");
  for (const char* hash : {"UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "0"})
    CHECK(said_of(
              [&](Call& c) {
                c.header("X-Amz-Content-Sha256") = hash;
                c.names.insert(c.names.begin() + 2, "x-amz-content-sha256");
              },
              true)
              .starts_with("InvalidSignatureException: X-Amz-Content-Sha256 is not the hash"));
  CHECK(said_of([](Call& c) {
          for (int i = 0; i < 256; ++i) c.headers.emplace_back("x", "y");
        }) == "InvalidSignatureException: there are more than 256 headers");
}

TEST_CASE("A signature counts for 15 minutes on either side", "[signature]") {
  const auto dated = [](const char* time, const char* date = "20261120") {
    return said_of([&](Call& c) { c.header("X-Amz-Date") = time, c.date = date; }, true);
  };
  CHECK(dated("20261120T114500Z") == "200");
  CHECK(dated("20261120T121500Z") == "200");
  CHECK(dated("20261120T114459Z") ==
        "InvalidSignatureException: Signature expired: 20261120T114459Z is now earlier than "
        "20261120T114500Z (20261120T120000Z - 15 min.)");
  CHECK(dated("20261120T121501Z") ==
        "InvalidSignatureException: Signature not yet current: 20261120T121501Z is still later "
        "than 20261120T121500Z (20261120T120000Z + 15 min.)");
  CHECK(dated("20261120T120000Z", "20261119") ==
        "InvalidSignatureException: the date in Credential is not that of X-Amz-Date");
  CHECK(dated("20261120T120000Z", "2026112").starts_with("InvalidSignatureException: the date"));
  for (const char* no_time : {"", "20261120T120000", "2026-11-20T12:00Z", "20261320T120000Z",
                              "20261120 120000Z", "2026112xT120000Z", "20261120T12000xZ"})
    CHECK(dated(no_time) ==
          "IncompleteSignatureException: the call requires a header X-Amz-Date such as "
          "20261120T120000Z");
}

TEST_CASE("Callers sign by the machine's clock, or by one that was moved along", "[signature]") {
  LocalService service = service_of(signed_options());
  told(service, "clock", {{"now", "2027-05-01T08:00:00Z"}});
  CHECK(said(Call().sign().send(service)) == "200");  // as of kNow, the machine's
  Call moved;
  moved.header("X-Amz-Date") = "20270501T080500Z";
  moved.date = "20270501";
  CHECK(said(moved.sign().send(service)) == "200");
  moved.header("X-Amz-Date") = "20270201T080500Z";
  moved.date = "20270201";
  CHECK(said(moved.sign().send(service)) == "403 InvalidSignatureException");
}

TEST_CASE("Calls that are not let in meet no trouble, and are told like others", "[signature]") {
  LocalService service = service_of(signed_options());
  told(service, "trouble", {{"next", {"ThrottlingException"}}});
  Call unsigned_call;
  const ServiceResponse response = unsigned_call.send(service);
  CHECK(response.operation == "PutDialRequestBatch");
  CHECK(response.request_id.size() == 36);
  CHECK(response.shape.empty());  // nobody has looked at its body
  CHECK(asked(service, "calls").at("calls").at(0).at("exception") ==
        "MissingAuthenticationTokenException");
  CHECK(said(Call().sign().send(service)) == "429 ThrottlingException");
  // Contacts have their message under another name.
  Call contact;
  contact.target = "/contact/task";
  CHECK(json::parse(contact.send(service).body).contains("Message"));
}

TEST_CASE("Credentials have both keys", "[signature]") {
  for (const ServiceCredentials& half :
       {ServiceCredentials{"a", ""}, ServiceCredentials{"", "b"}}) {
    ServiceOptions options;
    options.credentials = {half};
    const auto service = LocalService::make(std::move(options));
    REQUIRE_FALSE(service);
    CHECK(service.error().message == "credentials have an access key id and a secret access key");
  }
}

TEST_CASE("Secrets are the same or they are not", "[signature]") {
  CHECK(same_secret("", ""));
  CHECK(same_secret("abc", "abc"));
  for (const char* other : {"", "ab", "abcd", "abd", "xbc"}) CHECK_FALSE(same_secret("abc", other));
  CHECK_FALSE(same_secret("", "a"));
}

}  // namespace diallint::test
