#include "diallint/numbering_plan.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

#include "base/out_of_memory.h"
#include "base/printable.h"
#include "phone/plan_compiler.h"
#include "phone/plan_parser.h"
#include "phone/tables.h"

namespace diallint {

using numbering::Group;
using numbering::kEntryDigits;
using numbering::Label;
using numbering::State;
using numbering::Storage;
using numbering::Tables;

namespace {

constexpr std::size_t kMaxSize = numbering::kMaxDigits + 1;  // with the plus sign

// The verdict by outcome and by two facts of length, that matter where no range contains the
// number. The length is named first, it being the likelier slip. A table, because branches on what
// is wrong with a number cannot be predicted.
constexpr unsigned kShorter = 16;
constexpr unsigned kLonger = 32;
constexpr auto kVerdicts = [] {
  std::array<NumberVerdict, 64> verdicts{};
  verdicts.fill(NumberVerdict::kAssignable);
  for (const unsigned length : {0U, kShorter, kLonger, kShorter | kLonger}) {
    verdicts[length | numbering::kTooShortOutcome] = NumberVerdict::kTooShort;
    verdicts[length | numbering::kNotInUseOutcome] = NumberVerdict::kTooShort;
    verdicts[length | numbering::kNoCallingCodeOutcome] = NumberVerdict::kUnknownCallingCode;
  }
  verdicts[numbering::kNotInUseOutcome] = NumberVerdict::kRangeNotInUse;
  verdicts[kLonger | numbering::kNotInUseOutcome] = NumberVerdict::kTooLong;
  return verdicts;
}();

constexpr auto kTypes = [] {
  std::array<NumberType, 16> types{};
  for (unsigned i = 0; i <= static_cast<unsigned>(NumberType::kMobile); ++i) {
    types[i] = static_cast<NumberType>(i);
  }
  return types;
}();

// Any other byte than a digit gives more than 9.
unsigned digit_at(const char* text, std::size_t at) {
  return static_cast<unsigned char>(text[at]) - unsigned{'0'};
}

// Where a walk over the digits of a number stands.
struct Walk {
  State state = 0;
  State furthest = 0;  // of the states that its beginnings end in: tells whether one is assignable
};

void step(const Tables& tables, Walk& walk, unsigned digit) {
  walk.furthest = std::max(walk.furthest, walk.state);
  walk.state = tables.next[walk.state][digit];
}

bool has_frame(std::string_view e164) {
  return e164.size() >= 2 && e164.size() <= kMaxSize && e164[0] == '+' && e164[1] != '0';
}

// Takes the first digits of a number at once; false where one is none.
bool enter(const Tables& tables, const char* text, Walk& walk) {
  const unsigned first = digit_at(text, 1);
  const unsigned second = digit_at(text, 2);
  const unsigned third = digit_at(text, 3);
  if (std::max({first, second, third}) > 9) return false;
  walk.state = tables.entry[first * 100 + second * 10 + third];
  return true;
}

// A number of fewer digits than enter() takes.
bool walk_stub(const Tables& tables, std::string_view e164, Walk& walk) {
  walk.state = tables.root;
  for (std::size_t i = 1; i < e164.size(); ++i) {
    const unsigned digit = digit_at(e164.data(), i);
    if (digit > 9) return false;
    step(tables, walk, digit);
  }
  return true;
}

bool walk_all(const Tables& tables, std::string_view e164, Walk& walk) {
  if (!has_frame(e164)) return false;
  if (e164.size() <= kEntryDigits) return walk_stub(tables, e164, walk);
  if (!enter(tables, e164.data(), walk)) return false;
  for (std::size_t i = kEntryDigits + 1; i < e164.size(); ++i) {
    const unsigned digit = digit_at(e164.data(), i);
    if (digit > 9) return false;
    step(tables, walk, digit);
  }
  return true;
}

NumberFacts facts_of(const Tables& tables, const Walk& walk, std::size_t digits) {
  const Label label = tables.labels[walk.state];
  const Group& group = tables.groups[numbering::group_of(label)];
  const unsigned outcome = numbering::outcome_of(label);
  const bool began_assignable = walk.furthest >= tables.first_assignable;
  const unsigned shorter = digits < group.shortest ? kShorter : 0;
  const unsigned longer = ((digits > group.longest) | began_assignable) ? kLonger : 0;
  return {kVerdicts[outcome | shorter | longer],
          kTypes[outcome],
          group.calling_code,
          {group.region, group.region_size}};
}

// Digits of the calling code that a number begins with; 0 where there is none.
std::size_t calling_code_digits(const Tables& tables, std::string_view e164) {
  State state = tables.root;
  for (std::size_t i = 1; i < e164.size() && i <= 3; ++i) {
    const unsigned digit = digit_at(e164.data(), i);
    if (digit > 9) return 0;
    state = tables.next[state][digit];
    const Group& group = tables.groups[numbering::group_of(tables.labels[state])];
    if (group.calling_code != 0) return i;
  }
  return 0;
}

}  // namespace

NumberingPlan::NumberingPlan(std::shared_ptr<const Storage> storage) noexcept
    : tables_(&storage->view), storage_(std::move(storage)) {}

std::variant<NumberingPlan, NumberingPlanError> NumberingPlan::from_table(std::string_view text) {
  try {
    return NumberingPlan(numbering::compile(text));
  } catch (const numbering::PlanFailure& fault) {
    return NumberingPlanError{fault.error.line, printable(fault.error.message)};
  }
}

Result<NumberingPlan> NumberingPlan::parse(std::string_view text) noexcept {
  return value_or_error<numbering::PlanFailure>(
      [&]() -> Result<NumberingPlan> { return NumberingPlan(numbering::compile(text)); },
      [](const numbering::PlanFailure& fault) {
        std::string message = printable(fault.error.message);
        if (fault.error.line > 0)
          message.insert(0, "line " + std::to_string(fault.error.line) + ": ");
        return Error{ErrorCode::kSetting, std::move(message)};
      });
}

NumberFacts NumberingPlan::lookup(std::string_view e164) const noexcept {
  Walk walk;
  if (!walk_all(*tables_, e164, walk)) return {};
  return facts_of(*tables_, walk, e164.size() - 1);
}

std::optional<NationalZero> NumberingPlan::national_zero(std::string_view e164) const noexcept {
  if (e164.size() < 2 || e164.size() > kMaxSize + 1 || e164[0] != '+') return std::nullopt;
  const std::size_t zero = calling_code_digits(*tables_, e164) + 1;
  if (zero == 1 || zero >= e164.size() || e164[zero] != '0') return std::nullopt;
  if (lookup(e164).verdict == NumberVerdict::kAssignable) return std::nullopt;
  std::array<char, kMaxSize> without{};
  std::memcpy(without.data(), e164.data(), zero);
  std::memcpy(without.data() + zero, e164.data() + zero + 1, e164.size() - zero - 1);
  const NumberFacts facts = lookup({without.data(), e164.size() - 1});
  if (facts.verdict != NumberVerdict::kAssignable) return std::nullopt;
  return NationalZero{zero, facts};
}

std::string_view NumberingPlan::version() const noexcept { return tables_->version; }
std::string_view NumberingPlan::date() const noexcept { return tables_->date; }
std::size_t NumberingPlan::states() const noexcept { return tables_->states; }

bool NumberingPlan::has_region(std::string_view id) const noexcept {
  const Group* end = tables_->groups + tables_->group_count;
  return !id.empty() && std::any_of(tables_->groups, end, [&](const Group& group) {
    return id == std::string_view(group.region, group.region_size);
  });
}

std::size_t NumberingPlan::bytes() const noexcept {
  return tables_->states * (sizeof(numbering::Row) + sizeof(Label)) +
         tables_->group_count * sizeof(Group) + numbering::kEntries * sizeof(State);
}

}  // namespace diallint
