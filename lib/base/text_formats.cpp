#include "base/text_formats.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"

namespace diallint {
namespace {

bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

template <class Predicate>
bool all_of(std::string_view text, const Predicate& fits) {
  return std::all_of(text.begin(), text.end(), fits);
}

// What is in front of the first `separator`; the rest stays. Without one, everything.
std::string_view cut_before(std::string_view& text, std::string_view separators) {
  const std::size_t at = std::min(text.find_first_of(separators), text.size());
  const std::string_view front = text.substr(0, at);
  text.remove_prefix(at);
  return front;
}

// --- date-times --------------------------------------------------------------------------------

// The digits at `at`, `count` of them, as a number; -1 where others stand there.
int number_at(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return -1;
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (!is_digit(c)) return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

bool within(int number, int least, int most) { return number >= least && number <= most; }

bool is_date(std::string_view text) {
  static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = number_at(text, 0, 4);
  const int month = number_at(text, 5, 2);
  const int day = number_at(text, 8, 2);
  if (year < 0 || text[4] != '-' || !within(month, 1, 12) || text[7] != '-') return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return within(day, 1, month == 2 && !leap ? 28 : kDays[month - 1]);
}

constexpr int kMinutesOfDay = 24 * 60;

// "Z" or "+01:30", in minutes; more than a day where it is neither.
int offset_of(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  const int hours = number_at(text, 1, 2);
  const int minutes = number_at(text, 4, 2);
  const bool sound = text.size() == 6 && is_one_of(text[0], "+-") && text[3] == ':' &&
                     within(hours, 0, 23) && within(minutes, 0, 59);
  if (!sound) return kMinutesOfDay;
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

// hh:mm:ss, a fraction, and the zone.
bool is_time(std::string_view text) {
  const int hour = number_at(text, 0, 2);
  const int minute = number_at(text, 3, 2);
  const int second = number_at(text, 6, 2);
  if (!within(hour, 0, 23) || !within(minute, 0, 59) || !within(second, 0, 60)) return false;
  if (text[2] != ':' || text[5] != ':') return false;
  std::string_view zone = text.substr(8);
  if (zone.starts_with('.')) {
    zone.remove_prefix(1);
    const std::size_t digits = std::min(zone.find_first_not_of("0123456789"), zone.size());
    if (digits == 0) return false;
    zone.remove_prefix(digits);
  }
  const int offset = offset_of(zone);
  if (offset == kMinutesOfDay) return false;
  const int in_utc = (hour * 60 + minute - offset + kMinutesOfDay) % kMinutesOfDay;
  return second < 60 || in_utc == kMinutesOfDay - 1;
}

// --- addresses ---------------------------------------------------------------------------------

bool is_ipv4(std::string_view text) {
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && !text.starts_with('.')) return false;
    if (part > 0) text.remove_prefix(1);
    const std::string_view digits = cut_before(text, ".");
    const int number = number_at(digits, 0, digits.size());
    const bool leading_zero = digits.size() > 1 && digits[0] == '0';
    if (digits.empty() || digits.size() > 3 || leading_zero || !within(number, 0, 255))
      return false;
  }
  return text.empty();
}

// Groups of an IPv6 address between colons, the last of which may be an IPv4 address: how many 16
// bits they are, or -1.
int groups_of(std::string_view text, bool last) {
  int count = 0;
  while (!text.empty()) {
    const std::string_view group = cut_before(text, ":");
    if (last && text.empty() && is_ipv4(group)) return count + 2;
    if (group.empty() || group.size() > 4 ||
        !all_of(group, [](char c) { return hex_digit(c) >= 0; }))
      return -1;
    ++count;
    if (text == ":") return -1;
    if (!text.empty()) text.remove_prefix(1);
  }
  return count;
}

bool is_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return groups_of(text, true) == 8;
  const int front = groups_of(text.substr(0, gap), false);
  const int back = groups_of(text.substr(gap + 2), true);
  return front >= 0 && back >= 0 && front + back <= 7;
}

bool is_domain(std::string_view text) {
  for (;;) {
    const std::string_view label = cut_before(text, ".");
    const bool sound = !label.empty() && label.size() <= 63 && label.front() != '-' &&
                       label.back() != '-' &&
                       all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
    if (!sound) return false;
    if (text.empty()) return true;
    text.remove_prefix(1);
  }
}

bool is_word_character(char c) { return is_alphanumeric(c) || is_one_of(c, "!#$%&'*+-/=?^_`{|}~"); }

bool is_words(std::string_view text) {
  for (;;) {
    const std::string_view word = cut_before(text, ".");
    if (word.empty() || !all_of(word, is_word_character)) return false;
    if (text.empty()) return true;
    text.remove_prefix(1);
  }
}

bool is_quoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  bool escaped = false;
  for (const char c : text.substr(1, text.size() - 2)) {
    if (c < ' ' || c > '~' || (c == '"' && !escaped)) return false;
    escaped = c == '\\' && !escaped;
  }
  return !escaped;
}

bool is_address_literal(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) return false;
  text = text.substr(1, text.size() - 2);
  constexpr std::string_view kIpv6 = "IPv6:";
  return text.starts_with(kIpv6) ? is_ipv6(text.substr(kIpv6.size())) : is_ipv4(text);
}

// --- URIs --------------------------------------------------------------------------------------

// Only characters that a URI has, escapes among them, and of the others those in `more`.
bool is_of_uri(std::string_view text, std::string_view more) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      const bool escape =
          i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
      if (!escape) return false;
      i += 2;
    } else if (!is_alphanumeric(c) && !is_one_of(c, "-._~!$&'()*+,;=") && !is_one_of(c, more)) {
      return false;
    }
  }
  return true;
}

bool is_port(std::string_view text) {
  return text.empty() || (text[0] == ':' && all_of(text.substr(1), is_digit));
}

bool is_authority(std::string_view text) {
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
    if (!is_of_uri(text.substr(0, at), ":")) return false;
    text.remove_prefix(at + 1);
  }
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || !is_ipv6(text.substr(1, close - 1))) return false;
    return is_port(text.substr(close + 1));
  }
  return is_of_uri(cut_before(text, ":"), "") && is_port(text);
}

}  // namespace

bool is_date_time(std::string_view text) {
  return text.size() > 11 && is_date(text.substr(0, 10)) && is_one_of(text[10], "Tt") &&
         is_time(text.substr(11));
}

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  return local.size() <= 64 && (is_words(local) || is_quoted(local)) &&
         (is_domain(domain) || is_address_literal(domain));
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text[0])) return false;
  const bool scheme = all_of(text.substr(0, colon),
                             [](char c) { return is_alphanumeric(c) || is_one_of(c, "+-."); });
  if (!scheme) return false;
  text.remove_prefix(colon + 1);
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    if (!is_authority(cut_before(text, "/?#"))) return false;
  }
  if (!is_of_uri(cut_before(text, "?#"), ":@/")) return false;
  if (text.starts_with('?')) {
    text.remove_prefix(1);
    if (!is_of_uri(cut_before(text, "#"), ":@/?")) return false;
  }
  return text.empty() || is_of_uri(text.substr(1), ":@/?");
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(),
                    [](char c, char form) { return form == '-' ? c == '-' : hex_digit(c) >= 0; });
}

}  // namespace diallint
