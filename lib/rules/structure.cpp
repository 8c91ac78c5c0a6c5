#include "rules/structure.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/character_names.h"
#include "base/edit_distance.h"
#include "base/json_number.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "input/csv_columns.h"
#include "rules/clause.h"
#include "rules/envelope.h"
#include "rules/families.h"
#include "rules/mending.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

namespace diallint {
namespace {

// --- breaking valid values ---------------------------------------------------------------------

// A value of a kind that the node does not allow and no other rule claims. No list in place of an
// object: at the top of a document it would be a list of records.
bool inject_type(const Check&, Injection& injection) {
  const Sample others[] = {Sample{},
                           Sample::scalar(Kind::kBoolean, "true"),
                           Sample::scalar(Kind::kNumber, "7"),
                           Sample::string("one"),
                           Sample{Kind::kArray, {}, {}, {}, {}},
                           Sample{Kind::kObject, {}, {}, {}, {}}};
  KindSet taken = injection.node.kinds;
  for (const Check& check : injection.node.checks) taken |= check.rule->claims;
  if (injection.value.kind == Kind::kObject) taken |= set_of(Kind::kArray);
  const std::size_t first = injection.random.below(std::size(others));
  for (std::size_t i = 0; i < std::size(others); ++i) {
    const Sample& other = others[(first + i) % std::size(others)];
    if (holds(taken, other.kind)) continue;
    injection.value = other;
    return true;
  }
  return false;
}

// A kind that is none of the value's; of the check on integers, a number with a fraction.
void boundary_type(const Check& check, BoundaryValues& boundary) {
  const auto& own = boundary.node.checks;
  const bool integer =
      std::any_of(own.begin(), own.end(), [&](const Check& c) { return &c == &check; });
  if (integer) {
    boundary.valid("fraction-of-nothing",
                   Sample::scalar(Kind::kNumber, boundary.value.text + ".0"));
    boundary.invalid("fraction", Sample::scalar(Kind::kNumber, boundary.value.text + ".5"));
    return;
  }
  const std::pair<const char*, Sample> others[] = {
      {"null", Sample{}},
      {"boolean", Sample::scalar(Kind::kBoolean, "true")},
      {"number", Sample::scalar(Kind::kNumber, "7")},
      {"string", Sample::string("one")},
      {"array", Sample{Kind::kArray, {}, {}, {}, {}}},
      {"object", Sample{Kind::kObject, {}, {}, {}, {}}}};
  KindSet taken = boundary.node.kinds;
  for (const Check& c : own) taken |= c.rule->claims;
  // At the top of a document a list is one of records.
  if (boundary.value.kind == Kind::kObject) taken |= set_of(Kind::kArray);
  // One is enough: which it is differs from member to member.
  const std::size_t first = boundary.random.below(std::size(others));
  for (std::size_t i = 0; i < std::size(others); ++i) {
    const auto& [name, other] = others[(first + i) % std::size(others)];
    if (!holds(taken, other.kind)) return boundary.invalid(name, other);
  }
}

bool inject_required(const Check& check, Injection& injection) {
  if (check.clause) return inject_clause(check, injection);
  auto& members = injection.value.members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto chosen = (i + injection.random.below(members.size())) % members.size();
    for (const std::string& name : check.as<RequiredMembers>().names) {
      if (members[chosen].first != name) continue;
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(chosen));
      return true;
    }
  }
  return false;
}

void boundary_required(const Check& check, BoundaryValues& boundary) {
  if (check.clause) return;
  for (const std::string& name : check.as<RequiredMembers>().names) {
    Sample less = boundary.value;
    std::erase_if(less.members, [&](const auto& member) { return member.first == name; });
    if (less.members.size() < boundary.value.members.size())
      boundary.invalid("without-" + name, less);
  }
}

bool inject_unknown_member(const Check&, Injection& injection) {
  injection.value.members.emplace_back("priority", Sample::scalar(Kind::kNumber, "1"));
  return true;
}

// Another spelling of a member that stands in the object: snake_case or PascalCase.
bool inject_member_name(const Check&, Injection& injection) {
  for (auto& [key, value] : injection.value.members) {
    if (!injection.node.by_folded_name.contains(fold_name(key))) continue;  // a map's own key
    std::string snake;
    for (const char c : key) {
      if (is_upper(c)) snake += '_';
      snake += to_lower(c);
    }
    if (snake == key || injection.random.once_in(2)) {
      snake = key;
      if (snake[0] >= 'a' && snake[0] <= 'z') snake[0] = static_cast<char>(snake[0] & ~0x20);
    }
    if (snake == key || injection.value.find(snake) != nullptr) continue;
    key = snake;
    return true;
  }
  return false;
}

