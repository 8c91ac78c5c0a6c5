#include "base/time_forms.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace diallint {
namespace {

constexpr TimeForm kForms[] = {
    // ISO 8601 with a T, and one thing about it
    {"1970-01-01T00:00:00", "is the placeholder of aws --generate-cli-skeleton"},
    {"%4-%2-%2T24:%2:%2%*", "has hour 24; midnight is 00:00:00 of the next day"},
    {"%4-%2-%2T%2:%2:%2%f%zZ",
     "has an offset and a Z, as isoformat() + \"Z\" in Python writes it; convert it to UTC and "
     "keep "
     "the Z alone"},
    {"%4-%2-%2T%2:%2%s%o[%*",
     "names its zone in brackets, as Java's ZonedDateTime does; write its toInstant()"},
    {"%4-%2-%2T%2:%2",
     "has neither seconds nor a Z, as Java's LocalDateTime and forms of HTML write a full minute"},
    {"%4-%2-%2T%2:%2Z", "has no seconds, as Java's OffsetDateTime writes a full minute"},
    {"%4-%2-%2T%2:%2%z", "has no seconds, and an offset in place of Z"},
    {"%4-%2-%2T%2:%2:%2,%nZ", "has a comma in its fraction of a second; write a point"},
    {"%4-%2-%2T%2:%2:%2.%6",
     "has no Z at its end, so its time zone is unknown; isoformat() of a naive datetime in Python "
     "writes it"},
    {"%4-%2-%2T%2:%2:%2.%7",
     "has no Z at its end, so its time zone is unknown; .NET's \"o\" format writes a DateTime of "
     "unspecified kind like this"},
    {"%4-%2-%2T%2:%2:%2%f",
     "has no Z at its end, so its time zone is unknown; Java's LocalDateTime and Python's naive "
     "datetime are written like this"},
    {"%4-%2-%2T%2:%2:%2%f+00:00",
     "has the offset +00:00 in place of Z, as Python's isoformat(), PHP's date('c') and .NET's "
     "DateTimeOffset write UTC"},
    {"%4-%2-%2T%2:%2:%2%f+0000",
     "has the offset +0000 in place of Z, as PHP's DATE_ISO8601, Java's Jackson and Salesforce "
     "write UTC"},
    {"%4-%2-%2T%2:%2:%2%f UTC", "ends in UTC in place of Z"},
    {"%4-%2-%2T%2:%2:%2%f %o", "has a space in front of its zone"},
    {"%4-%2-%2T%d:%2%s%P%*", "counts the hours to twelve, with AM or PM"},
    {"%4-%2-%2T%2-%2-%2%*", "has hyphens for colons, as names of files do"},
    // the same with a space for the T
    {"%4-%2-%2 %2:%2:%2%fZ",
     "has a space where the T belongs, as .NET's \"u\" format and SQLite write it"},
    {"%4-%2-%2 %2:%2:%2,%3",
     "has a space where the T belongs, a comma in its fraction and no Z, as logs of Python and "
     "Java "
     "write it"},
    {"%4-%2-%2 %2:%2:%2%f",
     "has a space where the T belongs and no Z, so its time zone is unknown; Python's str() and "
     "SQL "
     "databases write it"},
    {"%4-%2-%2 %2:%2:%2%f%z",
     "has a space where the T belongs and an offset in place of Z, as Python's str() and "
     "PostgreSQL "
     "write it"},
    {"%4-%2-%2 %2:%2:%2%f UTC",
     "has a space where the T belongs and UTC in place of Z, as Athena, BigQuery and Ruby write "
     "it"},
    {"%4-%2-%2 %2:%2:%2.%7 %z",
     "has a space where the T belongs and an offset in place of Z, as SQL Server writes a "
     "datetimeoffset"},
    {"%4-%2-%2 %2:%2:%2%f %z",
     "has a space where the T belongs and an offset in place of Z, as Ruby and Git write it"},
    {"%4-%2-%2 %2:%2:%2%f %z %*",
     "has a space where the T belongs, an offset and the name of a zone, as Go's Time.String() "
     "writes it; use time.RFC3339 and UTC()"},
    {"%4-%2-%2 %2:%2:%2%f %A/%*",
     "has a space where the T belongs and the name of a zone in place of Z, as Athena and Trino "
     "write it"},
    {"%4-%2-%2%_%d:%2%s%P%*", "counts the hours to twelve, with AM or PM"},
    {"%4-%2-%2 %d:%2", "has a space where the T belongs, and neither seconds nor a Z"},
    {"%4-%2-%2 %d:%2%o", "has a space where the T belongs, and no seconds"},
    // ISO 8601 otherwise
    {"%8T%4%s", "is in the basic form of ISO 8601, without hyphens and colons, and has no Z"},
    {"%8T%6%f", "is in the basic form of ISO 8601, without hyphens and colons, and has no Z"},
    {"%8T%4%o", "is in the basic form of ISO 8601, without hyphens, colons and seconds"},
    {"%8T%6%f%o",
     "is in the basic form of ISO 8601, without hyphens and colons, as signatures of AWS and "
     "calendar files have it"},
    {"%4-W%2%*", "counts weeks, as ISO 8601 may"},
    {"P%nD%*", "is a length of time, not a moment"},
    {"PT%*", "is a length of time, not a moment"},
    {"%d:%2%s%*", "is a time of day without a date"},
    // numbers
    {"20%9%3", "is a date and time in digits alone"},
    {"20%9%1", "is a date and time in digits alone, without seconds"},
    {"20%6", "is a date in digits alone, without a time"},
    {"%9%1",
     "is a Unix timestamp in quotes, as time() in many languages counts: seconds since 1970"},
    {"%9%1.%n",
     "is a Unix timestamp in quotes, as Python's time.time() counts: seconds since 1970"},
    {"%9%4",
     "is a Unix timestamp in quotes, as JavaScript's Date.now() and Java's currentTimeMillis() "
     "count: milliseconds since 1970"},
    {"%9%7", "is a Unix timestamp in quotes, in microseconds since 1970"},
    {"%9%9%1", "is a Unix timestamp in quotes, as Go's UnixNano() counts: nanoseconds since 1970"},
    // the calendar's order of countries
    {"%d.%d.%4%*", "is a date with points, day first, as German and other European settings write"},
    {"%d.%d.%2%*", "is a date with points and a year of two digits"},
    {"%4.%d.%d%*", "is a date with points"},
    {"%d/%d/%4%,%_%d:%2%s%P%*",
     "is a date with slashes and AM or PM, as spreadsheets and JavaScript's toLocaleString() write "
     "it in the United States"},
    {"%d/%d/%4%,%*",
     "is a date with slashes, as spreadsheets write it; whether the day or the month comes first "
     "is unknown"},
    {"%4/%d/%d%*", "is a date with slashes, as spreadsheets in Japan and logs write it"},
    {"%d/%M/%4:%*", "is in the form of a web server's log"},
    {"%d-%d-%4%*",
     "is a date with its year last; whether the day or the month comes first is "
     "unknown"},
    // English words
    {"%W, %2 %M %4 %2:%2:%2 GMT",
     "is an HTTP date, as headers and JavaScript's toUTCString() have it"},
    {"%W, %d %M %4 %*", "is a date in the form of e-mail (RFC 2822)"},
    {"%W, %d-%M-%n %*", "is a date in the form of old cookies (RFC 850)"},
    {"%W, %M %d, %4%*", "is a date in English words"},
    {"%W %M %2 %4 %2:%2:%2 GMT%*",
     "is what JavaScript's toString() writes; write its toISOString()"},
    {"%W %M %2 %4", "is what JavaScript's toDateString() writes; write its toISOString()"},
    {"%W %M%_%d %2:%2:%2 %4", "is in the form of C's ctime(), which names no zone"},
    {"%W %M%_%d %2:%2:%2%P %A %4", "is what the command date writes; date -u +%FT%TZ is right"},
    {"%W %M%_%d %2:%2:%2 %A %4", "is what Java's Date.toString() writes; write its toInstant()"},
    {"%W %M%_%d %2:%2:%2 %z %4", "is a date in English words"},
    {"%d %M %4%*", "is a date in English words"},
    {"%M %d, %4%*", "is a date in English words, as Java's DateFormat and Gson write it"},
    {"%d-%M-%n%*", "is a date as Oracle writes it"},
    // programs' own
    {"/Date(%*", "is the JSON form of older .NET; write ToString(\"yyyy-MM-ddTHH:mm:ss.fffZ\")"},
    {"\\/Date(%*", "is the JSON form of older .NET; write ToString(\"yyyy-MM-ddTHH:mm:ss.fffZ\")"},
    {"datetime.datetime(%*", "is what Python's repr() writes"},
    {"ISODate(%*", "is what MongoDB's shell writes"},
    {"new Date(%*", "is a piece of JavaScript"},
    {"#%*", "is what a spreadsheet shows in place of a date: an error, or a column too narrow"},
};

constexpr std::string_view kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                      "friday", "saturday", "sunday"};
constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
// Spaces that formatters put in front of AM and PM: plain, U+00A0, U+202F.
constexpr std::string_view kSpaces[] = {" ", "\xC2\xA0", "\xE2\x80\xAF"};

