// The automaton of the numbering plans against the table that it was compiled from, read naively:
// one regular expression after the other, in the order that docs/numbering-plan.md states.
#include <re2/re2.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include "diallint/numbering_plan.h"
#include "harness.h"
#include "numbering_source.h"

using namespace diallint;
using namespace diallint::fuzz;
using numbering::CallingCodeSource;
using numbering::Range;
using numbering::RegionSource;

namespace {

const std::string& table() {
  static const std::string kText = [] {
    std::ifstream in(DIALLINT_SOURCE_DIR "/data/numbering-plan.txt");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    expect(!text.empty(), "data/numbering-plan.txt is there");
    return text;
  }();
  return kText;
}

// Compiled when it is first asked for: most calling codes never are.
const re2::RE2& expression(const Range& range) {
  static std::map<const Range*, std::unique_ptr<re2::RE2>> known;
  std::unique_ptr<re2::RE2>& found = known[&range];
  if (!found) {
    std::string pattern;
    for (const numbering::Alternative& one : range.alternatives) {
      pattern.append(pattern.empty() ? "(?:" : "|(?:").append(one.pattern).append(")");
    }
    found = std::make_unique<re2::RE2>(pattern, re2::RE2::Quiet);
    expect(found->ok(), "patterns of the table are regular expressions");
  }
  return *found;
}

bool holds(const Range& range, const std::string& national) {
  if (!range.present) return false;
  if (range.lengths != 0 && (range.lengths >> national.size() & 1U) == 0) return false;
  return re2::RE2::FullMatch(national, expression(range));
}

bool begins(const Range& range, const std::string& national) {
  re2::StringPiece text(national);
  return re2::RE2::Consume(&text, expression(range));
}

NumberType type_of(const RegionSource& region, const std::string& national) {
  if (!holds(region.general, national)) return NumberType::kNone;
  for (std::size_t i = 0; i < numbering::kFixedRange; ++i) {
    if (holds(region.types[i], national)) return numbering::kRangeTypes[i];
  }
  const bool fixed = holds(region.types[numbering::kFixedRange], national);
  const bool mobile = holds(region.types[numbering::kMobileRange], national);
  if (fixed)
    return mobile || region.mobile_is_fixed ? NumberType::kFixedOrMobile : NumberType::kFixed;
  return mobile ? NumberType::kMobile : NumberType::kNone;
}

const RegionSource* region_of(const CallingCodeSource& code, const std::string& national) {
  if (code.regions.size() == 1) return &code.regions.front();
  for (const RegionSource& region : code.regions) {
    const bool own = region.leading.present ? begins(region.leading, national)
                                            : type_of(region, national) != NumberType::kNone;
    if (own) return &region;
  }
  return nullptr;
}

struct Naive {
  bool e164 = false;
  unsigned calling_code = 0;
  std::string_view region;
  NumberType type = NumberType::kNone;
};

Naive look_up(std::string_view text) {
  static const numbering::PlanSource kSource = numbering::read_source(table());
  Naive naive;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  naive.e164 = text.size() >= 2 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
               std::all_of(text.begin() + 1, text.end(), is_digit);
  if (!naive.e164) return naive;
  const std::string_view digits = text.substr(1);
  for (const CallingCodeSource& code : kSource.codes) {
    if (!digits.starts_with(code.digits)) continue;
    naive.calling_code = static_cast<unsigned>(std::stoul(std::string(code.digits)));
    const std::string national(digits.substr(code.digits.size()));
    const RegionSource* region = national.empty() ? nullptr : region_of(code, national);
    if (region != nullptr) {
      naive.region = region->id;
      naive.type = type_of(*region, national);
    }
  }
  return naive;
}

bool is_e164(std::string_view text) {
  return NumberingPlan::builtin().lookup(text).verdict != NumberVerdict::kNotE164;
}

void check_verdict(const NumberFacts& facts, const Naive& naive) {
  const bool assignable = facts.verdict == NumberVerdict::kAssignable;
  expect((facts.verdict == NumberVerdict::kNotE164) == !naive.e164, "the frame of E.164");
  expect(assignable == (naive.type != NumberType::kNone), "assignable as the table says");
  expect(facts.type == naive.type, "of the table's type");
  expect(!naive.e164 || facts.calling_code == naive.calling_code, "of the table's calling code");
  expect(!assignable || facts.region == naive.region, "of the table's region");
  const bool unknown = facts.verdict == NumberVerdict::kUnknownCallingCode;
  expect(unknown == (naive.e164 && naive.calling_code == 0),
         "calling codes are those of the table");
}

void check_national_zero(std::string_view text) {
  const auto found = NumberingPlan::builtin().national_zero(text);
  if (!found) return;
  expect(found->offset < text.size() && text[found->offset] == '0', "a zero goes");
  const std::string without =
      std::string(text.substr(0, found->offset)) + std::string(text.substr(found->offset + 1));
  expect(look_up(without).type == found->facts.type, "what is left is what the table says");
  expect(found->facts.type != NumberType::kNone && look_up(text).type == NumberType::kNone,
         "a number is mended, not changed");
}

void check_number(std::string_view text) {
  const Naive naive = look_up(text);
  const NumberFacts facts = NumberingPlan::builtin().lookup(text);
  check_verdict(facts, naive);
  check_national_zero(text);
  // An assignable number and more digits is too long, whatever follows.
  if (facts.verdict == NumberVerdict::kAssignable && is_e164(std::string(text) + "0")) {
    const NumberFacts longer = NumberingPlan::builtin().lookup(std::string(text) + "0");
    expect(longer.verdict != NumberVerdict::kRangeNotInUse, "a digit too many is named");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  for (int i = 0; i < 4 && !bytes.empty(); ++i) check_number(bytes.until('\n'));
  return 0;
}
