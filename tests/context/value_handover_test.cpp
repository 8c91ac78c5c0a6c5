// A list that is checked in parts, whose values are handed on: compared afterwards they are the
// repeats that one run over the whole list finds.
#include "context/value_handover.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "support/lint.h"

namespace diallint::test {
namespace {

class Handed final : public ValueHandover {
 public:
  Hash128 hash_of(std::uint32_t set, std::string_view value) const override {
    return {std::hash<std::string_view>()(value), set};
  }
  void take(const HandedValue& value) override { all.push_back(value); }
  std::vector<HandedValue> all;
};

std::string line(int token, int number, const char* expiry = "2026-11-20T12:10:00.000Z") {
  return fmt::format(
      R"({{"dialRequests":[{{"clientToken":"t{}","phoneNumber":"+1202555{:04}","expirationTime":"{}","attributes":{{}}}}]}})",
      token, number, expiry);
}

struct Checked {
  std::vector<Located> found;
  Counts counts;
};

void check(const std::vector<std::string>& lines, Settings settings, ValueHandover* handover,
           Checked& checked) {
  RunOptions options;
  options.format = InputFormat::kNdjson;
  std::string text;
  for (const std::string& one : lines) text += one + "\n";
  Collector collector(checked.found);
  Run run(builtin_plan(), settings, options, collector);
  run.set_handover(handover);
  TextSource source(text);
  run.check(source, "");
  checked.counts = run.summary().counts;
}

const std::vector<std::string> kLines = {line(1, 101), line(2, 102), line(3, 103, "soon"),
                                         line(1, 104), line(4, 103), line(3, 101)};

}  // namespace

TEST_CASE("Values that are handed on are those that a run compares", "[value_handover]") {
  Checked whole;
  check(kLines, test_settings(), nullptr, whole);
  std::multiset<std::tuple<std::string, std::uint64_t, std::string, std::string>> expected;
  for (const auto& [finding, location] : whole.found)
    if (finding.first)
      expected.emplace(finding.rule, finding.record, finding.path, finding.message);
  REQUIRE(expected.size() == 4);

  for (std::size_t at = 0; at <= kLines.size(); ++at) {
    const auto middle = kLines.begin() + static_cast<std::ptrdiff_t>(at);
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> firsts;
    std::multiset<std::tuple<std::string, std::uint64_t, std::string, std::string>> made;
    std::set<std::uint64_t> newly_invalid;
    Counts counts;
    for (const bool behind : {false, true}) {
      Checked part;
      Handed handed;
      check(behind ? std::vector(middle, kLines.end()) : std::vector(kLines.begin(), middle),
            test_settings(), &handed, part);
      counts += part.counts;
      const std::uint64_t before = behind ? at : 0;
      for (const auto& [finding, location] : part.found) CHECK(!finding.first);
      for (const HandedValue& value : handed.all) {
        const std::uint64_t place = before + value.place.number;
        const auto [first, is_new] = firsts.try_emplace({value.hash.key, value.hash.home}, place);
        if (is_new) continue;
        CHECK(value.place.is_line);
        made.emplace(value.rule, before + value.record, value.path,
                     value.tell(value.subject, fmt::format("line {}", first->second)));
        if (value.severity == Severity::kError && value.is_sound)
          newly_invalid.insert(before + value.record);
      }
    }
    CHECK(made == expected);
    CHECK(counts.invalid + newly_invalid.size() == whole.counts.invalid);
    CHECK(counts.valid - newly_invalid.size() == whole.counts.valid);
  }
}

TEST_CASE("Nothing is handed on for a rule that is off", "[value_handover]") {
  Settings settings = test_settings();
  settings.severity["token-unique"] = Severity::kOff;
  settings.severity["phone-duplicate"] = Severity::kInfo;
  Checked checked;
  Handed handed;
  check(kLines, settings, &handed, checked);
  CHECK(handed.all.size() == kLines.size());
  for (const HandedValue& value : handed.all) {
    CHECK(value.rule == "phone-duplicate");
    CHECK(value.severity == Severity::kInfo);
  }
}

}  // namespace diallint::test