// Compares a text with a template; what matched is behind it, and never looked at again.
class Matcher {
 public:
  explicit Matcher(std::string_view text) noexcept : rest_(text) {}

  bool matches(std::string_view form) noexcept {
    for (std::size_t i = 0; i < form.size(); ++i) {
      if (form[i] != '%') {
        if (!take(form[i])) return false;
        continue;
      }
      if (form[++i] == '*') return true;
      if (!takes(form[i])) return false;
    }
    return rest_.empty();
  }

 private:
  bool take(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::size_t count(auto is) const noexcept {
    return static_cast<std::size_t>(std::find_if_not(rest_.begin(), rest_.end(), is) -
                                    rest_.begin());
  }

  // From `least` to `most` digits, as many as there are.
  bool digits(std::size_t least, std::size_t most) noexcept {
    const std::size_t found = std::min(count([](char c) { return is_digit(c); }), most);
    if (found < least) return false;
    rest_.remove_prefix(found);
    return true;
  }

  bool fraction() noexcept {
    const std::string_view before = rest_;
    if ((take('.') || take(',')) && digits(1, rest_.size())) return true;
    rest_ = before;
    return true;
  }

  bool seconds() noexcept {
    const std::string_view before = rest_;
    if (take(':') && digits(2, 2)) return fraction();
    rest_ = before;
    return true;
  }

  bool offset() noexcept {
    if (!take('+') && !take('-')) return false;
    if (!digits(2, 2)) return false;
    if (take(':')) return digits(2, 2);
    static_cast<void>(digits(2, 2));
    return true;
  }

  // A word of the list, in full or by its first three letters.
  bool word(std::span<const std::string_view> list) noexcept {
    const std::size_t size = count([](char c) { return is_letter(c); });
    const std::string_view found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return std::any_of(list.begin(), list.end(), [&](std::string_view known) {
      const auto letter = [](char a, char b) { return to_lower(a) == b; };
      return (size == 3 || size == known.size()) &&
             std::equal(found.begin(), found.end(), known.begin(), letter);
    });
  }

  bool half_of_day() noexcept {
    for (const std::string_view space : kSpaces)
      if (rest_.starts_with(space)) rest_.remove_prefix(space.size());
    const bool half = take('A') || take('P') || take('a') || take('p');
    static_cast<void>(take('.'));
    if (!half || (!take('M') && !take('m'))) return false;
    static_cast<void>(take('.'));
    return true;
  }

  bool some(std::size_t found) noexcept {
    rest_.remove_prefix(found);
    return found > 0;
  }

  bool takes(char kind) noexcept {
    switch (kind) {
      case 'd':
        return digits(1, 2);
      case 'n':
        return digits(1, rest_.size());
      case 'f':
        return fraction();
      case 's':
        return seconds();
      case 'z':
        return offset();
      case 'o':
        return take('Z') || offset();
      case 'W':
        return word(kDays);
      case 'M':
        return word(kMonths);
      case 'A':
        return some(count([](char c) { return is_letter(c); }));
      case 'P':
        return half_of_day();
      case '_':
        return some(count([](char c) { return c == ' '; }));
      case ',':
        static_cast<void>(take(','));
        return true;
      default: {
        const auto exactly = static_cast<std::size_t>(kind - '0');
        return digits(exactly, exactly);
      }
    }
  }

  std::string_view rest_;
};

std::string_view without_spaces(std::string_view text) noexcept {
  while (!text.empty() && is_json_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_json_space(text.back())) text.remove_suffix(1);
  return text;
}

// What the documents call for, however many digits its fraction has.
bool is_sound(std::string_view text) noexcept {
  return Matcher(text).matches("%4-%2-%2T%2:%2:%2%fZ");
}

}  // namespace

std::span<const TimeForm> time_forms() noexcept { return kForms; }

std::string_view time_form_words(std::string_view text) noexcept {
  const std::string_view bare = without_spaces(text);
  if (bare.size() < text.size() && is_sound(bare)) {
    return text.starts_with(bare) ? "has white space behind it" : "has white space in front of it";
  }
  const bool quoted = bare.size() > 2 && (bare.front() == '"' || bare.front() == '\'');
  if (quoted && bare.back() == bare.front())
    return "stands in quotes of its own, as a text that was encoded twice does";
  const auto form = std::find_if(std::begin(kForms), std::end(kForms), [&](const TimeForm& one) {
    return Matcher(bare).matches(one.form);
  });
  return form == std::end(kForms) ? std::string_view() : form->words;
}

std::string_view writer_of_fraction(unsigned digits) noexcept {
  switch (digits) {
    case 6:
      return "as Python writes a time";
    case 7:
      return "as .NET's \"o\" format writes a time";
    case 9:
      return "as Java's Instant and Go's RFC3339Nano write a time";
    default:
      return {};
  }
}

}  // namespace diallint
