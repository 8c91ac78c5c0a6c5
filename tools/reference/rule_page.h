// The pages of the reference, put together.
#pragma once
#include "diallint/guidance.h"
#include "plan/plan.h"
#include "plan/rule.h"
#include "reference/document.h"

namespace diallint {

/// What a rule checks and why, where it is carried, examples, repair, sources.
Page page_of(const Rule& rule, const Plan& plan);

/// What a failure code or an exception means, and what to do.
Page page_of(const Guidance& guidance);

}  // namespace diallint
