#include "engine/json_stretches.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "engine/record_starts.h"
#include "input/format_detection.h"
#include "input/json_index.h"

namespace diallint {
namespace {

// Ends of objects, from the last one, that are tried as the end of what is indexed where none is
// sure to be one: the others stand within strings.
constexpr int kMostCuts = 4;

constexpr std::string_view kSpace = " \t\r\n";

// Whether an object follows that begins with a letter. Where a text is sound, all of this stands
// outside of its strings: behind a quote that closes one comes no letter.
bool object_follows(std::string_view text) noexcept {
  for (const char wanted : {',', '{', '"'}) {
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    if (!text.starts_with(wanted)) return false;
    text.remove_prefix(1);
  }
  return !text.empty() && is_letter(static_cast<unsigned char>(text.front()));
}

// Behind the last object of the text that another one follows; 0 if there is none.
std::size_t behind_last_object(std::string_view text) noexcept {
  std::size_t brace = text.rfind('}');
  while (brace != std::string_view::npos && !object_follows(text.substr(brace + 1))) {
    brace = brace == 0 ? std::string_view::npos : text.rfind('}', brace - 1);
  }
  return brace + 1;
}

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
        shapes_(shapes) {
    context_.chunk = &chunk_;
    const std::string_view held = window_.from(state_.place);
    const std::size_t brace = held.find('{');
    if (brace != std::string_view::npos) state_.first_key = RecordStarts::first_key(held, brace);
  }

  void run() {
    context_.session.ledger.go_on();
    while (!check()) window_.fill();
  }

 private:
  // Checks what is held. True if that was the last of it.
  bool check() {
    const std::uint64_t place = state_.place;
    JsonText text = next_text();
    const bool sound = index(text);
    show();
    context_.session.context.read_clock();
    check_stretch(text, index_, sound, state_, context_, shapes_, chunk_);
    if (!text.is_open) {
      context_.flusher.flush_later(context_.session, chunk_);
      return true;
    }
    context_.flusher.flush(context_.session, chunk_);
    if (state_.place == place) begin_batch(text);
    if (state_.place > place) {
      window_.drop_to(std::max(window_.origin(), std::min(state_.shown_from, state_.place)));
    } else if (wants_more_ && !state_.is_unfinished && window_.bytes().size() >= kMostHeld) {
      given_up_ = true;
    } else {
      window_.grow();
    }
    wants_more_ = state_.place == place;
    return false;
  }

  // What could not be read as a value because its end is not held may be a batch.
  void begin_batch(const JsonText& text) {
    if (state_.at != TextState::At::kValue || !state_.is_unfinished) return;
    if (window_.bytes().size() < kMostHeld) return;
    JsonCursor cursor(text.bytes, index_, text.origin);
    SourceChunk where = chunk_;
    where.bom_size = 0;
    where.origin = state_.place;
    where.first_line = text.first_line;
    where.first_column = window_.at(state_.place).column;
    state_.batch = begin_large_batch(cursor, where, shapes_, context_);
    if (!state_.batch) return;
    context_.session.ledger.set_in_batch(true);
    state_.batch->unit = state_.recovery.unit;
    state_.at = TextState::At::kItem;
    state_.items = 0;
    state_.place += state_.batch->head.size();
    state_.place += window_.from(state_.place).find_first_not_of(kSpace);
  }

  JsonText next_text() const {
    JsonText text;
    text.bytes = window_.from(state_.place);
    text.origin = state_.place;
    text.first_line = window_.at(state_.place).line;
    text.extent = extent_;
    text.is_given_up = given_up_;
    text.is_open = !window_.ended() && !given_up_;
    text.limit = window_.end() - std::min<std::uint64_t>(kAround, text.bytes.size());
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
  bool wants_more_ = false;  // what was held was not enough for one more unit
  bool given_up_ = false;    // what is held is taken for all there is
};

}  // namespace

void check_stretches(TextWindow& window, JsonText::Extent extent, TextState& state,
                     SourceChunk chunk, ReaderContext& context, ShapeChoice& shapes) {
  Stretches(window, extent, state, chunk, context, shapes).run();
}

}  // namespace diallint
