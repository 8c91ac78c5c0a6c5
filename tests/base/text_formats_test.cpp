// The forms of text that `format` names; the official suite has many more.
#include "base/text_formats.h"

#include <catch2/catch.hpp>
#include <string>

namespace diallint::test {
namespace {

struct Example {
  bool (*fits)(std::string_view);
  const char* text;
  bool expected;
};

constexpr Example kExamples[] = {
    {is_date_time, "2026-11-20T12:00:00Z", true},
    {is_date_time, "2026-11-20t12:00:00.125z", true},
    {is_date_time, "2024-02-29T12:00:00+01:30", true},
    {is_date_time, "2000-02-29T12:00:00-00:00", true},
    {is_date_time, "2016-12-31T23:59:60Z", true},
    {is_date_time, "2016-12-31T15:59:60-08:00", true},
    {is_date_time, "2016-12-31T22:59:60Z", false},
    {is_date_time, "2026-02-29T12:00:00Z", false},
    {is_date_time, "1900-02-29T12:00:00Z", false},
    {is_date_time, "2026-13-01T12:00:00Z", false},
    {is_date_time, "2026-1x-01T12:00:00Z", false},
    {is_date_time, "2026/11-20T12:00:00Z", false},
    {is_date_time, "2026-11/20T12:00:00Z", false},
    {is_date_time, "2026-11-20 12:00:00Z", false},
    {is_date_time, "2026-11-20T24:00:00Z", false},
    {is_date_time, "2026-11-20T12:60:00Z", false},
    {is_date_time, "2026-11-20T12:00:61Z", false},
    {is_date_time, "2026-11-20T12.00:00Z", false},
    {is_date_time, "2026-11-20T12:00:00.Z", false},
    {is_date_time, "2026-11-20T12:00:00", false},
    {is_date_time, "2026-11-20T12:00:00+24:00", false},
    {is_date_time, "2026-11-20T12:00:00+0100", false},
    {is_date_time, "2026-11-20T12", false},
    {is_date_time, "", false},
    {is_email, "a.b+c@example.com", true},
    {is_email, "\"a b\\\"@\"@example.com", true},
    {is_email, "a@[127.0.0.1]", true},
    {is_email, "a@[IPv6:::1]", true},
    {is_email, "a@[IPv6:1:2:3:4:5:6:1.2.3.4]", true},
    {is_email, "a", false},
    {is_email, ".a@example.com", false},
    {is_email, "a@-b.com", false},
    {is_email, "a@b-.com", false},
    {is_email, "a@b..com", false},
    {is_email, "a b@example.com", false},
    {is_email, "\"a\"b\"@example.com", false},
    {is_email, "\"a\\\"@example.com", false},
    {is_email, "\"@example.com", false},
    {is_email, "a@[127.0.0]", false},
    {is_email, "a@[127.0.0.256]", false},
    {is_email, "a@[127.0.0.01]", false},
    {is_email, "a@[127.0.0.1", false},
    {is_email, "a@[IPv6:1:2]", false},
    {is_email, "a@[IPv6:1::2::3]", false},
    {is_email, "a@[IPv6:1:2:3:4:5:6:7:]", false},
    {is_email, "a@[IPv6:1:2:3:4:5:6:7:12345]", false},
    {is_email, "a@[IPv6:1:2:3:4:5:6:7:g]", false},
    {is_email, "a@[IPv6:1:2:3:4::5:6:7:8]", false},
    {is_uri, "https://user:p%20w@example.com:80/a/b;c=1?q=1/?#f/?", true},
    {is_uri, "urn:uuid:x", true},
    {is_uri, "mailto:a@example.com", true},
    {is_uri, "http://[2001:db8::1]:80/", true},
    {is_uri, "file:///a", true},
    {is_uri, "//example.com", false},
    {is_uri, ":a", false},
    {is_uri, "1a:b", false},
    {is_uri, "a_b:c", false},
    {is_uri, "http://a b/", false},
    {is_uri, "http://a/%2", false},
    {is_uri, "http://a:b/", false},
    {is_uri, "http://[::1/", false},
    {is_uri, "http://[x]/", false},
    {is_uri, "http://[::1]x/", false},
    {is_uri, "http://a[@b/", false},
    {is_uri, "http://a/[", false},
    {is_uri, "http://a/?[", false},
    {is_uri, "http://a/#[", false},
    {is_uri, "http://a/\xC3\xA4", false},
    {is_uuid, "2EB8AA08-aa98-11ea-b4aa-73b441d16380", true},
    {is_uuid, "2eb8aa08-aa98-11ea-b4aa-73b441d1638", false},
    {is_uuid, "2eb8aa08aaa98-11ea-b4aa-73b441d16380", false},
    {is_uuid, "2eb8aa08-aa98-11ea-b4ga-73b441d16380", false},
};

}  // namespace

TEST_CASE("Texts have the form that a format names", "[formats]") {
  for (const auto& [fits, text, expected] : kExamples) {
    INFO(text);
    CHECK(fits(text) == expected);
  }
  CHECK_FALSE(is_email(std::string(65, 'a') + "@example.com"));
  CHECK_FALSE(is_email("a@" + std::string(64, 'b') + ".com"));
}

}  // namespace diallint::test
