#include "engine/check_driver.h"

#include <utility>

#include "engine/input_crew.h"
#include "engine/json_reader.h"
#include "engine/walker.h"

namespace diallint {

CheckDriver::CheckDriver(const Plan& plan, Settings settings, Sink& sink)
    : plan_(plan),
      settings_(std::move(settings)),
      session_(plan_, settings_, state_),
      flusher_(sink, summary_, 0),
      shapes_(plan_),
      context_{plan_, settings_, session_, flusher_, nullptr, csv_map_, shapes_} {
  session_.texts.set_taker(dynamic_cast<RecordTaker*>(&sink));
}

void CheckDriver::set_settings(Settings settings) {
  settings_ = std::move(settings);
  session_.settings_changed();
}

// --- one input -----------------------------------------------------------------------------------

SourceChunk CheckDriver::next_input() {
  SourceChunk chunk;
  chunk.file = inputs_++;
  if (settings_.unique_within == UniqueWithin::kInput) session_.ledger.forget_values();
  return chunk;
}

void CheckDriver::check_stream(ByteSource& source, std::string_view name, InputFormat format) {
  SourceChunk chunk = next_input();
  chunk.name = name;
  session_.ledger.expect_bytes(source.expected_bytes());
  read_input(source, chunk, format, context_);
}

void CheckDriver::check_side_by_side(InputSupply& supply, const InputRange& inputs,
                                     InputFormat format,
                                     const std::function<void(const std::string& name)>& on_begin) {
  InputCrew(context_, format, supply, [&](const std::string& name) {
    on_begin(name);
    return next_input().file;
  }).run(inputs);
}

void CheckDriver::check_json(std::string_view json) {
  SourceChunk chunk = next_input();
  chunk.bytes = json;
  if (refuse_foreign(chunk, context_)) return;
  if (refuse_blank_json(chunk, context_)) return;
  const Counts before = session_.ledger.counts();
  check_json_text(json, chunk, context_, index_, shapes_.of(context_.shape));
  report_if_empty(before, "the text holds no request", chunk, context_);
}

void CheckDriver::check_table(ArrowArrayStream& stream, const KeepGoing& keep_going) {
  const SourceChunk chunk = next_input();
  ArrowTable table(stream);
  read_table(table, chunk, context_, shapes_.of(context_.shape), keep_going);
}

void CheckDriver::check_struct(const StructCursor& cursor, const Shape& shape) {
  const SourceChunk chunk = next_input();
  StructCursor at = cursor;
  session_.ledger.begin_input(chunk.file, /*by_line=*/false);
  session_.ledger.begin_unit(0);
  Walker<StructCursor>(at, session_, /*recovery=*/nullptr).check(shape.root);
  session_.ledger.end_unit();
  flusher_.flush(session_, chunk);
}

// --- what came of them ---------------------------------------------------------------------------

Counts CheckDriver::counts() const noexcept {
  const Counts& now = session_.ledger.counts();
  return {now.records - before_.records, now.valid - before_.valid,
          now.invalid - before_.invalid, now.unreadable - before_.unreadable,
          now.errors - before_.errors,   now.warnings - before_.warnings,
          now.infos - before_.infos};
}

Summary CheckDriver::summary() const {
  Summary summary = summary_;
  summary.files = inputs_;
  summary.counts = counts();
  summary.by_region = session_.regions.by_region();
  summary.by_envelope = context_.records_by_envelope;
  for (std::size_t i = 0; i < context_.records_by_shape.size(); ++i) {
    const std::uint64_t records = context_.records_by_shape[i];
    if (records > 0) summary.by_shape[plan_.shapes[i].id] = records;
  }
  return summary;
}

void CheckDriver::restart(bool forgetting) {
  summary_ = {};
  session_.ledger.drop_pending();
  if (forgetting) forget();
  before_ = session_.ledger.counts();
}

}  // namespace diallint
