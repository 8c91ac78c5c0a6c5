#include "engine/json_document.h"

#include <utility>

#include "base/ascii.h"
#include "engine/envelope_check.h"
#include "engine/json_recovery.h"
#include "engine/skip_value.h"
#include "engine/walker.h"
#include "plan/record_node.h"
#include "rules/shape.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

NodeId record_of(const LargeBatch& batch, const Plan& plan) {
  return plan.node(batch.list->node).items;
}

// An object that fits no shape is one record, and one finding.
void check_unknown(JsonCursor& cursor, ReaderContext& context, const ShapeChoice& shapes) {
  CheckSession& session = context.session;
  const JsonCursor object = cursor;
  session.ledger.begin_record(/*may_be_abandoned=*/false);
  skip_value(cursor, session.context);
  if (!cursor.failed()) {
    const Span span{object.place(), cursor.end_of_last()};
    session.texts.text_of_record(cursor.bytes(span.begin, span.end), span.begin);
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

// The shape that the value is checked as first, or null. What is a template by its values alone is
// a request where it has all that a shape needs: so it is where it is guessed to be one.
const Shape* first_try(const JsonCursor& cursor, const EnvelopeForm* form, ShapeChoice& shapes) {
  const bool is_template = form != nullptr && form->path.empty() && form->late_values;
  return is_template ? shapes.choose(cursor) : nullptr;
}

// The same for a value that is all of its unit. That can be taken back, so the shape need not be
// told in advance: mostly it is what it was the last time.
void check_unit(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes,
                JsonRecovery* recovery) {
  context.begin_unit();
  const Shape* guess = shapes.guess(cursor);
  if (guess == nullptr) {
    const EnvelopeForm* form = envelope_in_front(cursor, context);
    guess = first_try(cursor, form, shapes);
    if (guess == nullptr) {
      if (form == nullptr || !open_envelope(*form, cursor, context, shapes))
        check_one(cursor, context, shapes, recovery);
      return;
    }
  }
  const JsonCursor::Mark before = cursor.mark();
  const bool is_asked_for = context.settings.envelope == kTemplates;
  if (check_as(guess, cursor, context, shapes, recovery) && !is_asked_for) return;
  JsonCursor envelope = cursor.at(before);
  const EnvelopeForm* form = envelope_in_front(envelope, context);
  if (form != nullptr && open_envelope(*form, envelope, context, shapes)) {
    if (recovery != nullptr) recovery->rollback_unit();
    cursor = envelope;
    return;
  }
  const Shape* shape = shapes.choose(cursor.at(before));
  if (shape == guess) return;
  context.session.ledger.rollback_unit();
  context.session.texts.begin_unit();
  if (recovery != nullptr) recovery->rollback_unit();
  cursor.back_to(before);
  check_as(shape, cursor, context, shapes, recovery);
}

// The same for a record of a batch that is too large to be held.
void check_record_of(const LargeBatch& batch, JsonCursor& cursor, ReaderContext& context,
                     JsonRecovery* recovery) {
  context.begin_unit();
  context.shape_in_use = batch.shape;
  Walker(cursor, context.session, recovery).check(record_of(batch, context.plan));
}

// One text, or one stretch of it, on its way through the checker.
class TextCheck {
 public:
  TextCheck(const JsonText& text, JsonIndex& index, bool sound, TextState& state,
            ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk)
      : text_(text),
        context_(context),
        chunk_(chunk),
        session_(context.session),
        shapes_(shapes),
        state_(state),
        recovery_(text, index, sound, shapes, session_, state.recovery),
        cursor_(text.bytes, index, text.origin) {}

  void run() {
    const At begin = state_.at;
    if (begin == At::kBeginning && text_.extent == JsonText::Extent::kLines) {
      recovery_.tell_form(TextForm::kManyLines, cursor_.place());
    }
    note_gap(begin);
    if (begin == At::kItem || begin == At::kSeparator) items(begin);
    if (begin == At::kValue) value();
    for (bool first = begin == At::kBeginning; !stopped_ && to_value(first); first = false) value();
    const std::uint64_t end = stopped_ ? state_.place : UINT64_MAX;
    while (const FaultAt* fault = recovery_.next_fault(end)) recovery_.lose_rest_of_line(*fault);
  }

 private:
  using At = TextState::At;

  bool by_line() const noexcept { return text_.extent != JsonText::Extent::kDocument; }
  bool one_line() const noexcept { return text_.extent == JsonText::Extent::kLine; }

  // The next value of the text, of which there should be one. False at the end.
  bool to_value(bool first) {
    if (first && is_scalar(cursor_.kind()) && !lose_scalar())
      return stop(At::kBeginning, gap_place_);
    if (first && cursor_.kind() != Kind::kBroken) return true;
    bool resumed = recovery_.resumed_at(cursor_);
    while (!cursor_.at_end()) {
      const char c = cursor_.here();
      const std::uint64_t place = cursor_.place();
      if (recovery_.pass_asides(cursor_)) {
        resumed = true;
      } else if (first || c == '{' || c == '[') {
        if (!first && !resumed) tell_next_value(place);
        state_.comma = false;
        return true;
      } else if (c == ',') {
        state_.comma = true;
        if (one_line() && !recovery_.is_broken()) {
          recovery_.tell_form(TextForm::kCommaBehindLine, place);
        }
        cursor_.step();
      } else if (c == '}' || c == ']') {
        if (!recovery_.is_broken()) recovery_.tell_form(TextForm::kStrayBracket, place);
        cursor_.step();
      } else if (recovery_.lose(cursor_, place)) {
        resumed = true;
      } else {
        return stop(first ? At::kBeginning : At::kBetween, place);
      }
    }
    return text_.is_open && stop(first ? At::kBeginning : At::kBetween, text_end());
  }

  static bool is_scalar(Kind kind) noexcept {
    return kind != Kind::kObject && kind != Kind::kArray && kind != Kind::kBroken;
  }

  // A string or number with more text behind it is what is left of something else.
  bool lose_scalar() {
    JsonCursor next = cursor_;
    next.step();
    if (next.at_end()) return !text_.is_open;
    return recovery_.lose(cursor_, next.place());
  }

  void tell_next_value(std::uint64_t place) {
    const bool comma = state_.comma;
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
      items(At::kValue);
    } else {
      unit(At::kValue);
    }
  }

  void items(At from) {
    if (!state_.batch) return array_items(from);
    session_.path.push().to_member(state_.batch->list->name);
    array_items(from);
    session_.path.pop();
    if (stopped_) return;
    if (cursor_.failed()) return leave_batch();
    end_batch();
  }

  // The list of a large batch has been read, and what it was in follows. Where that is broken, the
  // list is judged, with what stood in front of it.
  void end_batch() {
    JsonCursor end = cursor_;
    const std::uint64_t bracket = cursor_.end_of_last() - 1;
    while (end.next_member()) {
      end.key();
      end.skip(kMaxDepth - 1);
    }
    const bool is_broken = end.failed();
    if (is_broken && end.at_end()) {
      if (text_.is_open) return stop_in_gap();
      if (end.why() == SyntaxError::kUnexpectedEnd) {
        tell_cut_off(end);
      } else {
        recovery_.tell_break_behind_records(end);
      }
    }
    if (!is_broken || end.at_end()) cursor_ = end;
    const std::uint64_t tail = is_broken ? bracket + 1 : cursor_.end_of_last();
    recovery_.tell_faults(bracket, tail, /*beside=*/true);
    context_.flusher.flush(session_, chunk_);
    end_large_batch(*state_.batch, state_.items, cursor_.bytes(bracket, tail), bracket, context_);
    if (is_broken) return leave_batch();
    state_.recovery.unit = state_.batch->unit + 1;  // to what follows, it is one
    state_.batch.reset();
    session_.ledger.set_in_batch(false);
    state_.orphans = kNoNode;
    note_gap(At::kBetween);
  }

  // It is broken around its records, which have been read.
  void leave_batch() {
    state_.batch.reset();
    session_.ledger.set_in_batch(false);
    state_.recovery.owed += '{';
  }

  void array_items(At from) {
    if (from == At::kValue) state_.items = 0;
    bool more = from == At::kItem || (from == At::kSeparator ? next_item() : first_item());
    while (more) {
      session_.path.push().to_item(state_.items);
      unit(At::kItem);
      session_.path.pop();
      if (stopped_) return;
      ++state_.items;
      more = next_item();
    }
    if (is_cut_off()) return stop_in_gap();
    if (!cursor_.failed() || recovery_.is_told() || recovery_.has_owed()) return;
    if (recovery_.next_fault() == nullptr) tell_cut_off(cursor_);
  }

  void tell_cut_off(const JsonCursor& at) {
    recovery_.tell_form(text_.is_given_up ? TextForm::kGivenUp : TextForm::kCutOff, at.where());
  }

  bool first_item() {
    return cursor_.enter_array() && (cursor_.kind() != Kind::kBroken || skip_asides());
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

  // --- where an open text is left --------------------------------------------------------------

  bool is_cut_off() const noexcept { return text_.is_open && cursor_.failed() && cursor_.at_end(); }

  std::uint64_t text_end() const noexcept { return text_.origin + text_.bytes.size(); }

  // False, as there is nothing more to be read.
  bool stop(At at, std::uint64_t place) {
    state_.at = at;
    state_.place = place;
    stopped_ = true;
    return false;
  }

  // What is said from here on up to the next unit may be taken back.
  void note_gap(At at) {
    if (!text_.is_open) return;
    session_.ledger.handed_on();
    gap_ = at;
    gap_place_ = cursor_.at_end() ? end_of_last() : cursor_.place();
    gap_state_ = state_.recovery;
  }

  // Behind the last token, or behind white space that is long enough to be let go of.
  std::uint64_t end_of_last() const noexcept {
    return cursor_.end_of_last() + kAround < text_end() ? text_end() : cursor_.end_of_last();
  }

  void stop_in_gap() {
    state_.is_unfinished = session_.ledger.take_back() && recovery_.may_be_unfinished();
    state_.recovery = gap_state_;
    stop(gap_, gap_place_);
  }

  // Whether what follows the text could change what is to be said of the unit that was read.
  bool reaches_end(bool broken, bool cut_off) const noexcept {
    const bool behind = cut_off || recovery_.has_met_end() || (broken && cursor_.at_end());
    return text_.is_open && (behind || cursor_.end_of_last() > text_.limit);
  }

  void take_back_unit(At at, std::uint64_t begin) {
    session_.ledger.rollback_unit();
    session_.texts.begin_unit();
    recovery_.take_back_unit();
    stop(at, begin);
  }

  // --- units -----------------------------------------------------------------------------------

  void unit(At at) {
    const JsonCursor before = cursor_;
    const std::uint64_t begin = cursor_.place();
    if (text_.is_given_up && begin >= text_.limit) return static_cast<void>(stop(at, begin));
    session_.ledger.begin_unit(by_line() ? recovery_.line_of(begin) : 0);
    session_.texts.begin_unit();
    recovery_.begin_unit(begin);
    const std::uint64_t records = session_.ledger.counts().records;
    const NodeId orphan = orphan_at(begin);
    check(orphan);
    // An envelope's requests are units of their own: of these only the last one is still open.
    const bool is_opened = session_.ledger.counts().records > records;
    const bool beside = orphan == kNoNode && (is_opened || has_sound_records());
    bool known = true;
    const bool broken = cursor_.failed();
    const bool cut_off = broken && cursor_.why() == SyntaxError::kUnexpectedEnd;
    if (broken) {
      known = beside;
      state_.is_unfinished = cut_off && recovery_.may_be_unfinished();
      state_.broken_from = recovery_.break_of(cursor_, begin);
      recovery_.mend_unit(cursor_, before, context_.shape_in_use, beside);
    } else if (recovery_.has_faults()) {
      known = recovery_.tell_faults(begin, cursor_.end_of_last(), beside);
    }
    if (reaches_end(broken, cut_off)) return take_back_unit(at, begin);
    if (broken) {
      leave_orphans(context_.shape_in_use);
    } else if (orphan == kNoNode) {
      state_.orphans = kNoNode;
    }
    session_.ledger.end_unit();
    if (session_.texts.taker() != nullptr) note_text(begin, broken);
    // Of a unit that is lost nothing is known of what it was to be.
    if (known) context_.count_shape(session_.ledger.counts().records - records);
    if (session_.ledger.is_full()) context_.flusher.flush(session_, chunk_);
    note_gap(at == At::kItem ? At::kSeparator : At::kBetween);
    if (begin >= state_.shown_next + kAround)
      state_.shown_from = std::exchange(state_.shown_next, begin);
  }

  // Of a unit that is broken: up to where reading goes on. What is nothing but white space around
  // the only one of a line belongs to it.
  void note_text(std::uint64_t begin, bool broken) {
    const auto from = static_cast<std::size_t>(begin - text_.origin);
    const std::uint64_t place = cursor_.at_end() ? text_end() : cursor_.place();
    const auto to =
        static_cast<std::size_t>((broken ? place : cursor_.end_of_last()) - text_.origin);
    const bool line = one_line() && is_json_blank(text_.bytes.substr(0, from)) &&
                      is_json_blank(text_.bytes.substr(to));
    session_.texts.end_unit(line ? text_.bytes : text_.bytes.substr(from, to - from),
                            line ? text_.origin : begin, line);
  }

  // A batch that broke in front of its records, or between them, leaves records that stand alone:
  // what they are, the name of their list says or what the batch was taken for.
  NodeId orphan_at(std::uint64_t place) const {
    if (state_.batch) return record_of(*state_.batch, session_.plan);
    if (state_.orphans == kNoNode) return kNoNode;
    const Plan& plan = session_.plan;
    const bool whole = recovery_.is_like(plan.node(state_.broken_batch->root), place);
    return !whole && recovery_.is_like(plan.node(state_.orphans), place) ? state_.orphans : kNoNode;
  }

  void leave_orphans(const Shape* shape) {
    const Shape* by_list = shapes_.with_list(recovery_.resumed_list());
    state_.broken_batch = by_list != nullptr ? by_list : shape;
    state_.orphans = kNoNode;
    if (state_.broken_batch == nullptr) return;
    const NodeId record = record_node(session_.plan, state_.broken_batch->root);
    if (record != state_.broken_batch->root) state_.orphans = record;
  }

  void check(NodeId orphan) {
    if (orphan == kNoNode) return check_unit(cursor_, context_, shapes_, &recovery_);
    if (state_.batch) return check_record_of(*state_.batch, cursor_, context_, &recovery_);
    context_.begin_unit();
    context_.shape_in_use = state_.broken_batch;
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
  TextState& state_;
  JsonRecovery recovery_;
  JsonCursor cursor_;
  bool stopped_ = false;
  // Behind the last unit: where that was, and what was known there.
  At gap_ = At::kBeginning;
  std::uint64_t gap_place_ = 0;
  RecoveryState gap_state_;
};

}  // namespace

void check_inner(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes) {
  check_one(cursor, context, shapes, /*recovery=*/nullptr);
}

bool check_line(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes) {
  check_unit(cursor, context, shapes, /*recovery=*/nullptr);
  return !cursor.failed();
}

bool check_item(JsonCursor& cursor, const ItemOf& item, ReaderContext& context,
                ShapeChoice& shapes) {
  CheckSession& session = context.session;
  session.path.push().to_item(item.number);
  session.ledger.begin_unit(item.line);
  session.texts.begin_unit();
  const std::uint64_t begin = cursor.place();
  const std::uint64_t records = session.ledger.counts().records;
  if (item.batch != nullptr) {
    check_record_of(*item.batch, cursor, context, /*recovery=*/nullptr);
  } else {
    check_unit(cursor, context, shapes, /*recovery=*/nullptr);
  }
  const bool is_sound = !cursor.failed();
  if (is_sound) {
    session.ledger.end_unit();
    session.texts.end_unit(cursor.bytes(begin, cursor.end_of_last()), begin, /*is_line=*/false);
    context.count_shape(session.ledger.counts().records - records);
  } else {
    session.ledger.rollback_unit();
    session.texts.begin_unit();
  }
  session.path.pop();
  return is_sound;
}

void check_items(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes,
                 std::uint64_t line, const SourceChunk& chunk) {
  CheckSession& session = context.session;
  bool more = cursor.enter_array();
  for (ItemOf item{.line = line}; more; ++item.number) {
    check_item(cursor, item, context, shapes);
    if (session.ledger.is_full()) context.flusher.flush(session, chunk);
    // What was handed on may have moved the line.
    item.line = session.ledger.line();
    more = cursor.next_element();
  }
}

void check_text(const JsonText& text, JsonIndex& index, bool sound, FormRun& run,
                ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk) {
  TextState state;
  state.recovery.run = run;
  check_stretch(text, index, sound, state, context, shapes, chunk);
  run = state.recovery.run;
}

void check_stretch(const JsonText& text, JsonIndex& index, bool sound, TextState& state,
                   ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk) {
  TextCheck(text, index, sound, state, context, shapes, chunk).run();
}

}  // namespace diallint
