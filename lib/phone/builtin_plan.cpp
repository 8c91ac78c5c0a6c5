#include "phone/builtin_plan.h"

#include "diallint/numbering_plan.h"

namespace diallint {

// Has the constructor that nobody else may call; the plan in it is complete when a program is
// loaded.
struct BuiltinPlan {
  NumberingPlan plan{&numbering::kBuiltinTables};
};

namespace {
constinit const BuiltinPlan kBuiltin;
}  // namespace

const NumberingPlan& NumberingPlan::builtin() noexcept { return kBuiltin.plan; }

}  // namespace diallint
