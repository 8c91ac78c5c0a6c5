// The reports of one run: each finding goes to all of them.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diallint/program_options.h"
#include "plan/plan.h"
#include "report/reporter.h"
#include "shared/output_file.h"

namespace diallint {

class ReportSet final : public Sink {
 public:
  /// Opens every output, before a byte of any is written. Throws FatalError.
  explicit ReportSet(const Options& options);

  /// Before the first finding; `names`, of the inputs, outlives the set.
  void begin(const Plan& plan, const std::vector<std::string>& names);
  /// Whether what is found from here on goes out at once: somebody may be waiting for it.
  void hold_nothing(bool nothing) noexcept { holds_nothing_ = nothing; }
  void take(const SourceChunk& chunk, std::span<const Finding> findings) override;
  void note_responses(const ResponseCounts& counts);
  /// Ends every report and makes its file last. Throws FatalError.
  void end(const Summary& summary);

  /// Whether some report goes to a terminal, where progress would come between its lines.
  bool on_terminal() const noexcept { return on_terminal_; }

 private:
  struct Report {
    std::unique_ptr<DescriptorOutput> output;
    std::unique_ptr<Reporter> reporter;
  };
  const Options& options_;
  std::unique_ptr<DescriptorOutput> job_summary_;
  std::vector<Report> reports_;
  bool on_terminal_ = false;
  bool holds_nothing_ = false;
};

/// Whether a report to this descriptor is coloured: --color, NO_COLOR, TERM, and whether it is a
/// terminal.
bool wants_color(Color choice, int descriptor);

}  // namespace diallint
