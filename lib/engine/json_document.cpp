#include "engine/json_document.h"

#include "engine/envelope_check.h"
#include "engine/json_recovery.h"
#include "engine/skip_value.h"
#include "engine/walker.h"
#include "plan/record_node.h"
#include "rules/shape.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// An object that fits no shape is one record, and one finding.
void check_unknown(JsonCursor& cursor, ReaderContext& context, const ShapeChoice& shapes) {
  CheckSession& session = context.session;
  const JsonCursor object = cursor;
  session.ledger.begin_record(/*may_be_abandoned=*/false);
  skip_value(cursor, session.context);
  if (!cursor.failed()) {
    const Span span{object.place(), cursor.end_of_last()};
    const ServiceOperation* operation = shapes.service_operation(object);
    if (operation != nullptr) {
      report_service_operation(session.context, span, *operation);
    } else {
      report_shape(session.context, span, shapes.why_none(object, session.context));
    }
  }
  session.ledger.end_record();
}

// Checks the value in front of the cursor as a shape, or as none. Whether all of it fitted.
bool check_as(const Shape* shape, JsonCursor& cursor, ReaderContext& context,
              const ShapeChoice& shapes, JsonRecovery* recovery) {
  context.shape_in_use = shape;
  if (shape == nullptr) {
    check_unknown(cursor, context, shapes);
    return false;
  }
  Walker walker(cursor, context.session, recovery);
  walker.check(shape->root);
  return walker.fits();
}

// Checks the value in front of the cursor as whatever shape it has.
void check_one(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes,
               JsonRecovery* recovery) {
  check_as(shapes.choose(cursor), cursor, context, shapes, recovery);
}

// The same for a value that is all of its unit. That can be taken back, so the shape need not be
// told in advance: mostly it is what it was the last time.
void check_unit(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes,
                JsonRecovery* recovery) {
  context.begin_unit();
  const Shape* guess = shapes.guess(cursor);
  if (guess == nullptr) {
    if (!check_envelope(cursor, context, shapes)) check_one(cursor, context, shapes, recovery);
    return;
  }
  const JsonCursor before = cursor;
  if (check_as(guess, cursor, context, shapes, recovery)) return;
  JsonCursor envelope = before;
  if (check_envelope(envelope, context, shapes)) {
    if (recovery != nullptr) recovery->rollback_unit();
    cursor = envelope;
    return;
  }
  const Shape* shape = shapes.choose(before);
  if (shape == guess) return;
  context.session.ledger.rollback_unit();
  if (recovery != nullptr) recovery->rollback_unit();
  cursor = before;
  check_as(shape, cursor, context, shapes, recovery);
}

// One text on its way through the checker.
class TextCheck {
 public:
  TextCheck(const JsonText& text, JsonIndex& index, bool sound, FormRun& run,
            ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk)
      : text_(text),
        context_(context),
        chunk_(chunk),
        session_(context.session),
        shapes_(shapes),
        recovery_(text, index, sound, shapes, session_, run),
        cursor_(text.bytes, index, text.origin) {}

  void run() {
    if (text_.extent == JsonText::Extent::kLines) {
      recovery_.tell_form(TextForm::kManyLines, cursor_.place());
    }
    for (bool first = true; to_value(first); first = false) value();
    while (const FaultAt* fault = recovery_.next_fault()) recovery_.lose_rest_of_line(*fault);
  }

 private:
  bool by_line() const noexcept { return text_.extent != JsonText::Extent::kDocument; }
  bool one_line() const noexcept { return text_.extent == JsonText::Extent::kLine; }

  // The next value of the text, of which there should be one. False at the end.
  bool to_value(bool first) {
    if (first && is_scalar(cursor_.kind())) lose_scalar();
    if (first && cursor_.kind() != Kind::kBroken) return true;
    bool comma = false;
    bool resumed = recovery_.resumed_at(cursor_);
    while (!cursor_.at_end()) {
      const char c = cursor_.here();
      const std::uint64_t place = cursor_.place();
      if (recovery_.pass_asides(cursor_)) {
        resumed = true;
      } else if (first || c == '{' || c == '[') {
        if (!first && !resumed) tell_next_value(comma, place);
        return true;
      } else if (c == ',') {
        comma = true;
        if (one_line() && !recovery_.is_broken()) {
          recovery_.tell_form(TextForm::kCommaBehindLine, place);
        }
        cursor_.step();
      } else if (c == '}' || c == ']') {
        if (!recovery_.is_broken()) recovery_.tell_form(TextForm::kStrayBracket, place);
        cursor_.step();
      } else {
        recovery_.lose(cursor_, place);
        resumed = true;
      }
    }
    return false;
  }

  static bool is_scalar(Kind kind) noexcept {
    return kind != Kind::kObject && kind != Kind::kArray && kind != Kind::kBroken;
  }

  // A string or number with more text behind it is what is left of something else.
  void lose_scalar() {
    JsonCursor next = cursor_;
    next.step();
    if (!next.at_end()) recovery_.lose(cursor_, next.place());
  }

  void tell_next_value(bool comma, std::uint64_t place) {
    if (comma && recovery_.is_in_lost_array()) return;
    if (text_.extent == JsonText::Extent::kLines) return;  // told of the first one
    if (one_line()) {
      if (!comma) recovery_.tell_form(TextForm::kValuesInLine, place);
    } else {
      recovery_.tell_form(comma ? TextForm::kCommaSequence : TextForm::kSequence, place);
    }
  }

