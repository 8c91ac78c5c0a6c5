#include "bench/handwritten.h"

#include <date/date.h>
#include <phonenumbers/phonenumberutil.h>
#include <re2/re2.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <unordered_set>

#include "bench/dial_requests.h"

namespace diallint::bench {
namespace {

using nlohmann::json;

date::sys_time<std::chrono::milliseconds> parse_time(const std::string& text) {
  std::istringstream in(text);
  date::sys_time<std::chrono::milliseconds> time;
  in >> date::parse("%FT%TZ", time);
  return in.fail() ? date::sys_time<std::chrono::milliseconds>::max() : time;
}

class HandChecker {
 public:
  bool valid(const json& request) {
    for (const char* name : {"clientToken", "phoneNumber", "expirationTime", "attributes"}) {
      if (!request.contains(name)) return false;
    }
    return token(request["clientToken"].get<std::string>()) &&
           phone(request["phoneNumber"].get<std::string>()) &&
           time(request["expirationTime"].get<std::string>()) && attributes(request["attributes"]);
  }

 private:
  bool token(const std::string& text) {
    return text.size() <= 200 && RE2::FullMatch(text, token_) && tokens_.insert(text).second;
  }

  bool phone(const std::string& text) {
    if (!RE2::FullMatch(text, phone_)) return false;
    i18n::phonenumbers::PhoneNumber number;
    const auto& util = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
    // Asked for and left: the plan of this libphonenumber is older than the input's numbers.
    if (util.Parse(text, "ZZ", &number) == i18n::phonenumbers::PhoneNumberUtil::NO_PARSING_ERROR) {
      parsed_ += util.IsValidNumber(number) ? 1U : 0U;
    }
    return true;
  }

  bool time(const std::string& text) const {
    const auto after = parse_time(text) - now_;
    return after >= std::chrono::seconds(30) && after <= std::chrono::seconds(900);
  }

  bool attributes(const json& map) const {
    std::size_t bytes = 0;
    for (const auto& [key, value] : map.items()) {
      if (!RE2::FullMatch(key, key_)) return false;
      bytes += key.size() + value.get_ref<const std::string&>().size();
    }
    return bytes <= 32768;
  }

  const RE2 token_{"[a-zA-Z0-9_\\-.]*"};
  const RE2 phone_{"\\+[1-9]\\d{1,14}"};
  const RE2 key_{"[a-zA-Z0-9\\-_]+"};
  const date::sys_time<std::chrono::milliseconds> now_ = parse_time("2026-11-20T12:00:00.000Z");
  std::unordered_set<std::string> tokens_;
  std::size_t parsed_ = 0;
};

}  // namespace

std::size_t count_valid_by_hand(std::string_view ndjson) {
  HandChecker checker;
  std::size_t valid = 0;
  for (std::size_t at = 0; at < ndjson.size();) {
    const std::size_t end = ndjson.find('\n', at);
    valid += checker.valid(json::parse(ndjson.substr(at, end - at))) ? 1U : 0U;
    at = end + 1;
  }
  return valid;
}

}  // namespace diallint::bench
