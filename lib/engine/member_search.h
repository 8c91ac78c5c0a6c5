// Which member of an object a key stands for: by its name, by another spelling of it, or by a name
// that people give it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_string.h"
#include "engine/check_session.h"
#include "engine/map_entries.h"
#include "input/cursor.h"
#include "plan/plan.h"
#include "rules/structure.h"

namespace diallint {

inline constexpr std::uint32_t kNoMember = 0xFFFFFFFF;

inline bool holds_backslash(std::string_view name) {
  return name.find('\\') != std::string_view::npos;
}

/// The member of exactly that name, as it is written in a text without escapes; kNoMember.
inline std::uint32_t find_member(const ObjectState& object, std::string_view name) {
  const auto& members = object.node.members;
  if (object.expected < members.size() && members[object.expected].short_name.equals(name)) {
    return object.expected;
  }
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    if (members[i].short_name.equals(name)) return i;
  }
  return kNoMember;
}

/// The same for an unescaped name that the members' short names cannot be held against.
[[gnu::noinline]] inline std::uint32_t find_with_backslash(const ObjectState& object,
                                                           std::string_view name) {
  const auto& members = object.node.members;
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    if (members[i].name == name) return i;
  }
  return kNoMember;
}

/// The cursor stands in front of a member's value, `depth` levels below the top: whether that name
/// follows in the same object.
template <Cursor C>
bool stands_ahead(C cursor, unsigned depth, std::string_view name) {
  std::string buffer;
  cursor.skip(kMaxDepth - depth);
  while (!cursor.failed() && cursor.next_member()) {
    const SourceText key = cursor.key();
    if (cursor.failed()) return false;
    if (key.bytes == name) return true;
    const bool escaped =
        key.has_escape() && unescape_json(key.bytes, buffer).fault == EscapeErrorCode::kNone;
    if (escaped && buffer == name) return true;
    cursor.skip(kMaxDepth - depth);
  }
  return false;
}

/// Whether another spelling, in front of whose value the cursor stands, may be taken for the
/// member: not where the right one stands as well.
template <Cursor C>
bool may_stand_for(const C& cursor, const CheckSession& session, ObjectState& object,
                   std::uint32_t index) {
  const std::uint64_t bit = std::uint64_t{1} << index;
  if ((object.seen & bit) != 0) return false;
  if ((object.looked_for & bit) == 0) {
    object.looked_for |= bit;
    if (stands_ahead(cursor, session.path.depth(), object.node.members[index].name))
      object.stands |= bit;
  }
  return (object.stands & bit) == 0;
}

/// The member that people call so, unless it stands in the object under its own name; else null.
template <Cursor C>
const Member* meant_member(const C& cursor, const CheckSession& session, ObjectState& object,
                           std::string_view name) {
  const auto meant = member_called(session.plan, object.node, name);
  if (meant == kNoMember || !may_stand_for(cursor, session, object, meant)) return nullptr;
  object.aliased |= std::uint64_t{1} << meant;
  return &object.node.members[meant];
}

}  // namespace diallint
