#include "engine/json_stretches.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "engine/item_piece_check.h"
#include "engine/piece_crew.h"
#include "engine/record_starts.h"
#include "input/format_detection.h"
#include "input/item_pieces.h"
#include "input/json_index.h"
#include "rules/syntax_words.h"

namespace diallint {
namespace {

// Ends of objects, from the last one, that are tried as the end of what is indexed where none is
// sure to be one: the others stand within strings.
constexpr int kMostCuts = 4;

// What a text that goes on seems broken by, at its end: a part of a character, number or literal.
std::string_view without_last_part(std::string_view text) noexcept {
  constexpr std::size_t kMost = 1024;  // of a number: what is longer is none
  for (int bytes = 0; bytes < 3 && !text.empty() && is_continuation(text.back()); ++bytes) {
    text.remove_suffix(1);
  }
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0x80) text.remove_suffix(1);
  const auto is_part = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return is_letter(byte) || is_digit(byte) || c == '.' || c == '+' || c == '-';
  };
  std::size_t size = text.size();
  while (size > 0 && text.size() - size < kMost && is_part(text[size - 1])) --size;
  return text.substr(0, size);
}

class Stretches {
 public:
  Stretches(TextWindow& window, JsonText::Extent extent, TextState& state, const SourceChunk& chunk,
            ReaderContext& context, ShapeChoice& shapes)
      : window_(window),
        extent_(extent),
        state_(state),
        chunk_(chunk),
        context_(context),
        shapes_(shapes),
        pieces_(window.source()) {
    context_.chunk = &chunk_;
    const std::string_view held = window_.from(state_.place);
    const std::size_t brace = held.find('{');
    if (brace != std::string_view::npos) state_.first_key = RecordStarts::first_key(held, brace);
  }

  void run() {
    context_.session.ledger.go_on();
    for (std::uint64_t place = state_.place; !check(); place = state_.place) {
      check_side_by_side(static_cast<std::size_t>(state_.place - place));
      window_.fill();
    }
  }

 private:
  // Checks what is held. True if that was the last of it.
  bool check() {
    const std::uint64_t place = state_.place;
    JsonText text = next_text();
    const bool sound = index(text);
    show();
    context_.session.context.read_clock();
    state_.broken_from = place;
    check_stretch(text, index_, sound, state_, context_, shapes_, chunk_);
    given_up_ = false;
    if (!text.is_open && state_.place == place) {
      context_.flusher.flush_later(context_.session, chunk_);
      return true;
    }
    context_.flusher.flush(context_.session, chunk_);
    if (state_.place == place) begin_batch(text);
    if (state_.place > place) {
      window_.drop_to(std::max(window_.origin(), std::min(state_.shown_from, state_.place)));
    } else if (wants_more_ && !state_.is_unfinished && is_enough_held()) {
      given_up_ = true;
    } else {
      window_.grow();
    }
    wants_more_ = state_.place == place;
    return false;
  }

  // Whether so much is held, and behind the break, that no more is looked through for what goes on
  // there.
  bool is_enough_held() const noexcept {
    return window_.bytes().size() >= kMostHeld &&
           window_.end() - state_.broken_from >= kMostHeld / 2;
  }

  // Where items follow that stand in nothing broken: checks them in pieces, up to one that is, or
  // to what follows them. So many bytes were checked before that.
  void check_side_by_side(std::size_t bytes) {
    const std::uint64_t item = place_of_item();
    if (item == 0 || !worth_.pays(bytes, context_)) return;
    const std::string_view text = window_.from(item);
    pieces_.begin(window_.bytes(), window_.origin(), window_.first(), item,
                  RecordStarts::first_key(text, 0));
    if (!crew_) {
      crew_.emplace(pieces_, context_, [this](ReaderContext& context) {
        return std::make_unique<ItemPieceCheck>(context, chunk_, state_, counts_);
      });
    }
    counts_.restart(state_.items);
    std::uint64_t next = state_.items + 1;
    const std::optional<PieceStop> stop = crew_->run(next);
    worth_.note_stop(crew_->settled());
    go_on_behind(*stop, next - 1);
  }

  // An item that follows, with nothing in front that it may belong to; 0 if there is none.
  std::uint64_t place_of_item() const {
    const bool is_sound = !state_.recovery.broken && state_.orphans == kNoNode;
    // What stands twice in one batch is looked for in one order.
    const bool is_compared =
        state_.batch && context_.settings.unique_within == UniqueWithin::kBatch;
    if (extent_ != JsonText::Extent::kDocument || !is_sound || is_compared || window_.ended())
      return 0;
    const std::string_view text = window_.from(state_.place);
    if (state_.at == TextState::At::kItem) return text.starts_with('{') ? state_.place : 0;
    if (state_.at != TextState::At::kSeparator) return 0;
    const std::size_t brace = object_behind_comma(text);
    return brace == 0 ? 0 : state_.place + brace;
  }

