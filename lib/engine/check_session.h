// All that readers, walker and rules share while the inputs of a run are checked.
#pragma once
#include <deque>
#include <string>

#include "context/captures.h"
#include "context/check_context.h"
#include "context/finding_log.h"
#include "context/record_ledger.h"
#include "context/run_state.h"
#include "context/value_path.h"
#include "diallint/settings.h"
#include "engine/record_texts.h"
#include "engine/walk_memory.h"
#include "phone/region_counts.h"
#include "plan/plan.h"

namespace diallint {

struct CheckSession {
  /// All of these outlive the session.
  CheckSession(const Plan& plan_in, const Settings& settings_in, RunState& run_in)
      : plan(plan_in), settings(settings_in), run(run_in) {
    log.settings_changed(settings);
  }
  CheckSession(const CheckSession&) = delete;
  CheckSession& operator=(const CheckSession&) = delete;

  /// The settings have other content now, for the inputs that follow.
  void settings_changed() {
    log.settings_changed(settings);
    context.settings_changed();
  }

  const Plan& plan;
  const Settings& settings;
  RunState& run;
  ValuePath path{settings};
  Captures captures;
  WalkMemory memory{plan};
  FindingLog log;
  RegionTally regions;  // of the numbers that are to be called
  RecordLedger ledger{plan, settings, run, path, log, regions};
  RecordTexts texts{ledger};
  std::deque<std::string> inner_texts;  // made of the input; kept until findings are flushed
  CheckContext context{{settings, run, path, captures, log, regions, ledger}};  // for the rules
};

}  // namespace diallint
