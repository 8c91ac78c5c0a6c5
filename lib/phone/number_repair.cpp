#include "phone/number_repair.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "diallint/fictional_numbers.h"
#include "phone/plan_changes.h"
#include "phone/written_number.h"

namespace diallint {
namespace {

struct RepairTexts {
  RepairKind kind;
  std::string_view name;
  std::string_view words;
};

// In the order of the kinds.
constexpr std::array<RepairTexts, kRepairKinds> kTexts = {{
    {RepairKind::kPlainCharacters, "plain-characters", "in plain ASCII characters"},
    {RepairKind::kEncodedPlus, "encoded-plus", "with its encoded + decoded"},
    {RepairKind::kSpreadsheetMark, "spreadsheet-mark", "without the marks of a spreadsheet"},
    {RepairKind::kQuotes, "quotes", "without its quotation marks"},
    {RepairKind::kLabel, "label", "without the scheme or word in front"},
    {RepairKind::kSuffix, "suffix", "without the address at its end"},
    {RepairKind::kExtension, "extension", "without its extension"},
    {RepairKind::kDecimals, "decimals", "without its decimals"},
    {RepairKind::kLetters, "letters", "with the digits that its letters stand for"},
    {RepairKind::kSeparators, "separators", "without spaces and punctuation"},
    {RepairKind::kRepeatedPlus, "repeated-plus", "with one +"},
    {RepairKind::kMissingPlus, "missing-plus", "with a + in front"},
    {RepairKind::kFormSpace, "form-space", "with the + that a web form has turned into a space"},
    {RepairKind::kInternationalPrefix, "international-prefix",
     "with + in place of its international prefix"},
    {RepairKind::kZeroBeforeCode, "zero-before-code", "without the 0 before its calling code"},
    {RepairKind::kNorthAmericanCode, "north-american-code", "with +1"},
    {RepairKind::kEightForSeven, "eight-for-seven", "with +7 in place of its first 8"},
    {RepairKind::kTrunkZero, "trunk-zero", "without the 0 after its calling code"},
    {RepairKind::kTrunkPrefix, "trunk-prefix", "without the trunk prefix after its calling code"},
    {RepairKind::kRepeatedCode, "repeated-code", "with its calling code once"},
    {RepairKind::kMexicanOne, "mexican-one", "without the 1 that Mexico gave up in 2019"},
    {RepairKind::kArgentineFifteen, "argentine-fifteen",
     "with 9 after the calling code in place of the 15 that is dialled within Argentina"},
    {RepairKind::kBrazilianNine, "brazilian-nine",
     "with the 9 that mobile numbers of Brazil have had since 2016"},
    {RepairKind::kIvorianPrefix, "ivorian-prefix",
     "with the two digits that Ivory Coast put before its numbers in 2021"},
    {RepairKind::kBenineseOne, "beninese-one",
     "with the 01 that Benin put before its numbers in 2024"},
    {RepairKind::kVietnameseMobile, "vietnamese-mobile",
     "with the shorter prefix that mobile numbers of Viet Nam have had since 2018"},
}};

consteval bool in_order() {
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    if (static_cast<std::size_t>(kTexts[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order());

constexpr std::size_t kNorthAmericanDigits = 10;
constexpr std::size_t kRussianDigits = 11;
constexpr std::size_t kLongestCode = 3;
constexpr std::size_t kMostSteps = 4;
constexpr int kMostSeparators = 8;  // that two numbers are looked for between

// A way from the digits that were written to a number.
struct Way {
  std::string digits;  // without the +
  std::vector<RepairKind> kinds;
  bool mobile = false;  // it has to be one
};

Way further(const Way& from, RepairKind kind, std::string digits) {
  Way way{std::move(digits), from.kinds, false};
  way.kinds.push_back(kind);
  return way;
}

// What is dialled in place of the +, from one country or another.
constexpr std::array<std::string_view, 4> kInternationalPrefixes = {"00", "011", "0011", "810"};

// What the digits may be, counted from the calling code on.
std::vector<Way> international_forms(const WrittenNumber& written) {
  const bool plus = written.digits[0] == '+';
  const std::string digits = written.digits.substr(plus ? 1 : 0);
  const Way start{digits, {}, false};
  std::vector<Way> ways;
  if (plus) {
    ways.push_back(start);
  } else {
    ways.push_back(further(
        start, written.space_for_plus ? RepairKind::kFormSpace : RepairKind::kMissingPlus, digits));
  }
  for (const std::string_view prefix : kInternationalPrefixes) {
    if (digits.starts_with(prefix))
      ways.push_back(
          further(start, RepairKind::kInternationalPrefix, digits.substr(prefix.size())));
  }
  if (plus && digits.starts_with('0'))
    ways.push_back(further(start, RepairKind::kZeroBeforeCode, digits.substr(1)));
  if (digits.size() == kNorthAmericanDigits)
    ways.push_back(further(start, RepairKind::kNorthAmericanCode, "1" + digits));
  if (!plus && digits.size() == kRussianDigits && digits[0] == '8')
    ways.push_back(further(start, RepairKind::kEightForSeven, "7" + digits.substr(1)));
  return ways;
}

class Repairer {
 public:
  explicit Repairer(const NumberingPlan& plan) : plan_(plan) {}

  // The region of a number that somebody may have, or that is kept for fiction; nothing otherwise.
  std::optional<std::string_view> held(const Way& way) const {
    const std::string number = "+" + way.digits;
    const NumberFacts facts = plan_.lookup(number);
    const bool mobile =
        facts.type == NumberType::kMobile || facts.type == NumberType::kFixedOrMobile;
    if (facts.verdict == NumberVerdict::kAssignable)
      return way.mobile && !mobile ? std::nullopt : std::optional(facts.region);
    const auto fiction = fictional(number);
    // Where countries share a plan the area code has to be one of theirs.
    if (fiction && !fiction->region.empty()) return fiction->region;
    return std::nullopt;
  }

  void add_changes(const Way& from, std::vector<Way>& out) const {
    for (std::size_t size = 1; size <= kLongestCode && size < from.digits.size(); ++size) {
      const std::string code = from.digits.substr(0, size);
      const unsigned calling_code = plan_.lookup("+" + code).calling_code;
      if (calling_code == 0) continue;
      for (NationalChange& change :
           national_changes(calling_code, std::string_view(from.digits).substr(size))) {
        out.push_back(further(from, change.kind, code + change.national));
        out.back().mobile = change.mobile;
      }
      return;
    }
  }

  // The way of fewest steps to a number that somebody may have, if all those lead to the same one.
  std::optional<Way> only_way(const std::vector<Way>& forms, std::string_view& region) const {
    std::vector<Way> ways;
    for (std::size_t steps = 0; steps <= kMostSteps; ++steps) {
      std::vector<Way> longer;
      for (const Way& way : ways) add_changes(way, longer);
      ways = std::move(longer);
      for (const Way& form : forms) {
        if (form.kinds.size() == steps) ways.push_back(form);
      }
      const Way* only = nullptr;
      for (const Way& way : ways) {
        const auto found = held(way);
        if (!found) continue;
        if (only != nullptr && only->digits != way.digits) return std::nullopt;
        only = &way;
        region = *found;
      }
      if (only != nullptr) return *only;
    }
    return std::nullopt;
  }

 private:
  const NumberingPlan& plan_;
};

}  // namespace

std::string_view repair_name(RepairKind kind) noexcept {
  return kTexts[static_cast<std::size_t>(kind)].name;
}

std::string_view repair_in_words(RepairKind kind) noexcept {
  return kTexts[static_cast<std::size_t>(kind)].words;
}

std::optional<NumberRepair> repair_number(std::string_view text, const NumberingPlan& plan) {
  std::optional<WrittenNumber> written = read_written_number(text);
  if (!written || holds_two_numbers(text, plan)) return std::nullopt;
  NumberRepair repair;
  const auto way = Repairer(plan).only_way(international_forms(*written), repair.region);
  if (!way) return std::nullopt;
  repair.kinds = std::move(written->kinds);
  repair.kinds.insert(repair.kinds.end(), way->kinds.begin(), way->kinds.end());
  if (repair.kinds.empty()) return std::nullopt;
  repair.text = "+" + way->digits;
  return repair;
}

bool holds_two_numbers(std::string_view text, const NumberingPlan& plan) {
  constexpr std::string_view kBetween = "/|&\n,;";
  int left = kMostSeparators;
  for (std::size_t at = text.find_first_of(kBetween); at != std::string_view::npos && left-- > 0;
       at = text.find_first_of(kBetween, at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    const auto digits = static_cast<std::size_t>(std::count_if(rest.begin(), rest.end(), is_digit));
    // Behind a comma or a semicolon an extension may follow.
    const bool pause = text[at] == ',' || text[at] == ';';
    if (digits < (pause ? 8 : 2)) continue;
    const auto first = read_written_number(text.substr(0, at));
    if (!first) continue;
    std::string_view region;
    if (Repairer(plan).only_way(international_forms(*first), region)) return true;
  }
  return false;
}

}  // namespace diallint
