#include "phone/national_number.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "diallint/fictional_numbers.h"
#include "phone/tables.h"
#include "phone/written_number.h"

namespace diallint {
namespace {

struct TrunkPrefix {
  std::string_view prefix;
  std::string_view regions;  // each with a space behind it
};

// As the plan's package has them; tests compare it with libphonenumber's.
constexpr std::array<TrunkPrefix, 5> kTrunkPrefixes = {{
    {"0",
     "AE AF AL AM AR AT AU AX AZ BA BD BE BG BL BO BR CC CD CH CN CO CU CX DE DZ EC EG EH ER ET FI "
     "FR GB GE GF GG GH GP HR ID IE IL IM IN IQ IR JE JO JP KE KG KH KI KP KR LA LB LI LK LR LY MA "
     "MC MD ME MF MG MK MM MN MQ MW MY NA NG NL NP NZ PE PH PK PM PS PY RE RO RS RW SA SD SE SI SK "
     "SL SO SS SY TH TR TW TZ UA UG UY VE VN XK YE YT ZA ZM ZW "},
    {"01", "MX "},
    {"06", "HU "},
    {"1", "AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MH MP MS PR SX TC TT US VC VG VI "},
    {"8", "BY KZ LT RU TM UZ "},
}};

// What is dialled in place of the + within a region: 00 where nothing else stands here.
std::string_view international_prefix_of(std::string_view region, unsigned calling_code) noexcept {
  if (calling_code == 1) return "011";
  if (calling_code == 7) return "810";
  if (region == "AU") return "0011";
  return region == "JP" ? "010" : "00";
}

bool is_held(const std::string& number, const NumberingPlan& plan) {
  if (plan.lookup(number).verdict == NumberVerdict::kAssignable) return true;
  const auto fiction = fictional(number);
  return fiction && !fiction->region.empty();
}

// 2.12556E+09, with a point or a comma.
bool is_scientific(std::string_view text) noexcept {
  const std::size_t e = text.find_first_of("eE");
  return e != std::string_view::npos && e > 0 && is_digit(text[e - 1]) && e + 1 < text.size() &&
         text.find_first_not_of("+0123456789", e + 1) == std::string_view::npos &&
         text.find_first_not_of("0123456789.,") == e;
}

// The numbers that digits without a + can mean.
class Readings {
 public:
  Readings(std::string_view digits, const NumberingPlan& plan) : digits_(digits), plan_(plan) {}

  void add(std::string_view prefix, const std::string& in_its_place) {
    if (!digits_.starts_with(prefix)) return;
    std::string number = "+" + in_its_place;
    number += digits_.substr(prefix.size());
    if (!is_held(number, plan_)) return;
    if (std::find(found_.begin(), found_.end(), number) == found_.end())
      found_.push_back(std::move(number));
  }

  NumberReading only() {
    if (found_.empty()) return {{}, NumberProblem::kNotInPlan};
    if (found_.size() > 1) return {{}, NumberProblem::kSeveralWays};
    return {std::move(found_.front()), NumberProblem::kNone};
  }

 private:
  std::string_view digits_;
  const NumberingPlan& plan_;
  std::vector<std::string> found_;
};

NumberReading read_without_region(const std::string& digits, const NumberingPlan& plan) {
  constexpr std::string_view kInternational = "00";
  if (!digits.starts_with(kInternational)) return {{}, NumberProblem::kNoRegion};
  Readings readings(digits, plan);
  readings.add(kInternational, "");
  return readings.only();
}

NumberReading read_in_region(const std::string& digits, std::string_view region,
                             const NumberingPlan& plan) {
  const unsigned calling_code = calling_code_of(region, plan);
  const std::string code = std::to_string(calling_code);
  Readings readings(digits, plan);
  readings.add("", code);
  const std::string_view trunk = trunk_prefix_of(region);
  if (!trunk.empty()) readings.add(trunk, code);
  readings.add(code, code);
  readings.add(international_prefix_of(region, calling_code), "");
  return readings.only();
}

// Most of a clean list: nothing around the digits.
bool is_plain(std::string_view text) noexcept {
  constexpr std::size_t kMost = 25;
  return text.size() > 1 && text.size() <= kMost && text[0] == '+' && all_digits(text.substr(1));
}

bool has(const WrittenNumber& written, RepairKind kind) {
  return std::find(written.kinds.begin(), written.kinds.end(), kind) != written.kinds.end();
}

}  // namespace

unsigned calling_code_of(std::string_view region, const NumberingPlan& plan) noexcept {
  const numbering::Tables& tables = numbering::Access::tables(plan);
  const numbering::Group* end = tables.groups + tables.group_count;
  const auto* group = std::find_if(tables.groups, end, [&](const numbering::Group& candidate) {
    return candidate.region_size == 2 && region == std::string_view(candidate.region, 2);
  });
  return group == end ? 0 : group->calling_code;
}

std::string_view trunk_prefix_of(std::string_view region) noexcept {
  if (region.size() != 2) return {};
  for (const TrunkPrefix& trunk : kTrunkPrefixes)
    for (std::size_t at = 0; at < trunk.regions.size(); at += 3)
      if (trunk.regions.substr(at, 2) == region) return trunk.prefix;
  return {};
}

NumberReading read_number(std::string_view text, std::string_view region,
                          const NumberingPlan& plan) {
  if (is_plain(text)) return {std::string(text), NumberProblem::kNone};
  if (is_scientific(text)) return {{}, NumberProblem::kCutDigits};
  std::optional<WrittenNumber> written = read_written_number(text);
  if (!written || holds_two_numbers(text, plan)) return {{}, NumberProblem::kUnreadable};
  // Words of a street read as digits, too, and nobody's own number is written in letters.
  if (has(*written, RepairKind::kLetters)) return {{}, NumberProblem::kUnreadable};
  if (has(*written, RepairKind::kExtension)) return {{}, NumberProblem::kExtension};
  if (written->digits.starts_with('+')) return {std::move(written->digits), NumberProblem::kNone};
  if (calling_code_of(region, plan) == 0) return read_without_region(written->digits, plan);
  return read_in_region(written->digits, region, plan);
}

}  // namespace diallint
