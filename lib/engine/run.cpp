#include "engine/run.h"

#include <utility>

#include "engine/readers.h"

namespace diallint {

struct Run::Parts {
  Parts(const Plan& plan_in, Settings settings_in, RunOptions options_in, Sink& sink)
      : plan(plan_in),
        settings(std::move(settings_in)),
        options(std::move(options_in)),
        session(plan, settings, state),
        flusher(sink, summary, options.max_findings),
        context{plan, settings, session, flusher, plan.shape(options.shape), options.csv_map} {
    session.ledger.set_input_names(&names);
  }

  const Plan& plan;
  Settings settings;
  RunOptions options;
  RunState state;
  Summary summary;
  std::vector<std::string> names;
  CheckSession session;
  FindingFlusher flusher;
  ReaderContext context;
};

Run::Run(const Plan& plan, Settings settings, RunOptions options, Sink& sink)
    : parts_(std::make_unique<Parts>(plan, std::move(settings), std::move(options), sink)) {}
Run::~Run() = default;

void Run::configure(Settings settings, RunOptions options) {
  parts_->settings = std::move(settings);
  parts_->options = std::move(options);
  parts_->session.settings_changed();
  parts_->context.shape = parts_->plan.shape(parts_->options.shape);
}

void Run::check(ByteSource& source, const std::string& name) {
  Parts& p = *parts_;
  p.names.push_back(name);
  ++p.summary.files;
  SourceChunk chunk;
  chunk.file = static_cast<std::uint32_t>(p.names.size() - 1);
  chunk.name = name;
  p.session.ledger.expect_bytes(source.expected_bytes());
  read_input(source, chunk, p.options.format, p.context);
  p.summary.counts = p.session.ledger.counts();
  p.summary.by_region = p.state.regions.by_region();
  for (std::size_t i = 0; i < p.context.records_by_shape.size(); ++i) {
    const std::uint64_t records = p.context.records_by_shape[i];
    if (records > 0) p.summary.by_shape[p.plan.shapes[i].id] = records;
  }
}

void Run::set_responses(ResponseIndex* book) noexcept { parts_->state.responses = book; }

const std::vector<std::string>& Run::input_names() const noexcept { return parts_->names; }
const Summary& Run::summary() const noexcept { return parts_->summary; }

}  // namespace diallint
