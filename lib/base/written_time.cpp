#include "base/written_time.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "base/date_time.h"

namespace diallint {
namespace {

constexpr std::size_t kMaxBytes = 64;
constexpr std::size_t kMinuteEnd = 16;  // of 2026-11-20T12:00

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_json_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_json_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view without_quotes(std::string_view text) noexcept {
  const bool quoted = text.size() > 2 && (text.front() == '"' || text.front() == '\'') &&
                      text.back() == text.front();
  return quoted ? trimmed(text.substr(1, text.size() - 2)) : text;
}

// "2026-11-20 12:00,5 UTC" becomes "2026-11-20 12:00:00.5Z", as far as it is one.
std::string in_usual_form(std::string_view text) {
  std::string time(text);
  if (time.ends_with(" UTC")) time.replace(time.size() - 4, 4, "Z");
  const std::size_t zone = time.find_first_of("+-Zz", kMinuteEnd);
  if (zone != std::string::npos && time[zone - 1] == ' ') time.erase(zone - 1, 1);
  std::replace(time.begin(), time.end(), ',', '.');
  if (time.size() > kMinuteEnd &&
      std::string_view("+-Zz").find(time[kMinuteEnd]) != std::string_view::npos)
    time.insert(kMinuteEnd, ":00");
  return time;
}

}  // namespace

std::optional<WrittenTime> read_written_time(std::string_view text) {
  text = without_quotes(trimmed(text));
  if (text.size() <= kMinuteEnd || text.size() > kMaxBytes) return std::nullopt;
  const TimeReading reading = read_time(in_usual_form(text));
  if (!reading.instant) return std::nullopt;
  const char zone = to_lower(text.back());
  return WrittenTime{*reading.instant, zone != 'z' && zone != 'c'};
}

}  // namespace diallint
