// A table of numbering plans, read naively: one regular expression after the other, in the order
// that docs/numbering-plan.md states.
#pragma once
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "diallint/numbering_plan.h"
#include "harness.h"
#include "phone/plan_parser.h"

namespace diallint::fuzz {

class NaivePlan {
 public:
  struct Verdict {
    bool e164 = false;
    unsigned calling_code = 0;
    std::string_view region;
    NumberType type = NumberType::kNone;
  };

  /// The table outlives this. Throws what read_source() throws.
  explicit NaivePlan(std::string_view table) : source_(numbering::read_source(table)) {}

  Verdict look_up(std::string_view text) const {
    Verdict verdict;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    verdict.e164 = text.size() >= 2 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
                   std::all_of(text.begin() + 1, text.end(), is_digit);
    if (!verdict.e164) return verdict;
    const std::string_view digits = text.substr(1);
    for (const CallingCodeSource& code : source_.codes) {
      if (!digits.starts_with(code.digits)) continue;
      verdict.calling_code = static_cast<unsigned>(std::stoul(std::string(code.digits)));
      const std::string national(digits.substr(code.digits.size()));
      const RegionSource* region = national.empty() ? nullptr : region_of(code, national);
      if (region != nullptr) {
        verdict.region = region->id;
        verdict.type = type_of(*region, national);
      }
    }
    return verdict;
  }

  /// Holds what a plan says of a number to what the table does.
  void check(const NumberingPlan& plan, std::string_view number) const {
    const NumberFacts facts = plan.lookup(number);
    const Verdict naive = look_up(number);
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

 private:
  using CallingCodeSource = numbering::CallingCodeSource;
  using Range = numbering::Range;
  using RegionSource = numbering::RegionSource;

  // Compiled when it is first asked for: most calling codes never are.
  const re2::RE2& expression(const Range& range) const {
    std::unique_ptr<re2::RE2>& found = known_[&range];
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

  bool holds(const Range& range, const std::string& national) const {
    if (!range.present) return false;
    if (range.lengths != 0 && (range.lengths >> national.size() & 1U) == 0) return false;
    return re2::RE2::FullMatch(national, expression(range));
  }

  bool begins(const Range& range, const std::string& national) const {
    re2::StringPiece text(national);
    return re2::RE2::Consume(&text, expression(range));
  }

  NumberType type_of(const RegionSource& region, const std::string& national) const {
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

  const RegionSource* region_of(const CallingCodeSource& code, const std::string& national) const {
    if (code.regions.size() == 1) return &code.regions.front();
    for (const RegionSource& region : code.regions) {
      const bool own = region.leading.present ? begins(region.leading, national)
                                              : type_of(region, national) != NumberType::kNone;
      if (own) return &region;
    }
    return nullptr;
  }

  numbering::PlanSource source_;
  mutable std::map<const Range*, std::unique_ptr<re2::RE2>> known_;
};

}  // namespace diallint::fuzz
