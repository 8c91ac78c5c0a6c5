#include "engine/dropped_member.h"

#include <cstdint>
#include <optional>

#include "base/ascii.h"
#include "rules/mending.h"

namespace diallint {
namespace {

// Of a member that begins there and that a cursor stands behind: with the comma that follows and
// the white space up to the next one, or with that in front of the last. Nothing where something
// else stands in front, as in a text that is mended.
std::optional<Span> place_with_comma(std::uint64_t begin, JsonCursor behind) {
  std::uint64_t before = begin - 1;
  while (is_json_space(behind.bytes(before, before + 1)[0])) --before;
  const char front = behind.bytes(before, before + 1)[0];
  if (front != ',' && front != '{') return std::nullopt;
  const std::uint64_t end = behind.end_of_last();
  if (behind.here() == '}') return Span{front == ',' ? before : begin, end};
  if (behind.here() != ',') return std::nullopt;
  behind.step();
  return Span{begin, behind.place()};
}

}  // namespace

void offer_to_drop(JsonCursor cursor, const SourceText& key, CheckSession& session) {
  cursor.skip(kMaxDepth - session.path.depth());
  if (cursor.failed()) return;
  const auto place = place_with_comma(key.span.begin, cursor);
  if (place) offer_removal(fix_kind::kDroppedMember, *place, session.context);
}

}  // namespace diallint
