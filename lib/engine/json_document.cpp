#include "engine/json_document.h"

#include "engine/skip_value.h"
#include "engine/walker.h"
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
    report_shape(session.context, {object.place(), cursor.end_of_last()}, shapes.why_none(object));
  }
  session.ledger.end_record();
}

// Checks the value in front of the cursor as a shape, or as none. Whether all of it fitted.
bool check_as(const Shape* shape, JsonCursor& cursor, ReaderContext& context,
              const ShapeChoice& shapes, bool recover) {
  context.shape_in_use = shape;
  if (shape == nullptr) {
    check_unknown(cursor, context, shapes);
    return false;
  }
  Walker walker(cursor, context.session, recover);
  walker.check(shape->root);
  return walker.fits();
}

// Checks the value in front of the cursor as whatever shape it has.
void check_one(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes, bool recover) {
  check_as(shapes.choose(cursor), cursor, context, shapes, recover);
}

// The same for a value that is all of its unit. That can be taken back, so the shape need not be
// told in advance: mostly it is what it was the last time.
void check_unit(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes, bool recover) {
  const Shape* guess = shapes.guess(cursor);
  if (guess == nullptr) return check_one(cursor, context, shapes, recover);
  const JsonCursor before = cursor;
  if (check_as(guess, cursor, context, shapes, recover)) return;
  const Shape* shape = shapes.choose(before);
  if (shape == guess) return;
  context.session.ledger.rollback_unit();
  cursor = before;
  check_as(shape, cursor, context, shapes, recover);
}

// Faults of the text, consumed in the order of their places.
class Faults {
 public:
  Faults(const JsonIndex& index, std::uint64_t origin) : faults_(index.faults()), origin_(origin) {}

  /// The first fault in front of `end` (an offset in the input), or null; those in front of `begin`
  /// are passed over.
  const FaultAt* first_within(std::uint64_t begin, std::uint64_t end) {
    while (next_ < faults_.size() && origin_ + faults_[next_].at < begin) ++next_;
    const bool found = next_ < faults_.size() && origin_ + faults_[next_].at < end;
    return found ? &faults_[next_] : nullptr;
  }

 private:
  std::span<const FaultAt> faults_;
  std::uint64_t origin_;
  std::size_t next_ = 0;
};

// One document on its way through the checker.
class DocumentCheck {
 public:
  DocumentCheck(JsonCursor& cursor, const JsonIndex& index, std::uint64_t origin,
                ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk)
      : cursor_(cursor),
        context_(context),
        chunk_(chunk),
        session_(context.session),
        shapes_(shapes),
        faults_(index, origin),
        last_fault_(index.faults().empty() ? nullptr : &index.faults().back()),
        origin_(origin) {}

  void run() {
    if (cursor_.kind() == Kind::kArray) {
      items();
    } else {
      unit();
    }
    // A string that is not closed is no token of the index, but more text all the same.
    if (!cursor_.failed() && (!cursor_.at_end() || open_string() != nullptr)) {
      cursor_.fail(SyntaxError::kTrailingData, cursor_.place());
      lost();
    }
  }

 private:
  void items() {
    const bool some = cursor_.enter_array();
    std::uint64_t item = 0;
    bool more = some;
    for (; more; ++item) {
      session_.path.push().to_item(item);
      unit();
      session_.path.pop();
      if (session_.ledger.is_full()) context_.flusher.flush(session_, chunk_);
      more = !cursor_.failed() && cursor_.next_element();
    }
    if (cursor_.failed() && !told_) lost();
    if (!some && !cursor_.failed()) {
      session_.ledger.begin_unit(0);  // an array without items is a document without records
      session_.ledger.end_unit();
    }
  }

  void unit() {
    const JsonCursor before = cursor_;
    const std::uint64_t begin = cursor_.place();
    session_.ledger.begin_unit(0);
    const std::uint64_t records = session_.ledger.counts().records;
    check_unit(cursor_, context_, shapes_, /*recover=*/true);
    if (cursor_.failed()) {
      give_up(before);
    } else if (const FaultAt* fault = faults_.first_within(begin, cursor_.end_of_last())) {
      session_.ledger.abandon_unit();
      report_fault(session_.context, *fault, origin_);
    } else {
      session_.ledger.end_unit();
      return context_.count_shape(session_.ledger.counts().records - records);
    }
    session_.ledger.end_unit();  // nothing is known of what it was to be
  }

  // The unit is broken. Its brackets may still show where the next one begins.
  void give_up(const JsonCursor& before) {
    session_.ledger.abandon_unit();
    report_stop();
    JsonCursor behind = cursor_;
    if (behind.resume_behind(before)) {
      cursor_ = behind;
    } else {
      told_ = true;
    }
  }

  // What follows cannot be read: it counts as one more record.
  void lost() {
    session_.ledger.begin_unit(0);
    session_.ledger.abandon_unit();
    report_stop();
    session_.ledger.end_unit();
    told_ = true;
  }

  // The index ends at a string that is not closed: that, not the missing rest, is what is wrong.
  void report_stop() {
    const FaultAt* open = open_string();
    if (cursor_.why() == SyntaxError::kUnexpectedEnd && open != nullptr) {
      report_fault(session_.context, *open, origin_);
    } else {
      report_syntax_error(session_.context, cursor_.why(), cursor_.where());
    }
  }

  // The string that the text ends in, if it is not closed.
  const FaultAt* open_string() const {
    const bool open = last_fault_ != nullptr && last_fault_->fault == TextError::kOpenString;
    return open ? last_fault_ : nullptr;
  }

  JsonCursor& cursor_;
  ReaderContext& context_;
  const SourceChunk& chunk_;
  CheckSession& session_;
  ShapeChoice& shapes_;
  Faults faults_;
  const FaultAt* last_fault_;
  std::uint64_t origin_;
  bool told_ = false;
};

}  // namespace

void report_fault(CheckContext& context, const FaultAt& fault, std::uint64_t origin) {
  const std::uint64_t where = origin + fault.at;
  switch (fault.fault) {
    case TextError::kUtf8:
      return report_invalid_utf8(context, where);
    case TextError::kControl:
      return report_syntax_error(context, SyntaxError::kControlCharacter, where);
    case TextError::kOpenString:
      return report_syntax_error(context, SyntaxError::kUnterminatedString, where);
  }
}

bool check_line(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes) {
  check_unit(cursor, context, shapes, /*recover=*/false);
  return !cursor.failed();
}

void check_items(JsonCursor& cursor, ReaderContext& context, ShapeChoice& shapes,
                 std::uint64_t line, const SourceChunk& chunk) {
  CheckSession& session = context.session;
  bool more = cursor.enter_array();
  if (!more) {  // a line without records counts as one
    session.ledger.begin_unit(line);
    session.ledger.end_unit();
  }
  for (std::uint64_t item = 0; more; ++item) {
    session.path.push().to_item(item);
    session.ledger.begin_unit(line);
    const std::uint64_t records = session.ledger.counts().records;
    check_unit(cursor, context, shapes, /*recover=*/false);
    session.ledger.end_unit();
    session.path.pop();
    context.count_shape(session.ledger.counts().records - records);
    if (session.ledger.is_full()) context.flusher.flush(session, chunk);
    more = cursor.next_element();
  }
}

void check_document(JsonCursor& cursor, const JsonIndex& index, std::uint64_t origin,
                    ReaderContext& context, ShapeChoice& shapes, const SourceChunk& chunk) {
  DocumentCheck(cursor, index, origin, context, shapes, chunk).run();
}

}  // namespace diallint
