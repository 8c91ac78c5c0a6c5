// Rules that the walker itself applies: what members an object has, and of which kinds.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "context/check_context.h"
#include "plan/plan.h"
#include "plan/rule.h"

namespace diallint {

extern const Rule kType;
extern const Rule kRequired;
extern const Rule kUnknownMember;
extern const Rule kMemberName;
extern const Rule kDuplicateMember;

/// The current value is of a kind that its node does not allow: the fault of `type` or, where that
/// is off, of the first of the node's rules that judges any kind. False if none of them is on.
bool report_kind(CheckContext& context, const Node& node, const Value& value);
/// The object that lies between `span` lacks a member. `held` says that another one in it has a
/// name that people give the missing one. Whether that is kept.
bool report_required(CheckContext& context, const Node& node, const Member& missing, bool held,
                     const Span& span);
/// `key` (unescaped) is no member of the object; the current path ends with it. `meant` is the
/// member that people call so, or null. Whether that is kept, and nothing is lost without the
/// member: its name is not near to any.
bool report_unknown_member(CheckContext& context, const Node& node, const Member* meant,
                           std::string_view key, const Span& span);
/// `key` (unescaped) is another spelling of a member. Whether that is kept.
bool report_member_name(CheckContext& context, const Node& node, const Member& member,
                        std::string_view key, const Span& span);
/// `key` (unescaped) stood in the same object before.
void report_duplicate_member(CheckContext& context, std::string_view key, const Span& span);

/// A key (unescaped) as a message shows it: in quotes and cut, or masked where settings say so.
std::string key_in_words(CheckContext& context, std::string_view key);

/// The position of the member that people call `key`, by its schema's x-aliases, or UINT32_MAX.
std::uint32_t member_called(const Plan& plan, const Node& node, std::string_view key);

/// The nearest of the node's member names, or nothing if none is near.
std::string_view nearest_member(const Node& node, std::string_view key);

}  // namespace diallint