bool inject_duplicate_member(const Check&, Injection& injection) {
  auto& members = injection.value.members;
  if (members.empty()) return false;
  const auto copy = members[injection.random.below(members.size())];
  members.push_back(copy);
  return true;
}

// A JSON number is an integer by its value: 1.0 and 1e1 are.
bool check_integer(const Check& check, Value& value, CheckContext& context) {
  if (value.kind != Kind::kNumber || is_integer(value.text.bytes)) return true;  // texts, too
  context.report(check, value.span(), [&] {
    return fmt::format("{} is a number with a fraction; it must be an integer", context.subject());
  });
  return false;
}

// The names of an envelope's members (x-envelope) are asked for where one is unknown.
bool pass(const Check&, Value&, CheckContext&) { return true; }

constexpr std::string_view kTypeKeywords[] = {"type"};
constexpr std::string_view kRequiredKeywords[] = {"required", "allOf"};
constexpr std::string_view kUnknownKeywords[] = {"additionalProperties", "x-envelope"};

std::string list_kinds(KindSet kinds) {
  std::string text;
  for (const Kind kind :
       {Kind::kString, Kind::kNumber, Kind::kBoolean, Kind::kArray, Kind::kObject, Kind::kNull}) {
    if (!holds(kinds, kind)) continue;
    if (!text.empty()) text += " or ";
    text += with_article(kind);
  }
  return text;
}

std::string kind_message(CheckContext& context, const Node& node, const Value& value) {
  const std::string_view actual = with_article(value.kind);
  if (context.path().depth() == 0) {
    const std::string subject =
        node.title.empty() ? context.subject()
                           : fmt::format("{} {}", indefinite_article(node.title), node.title);
    return fmt::format("{} is {}; this is {}", subject, list_kinds(node.kinds), actual);
  }
  std::string message =
      fmt::format("{} is {}; it must be {}", context.subject(), actual, list_kinds(node.kinds));
  for (const Check& check : node.checks) {
    if (check.rule->advise != nullptr)
      return message + "; " + check.rule->advise(check, value, context);
  }
  return message;
}

// A key as a message shows it: the context cuts and masks keys in paths, this one stands alone.
std::string shown(CheckContext& context, std::string_view key) {
  const auto steps = context.path().segments();
  const bool hidden = !steps.empty() && steps.back().encoding == kRawHidden;
  if (hidden || context.settings().mask_keys) return "***";
  constexpr std::size_t kShown = 64;
  std::size_t at = 0;
  for (std::size_t n = 0; n < kShown && at < key.size(); ++n) next_code_point(key, at);
  return fmt::format("\"{}{}\"", key.substr(0, at), at < key.size() ? "…" : "");
}

std::string unknown_member_message(CheckContext& context, const Node& node, const Member* meant,
                                   std::string_view key, std::string_view nearest) {
  std::string message = fmt::format(
      "{} is not a member of {}", shown(context, key),
      node.title.empty() ? std::string("this object")
                         : fmt::format("{} {}", indefinite_article(node.title), node.title));
  if (meant != nullptr) message += fmt::format("; it is called {} here", meant->name);
  if (!nearest.empty()) message += fmt::format("; the nearest is {}", nearest);
  const std::string special = first_special_character(key);
  if (!special.empty() && !context.settings().mask_keys) message += "; " + special;
  return message;
}

}  // namespace

const Rule kType = {
    .id = "type",
    .title = "A value has the type that its member requires.",
    .severity = Severity::kError,
    .why = "The service refuses the whole call: a batch with one such value dials nobody.",
    .repair =
        "Write the value as the type that the message names. null is not a way to leave a "
        "member out: drop the member instead.",
    .keywords = kTypeKeywords,
    .stage = Stage::kType,
    .check = check_integer,
    .inject_fault = inject_type,
    .boundary_values = boundary_type,
    .judges = set_of(Kind::kNumber),
};

const Rule kRequired = {
    .id = "required",
    .title = "Every required member is present.",
    .severity = Severity::kError,
    .why = "The SDK or the service refuses the call before anything is dialled.",
    .repair = "Add the member. A map may be empty: {}.",
    .keywords = kRequiredKeywords,
    .stage = Stage::kType,
    .compile = compile_all_of,
    .check = check_clause_at_object,
    .inject_fault = inject_required,
    .boundary_values = boundary_required,
};

