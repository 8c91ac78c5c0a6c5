#include "engine/readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "context/response_index.h"
#include "engine/end_of_text.h"
#include "engine/envelope_forms.h"
#include "engine/input_formats.h"
#include "engine/response_reader.h"
#include "input/byte_source.h"
#include "input/foreign_format.h"
#include "input/format_detection.h"
#include "rules/syntax.h"

namespace diallint {

void ReaderContext::count_envelope(std::uint64_t records) {
  records_by_envelope[std::string(envelope->name)] += records;
}

void ReaderContext::take_counts(ReaderContext& other) {
  records_by_shape.resize(std::max(records_by_shape.size(), other.records_by_shape.size()));
  for (std::size_t i = 0; i < other.records_by_shape.size(); ++i) {
    records_by_shape[i] += std::exchange(other.records_by_shape[i], 0);
  }
  for (const auto& [name, records] : other.records_by_envelope)
    records_by_envelope[name] += records;
  other.records_by_envelope.clear();
}

namespace {

// What an input is that has no records, told by its first bytes.
std::string_view what_is_empty(std::string_view head, const FormatReader& reader) {
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  const bool table = reader.format == InputFormat::kCsv;
  // Rows without a value make no table.
  if (head.find_first_not_of(table ? " \t\r\n\",;|" : " \t\r\n") == std::string_view::npos)
    return "the input is empty";
  return table ? "the input has a header and no rows" : "the input has an array without items";
}

// The usual case, at a glance: an object or an array of JSON in UTF-8.
bool is_surely_json(std::string_view head) noexcept {
  const std::size_t at = head.find_first_not_of(kJsonSpace);
  return at != std::string_view::npos && head.size() - at > 1 &&
         (head[at] == '{' || head[at] == '[') && head[at + 1] != '\0' && head[at + 1] != '\\';
}

// What `report` says is all that is known of an input, which is not read: one record is lost.
template <typename Report>
void refuse(const SourceChunk& chunk, ReaderContext& context, const Report& report) {
  context.session.ledger.begin_input(chunk.file, false);
  context.session.ledger.begin_unit(1);
  context.session.ledger.abandon_unit();
  report();
  context.session.ledger.end_unit();
  context.flusher.flush_later(context.session, chunk);
}

// A source that has no text at all because nothing is read of what it holds.
bool refuse_packed(const ByteSource& source, SourceChunk chunk, ReaderContext& context) {
  const BreakOff* why = source.break_off();
  if (why == nullptr || why->kind != BreakOff::Kind::kForeign) return false;
  chunk.bytes = {};
  refuse(chunk, context,
         [&] { report_foreign_format(context.session.context, why->what, why->remedy); });
  return true;
}

// Says at the end of a text why it is not the end of the input, and that this was not read to its
// end. What the text holds has been checked.
void report_break_off(const BreakOff& why, const EndOfText& end, SourceChunk chunk,
                      ReaderContext& context) {
  context.session.ledger.go_on();
  const LineColumn place = end.place(chunk.format == InputFormat::kCsv);
  chunk.bytes = {};
  chunk.origin = end.offset();
  chunk.first_line = place.line;
  chunk.first_column = place.column;
  context.session.ledger.begin_unit(place.line);  // never ended: it has no record
  report_break_off(context.session.ledger, why, end.offset());
  context.flusher.flush(context.session, chunk);
  throw ReadError{fmt::format("{}; {}", why.what, why.remedy)};
}

// One line that holds an object. Where more would have to be waited for it is the first of several.
bool is_object_line(std::string_view head) {
  const std::string_view line = take_line(head);
  return line.starts_with('{') && line.ends_with('}') && head.empty();
}

}  // namespace

bool refuse_foreign(const SourceChunk& chunk, ReaderContext& context) {
  if (is_surely_json(chunk.bytes)) return false;
  const std::string_view encoding = foreign_encoding(chunk.bytes);
  const ForeignFormat* format = encoding.empty() ? foreign_format(chunk.bytes) : nullptr;
  if (encoding.empty() && format == nullptr) return false;
  CheckContext& says = context.session.context;
  refuse(chunk, context, [&] {
    if (format != nullptr) return report_foreign_format(says, format->name, format->remedy);
    says.report(kEncoding, nullptr, {0, 2},
                fmt::format("the text is {}; save the file as UTF-8", encoding));
  });
  return true;
}

void report_if_empty(const Counts& before, std::string_view what, SourceChunk chunk,
                     ReaderContext& context) {
  const Counts& now = context.session.ledger.counts();
  if (now.records > before.records || now.errors > before.errors) return;
  context.session.ledger.go_on();
  chunk.bytes = {};
  context.session.ledger.begin_unit(1);  // never ended: it has no record
  report_no_records(context.session.ledger, what);
  context.flusher.flush(context.session, chunk);
}

void read_input(ByteSource& source, const SourceChunk& chunk, InputFormat format,
                ReaderContext& context) {
  constexpr std::size_t kHead = std::min(std::size_t{64} << 10, kChunkBytes);
  context.shape_in_use = nullptr;  // that of the input before
  Peekable input(source);
  const std::string_view head = input.head(kHead);
  const ResponseIndex* responses = context.session.run.responses;
  const bool is_response = responses != nullptr && responses->reads_response();
  if (is_response && foreign_encoding(head).empty()) return read_response(input, chunk, context);
  SourceChunk read = chunk;
  read.inner_name = source.inner_name();
  if (refuse_packed(source, read, context)) return;
  SourceChunk whole = chunk;
  whole.bytes = head;
  if (refuse_foreign(whole, context)) return;
  if (format == InputFormat::kAuto) {
    format = detect_format(name_of_text(read), head);
    if (input.is_waiting() && is_object_line(head)) format = InputFormat::kNdjson;
  }
  const FormatReader* named = reader_of(format);
  const FormatReader& reader = named != nullptr ? *named : kJsonReader;
  const Counts before = context.session.ledger.counts();
  const std::string_view what = what_is_empty(head, reader);
  EndOfText counted(input, head);
  reader.read(source.may_break_off() ? static_cast<ByteSource&>(counted) : input, read, context);
  read.format = reader.format;
  if (const BreakOff* why = source.break_off()) report_break_off(*why, counted, read, context);
  report_if_empty(before, what, read, context);
}

}  // namespace diallint
