#include "engine/json_reader.h"

#include "base/ascii.h"
#include "engine/input_formats.h"
#include "engine/json_document.h"
#include "engine/json_stretches.h"
#include "engine/readers.h"
#include "input/format_detection.h"
#include "input/text_window.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

void read_json(ByteSource& source, const SourceChunk& chunk, ReaderContext& context) {
  ShapeChoice& shapes = context.shapes.for_input(context.shape);
  TextWindow window(source, kStretchBytes);
  window.fill();
  TextState state;
  state.place = window.bom_size();
  SourceChunk json = chunk;
  json.format = InputFormat::kJson;
  context.session.ledger.begin_input(chunk.file, /*by_line=*/false);
  check_stretches(window, JsonText::Extent::kDocument, state, json, context, shapes);
}

constexpr std::string_view kExtensions[] = {".json"};

}  // namespace

const FormatReader kJsonReader = {
    .format = InputFormat::kJson,
    .name = "json",
    .extensions = kExtensions,
    .name_is_wrong = nullptr,
    .likeness = nullptr,
    .read = read_json,
};

void check_json_text(std::string_view whole, SourceChunk chunk, ReaderContext& context,
                     JsonIndex& index, ShapeChoice& shapes) {
  chunk.format = InputFormat::kJson;
  chunk.bytes = whole;
  chunk.bom_size = whole.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const std::string_view text = whole.substr(chunk.bom_size);

  context.chunk = &chunk;
  context.session.ledger.begin_input(chunk.file, /*by_line=*/false);
  const bool sound = index.build(text);
  FormRun run;
  check_text({.bytes = text, .origin = chunk.bom_size}, index, sound, run, context, shapes, chunk);
  context.flusher.flush(context.session, chunk);
}

bool refuse_blank_json(const SourceChunk& chunk, ReaderContext& context) {
  const std::size_t mark = chunk.bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (!is_json_blank(chunk.bytes.substr(mark))) return false;
  context.session.ledger.begin_input(chunk.file, /*by_line=*/false);
  context.session.ledger.begin_unit(0);
  context.session.ledger.abandon_unit();
  report_syntax_error(context.session.context, SyntaxError::kNoValue, mark);
  context.session.ledger.end_unit();
  context.flusher.flush(context.session, chunk);
  return true;
}

}  // namespace diallint
