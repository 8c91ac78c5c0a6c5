#include "engine/readers.h"

#include <algorithm>
#include <string>

#include "context/response_index.h"
#include "engine/input_formats.h"
#include "engine/response_reader.h"
#include "input/byte_source.h"
#include "input/format_detection.h"
#include "rules/syntax.h"

namespace diallint {

void report_foreign(std::string_view encoding, const SourceChunk& chunk, ReaderContext& context) {
  context.session.ledger.begin_input(chunk.file, false);
  context.session.ledger.begin_unit(1);
  context.session.ledger.abandon_unit();
  context.session.context.report(
      kEncoding, nullptr, {0, 2},
      "the text is " + std::string(encoding) + "; save the file as UTF-8");
  context.session.ledger.end_unit();
  context.flusher.flush(context.session, chunk);
}

void read_input(ByteSource& source, const SourceChunk& chunk, InputFormat format,
                ReaderContext& context) {
  constexpr std::size_t kHead = std::min(std::size_t{64} << 10, kChunkBytes);
  Peekable input(source);
  const std::string_view head = input.head(kHead);
  const std::string_view foreign = foreign_encoding(head);
  if (!foreign.empty()) {
    SourceChunk whole = chunk;
    whole.bytes = head;
    return report_foreign(foreign, whole, context);
  }
  const ResponseIndex* responses = context.session.run.responses;
  if (responses != nullptr && responses->reads_response())
    return read_response(input, chunk, context);
  if (format == InputFormat::kAuto) format = detect_format(chunk.name, head);
  const FormatReader* reader = reader_of(format);
  (reader != nullptr ? *reader : kJsonReader).read(input, chunk, context);
}

}  // namespace diallint
