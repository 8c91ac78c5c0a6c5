#include "engine/response_reader.h"

#include <algorithm>
#include <string>

#include "base/padding.h"
#include "context/response_index.h"
#include "engine/failed_call_forms.h"
#include "engine/json_reader.h"
#include "input/byte_source.h"
#include "rules/failed_call.h"

namespace diallint {
namespace {

// The whole input, with readable bytes behind it.
std::string text_of(ByteSource& source) {
  std::string text;
  append_all(source, text);
  text.append(kPadding, '\0');
  return text;
}

// The shape of the errors that may follow the request, or null.
const Shape* error_shape(const Plan& plan, const ResponseIndex& index) {
  const auto found = std::find_if(plan.shapes.begin(), plan.shapes.end(), [&](const Shape& shape) {
    return error_check_of(plan, shape) != nullptr &&
           may_respond(plan, shape, index.request_shapes());
  });
  return found == plan.shapes.end() ? nullptr : &*found;
}

void report(const Shape& shape, const FailedCall& call, SourceChunk& chunk,
            ReaderContext& context) {
  CheckSession& session = context.session;
  chunk.format = InputFormat::kJson;
  session.ledger.begin_input(chunk.file, /*by_line=*/false);
  session.ledger.begin_unit(0);
  session.ledger.begin_record(/*may_be_abandoned=*/false);
  report_failed_call(session.context, *error_check_of(context.plan, shape), call);
  session.ledger.end_record();
  session.ledger.end_unit();
  context.shape_in_use = &shape;
  context.count_shape(1);
  context.flusher.flush(session, chunk);
}

}  // namespace

void read_response(ByteSource& source, SourceChunk chunk, ReaderContext& context) {
  std::string text = text_of(source);
  const std::string_view whole = std::string_view(text).substr(0, text.size() - kPadding);
  chunk.bytes = whole;
  const ResponseText response = take_response_apart(whole);
  const ResponseIndex& index = *context.session.run.responses;
  const Shape* error = error_shape(context.plan, index);
  if (response.failed && error != nullptr) return report(*error, *response.failed, chunk, context);
  // Line ends stay, so that places do.
  std::replace_if(
      text.begin(), text.begin() + static_cast<std::ptrdiff_t>(response.body),
      [](char c) { return c != '\n'; }, ' ');
  if (refuse_blank_json(chunk, context)) return;
  JsonIndex tokens;
  ShapeChoice shapes(context.plan, context.shape, index.request_shapes());
  check_json_text(whole, chunk, context, tokens, shapes);
}

bool is_response_text(std::string_view text) {
  const ResponseText response = take_response_apart(text);
  return response.body > 0 || response.failed;
}

}  // namespace diallint
