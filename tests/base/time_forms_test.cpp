// Times as programs write them: what is said of each, and that no form hides another.
#include "base/time_forms.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "base/date_time.h"

namespace diallint::test {
namespace {

// The same moment by many writers, and a word of what is said.
constexpr std::pair<const char*, const char*> kWritten[] = {
    {"1970-01-01T00:00:00", "placeholder"},
    {"2026-11-20T12:10:00.123456", "naive datetime in Python"},
    {"2026-11-20T12:10:00.123456+00:00Z", "isoformat() + \"Z\""},
    {"2026-11-20T12:10:00+00:00Z", "isoformat() + \"Z\""},
    {"2026-11-20 12:10:00+00:00", "Python's str() and PostgreSQL"},
    {"2026-11-20 12:10:00+00", "Python's str() and PostgreSQL"},
    {"2026-11-20 12:10:00", "SQL databases"},
    {"2026-11-20 12:10:00.123456", "SQL databases"},
    {"2026-11-20 12:10:00,123", "logs of Python"},
    {"2026-11-20T12:10", "LocalDateTime"},
    {"2026-11-20T12:10:00", "LocalDateTime"},
    {"2026-11-20T12:10Z", "OffsetDateTime"},
    {"2026-11-20T12:10+01:00", "no seconds"},
    {"2026-11-20T12:10Z[UTC]", "ZonedDateTime"},
    {"2026-11-20T13:10:00+01:00[Europe/Madrid]", "ZonedDateTime"},
    {"2026-11-20T12:10:00.1234567", ".NET's \"o\""},
    {"2026-11-20T12:10:00.1234567+00:00", "DateTimeOffset"},
    {"2026-11-20 12:10:00Z", ".NET's \"u\""},
    {"2026-11-20 12:10:00.1234567 +00:00", "SQL Server"},
    {"2026-11-20T12:10:00+0000", "DATE_ISO8601"},
    {"2026-11-20T12:10:00.000+0000", "Salesforce"},
    {"2026-11-20T12:10:00,5Z", "comma"},
    {"2026-11-20T24:00:00Z", "hour 24"},
    {"2026-11-20T24:00:00", "hour 24"},
    {"2026-11-20T12:10:00 UTC", "UTC in place of Z"},
    {"2026-11-20T12:10:00 Z", "in front of its zone"},
    {"2026-11-20T12:10:00 +0000", "in front of its zone"},
    {"2026-11-20 12:10:00 +0000", "Ruby and Git"},
    {"2026-11-20 12:10:00 UTC", "Athena, BigQuery and Ruby"},
    {"2026-11-20 12:10:00.000 UTC", "Athena, BigQuery and Ruby"},
    {"2026-11-20 13:10:00.000 Europe/Madrid", "Trino"},
    {"2026-11-20 12:10:00.123456789 +0000 UTC", "Go's Time.String()"},
    {"2026-11-20 12:10:00.123456789 +0000 UTC m=+0.000012", "Go's Time.String()"},
    {"2026-11-20 12:10", "neither seconds nor a Z"},
    {"2026-11-20 12:10Z", "no seconds"},
    {"2026-11-20 12:10:00 PM", "AM or PM"},
    {"2026-11-20 12:10\xE2\x80\xAFp.m.", "AM or PM"},
    {"2026-11-20T12:10 AM", "AM or PM"},
    {"2026-11-20T12-10-00Z", "names of files"},
    {"20261120T1210Z", "without hyphens, colons and seconds"},
    {"20261120T121000Z", "signatures of AWS"},
    {"20261120T121000.000+0000", "signatures of AWS"},
    {"20261120T1210", "has no Z"},
    {"20261120T121000", "has no Z"},
    {"2026-W47-5T12:10:00Z", "weeks"},
    {"PT10M", "length of time"},
    {"P1DT10M", "length of time"},
    {"12:10:00", "without a date"},
    {"12:10 PM", "without a date"},
    {"20261120121000", "digits alone"},
    {"202611201210", "without seconds"},
    {"20261120", "without a time"},
    {"1795176600", "seconds since 1970"},
    {"1795176600.123456", "time.time()"},
    {"1795176600000", "Date.now()"},
    {"1795176600000000", "microseconds"},
    {"1795176600000000000", "UnixNano()"},
    {"20.11.2026 12:10:00", "German"},
    {"20.11.2026", "German"},
    {"20.11.26 12:10", "year of two digits"},
    {"2026. 11. 20.", ""},
    {"2026.11.20 12:10", "points"},
    {"11/20/2026 12:10:00 PM", "United States"},
    {"11/20/2026, 12:10:00\xE2\x80\xAFPM", "United States"},
    {"11/20/2026 12:10", "whether the day or the month"},
    {"20/11/2026", "whether the day or the month"},
    {"2026/11/20 12:10:00", "Japan"},
    {"20/Nov/2026:12:10:00 +0000", "web server"},
    {"20-11-2026 12:10", "year last"},
    {"Fri, 20 Nov 2026 12:10:00 GMT", "HTTP date"},
    {"Fri, 20 Nov 2026 12:10:00 +0000", "RFC 2822"},
    {"Friday, 20-Nov-26 12:10:00 GMT", "RFC 850"},
    {"Friday, November 20, 2026 12:10 PM", "English words"},
    {"Fri Nov 20 2026 12:10:00 GMT+0000 (Coordinated Universal Time)", "toString()"},
    {"Fri Nov 20 2026", "toDateString()"},
    {"Fri Nov 20 12:10:00 2026", "ctime()"},
    {"Fri Nov  6 12:10:00 2026", "ctime()"},
    {"Fri Nov 20 12:10:00 UTC 2026", "Java's Date.toString()"},
    {"Fri Nov 20 12:10:00 PM UTC 2026", "the command date"},
    {"Fri Nov 20 12:10:00 +0000 2026", "English words"},
    {"20 November 2026 12:10", "English words"},
    {"Nov 20, 2026 12:10:00 PM", "Gson"},
    {"20-NOV-26 12.10.00.000000000 PM", "Oracle"},
    {"/Date(1795176600000)/", "older .NET"},
    {"/Date(1795176600000+0000)/", "older .NET"},
    {"\\/Date(1795176600000)\\/", "older .NET"},
    {"datetime.datetime(2026, 11, 20, 12, 10)", "repr()"},
    {"ISODate(\"2026-11-20T12:10:00Z\")", "MongoDB"},
    {"new Date(1795176600000)", "JavaScript"},
    {"##########", "spreadsheet"},
    {"2026-11-20T12:10:00.000Z ", "behind it"},
    {"\t2026-11-20T12:10:00Z", "in front of it"},
    {" 2026-11-20T12:10:00Z\n", "in front of it"},
    {" 20.11.2026 12:10:00", "German"},
    {"\"2026-11-20T12:10:00Z\"", "quotes of its own"},
    {"'2026-11-20T12:10:00Z'", "quotes of its own"},
    // of no form: the fault says it, or nobody knows
    {"", ""},
    {" ", ""},
    {"'", ""},
    {"\"2026-11-20", ""},
    {"tomorrow", ""},
    {"%", ""},
    {"Pretty", ""},
    {"Fri, 20 Nov", ""},
    {"Fry, 20 Nov 2026 12:10:00 GMT", ""},
    {"Frid, 20 Nov 2026 12:10:00 GMT", ""},
    {"2026-11-20T12:10:00+1", ""},
    {"2026-11-20T12:10:00+1Z", ""},
    {"2026-11-20T12:10:00.Z", ""},
    {"2026-11-20T12:10:00Z", ""},
    {"2026-11-20T12:10:", ""},
    {"20261120T12", ""},
    {"17951766001", ""},
    {"46346.5", ""},
};

std::string digits(char count) {
  return std::string("123456789").substr(0, static_cast<std::size_t>(count - '0'));
}

// A text of a form.
std::string sample_of(std::string_view form) {
  std::string text;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '%') {
      text += form[i];
      continue;
    }
    switch (form[++i]) {
      case 'W':
        text += "Fri";
        break;
      case 'M':
        text += "Nov";
        break;
      case 'A':
        text += "UTC";
        break;
      case 'P':
        text += " PM";
        break;
      case 'z':
        text += "+01:00";
        break;
      case 'o':
        text += 'Z';
        break;
      case 'd':
        text += "11";
        break;
      case 'n':
        text += "26";
        break;
      case '_':
        text += ' ';
        break;
      case '*':
        text += 'x';
        break;
      case 'f':
      case 's':
      case ',':
        break;
      default:
        text += digits(form[i]);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("What writes a time is named", "[time_forms]") {
  for (const auto& [text, words] : kWritten) {
    INFO(text);
    const std::string_view found = time_form_words(text);
    if (*words == '\0') {
      CHECK(found == "");
    } else {
      CHECK_THAT(std::string(found), Catch::Contains(words));
    }
  }
}

TEST_CASE("No form of a time is hidden behind another, and none is sound", "[time_forms]") {
  std::set<std::string_view> forms;
  for (const TimeForm& form : time_forms()) {
    const std::string sample = sample_of(form.form);
    INFO(form.form << " as " << sample);
    CHECK(time_form_words(sample) == form.words);
    CHECK(read_time(sample).fault != TimeError::kNone);
    CHECK(forms.insert(form.form).second);
    // A semicolon follows.
    CHECK(form.words.back() != '.');
  }
}

TEST_CASE("A fraction tells its writer by its length", "[time_forms]") {
  for (unsigned digits = 0; digits < 12; ++digits)
    CHECK(writer_of_fraction(digits).empty() == (digits != 6 && digits != 7 && digits != 9));
}

}  // namespace diallint::test
