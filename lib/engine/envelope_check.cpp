#include "engine/envelope_check.h"

#include <fmt/format.h>

#include "engine/envelope_finder.h"
#include "engine/envelope_text.h"
#include "engine/json_document.h"
#include "input/json_index.h"
#include "rules/shape.h"
#include "rules/structure.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// An event may carry a notification that carries a text that holds an item.
constexpr unsigned kMaxEnvelopes = 4;

void report_fault(CheckContext& context, const FaultAt& fault) {
  switch (fault.fault) {
    case TextError::kUtf8:
      return report_invalid_utf8(context, fault.at);
    case TextError::kControl:
      return report_syntax_error(context, SyntaxError::kControlCharacter, fault.at);
    case TextError::kOpenString:
      return report_syntax_error(context, SyntaxError::kUnterminatedString, fault.at);
  }
}

class EnvelopeCheck {
 public:
  EnvelopeCheck(ReaderContext& context, ShapeChoice& shapes)
      : context_(context),
        session_(context.session),
        shapes_(shapes),
        map_(session_.ledger.through()) {}

  void open(const EnvelopeForm& form, const JsonCursor& at) {
    ++depth_;
    follow(form, 0, at);
    --depth_;
  }

 private:
  // To each place where the form has a request.
  void follow(const EnvelopeForm& form, std::size_t step, JsonCursor at) {
    if (step == form.path.size()) return take_out(form, at);
    if (form.path[step] == "*") return follow_items(form, step, at);
    const auto member = member_of(at, form.path[step], {});
    if (!member) {
      return report_other(fmt::format("it has no {}, in which others beside it hold their request",
                                      form.path[step]),
                          at);
    }
    follow(form, step + 1, *member);
  }

  void follow_items(const EnvelopeForm& form, std::size_t step, JsonCursor at) {
    bool more = at.enter_array();  // it is a list: the form would not have been told
    while (more) {
      follow(form, step + 1, at);
      at.skip(kMaxDepth);
      more = at.next_element();
    }
  }

  // One of several has nothing where the others have their request: it is not passed over.
  void report_other(std::string why, JsonCursor at) {
    finish_unit();
    begin_unit();
    const std::uint64_t begin = at.place();
    at.skip(kMaxDepth);
    report_shape(session_.context, {begin, at.end_of_last()}, std::move(why));
  }

  void take_out(const EnvelopeForm& form, const JsonCursor& at) {
    const bool fits =
        form.inner == InnerForm::kText ? at.kind() == Kind::kString : at.kind() == Kind::kObject;
    if (!fits) return report_other("it is not written as others beside it are", at);
    finish_unit();
    std::string& text = session_.inner_texts.emplace_back();
    const PlaceMap* const around = map_;
    const Rule* const silent_around = silent_;
    PlaceMap map(around);
    write_inner(form, at, text, map);
    const std::size_t size = text.size();
    text.append(kPadding, '\0');
    map_ = &map;
    if (form.renames) silent_ = &kMemberName;
    session_.ledger.read_through(map_, silent_);
    check_text({text.data(), size});
    map_ = around;
    silent_ = silent_around;
    session_.ledger.read_through(map_, silent_);
  }

  void check_text(std::string_view text) {
    JsonIndex index;
    if (!index.build(text)) index.build_slowly(text);
    JsonCursor cursor(text, index, 0);
    if (!index.faults().empty()) {
      begin_unit();
      session_.ledger.abandon_unit();
      return report_fault(session_.context, index.faults().front());
    }
    if (cursor.at_end()) cursor.fail(SyntaxError::kNoValue, 0);
    if (cursor.failed()) return report_break(cursor);
    if (const EnvelopeForm* form = nested(cursor)) return open(*form, cursor);
    if (cursor.kind() == Kind::kArray) {
      items(cursor);
    } else {
      begin_unit();
      check_inner(cursor, context_, shapes_);
    }
    if (!cursor.failed() && !cursor.at_end()) {
      cursor.fail(SyntaxError::kTrailingData, cursor.place());
    }
    if (cursor.failed()) report_break(cursor);
  }

  const EnvelopeForm* nested(const JsonCursor& at) const {
    if (depth_ == kMaxEnvelopes) return nullptr;
    JsonCursor behind = at;
    const bool sound = behind.skip(kMaxDepth - session_.path.depth()) && !behind.failed();
    return sound && behind.at_end() ? envelope_at(at, context_.settings.envelope) : nullptr;
  }

  void items(JsonCursor& cursor) {
    bool more = cursor.enter_array();
    if (!more) report_empty(cursor);
    for (std::uint64_t item = 0; more; ++item) {
      session_.path.push().to_item(item);
      begin_unit();
      check_inner(cursor, context_, shapes_);
      session_.path.pop();
      more = !cursor.failed() && cursor.next_element();
    }
  }

  // A list without items counts as one record.
  void report_empty(const JsonCursor& behind) {
    begin_unit();
    session_.context.report(kNoRecords, nullptr, {0, behind.end_of_last()},
                            "the list in this envelope is empty: nothing was checked");
  }

  // Of the request at hand nothing else can be said.
  void report_break(const JsonCursor& cursor) {
    if (cursor.why() == SyntaxError::kNoValue) begin_unit();
    session_.ledger.abandon_unit();
    report_syntax_error(session_.context, cursor.why(), cursor.where());
  }

  // --- units: one is always open, the first is the caller's ---

  void begin_unit() {
    if (used_) end_unit();
    used_ = true;
    session_.ledger.begin_unit(session_.ledger.line());
    session_.texts.begin_unit();
  }

  // Before a text is made: what the last one has given is handed on where it is much. A text inside
  // of another waits for that one's end.
  void finish_unit() {
    if (!used_) return;
    end_unit();
    if (depth_ == 1 && session_.ledger.is_full()) {
      context_.flusher.flush(session_, *context_.chunk);
    }
    session_.ledger.begin_unit(session_.ledger.line());
    session_.texts.begin_unit();
  }

  void end_unit() {
    const std::uint64_t before = session_.ledger.counts().records;
    session_.ledger.end_unit();
    session_.texts.end_unit({}, 0, /*is_line=*/false);
    context_.count_inner(session_.ledger.counts().records - before);
    used_ = false;
  }

  ReaderContext& context_;
  CheckSession& session_;
  ShapeChoice& shapes_;
  const PlaceMap* map_;
  const Rule* silent_ = nullptr;
  unsigned depth_ = 0;
  bool used_ = false;
};

}  // namespace

const EnvelopeForm* envelope_in_front(const JsonCursor& cursor, const ReaderContext& context) {
  // A request and its answer are compared token by token, by the places of one document each.
  const bool is_looked_for =
      context.settings.envelope != "none" && context.session.run.responses == nullptr;
  return is_looked_for ? envelope_at(cursor, context.settings.envelope) : nullptr;
}

bool open_envelope(const EnvelopeForm& form, JsonCursor& cursor, ReaderContext& context,
                   ShapeChoice& shapes) {
  JsonCursor behind = cursor;
  if (!behind.skip(kMaxDepth - context.session.path.depth()) || behind.failed()) return false;
  context.session.ledger.rollback_unit();
  context.session.texts.begin_unit();
  context.begin_unit();
  context.envelope = &form;
  EnvelopeCheck(context, shapes).open(form, cursor);
  cursor = behind;
  return true;
}

}  // namespace diallint
