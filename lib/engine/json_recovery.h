// Reading on behind a break in a JSON text: what is lost is told and counted, what follows is read.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check_session.h"
#include "engine/json_resume.h"
#include "engine/shape_detector.h"
#include "input/json_cursor.h"
#include "input/json_index.h"
#include "input/place_map.h"
#include "plan/plan.h"
#include "rules/syntax_words.h"

namespace diallint {

/// What is read as one text.
struct JsonText {
  enum class Extent : std::uint8_t {
    kDocument,  ///< a whole input
    kLine,      ///< a line of an input of lines
    kLines,     ///< what is left of an input of lines, values of which span several
  };
  std::string_view bytes;        ///< kPadding readable bytes follow
  std::uint64_t origin = 0;      ///< of bytes[0] in the input
  std::uint64_t first_line = 1;  ///< that bytes[0] stands in
  Extent extent = Extent::kDocument;
  /// Whether the input goes on behind the text, so that nothing can be said of its end.
  bool is_open = false;
  /// Whether it is read as if it were not, since the first unit could not be read otherwise.
  bool is_given_up = false;
  /// Where the text is open: what ends behind this place (in the input) is left to the next one.
  /// Where it is given up: what begins behind it is.
  std::uint64_t limit = 0;
  /// As written, of the first object of the input; empty if that is the text's.
  std::string_view first_key = {};
};

/// Which faults of form have been told, so that a run of one kind is told once.
class FormRun {
 public:
  /// Whether this one is to be told. `place` counts lines or units: the next one is 1 more.
  bool begins(TextForm form, std::uint64_t place) noexcept {
    const bool goes_on = form == form_ && place - place_ <= 1;
    form_ = form;
    place_ = place;
    return !goes_on;
  }

 private:
  TextForm form_ = TextForm::kNone;
  std::uint64_t place_ = 0;
};

/// What reading a text has to know of the units in front.
struct RecoveryState {
  FormRun run;
  std::uint64_t unit = 0;
  bool told = false;      ///< what made the cursor fail has been told
  bool broken = false;    ///< something of the last unit was broken
  bool has_owed = false;  ///< lost text may have taken a bracket with it that would be missed
  std::string owed;       ///< brackets that lost text has opened, and whose ends may still come
};

/// Of one text. The walker asks it where a record of a batch breaks, the reader where anything else
/// does. Costs nothing until then.
class JsonRecovery {
 public:
  /// All of these outlive it. `index` is of the text if that is `sound`, as far as an index can
  /// tell; otherwise, and at the first break, it is made anew. The state goes on.
  JsonRecovery(const JsonText& text, JsonIndex& index, bool sound, ShapeChoice& shapes,
               CheckSession& session, RecoveryState& state);
  ~JsonRecovery();
  JsonRecovery(const JsonRecovery&) = delete;
  JsonRecovery& operator=(const JsonRecovery&) = delete;

  // --- records, for the walker ---------------------------------------------------------------
  /// Whether a record is to be shown to mend_record() although it has not failed.
  bool has_faults() const noexcept { return untold_ > 0; }
  /// The record in front of `before`, which is open in the ledger, has been read. Abandons it if it
  /// is broken, and moves the cursor to where its array goes on if that is found; otherwise the
  /// cursor stays failed, and the break is told. False if it was sound.
  bool mend_record(JsonCursor& cursor, const JsonCursor& before, const Node& record);
  /// next_element() has failed in an array of records: true if another item follows all the same,
  /// and false at the array's end. The cursor stays failed if neither is found. `within` is what
  /// the items are, null in an array that stands in nothing.
  bool next_item(JsonCursor& cursor, const Node* within);

  /// Whether lost text has opened an array whose items follow.
  bool is_in_lost_array() const noexcept { return state_.owed.find('[') != std::string::npos; }
  /// The name of the list whose first item the cursor was moved to; empty if that cannot be told.
  std::string_view resumed_list() const noexcept;

