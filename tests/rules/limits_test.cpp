// The limits of rules with a meaning of their own, in every shape that has them: the last value
// that holds and the first that does not. Lengths, ranges and counts are in bounds_test.cpp.
#include <catch2/catch.hpp>

#include "support/bounds.h"

namespace diallint::test {
namespace {

// A request inside a shape, by the pointers of what is limited; "" where it has none.
struct Request {
  const char* base;
  const char* object;
  const char* token;
  const char* phones;  // those that are called or call, with spaces between
  const char* called;
  const char* expiry;
  const char* attributes;
};

constexpr const char* kCall = "/channelSubtypeParameters/telephony/destinationPhoneNumber";
constexpr const char* kSms = "/channelSubtypeParameters/sms/destinationPhoneNumber";
constexpr const char* kWhatsApp = "/channelSubtypeParameters/whatsApp/destinationPhoneNumber";
constexpr Request kRequests[] = {
    {"dial-request", "", "/clientToken", "/phoneNumber", "/phoneNumber", "/expirationTime",
     "/attributes"},
    {"put-dial-request-batch", "/dialRequests/0", "/clientToken", "/phoneNumber", "/phoneNumber",
     "/expirationTime", "/attributes"},
    {"start-outbound-voice-contact", "", "/ClientToken",
     "/DestinationPhoneNumber /SourcePhoneNumber", "/DestinationPhoneNumber", "", "/Attributes"},
    {"create-contact", "", "", "", "", "", "/Attributes"},
    {"start-outbound-chat-contact", "", "/ClientToken", "/DestinationEndpoint/Address",
     "/DestinationEndpoint/Address", "", "/Attributes"},
    {"start-task-contact", "", "", "", "", "", "/Attributes"},
    {"put-outbound-request-batch", "/outboundRequests/0", "/clientToken",
     "/channelSubtypeParameters/telephony/destinationPhoneNumber "
     "/channelSubtypeParameters/telephony/connectSourcePhoneNumber",
     kCall, "/expirationTime", "/channelSubtypeParameters/telephony/attributes"},
    {"put-outbound-request-batch", "/outboundRequests/1", "/clientToken", kSms, kSms,
     "/expirationTime", ""},
    {"put-outbound-request-batch", "/outboundRequests/2", "/clientToken", "", "", "/expirationTime",
     ""},
    {"put-outbound-request-batch", "/outboundRequests/3", "/clientToken", kWhatsApp, kWhatsApp,
     "/expirationTime", ""},
};

struct Case {
  const char* value;
  const char* rule;  // "" where nothing is found
};

void check(const Request& request, const std::string& pointer, const json& value,
           std::string_view rule) {
  const std::string place = request.object + pointer;
  INFO(request.base << " " << place << " " << value.dump().substr(0, 60));
  CHECK(found_in(changed(request.base, place, value), request.base) == line_of(rule, place));
}

}  // namespace

TEST_CASE("Expiries at the ends of their window and their margin", "[bounds]") {
  constexpr Case kCases[] = {
      {"2026-11-20T12:00:29.999Z", "expiration-window"},
      {"2026-11-20T12:00:30.000Z", "expiration-margin"},
      {"2026-11-20T12:01:59.999Z", "expiration-margin"},
      {"2026-11-20T12:02:00.000Z", ""},
      {"2026-11-20T12:15:00.000Z", ""},
      {"2026-11-20T12:15:00.001Z", "expiration-window"},
      {"2026-11-20T12:10:00.000Z", ""},
      {"2026-11-20T12:10:00.0000Z", "expiration-style"},
  };
  for (const Request& request : kRequests) {
    if (*request.expiry == '\0') continue;
    for (const Case& one : kCases) check(request, request.expiry, one.value, one.rule);
  }
}

TEST_CASE("Numbers of the fewest and the most digits", "[bounds]") {
  constexpr Case kCases[] = {{"+1", "phone-e164"},
                             {"+12", "phone-assignable"},
                             {"+120255501001234", "phone-assignable"},
                             {"+1202555010012345", "phone-e164"}};
  for (const Request& request : kRequests) {
    for (std::size_t begin = 0; request.phones[begin] != '\0';) {
      const std::string_view rest = request.phones + begin;
      const std::string pointer(rest.substr(0, rest.find(' ')));
      for (const Case& one : kCases) check(request, pointer, one.value, one.rule);
      begin += pointer.size() + (pointer.size() < rest.size() ? 1 : 0);
    }
  }
}

TEST_CASE("A token with six and with seven digits of its number", "[bounds]") {
  for (const Request& request : kRequests) {
    if (*request.called == '\0') continue;
    json document =
        changed(request.base, std::string(request.object) + request.called, "+12025550147");
    const std::string token = std::string(request.object) + request.token;
    for (const auto& [value, rule] : {Case{"x550147y", ""}, {"x5550147y", "token-reveals-phone"}}) {
      INFO(request.base << " " << token << " " << value);
      document[json::json_pointer(token)] = value;
      CHECK(found_in(document, request.base) == line_of(rule, token));
    }
  }
}

TEST_CASE("Attributes of the most bytes, and of one more", "[bounds]") {
  for (const Request& request : kRequests) {
    if (*request.attributes == '\0') continue;
    for (const std::size_t size : {32'766U, 32'767U}) {
      // Two keys of a byte each; the bytes of the other value are none.
      const json attributes = {{"a", std::string(size, 'x')}, {"b", ""}};
      check(request, request.attributes, attributes, size + 2 <= 32'768 ? "" : "attributes-bytes");
    }
  }
}

TEST_CASE("References of the most bytes, and of one more", "[bounds]") {
  for (const char* base :
       {"start-outbound-voice-contact", "create-contact", "start-task-contact"}) {
    json reference = base_document(base)["References"]["r"];
    for (const std::size_t size : {4'095U, 4'096U}) {
      reference["Value"] = std::string(size, 'x');
      json references = {{"r", reference}, {"s", reference}};
      references["s"]["Value"] = "x";
      INFO(base << " " << size + 1);
      CHECK(found_in(changed(base, "/References", references), base) ==
            line_of(size + 1 <= 4'096 ? "" : "references-bytes", "/References"));
    }
  }
}

TEST_CASE("Keys beside the one that says when a contact expires", "[bounds]") {
  const std::string map = "/SegmentAttributes/connect:ContactExpiry/ValueMap";
  for (const std::size_t size : {0U, 1U, 2U, 127U, 128U, 129U}) {
    const std::string place = map + "/" + std::string(size, 'k');
    INFO(size);
    CHECK(found_in(changed("create-contact", place, {{"ValueString", "v"}}), "create-contact") ==
          line_of(size >= 1 && size <= 128 ? "" : "length", place));
  }
}

}  // namespace diallint::test
