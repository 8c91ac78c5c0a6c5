#include "engine/run.h"

#include <utility>

#include "engine/check_driver.h"

namespace diallint {

struct Run::Parts {
  Parts(const Plan& plan_in, Settings settings, Sink& sink)
      : plan(plan_in), driver(plan, std::move(settings), sink) {
    driver.set_input_names(&names);
  }

  void take(RunOptions options) {
    format = options.format;
    driver.set_shape(plan.shape(options.shape));
    driver.set_csv_map(std::move(options.csv_map));
    driver.set_jobs(options.jobs);
  }

  const Plan& plan;
  InputFormat format = InputFormat::kAuto;
  std::vector<std::string> names;
  CheckDriver driver;
  Summary summary;  // after the last input
};

Run::Run(const Plan& plan, Settings settings, RunOptions options, Sink& sink)
    : parts_(std::make_unique<Parts>(plan, std::move(settings), sink)) {
  parts_->driver.set_limit(options.max_findings);
  if (options.value_limit != nullptr) parts_->driver.set_value_limit(*options.value_limit);
  parts_->take(std::move(options));
}
Run::~Run() = default;

void Run::configure(Settings settings, RunOptions options) {
  parts_->driver.set_settings(std::move(settings));
  parts_->take(std::move(options));
}

void Run::check(ByteSource& source, const std::string& name) {
  Parts& p = *parts_;
  p.names.push_back(name);
  try {
    p.driver.check_stream(source, name, p.format);
  } catch (const ReadError&) {
    p.summary = p.driver.summary();
    throw;
  }
  p.summary = p.driver.summary();
}

void Run::check_side_by_side(InputSupply& supply, const InputRange& inputs) {
  Parts& p = *parts_;
  p.driver.check_side_by_side(supply, inputs, p.format,
                              [&](const std::string& name) { p.names.push_back(name); });
  p.summary = p.driver.summary();
}

void Run::set_responses(ResponseIndex* book) noexcept { parts_->driver.set_responses(book); }

void Run::set_handover(ValueHandover* handover) noexcept { parts_->driver.set_handover(handover); }

const std::vector<std::string>& Run::input_names() const noexcept { return parts_->names; }
Place Run::place_of(std::uint64_t ordinal) const { return parts_->driver.place_of(ordinal); }
const Summary& Run::summary() const noexcept { return parts_->summary; }

}  // namespace diallint
