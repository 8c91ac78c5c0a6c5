#include "bench/dial_requests.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <vector>

#include "base/random.h"
#include "diallint/fictional_numbers.h"
#include "support/numbering_numbers.h"

namespace diallint::bench {
namespace {

constexpr std::string_view kNames[] = {"Zoë Müller",     "Nguyễn Thị Hương", "Иван Петров",
                                       "Ann Smith",      "José García",      "山田太郎",
                                       "Priya Sharma",   "Olu Adeyemi",      "Søren Kierkegaard",
                                       "Maria da Silva", "김민수",           "Fatima al-Zahra"};
constexpr std::string_view kPlans[] = {"basic", "family", "premium", "prepaid", "business"};
constexpr std::string_view kTexts[] = {
    "Reminder: your appointment is on Monday", "Ihre Lieferung kommt zwischen 9 und 12 Uhr",
    "Votre rendez-vous est confirmé", "Payment received, thank you very much"};

struct Request {
  std::string token, phone, time;
  std::vector<std::pair<std::string, std::string>> attributes;
};

// Numbers that the plans of ten countries can assign, no two alike: what a campaign holds. They are
// drawn anew for each run of the benchmark and stand in no file.
class Phones {
 public:
  std::string next() {
    for (;;) {
      std::string number = source_.assignable();
      if (!fictional(number) && drawn_.insert(number).second) return number;
    }
  }

 private:
  testing::NumberSource source_{
      NumberingPlan::builtin(),
      5,
      {"+1", "+44", "+49", "+33", "+61", "+46", "+353", "+55", "+91", "+81"}};
  std::unordered_set<std::string> drawn_;
};

Request make_request(Random& random, Phones& phones, Variety variety) {
  Request r;
  r.token = fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", random.below(1ULL << 32),
                        random.below(1U << 16), random.below(1U << 12), random.below(1U << 12),
                        random.below(1ULL << 48));
  r.phone = phones.next();
  r.time = fmt::format("2026-11-20T12:{:02}:{:02}.{:03}Z", 3 + random.below(11), random.below(60),
                       random.below(1000));
  const auto key = [&](std::string_view name) {
    return variety == Variety::kNewKeys ? fmt::format("{}_{:x}", name, random.below(1ULL << 40))
                                        : std::string(name);
  };
  r.attributes = {{key("customerName"), std::string(kNames[random.below(std::size(kNames))])},
                  {key("accountNumber"), fmt::format("AC-{:09}", random.below(1'000'000'000))},
                  {key("plan"), std::string(kPlans[random.below(std::size(kPlans))])},
                  {key("message"), std::string(kTexts[random.below(std::size(kTexts))])}};
  return r;
}

std::string quoted(const std::string& text, Variety variety) {
  return nlohmann::json(text).dump(-1, ' ', variety == Variety::kEscaped);
}

std::string line_of(const Request& r, Random& random, Variety variety) {
  std::string map;
  for (const auto& [key, value] : r.attributes) {
    map += fmt::format("{}{}:{}", map.empty() ? "" : ",", quoted(key, variety),
                       quoted(value, variety));
  }
  std::array<std::string, 4> members = {fmt::format("\"clientToken\":\"{}\"", r.token),
                                        fmt::format("\"phoneNumber\":\"{}\"", r.phone),
                                        fmt::format("\"expirationTime\":\"{}\"", r.time),
                                        fmt::format("\"attributes\":{{{}}}", map)};
  if (variety == Variety::kShuffled) {
    for (std::size_t i = members.size() - 1; i > 0; --i) {
      std::swap(members[i], members[random.below(i + 1)]);
    }
  }
  return fmt::format("{{{},{},{},{}}}\n", members[0], members[1], members[2], members[3]);
}

}  // namespace

std::string make_ndjson(std::size_t count, Variety variety) {
  Random random(7);
  Phones phones;
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += line_of(make_request(random, phones, variety), random, variety);
  }
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  return text;
}

std::string make_csv(std::size_t count) {
  Random random(7);
  Phones phones;
  std::string text =
      "clientToken,phoneNumber,expirationTime,attributes.customerName,attributes.accountNumber,"
      "attributes.plan,attributes.message\n";
  for (std::size_t i = 0; i < count; ++i) {
    const Request r = make_request(random, phones, Variety::kOrdinary);
    text += fmt::format("{},{},{}", r.token, r.phone, r.time);
    for (const auto& [key, value] : r.attributes) {
      const bool quote = value.find(',') != std::string::npos;
      text += quote ? fmt::format(",\"{}\"", value) : "," + value;
    }
    text += '\n';
  }
  return text;
}

}  // namespace diallint::bench
