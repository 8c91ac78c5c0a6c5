#include "engine/run.h"

#include <algorithm>

#include "engine/readers.h"
#include "input/chunk.h"
#include "rules/syntax.h"

namespace diallint {

std::string_view Peekable::head(std::size_t size) {
  const std::size_t held = head_.size();
  head_.resize(std::max(held, size));
  std::size_t filled = held;
  while (!ended_ && filled < size) {
    const std::size_t got = source_.read(head_.data() + filled, size - filled);
    ended_ = got == 0;
    filled += got;
  }
  head_.resize(filled);
  return head_;
}

std::size_t Peekable::read(char* out, std::size_t size) {
  if (taken_ < head_.size()) {
    const std::size_t part = std::min(size, head_.size() - taken_);
    std::copy_n(head_.data() + taken_, part, out);
    taken_ += part;
    return part;
  }
  return ended_ ? 0 : source_.read(out, size);
}

void Outlet::flush(Judge& judge, const Window& window) {
  judge.settle();
  std::vector<Finding>& findings = judge.findings();
  auto& dropped = judge.dropped();
  for (std::size_t i = 0; i < dropped.size(); ++i) {
    if (dropped[i] == 0) continue;
    summary_.by_rule[std::string(all_rules()[i]->id)] += dropped[i];
    summary_.found += dropped[i];
  }
  dropped.clear();
  if (findings.empty()) return;
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.span.begin < b.span.begin; });
  for (const Finding& finding : findings) ++summary_.by_rule[std::string(finding.rule)];
  summary_.found += findings.size();
  std::size_t shown = findings.size();
  if (max_findings_ != 0) {
    shown = static_cast<std::size_t>(
        std::min<std::uint64_t>(shown, max_findings_ - std::min(max_findings_, summary_.shown)));
  }
  summary_.shown += shown;
  if (shown > 0) sink_.take(window, {findings.data(), shown});
  judge.clear_findings();
}

struct Run::Parts {
  Parts(const Plan& plan_in, Settings settings_in, RunOptions options_in, Sink& sink)
      : plan(plan_in),
        settings(std::move(settings_in)),
        options(std::move(options_in)),
        judge(plan, settings, state),
        outlet(sink, summary, options.max_findings),
        context{plan, settings, judge, outlet, plan.shape(options.shape), options.csv_map} {
    judge.set_input_names(&names);
  }

  const Plan& plan;
  Settings settings;
  RunOptions options;
  RunState state;
  Summary summary;
  std::vector<std::string> names;
  Judge judge;
  Outlet outlet;
  ReaderContext context;
};

Run::Run(const Plan& plan, Settings settings, RunOptions options, Sink& sink)
    : parts_(std::make_unique<Parts>(plan, std::move(settings), std::move(options), sink)) {}
Run::~Run() = default;

void Run::configure(Settings settings, RunOptions options) {
  parts_->settings = std::move(settings);
  parts_->options = std::move(options);
  parts_->judge.settings_changed();
  parts_->context.shape = parts_->plan.shape(parts_->options.shape);
}

void report_foreign(std::string_view encoding, const Window& window, ReaderContext& context) {
  context.judge.begin_input(window.file, false);
  context.judge.begin_unit(1);
  context.judge.abandon_unit();
  context.judge.report(kEncoding, nullptr, {0, 2},
                       "the text is " + std::string(encoding) + "; save the file as UTF-8");
  context.judge.end_unit();
  context.outlet.flush(context.judge, window);
}

void read_input(ByteSource& source, const Window& window, InputFormat format,
                ReaderContext& context) {
  constexpr std::size_t kHead = std::min(std::size_t{64} << 10, kChunkBytes);
  Peekable input(source);
  const std::string_view head = input.head(kHead);
  const std::string_view foreign = foreign_encoding(head);
  if (!foreign.empty()) {
    Window whole = window;
    whole.bytes = head;
    return report_foreign(foreign, whole, context);
  }
  if (format == InputFormat::kAuto) format = detect_format(window.name, head);
  switch (format) {
    case InputFormat::kNdjson:
      return read_ndjson(input, window, context);
    case InputFormat::kCsv:
      return read_csv(input, window, context);
    default:
      return read_json(input, window, context);
  }
}

void Run::check(ByteSource& source, const std::string& name) {
  Parts& p = *parts_;
  p.names.push_back(name);
  ++p.summary.files;
  Window window;
  window.file = static_cast<std::uint32_t>(p.names.size() - 1);
  window.name = name;
  p.judge.expect_bytes(source.expected_bytes());
  read_input(source, window, p.options.format, p.context);
  p.summary.counts = p.judge.counts();
  p.summary.by_region = p.state.regions.by_region();
  for (std::size_t i = 0; i < p.context.records_by_shape.size(); ++i) {
    const std::uint64_t records = p.context.records_by_shape[i];
    if (records > 0) p.summary.by_shape[p.plan.shapes[i].id] = records;
  }
}

void Run::set_answers(AnswerBook* book) noexcept { parts_->state.answers = book; }

const std::vector<std::string>& Run::input_names() const noexcept { return parts_->names; }
const Summary& Run::summary() const noexcept { return parts_->summary; }

}  // namespace diallint
