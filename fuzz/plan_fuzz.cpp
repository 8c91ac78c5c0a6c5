// Tables of numbering plans that strangers wrote: a plan that says what a naive reading of the
// table does, or one line that says why there is none.
#include <string>
#include <variant>

#include "plan_oracle.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

// Of plans that a few lines make.
constexpr std::string_view kNumbers[] = {"+1", "+12025550147", "+447700900123", "+4402079460123",
                                         "+8001234567"};

// A number, and it with digits taken off and put on.
void check_around(const NumberingPlan& plan, const NaivePlan& naive, std::string number) {
  naive.check(plan, number);
  naive.check(plan, number + '0');
  if (number.empty()) return;
  number.pop_back();
  naive.check(plan, number);
}

}  // namespace

// The first line is a number; the table follows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::string number(bytes.until('\n').substr(0, 20));
  const std::string_view table = bytes.rest();
  const Result<NumberingPlan> result = NumberingPlan::parse(table);
  if (!result) {
    expect(is_one_line(result.error().message), "what is wrong is said in one line");
    return 0;
  }
  const NumberingPlan& plan = *result;
  const NaivePlan naive(table);
  check_around(plan, naive, number);
  for (const std::string_view one : kNumbers) check_around(plan, naive, std::string(one));
  return 0;
}
