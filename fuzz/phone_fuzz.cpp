// The automaton of the numbering plans against the table that it was compiled from, read naively.
#include <fstream>
#include <iterator>
#include <string>

#include "plan_oracle.h"
#include "support/build_paths.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

const NaivePlan& naive_plan() {
  static const std::string kTable = [] {
    std::ifstream in(test::source_dir() + "/data/numbering-plan.txt");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    expect(!text.empty(), "data/numbering-plan.txt is there");
    return text;
  }();
  static const NaivePlan kPlan(kTable);
  return kPlan;
}

bool is_e164(std::string_view text) {
  return NumberingPlan::builtin().lookup(text).verdict != NumberVerdict::kNotE164;
}

void check_national_zero(std::string_view text) {
  const auto found = NumberingPlan::builtin().national_zero(text);
  if (!found) return;
  expect(found->offset < text.size() && text[found->offset] == '0', "a zero goes");
  const std::string without =
      std::string(text.substr(0, found->offset)) + std::string(text.substr(found->offset + 1));
  expect(naive_plan().look_up(without).type == found->facts.type,
         "what is left is what the table says");
  expect(found->facts.type != NumberType::kNone &&
             naive_plan().look_up(text).type == NumberType::kNone,
         "a number is mended, not changed");
}

void check_number(std::string_view text) {
  const NumberFacts facts = NumberingPlan::builtin().lookup(text);
  naive_plan().check(NumberingPlan::builtin(), text);
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
