#include "phone/certain_number.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/ascii.h"
#include "base/character_names.h"
#include "phone/national_number.h"
#include "phone/number_repair.h"

namespace diallint {
namespace {

// What stands around digits and says nothing about which number it is.
bool is_mark(RepairKind kind) noexcept {
  switch (kind) {
    case RepairKind::kPlainCharacters:
    case RepairKind::kEncodedPlus:
    case RepairKind::kSpreadsheetMark:
    case RepairKind::kQuotes:
    case RepairKind::kLabel:
    case RepairKind::kSeparators:
    case RepairKind::kRepeatedPlus:
      return true;
    default:
      return false;
  }
}

bool has(const NumberRepair& repair, RepairKind kind) {
  return std::find(repair.kinds.begin(), repair.kinds.end(), kind) != repair.kinds.end();
}

// What may stand for digits that are hidden, or in front of others that may be dialled instead or
// behind the number.
bool has_doubtful_marks(std::string_view plain) {
  return plain.find_first_of("/\\|*#~_<>{}&;,?") != std::string_view::npos || plain.ends_with(".0");
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

// Any other label names a way to reach somebody that is no call.
bool is_label_of_call(std::string_view plain) {
  const std::string lower = to_lower(plain);
  return lower.find("tel:") != std::string::npos || lower.find("callto:") != std::string::npos;
}

// What is dialled with 00, with the 0 behind the calling code or without.
std::string dialled(const NumberRepair& repair, bool has_zero, const NumberingPlan& plan) {
  const std::string digits = repair.text.substr(1);
  const std::string code = std::to_string(plan.lookup(repair.text).calling_code);
  return "00" + (has_zero ? code + "0" + digits.substr(code.size()) : digits);
}

bool is_certain(const NumberRepair& repair, std::string_view plain, const NumberingPlan& plan) {
  for (const RepairKind kind : repair.kinds) {
    const bool prefix = kind == RepairKind::kInternationalPrefix;
    if (!is_mark(kind) && !prefix && kind != RepairKind::kTrunkZero) return false;
  }
  if (has_doubtful_marks(plain)) return false;
  if (has(repair, RepairKind::kLabel) && !is_label_of_call(plain)) return false;
  const auto zeros = std::count(repair.kinds.begin(), repair.kinds.end(), RepairKind::kTrunkZero);
  if (zeros > 1 || (zeros == 1 && trunk_prefix_of(repair.region) != "0")) return false;
  if (!has(repair, RepairKind::kInternationalPrefix)) return true;
  // Other prefixes are those of some countries alone.
  return digits_of(plain) == dialled(repair, zeros == 1, plan);
}

}  // namespace

std::optional<CertainNumber> certain_number(std::string_view text, const NumberingPlan& plan) {
  std::optional<NumberRepair> repair = repair_number(text, plan);
  if (!repair || !is_certain(*repair, in_plain_characters(text), plan)) return std::nullopt;
  const NumberChange change = has(*repair, RepairKind::kTrunkZero) ? NumberChange::kTrunkZero
                              : has(*repair, RepairKind::kInternationalPrefix)
                                  ? NumberChange::kPrefix
                                  : NumberChange::kForm;
  return CertainNumber{std::move(repair->text), change};
}

std::string national_number(std::string_view text, std::string_view region,
                            const NumberingPlan& plan) {
  const std::string plain = in_plain_characters(text);
  if (plain.find('+') != std::string::npos || has_doubtful_marks(plain)) return {};
  return read_number(text, region, plan).number;
}

}  // namespace diallint