  void go_on_behind(const PieceStop& stop, std::uint64_t items) {
    if (items > state_.items) {
      state_.at = stop.is_behind_item ? TextState::At::kSeparator : TextState::At::kItem;
      state_.place = stop.place;
      state_.recovery.unit += items - state_.items;
      state_.items = items;
    }
    state_.shown_from = pieces_.origin();
    state_.shown_next = state_.place;
    window_.restart(pieces_.held(), pieces_.origin(), pieces_.first(), pieces_.ended(),
                    pieces_.trouble());
    wants_more_ = false;
  }

  // What could not be read as a value because its end is not held may be a batch, whatever is wrong
  // with its records.
  void begin_batch(const JsonText& text) {
    if (state_.at != TextState::At::kValue || window_.bytes().size() < kMostHeld) return;
    JsonCursor cursor(text.bytes, index_, text.origin);
    SourceChunk where = chunk_;
    where.bom_size = 0;
    where.origin = state_.place;
    where.first_line = text.first_line;
    where.first_column = window_.at(state_.place).column;
    state_.batch = begin_large_batch(cursor, where, shapes_, context_);
    if (!state_.batch) return;
    tell_fault_of_head();
    context_.session.ledger.set_in_batch(true);
    state_.batch->unit = state_.recovery.unit;
    state_.at = TextState::At::kItem;
    state_.items = 0;
    state_.place += state_.batch->head.size();
    state_.place += window_.from(state_.place).find_first_not_of(kJsonSpace);
  }

  // Beside the records, as of a batch that is held.
  void tell_fault_of_head() {
    const std::span<const FaultAt> faults = index_.faults();
    if (faults.empty() || faults.front().at >= state_.batch->head.size()) return;
    TextFault told = fault_words(faults.front(), state_.place);
    context_.session.ledger.report_beside_records(*told.rule, told.span, std::move(told.message));
    context_.flusher.flush(context_.session, chunk_);
  }

  JsonText next_text() const {
    JsonText text;
    text.bytes = window_.from(state_.place);
    text.origin = state_.place;
    text.first_line = window_.at(state_.place).line;
    text.extent = extent_;
    text.is_given_up = given_up_ && !window_.ended();
    text.is_open = !window_.ended() && !given_up_;
    text.limit = text.is_given_up
                     ? text.origin + text.bytes.size() / 2
                     : window_.end() - std::min<std::uint64_t>(kAround, text.bytes.size());
    text.first_key = state_.first_key;
    return text;
  }

  // Indexes the text. An open one is cut behind a value, so that no string is left open by that,
  // unless more was wanted than that.
  bool index(JsonText& text) {
    if (!text.is_open) return index_.build(text.bytes);
    const std::size_t size = wants_more_ ? 0 : behind_last_object(text.bytes);
    if (size == 0 && !wants_more_ && index_to_any_brace(text)) return true;
    text.bytes = size > 0 ? text.bytes.substr(0, size) : without_last_part(text.bytes);
    return index_.build(text.bytes);
  }

  bool index_to_any_brace(JsonText& text) {
    std::string_view held = text.bytes;
    for (int cuts = 0; cuts < kMostCuts; ++cuts) {
      const std::size_t brace = held.rfind('}');
      if (brace == std::string_view::npos) break;
      if (index_.build(held.substr(0, brace + 1))) {
        text.bytes = held.substr(0, brace + 1);
        return true;
      }
      held = held.substr(0, brace);
    }
    return false;
  }

  void show() {
    chunk_.bytes = window_.bytes();
    chunk_.bom_size = window_.bom_size();
    chunk_.origin = window_.origin();
    chunk_.first_line = window_.first().line;
    chunk_.first_column = window_.first().column;
  }

  TextWindow& window_;
  JsonText::Extent extent_;
  TextState& state_;
  SourceChunk chunk_;
  ReaderContext& context_;
  ShapeChoice& shapes_;
  JsonIndex index_;
  ItemPieces pieces_;
  ItemCounts counts_;
  CrewWorth worth_;
  std::optional<PieceCrew> crew_;
  bool wants_more_ = false;  // what was held was not enough for one more unit
  bool given_up_ = false;    // the next unit is read with what is held
};

}  // namespace

void check_stretches(TextWindow& window, JsonText::Extent extent, TextState& state,
                     SourceChunk chunk, ReaderContext& context, ShapeChoice& shapes) {
  Stretches(window, extent, state, chunk, context, shapes).run();
}

}  // namespace diallint
