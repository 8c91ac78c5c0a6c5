#include "diallint/serve_report.h"

#include <fmt/format.h>

#include <utility>

#include "input/byte_source.h"
#include "shared/schema_loading.h"

namespace diallint {

namespace {

Options at_start(Options options) {
  options.settings.now = options.serve.options.now.value_or(current_time());
  return options;
}

}  // namespace

ServeReport::ServeReport(const Options& options)
    : options_(at_start(options)),
      plan_(load_plan(options.schema_files)),
      reports_(options_),
      run_(plan_, options_.settings, options_.run, reports_) {
  reports_.begin(plan_, run_.input_names());
}

void ServeReport::add(const ServiceResponse& response, std::string_view body) {
  ++calls_;
  if (plan_.shape(response.shape) == nullptr) return;
  Settings settings = options_.settings;
  settings.now = response.now;
  RunOptions run = options_.run;
  run.shape = response.shape;
  run.format = InputFormat::kJson;
  run_.configure(std::move(settings), std::move(run));
  TextSource source(body);
  run_.check(source, fmt::format("call-{}.json", calls_));
}

void ServeReport::finish() { reports_.end(run_.summary()); }

}  // namespace diallint