  // --- units, for the reader -----------------------------------------------------------------
  void begin_unit(std::uint64_t place);
  /// The unit is read again from its beginning, as if it had not been read.
  void rollback_unit();
  /// The unit has not been begun.
  void take_back_unit();
  /// Where a value that begins at `begin` is broken: at the break or at the first fault of the
  /// text, whichever comes first.
  std::uint64_t break_of(const JsonCursor& broken, std::uint64_t begin) const;
  /// Whether what made the cursor fail has been told.
  bool is_told() const noexcept { return state_.told; }
  /// Whether something of the last unit was broken: what stands behind it may be what is left of
  /// it.
  bool is_broken() const noexcept { return state_.broken; }
  /// The unit in front of `before` is broken outside its records: moves the cursor to where the
  /// text goes on. If the break is not told yet, tells it: of a unit with records `beside` them,
  /// otherwise of the unit, which is abandoned. What is no record of `shape` and not that shape
  /// does not begin one within the unit; null: any record does.
  void mend_unit(JsonCursor& cursor, const JsonCursor& before, const Shape* shape, bool beside);
  /// Whether the object that begins there may be one of the node's.
  bool is_like(const Node& node, std::uint64_t place) const;
  /// Tells the faults of the text within a unit that has been read to its end: of a unit with
  /// records `beside` them, otherwise of the unit, which is abandoned then. False if it was.
  bool tell_faults(std::uint64_t begin, std::uint64_t end, bool beside);
  /// Steps over what may stand between values though it should not: comments, byte order marks,
  /// brackets that lost records left open. True if something was passed.
  bool pass_asides(JsonCursor& cursor);
  /// Of an open text: whether all faults that have not been told come of its being cut off within a
  /// string, which may be one if it is not longer than a record may be.
  bool may_be_unfinished() const noexcept;
  bool owes_any() const noexcept { return !state_.owed.empty(); }
  /// Whether something that was looked for in the unit was not found before the text ended.
  bool has_met_end() const noexcept { return met_end_; }
  /// Whether lost text may have taken a bracket with it that would be missed.
  bool has_owed() const noexcept { return state_.has_owed; }
  /// Whether the cursor was moved here as to the beginning of a record, so that nothing needs to
  /// stand in front.
  bool resumed_at(const JsonCursor& cursor) const noexcept {
    return resumed_ && cursor.place() == resumed_place_;
  }
  /// Tells where the unit is broken behind its records, with nothing that could follow.
  void tell_break_behind_records(const JsonCursor& broken);
  /// Says once what is wrong with the form of the text at this place.
  void tell_form(TextForm form, std::uint64_t where);
  /// Text that is part of no value stands in front of the cursor, which shows at `where`: counts as
  /// one unreadable record. Moves the cursor to what may be a value again, or to the end. False,
  /// and nothing done, if that is the end of an open text.
  bool lose(JsonCursor& cursor, std::uint64_t where);
  /// The same for a fault that stands in no value and has no token.
  void lose_rest_of_line(const FaultAt& fault);
  /// The first fault that was told of no unit, or null; it stands in front of `place`.
  const FaultAt* next_fault(std::uint64_t place = UINT64_MAX) const noexcept;
  /// The index is one that goes on behind breaks, and the cursor goes by it.
  void mend_index(JsonCursor& cursor, std::uint64_t place);
  /// The line of a place; those asked for ascend, or nearly.
  std::uint64_t line_of(std::uint64_t place);

 private:
  void make_index();
  void enter_unit() noexcept;
  void hide_broken_strings();
  const FaultAt* untold_within(std::uint64_t begin, std::uint64_t end) const noexcept;
  std::size_t fault_at(std::uint64_t place) const noexcept;
  void mark_told(std::uint64_t begin, std::uint64_t end);
  bool begins_record(std::uint64_t place) const;
  std::string_view first_key(std::uint64_t place) const;
  BeginsRecordAt begins_like(const Shape* shape, std::uint64_t begin) const;
  bool closes_container(JsonCursor cursor, const Node& within) const;
  bool owes(char closing);
  bool pass_comment(JsonCursor& cursor);
  bool pass_mark(JsonCursor& cursor);
  void go_on(JsonCursor& cursor, std::uint64_t begin, const Resume& resume);
  void tell_break(const JsonCursor& broken, std::uint64_t begin, const Resume& resume, bool beside);
  bool report(TextFault fault, bool beside);
  void lose_unit(std::uint64_t where, std::uint64_t behind, TextFault told);
  std::string lost_words(const Resume& resume, std::uint64_t where);
  std::uint64_t end() const noexcept { return text_.origin + text_.bytes.size(); }
  std::string_view from(std::uint64_t place) const;

  // What was known in front of the unit.
  struct Mark {
    RecoveryState state;
    std::uint64_t begin = 0;
  };

  JsonText text_;
  JsonIndex& index_;
  ShapeChoice& shapes_;
  CheckSession& session_;
  RecoveryState& state_;
  BeginsRecordAt begins_;
  std::string_view first_key_;
  bool mended_ = false;
  PlaceMap known_;             // all of the text but strings that hold a fault
  std::vector<bool> is_told_;  // by fault of the index
  std::size_t untold_ = 0;
  std::size_t told_to_ = 0;  // no fault at this number or behind it has been told
  Mark unit_mark_;
  bool met_end_ = false;
  std::uint64_t read_to_ = 0;  // nothing at or in front of this place is looked at again
  bool resumed_ = false;
  std::uint64_t resumed_place_ = 0;
  std::uint64_t line_place_;
  std::uint64_t line_;
};

}  // namespace diallint
