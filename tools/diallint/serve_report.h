// What was found in the calls that serve answered, in every format of a check.
#pragma once
#include <string>
#include <string_view>

#include "diallint/local_service.h"
#include "diallint/program_options.h"
#include "diallint/report_set.h"
#include "engine/run.h"
#include "plan/plan.h"

namespace diallint {

class ServeReport {
 public:
  /// Opens the files of the reports, whose moment is that of the start; each call is judged as of
  /// its own. Throws FatalError, as all of it.
  explicit ServeReport(const Options& options);

  /// Adds the body of a call that was judged. It is an input of its own, "call-7.json".
  void add(const ServiceResponse& response, std::string_view body);
  /// Makes the files last.
  void finish();

 private:
  Options options_;
  Plan plan_;
  ReportSet reports_;
  Run run_;
  std::uint64_t calls_ = 0;
};

}  // namespace diallint
