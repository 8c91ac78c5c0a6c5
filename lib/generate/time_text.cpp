#include "generate/time_text.h"

#include "diallint/instant.h"

namespace diallint {
namespace {

void two_digits(char*& end, unsigned value) {
  *--end = static_cast<char>('0' + value % 10);
  *--end = static_cast<char>('0' + value / 10);
}

}  // namespace

void TimeText::append(std::string& out, std::int64_t millis, bool whole_seconds) {
  constexpr std::int64_t kDay = 86'400'000;
  std::int64_t day = millis / kDay;
  if (millis % kDay < 0) --day;
  if (day != day_ || prefix_.empty()) {
    day_ = day;
    prefix_ = to_rfc3339({day * (kDay / 1000), 0, false}).substr(0, 11);
  }
  out += prefix_;
  auto left = static_cast<unsigned>(millis - day * kDay);
  char text[13];
  char* end = text + sizeof text;
  *--end = 'Z';
  const unsigned fraction = left % 1000;
  left /= 1000;
  if (!whole_seconds) {
    end[-1] = static_cast<char>('0' + fraction % 10);
    end[-2] = static_cast<char>('0' + fraction / 10 % 10);
    end[-3] = static_cast<char>('0' + fraction / 100);
    end[-4] = '.';
    end -= 4;
  }
  two_digits(end, left % 60);
  *--end = ':';
  two_digits(end, left / 60 % 60);
  *--end = ':';
  two_digits(end, left / 3600);
  out.append(end, static_cast<std::size_t>(text + sizeof text - end));
}

}  // namespace diallint
