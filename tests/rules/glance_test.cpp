// What is told at a glance is what the checks say one by one.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/date_time.h"
#include "base/random.h"
#include "diallint/fictional_numbers.h"
#include "phone/number_glance.h"
#include "phone/tables.h"
#include "support/lint.h"
#include "support/numbering_numbers.h"
#include "support/padded.h"

namespace diallint::test {
namespace {

// The same plan, with which every check runs on every text, and maps are walked as other objects.
const Plan& plan_without_glances() {
  static const Plan plan = [] {
    Plan made = compile_builtin_plan();
    for (Node& node : made.nodes) {
      node.glance_first = false;
      node.fast_accept.reset();
      node.fast_path_complete = false;
      node.is_plain_map = false;
      for (Step& step : node.steps) step.glance = nullptr;
    }
    return made;
  }();
  return plan;
}

// Numbers of every kind, most of them sound.
std::string any_number(testing::NumberSource& numbers, Random& random) {
  std::string number = random.once_in(2) ? numbers.assignable() : numbers.any();
  constexpr std::string_view kOdd = "+-0 5a\"\\";
  if (random.once_in(8)) number.insert(random.below(number.size() + 1), 1, kOdd[random.below(6)]);
  if (random.once_in(8)) number.resize(random.below(number.size() + 1));
  if (random.once_in(8))
    number = fmt::format("+1{}55501{:02}", 200 + random.below(800), random.below(100));
  return number;
}

// Times about both ends of the window and of the hour, some in other forms.
std::string any_time(Random& random) {
  constexpr std::int64_t kEnds[] = {0, 30, 180, 900, 3600};
  const Instant instant =
      shifted(kNow, kEnds[random.below(std::size(kEnds))] + random.between(-2, 2));
  std::string text = to_rfc3339(instant);
  const char* const fractions[] = {".000", ".001", ".999", ".0005", "", ".5"};
  text.insert(text.size() - 1, fractions[random.once_in(2) ? 0 : random.below(6)]);
  if (random.once_in(6)) text[random.below(text.size())] = "0:T.Zx+-9"[random.below(9)];
  if (random.once_in(20)) text.back() = 'z';
  return text;
}

std::string any_token(std::string_view number, Random& random) {
  if (random.once_in(12)) return "";
  std::string token = random_guid(random, 'a');
  if (random.once_in(4) && number.size() > 8) {
    token.replace(random.below(20), 9, number.substr(1 + random.below(3), 4 + random.below(6)));
  }
  if (random.once_in(4)) token.insert(random.below(token.size()), 1, "-_."[random.below(3)]);
  if (random.once_in(12)) token += std::string(random.below(70), '7');
  return token;
}

// Entries of a map, most of them as in the map before: texts of all kinds, escaped or not, other
// values, keys that are new, broken or stand twice. `plain`: nothing that LineScan calls rare.
std::string any_attributes(Random& random, bool plain) {
  constexpr std::string_view kKeys[] = {"name", "plan", "language", "a_key_of_some_twenty"};
  constexpr std::string_view kOddKeys[] = {"", "ключ", "with space", "back\\slash", "na\"me"};
  constexpr std::size_t kPlainKeys = 3;
  constexpr std::string_view kTexts[] = {
      "",         "Ann Smith", "Nguyễn",    "NaN",         "null",  "undefined",
      "{{name}}", "%s",        "山田太郎",  "premium",     "😀",    "a – b",
      "“quote”",  "x\u2028y",  "tab\there", "back\\slash", "=\"a\""};
  constexpr std::size_t kPlainTexts = 11;
  const auto quoted = [&](std::string_view text, unsigned escaped) {
    return nlohmann::json(text).dump(-1, ' ', !plain && random.once_in(escaped));
  };
  std::string map;
  const auto add = [&](std::string_view key, const std::string& value) {
    map += map.empty() ? "" : random.once_in(20) ? " , " : ",";
    map += quoted(key, 6) + ":" + value;
  };
  const bool odd = random.once_in(6);
  for (const std::string_view key : kKeys) {
    if (odd && random.once_in(3)) continue;
    add(key, quoted(kTexts[random.below(plain ? kPlainTexts : std::size(kTexts))], 4));
    if (odd && random.once_in(4)) add(key, "\"again\"");
  }
  if (odd) add(kOddKeys[random.below(plain ? kPlainKeys : std::size(kOddKeys))], "\"x\"");
  if (random.once_in(10)) add(fmt::format("new{}", random.below(100'000)), "\"x\"");
  if (random.once_in(20)) add("other", random.once_in(2) ? "7" : R"({"in":["it"]})");
  if (random.once_in(40)) add("long", '"' + std::string(32'000 + random.below(900), 'x') + '"');
  return map;
}

std::string any_line(testing::NumberSource& numbers, Random& random, bool plain) {
  const std::string number = any_number(numbers, random);
  const auto quoted = [](const std::string& text) { return nlohmann::json(text).dump(); };
  return fmt::format(
      R"({{"clientToken":{},"phoneNumber":{},"expirationTime":{},"attributes":{{{}}}}})"
      "\n",
      quoted(any_token(number, random)), quoted(number), quoted(any_time(random)),
      any_attributes(random, plain));
}

std::string all_of(const LintResult& result) {
  std::string text = result.counts();
  for (const Located& one : result.findings) {
    text += fmt::format("\n{} {} {} {}", one.finding.record, one.finding.rule, one.finding.path,
                        one.finding.message);
  }
  for (const auto& [region, count] : result.summary.by_region) {
    text += fmt::format("\n{} {}", region, count);
  }
  return text;
}

// What a run may be set to that a glance has to look at.
std::vector<Settings> all_settings() {
  std::vector<Settings> all(6, test_settings());
  all[0].phone_policy = {};
  all[0].severity.erase("phone-fictional");
  all[1].phone_policy = {};
  all[1].now.reset();
  all[2].phone_policy.allowed_regions = {"US", "GB", "DE"};
  for (const char* rule : {"phone-e164", "phone-assignable", "expiration-format", "token-empty"}) {
    all[3].severity[rule] = Severity::kOff;
  }
  all[3].phone_policy = {};
  all[4].now = shifted(kNow, 3500);  // the window ends in the hour behind
  all[4].phone_policy = {};
  return all;
}

}  // namespace

TEST_CASE("A run says the same with glances and without", "[glance]") {
  const auto settings = all_settings();
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(rounds(1200)); ++seed) {
    testing::NumberSource numbers(NumberingPlan::builtin(), seed);
    Random random(seed);
    const bool plain = seed / settings.size() % 2 == 0;
    std::string text;
    for (int line = 0; line < 60; ++line) text += any_line(numbers, random, plain);
    LintOptions options;
    options.settings = settings[seed % settings.size()];
    INFO("seed " << seed);
    REQUIRE(all_of(lint(text, options)) == all_of(lint(text, options, plan_without_glances())));
  }
}

TEST_CASE("The members of requests have their glances", "[glance]") {
  const Plan& plan = builtin_plan();
  const Node& request = plan.node(plan.shape("dial-request")->root);
  for (const std::string_view name : {"clientToken", "phoneNumber", "expirationTime"}) {
    const auto member = std::ranges::find(request.members, name, &Member::name);
    const Node& node = plan.node(member->node);
    INFO(name);
    CHECK(node.steps[node.fast_path_checks].glance != nullptr);
    // And nothing but glances, up to the checks of few texts.
    std::size_t step = node.fast_path_checks;
    while (step < node.fast_path_end && node.steps[step].glance != nullptr)
      step += node.steps[step].glance_steps;
    CHECK(step == node.fast_path_end);
    // A token is looked at for its characters all the same.
    CHECK(node.glance_first == (name != "clientToken"));
  }
  const auto attributes = std::ranges::find(request.members, "attributes", &Member::name);
  const Node& map = plan.node(attributes->node);
  CHECK(map.is_plain_map);
  CHECK(plan.node(map.map_value).fast_accept->refuses_only_rare);
}

TEST_CASE("A number that passes at a glance is assignable, and of its region", "[glance]") {
  const NumberingPlan& plan = NumberingPlan::builtin();
  std::size_t passed = 0;
  std::size_t assignable = 0;
  const auto look = [&](const std::string& number) {
    if (number.size() < 5 || number.size() > 16 || number[1] == '0') return;
    const NumberFacts facts = plan.lookup(number);
    const auto region = region_at_a_glance(plan, Padded(number).text());
    const bool sound = facts.verdict == NumberVerdict::kAssignable && !fictional(number);
    assignable += sound ? 1 : 0;
    passed += region ? 1 : 0;
    INFO(number.size() << " digits of " << facts.region);
    if (region) {
      REQUIRE(sound);
      REQUIRE(*region == facts.region);
    }
  };
  for (const std::string& number : testing::transition_numbers(plan)) look(number);
  testing::NumberSource numbers(plan, 3);
  for (int i = 0; i < rounds(200'000); ++i) look(numbers.any());
  // Of those that do not, nearly all begin as numbers of fiction do.
  CHECK(passed > assignable / 10 * 9);
  CHECK(passed <= assignable);
}

TEST_CASE("Any digits lead from a state to its ending, and fewer to none", "[glance]") {
  const numbering::Tables& tables = numbering::Access::tables(NumberingPlan::builtin());
  std::size_t told = 0;
  for (std::size_t state = 0; state < tables.states; ++state) {
    const numbering::Ending ending = tables.endings[state];
    if (ending.digits == 0) continue;
    ++told;
    for (std::size_t digit = 0; digit < 10; ++digit) {
      numbering::State at = static_cast<numbering::State>(state);
      for (int step = 0; step < ending.digits; ++step) {
        CHECK_FALSE((step > 0 && at >= tables.first_assignable));
        at = tables.next[at][(digit + static_cast<std::size_t>(step) * 3) % 10];
      }
      REQUIRE(at == ending.state);
      REQUIRE(at >= tables.first_assignable);
    }
  }
  CHECK(told > tables.states / 10);
}

TEST_CASE("A token shares digits with its number where one by one says so", "[glance]") {
  // Digits of either, in a row but for separators; no look at more than one digit at a time.
  const auto digits_of = [](std::string_view text) {
    std::vector<std::string> rows(1);
    for (const char c : text) {
      if (c >= '0' && c <= '9')
        rows.back() += c;
      else if (c != '-' && c != '_' && c != '.')
        rows.emplace_back();
    }
    return rows;
  };
  const auto share = [&](std::string_view token, std::string_view number) {
    for (const std::string& row : digits_of(number)) {
      for (std::size_t at = 0; at + 7 <= row.size(); ++at) {
        for (const std::string& other : digits_of(token)) {
          if (other.find(row.substr(at, 7)) != std::string::npos) return true;
        }
      }
    }
    return false;
  };
  LintOptions options;
  for (const Rule* rule : all_rules()) {
    if (rule->id != "token-reveals-phone" && rule->severity != Severity::kOff)
      options.settings.severity[std::string(rule->id)] = Severity::kOff;
  }
  std::size_t shared = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(rounds(400)); ++seed) {
    Random random(seed);
    std::string text;
    std::string expected;
    for (std::uint64_t record = 0; record < 100; ++record) {
      // Few different digits, so that the two meet often; from too few digits to too many.
      std::string number = "+";
      for (std::size_t i = 6 + random.below(10); i > 0; --i) {
        number += static_cast<char>('1' + random.below(2));
      }
      std::string token;
      for (std::size_t i = random.below(80); i > 0; --i)
        token += "1212121212-_.a"[random.below(14)];
      text += fmt::format(
          R"({{"clientToken":"{}","phoneNumber":"{}","expirationTime":"","attributes":{{}}}})"
          "\n",
          token, number);
      if (share(token, number)) expected += fmt::format("{} ", record);
    }
    std::string found;
    for (const Located& one : lint(text, options).findings) {
      REQUIRE(one.finding.rule == "token-reveals-phone");
      found += fmt::format("{} ", one.finding.record);
      ++shared;
    }
    INFO("seed " << seed);
    REQUIRE(found == expected);
  }
  CHECK(shared > 100);
}

}  // namespace diallint::test
