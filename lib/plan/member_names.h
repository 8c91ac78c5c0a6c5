// The members of an object by their names.
#pragma once
#include <algorithm>
#include <string_view>

#include "plan/plan.h"

namespace diallint {

/// The member of exactly this name, or null.
inline const Member* member_named(const Node& object, std::string_view name) {
  const auto found = std::find_if(object.members.begin(), object.members.end(),
                                  [&](const Member& member) { return member.name == name; });
  return found == object.members.end() ? nullptr : &*found;
}

}  // namespace diallint