  void value() {
    if (cursor_.kind() == Kind::kArray) {
      items();
    } else {
      unit();
    }
  }

  void items() {
    bool more = cursor_.enter_array() && (cursor_.kind() != Kind::kBroken || skip_asides());
    for (std::uint64_t item = 0; more; ++item) {
      session_.path.push().to_item(item);
      unit();
      session_.path.pop();
      more = next_item();
    }
    if (!cursor_.failed() || recovery_.is_told() || recovery_.has_owed()) return;
    if (recovery_.next_fault() == nullptr) {
      recovery_.tell_form(TextForm::kCutOff, cursor_.where());
    }
  }

  bool next_item() {
    if (cursor_.failed()) return false;
    if (recovery_.owes_any()) recovery_.pass_asides(cursor_);
    if (cursor_.next_element()) return cursor_.kind() != Kind::kBroken || skip_asides();
    return cursor_.failed() && recovery_.next_item(cursor_, nullptr);
  }

  // What stands in place of an item may be a comment.
  bool skip_asides() {
    if (!recovery_.pass_asides(cursor_) || cursor_.here() != ']') return true;
    cursor_.fail(SyntaxError::kExpectedComma, cursor_.place());
    return recovery_.next_item(cursor_, nullptr);
  }

  void unit() {
    const JsonCursor before = cursor_;
    const std::uint64_t begin = cursor_.place();
    session_.ledger.begin_unit(by_line() ? recovery_.line_of(begin) : 0);
    recovery_.begin_unit(begin);
    const std::uint64_t records = session_.ledger.counts().records;
    const NodeId orphan = orphan_at(begin);
    check(orphan);
    const bool beside = orphan == kNoNode && has_sound_records();
    bool known = true;
    const bool broken = cursor_.failed();
    if (broken) {
      known = beside;
      recovery_.mend_unit(cursor_, before, context_.shape_in_use, beside);
      leave_orphans(context_.shape_in_use);
    } else if (recovery_.has_faults()) {
      known = recovery_.tell_faults(begin, cursor_.end_of_last(), beside);
    }
    if (orphan == kNoNode && !broken) orphans_ = kNoNode;
    session_.ledger.end_unit();
    // Of a unit that is lost nothing is known of what it was to be.
    if (known) context_.count_shape(session_.ledger.counts().records - records);
    if (session_.ledger.is_full()) context_.flusher.flush(session_, chunk_);
  }

  // A batch that broke in front of its records, or between them, leaves records that stand alone:
  // what they are, the name of their list says or what the batch was taken for.
  NodeId orphan_at(std::uint64_t place) const {
    if (orphans_ == kNoNode) return kNoNode;
    const Plan& plan = session_.plan;
    const bool whole = recovery_.is_like(plan.node(broken_batch_->root), place);
    return !whole && recovery_.is_like(plan.node(orphans_), place) ? orphans_ : kNoNode;
  }

  void leave_orphans(const Shape* shape) {
    const Shape* by_list = shapes_.with_list(recovery_.resumed_list());
    broken_batch_ = by_list != nullptr ? by_list : shape;
    orphans_ = kNoNode;
    if (broken_batch_ == nullptr) return;
    const NodeId record = record_node(session_.plan, broken_batch_->root);
    if (record != broken_batch_->root) orphans_ = record;
  }

  void check(NodeId orphan) {
    if (orphan == kNoNode) return check_unit(cursor_, context_, shapes_, &recovery_);
    context_.begin_unit();
    context_.shape_in_use = broken_batch_;
    Walker(cursor_, session_, &recovery_).check(orphan);
  }

  // Whether what broke is the text around records that have been read.
  bool has_sound_records() const {
    return context_.shape_in_use != nullptr && session_.ledger.has_records() &&
           !session_.plan.node(context_.shape_in_use->root).record;
  }

  JsonText text_;
  ReaderContext& context_;
  const SourceChunk& chunk_;
  CheckSession& session_;
  ShapeChoice& shapes_;
  JsonRecovery recovery_;
  JsonCursor cursor_;
  const Shape* broken_batch_ = nullptr;  // what the last broken unit was taken for
  NodeId orphans_ = kNoNode;             // its records, where they may stand alone
};

}  // namespace

void check_inner(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes) {
  check_one(cursor, context, shapes, /*recovery=*/nullptr);
}

bool check_line(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes) {
  check_unit(cursor, context, shapes, /*recovery=*/nullptr);
  return !cursor.failed();
}

void check_items(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes,
                 std::uint64_t line, const SourceChunk& chunk) {
  CheckSession& session = context.session;
  bool more = cursor.enter_array();
  for (std::uint64_t item = 0; more; ++item) {
    session.path.push().to_item(item);
    session.ledger.begin_unit(line);
    const std::uint64_t records = session.ledger.counts().records;
    check_unit(cursor, context, shapes, /*recovery=*/nullptr);
    session.ledger.end_unit();
    session.path.pop();
    context.count_shape(session.ledger.counts().records - records);
    if (session.ledger.is_full()) context.flusher.flush(session, chunk);
    more = cursor.next_element();
  }
}

void check_text(const JsonText& text, JsonIndex& index, bool sound, FormRun& run,
                ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk) {
  TextCheck(text, index, sound, run, context, shapes, chunk).run();
}

}  // namespace diallint