const Rule kUnknownMember = {
    .id = "unknown-member",
    .title = "Every member is one that the shape defines.",
    .severity = Severity::kWarning,
    .why =
        "The service ignores a member that it does not know, or refuses the call; whatever the "
        "member was meant to do does not happen.",
    .repair =
        "Remove the member, or correct its name. Values for the contact flow belong among the "
        "attributes.",
    .keywords = kUnknownKeywords,
    .stage = Stage::kType,
    .compile = compile_envelope,
    .check = pass,
    .inject_fault = inject_unknown_member,
};

const Rule kMemberName = {
    .id = "member-name",
    .title = "Member names are spelled as the service expects them.",
    .severity = Severity::kError,
    .why =
        "On the wire the names are case-sensitive: another spelling counts as an unknown member, "
        "and the right one as missing. SDKs for Python, Ruby or Java translate their own "
        "spelling, so a file written for one of them does not fit another.",
    .repair =
        "Use the spelling that the message names, or run with --accept-sdk-names if the file "
        "is only ever read by an SDK that translates.",
    .stage = Stage::kType,
    .inject_fault = inject_member_name,
};

const Rule kDuplicateMember = {
    .id = "duplicate-member",
    .title = "No member appears twice in an object.",
    .severity = Severity::kError,
    .why =
        "Some parsers use the first value, some the last, some refuse the text: which number is "
        "dialled depends on the parser.",
    .repair = "Keep the intended one.",
    .stage = Stage::kType,
    .inject_fault = inject_duplicate_member,
};

std::span<const Rule* const> structure_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kType, &kRequired, &kUnknownMember, &kMemberName,
                                           &kDuplicateMember};
  return kRules;
}

bool report_kind(CheckContext& context, const Node& node, const Value& value) {
  if (context.is_on(kType)) {
    const bool kept = context.report(kType, node.source_of(kType), value.span(),
                                     [&] { return kind_message(context, node, value); });
    if (kept) offer_mending(node.checks, value, context);
    return true;
  }
  for (const Check& check : node.checks) {
    if (!check.rule->judges_any_kind || !context.is_on(*check.rule)) continue;
    if (context.report(check, value.span(), [&] { return kind_message(context, node, value); }))
      offer_mending(check, value, context);
    return true;
  }
  return false;
}

bool report_required(CheckContext& context, const Node& node, const Member& missing, bool held,
                     const Span& span) {
  return context.report(kRequired, node.source_of(kRequired), span, [&] {
    return fmt::format("{} is missing; it is required{}", missing.name,
                       held ? ", and a member of another name seems to hold it" : "");
  });
}

bool report_unknown_member(CheckContext& context, const Node& node, const Member* meant,
                           std::string_view key, const Span& span) {
  const auto envelope = envelope_of(node);
  if (std::find(envelope.begin(), envelope.end(), fold_name(key)) != envelope.end()) return false;
  std::string_view nearest;  // looked for where somebody reads of it
  const bool kept = context.report(kUnknownMember, node.source_of(kUnknownMember), span, [&] {
    if (meant == nullptr) nearest = nearest_member(node, key);
    return unknown_member_message(context, node, meant, key, nearest);
  });
  return kept && meant == nullptr && nearest.empty();
}

bool report_member_name(CheckContext& context, const Node& node, const Member& member,
                        std::string_view key, const Span& span) {
  return context.report(kMemberName, node.source_of(kRequired), span, [&] {
    return fmt::format("{} is sent as {}; names are case-sensitive on the wire",
                       shown(context, key), member.name);
  });
}

void report_duplicate_member(CheckContext& context, std::string_view key, const Span& span) {
  context.report(kDuplicateMember, nullptr, span, [&] {
    return fmt::format("{} appears twice in this object; parsers differ in which one they use",
                       shown(context, key));
  });
}

std::string key_in_words(CheckContext& context, std::string_view key) {
  return shown(context, key);
}

std::uint32_t member_called(const Plan& plan, const Node& node, std::string_view key) {
  const std::string folded = fold_name(key);
  for (std::uint32_t i = 0; i < node.members.size(); ++i) {
    const auto& aliases = plan.node(node.members[i].node).aliases;
    if (std::find(aliases.begin(), aliases.end(), folded) != aliases.end()) return i;
  }
  return UINT32_MAX;
}

std::string_view nearest_member(const Node& node, std::string_view key) {
  std::vector<std::string_view> names;
  for (const Member& member : node.members) names.push_back(member.name);
  // A key of many kilobytes is no slip of the pen.
  return key.size() > 256 ? std::string_view() : nearest_name(key, names);
}

}  // namespace diallint
