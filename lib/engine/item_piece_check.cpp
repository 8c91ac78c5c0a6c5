#include "engine/item_piece_check.h"

#include <array>
#include <exception>
#include <string_view>

#include "input/format_detection.h"

namespace diallint {
namespace {

constexpr std::array<std::int8_t, 256> kNesting = [] {
  std::array<std::int8_t, 256> nesting{};
  nesting['{'] = nesting['['] = 1;
  nesting['}'] = nesting[']'] = -1;
  return nesting;
}();

// Values of a text, each with a comma behind it; nothing where it ends within one. A tenth of what
// checking them takes.
std::optional<std::uint64_t> count_items(std::string_view text, const JsonIndex& index) noexcept {
  std::int64_t depth = 0;
  std::uint64_t items = 0;
  for (const std::uint32_t token : index.tokens()) {
    const char c = text[token];
    depth += kNesting[static_cast<unsigned char>(c)];
    items += static_cast<std::uint64_t>(depth == 0) & static_cast<std::uint64_t>(c == ',');
  }
  if (depth != 0) return std::nullopt;
  return items;
}

}  // namespace

void ItemCounts::restart(std::uint64_t items) noexcept {
  order_.restart();
  items_ = items;
}

std::optional<std::uint64_t> ItemCounts::in_front_of(std::uint64_t piece,
                                                     std::optional<std::uint64_t> count) {
  order_.await(piece);
  if (!count) {
    order_.end_with(piece);
    return std::nullopt;
  }
  const std::uint64_t items = items_;
  items_ += *count;
  order_.pass();
  return items;
}

ItemPieceCheck::ItemPieceCheck(ReaderContext& context, const SourceChunk& chunk,
                               const TextState& state, ItemCounts& counts)
    : context_(context),
      session_(context.session),
      chunk_(chunk),
      state_(state),
      counts_(counts),
      shapes_(context.shapes.for_input(context.shape)) {
  context.chunk = &chunk_;
}

std::optional<PieceStop> ItemPieceCheck::check(const InputPiece& piece) {
  checked_ = 0;
  show(piece);
  session_.context.read_clock();
  const std::optional<std::uint64_t> in_front = count(piece);
  std::optional<PieceStop> stop;
  if (in_front) {
    first_ = *in_front;
    JsonCursor cursor(piece.bytes(), index_, piece.origin);
    if (state_.batch) session_.path.push().to_member(state_.batch->list->name);
    stop = check_items(cursor);
    if (state_.batch) session_.path.pop();
  } else {
    stop = PieceStop{piece.origin};
  }
  context_.flusher.flush_later(session_, chunk_);
  return stop;
}

// The items in front of the piece. Whatever comes of it, those who wait for that are told.
std::optional<std::uint64_t> ItemPieceCheck::count(const InputPiece& piece) {
  std::optional<std::uint64_t> items;
  std::exception_ptr trouble;
  try {
    if (index_.build(piece.bytes())) items = count_items(piece.bytes(), index_);
    // GCOVR_EXCL_START: a test would need a system that is out of memory
  } catch (...) {
    trouble = std::current_exception();
  }
  // GCOVR_EXCL_STOP
  const std::optional<std::uint64_t> in_front = counts_.in_front_of(piece.number, items);
  if (trouble) std::rethrow_exception(trouble);  // GCOVR_EXCL_LINE: out of memory
  return in_front;
}

void ItemPieceCheck::show(const InputPiece& piece) {
  chunk_.bytes = piece.around();
  chunk_.origin = piece.origin - piece.begin;
  chunk_.bom_size =
      chunk_.origin == 0 && chunk_.bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  chunk_.first_line = piece.first.line;
  chunk_.first_column = piece.first.column;
}

std::optional<PieceStop> ItemPieceCheck::check_items(JsonCursor& cursor) {
  std::uint64_t end = cursor.place();  // of the last item
  for (ItemOf item = {.batch = state_.batch ? &*state_.batch : nullptr}; !cursor.at_end();) {
    item.number = first_ + checked_;
    if (!check_item(cursor, item, context_, shapes_)) return PieceStop{end, false, checked_ > 0};
    ++checked_;
    if (session_.ledger.is_full()) context_.flusher.flush(session_, chunk_);
    end = cursor.end_of_last();
    if (cursor.here() != ',') return PieceStop{end, false, true};
    cursor.step();
  }
  return std::nullopt;
}

}  // namespace diallint
