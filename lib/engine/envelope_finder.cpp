#include "engine/envelope_finder.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace diallint {
namespace {

constexpr std::ptrdiff_t kMembersLookedAt = 64;
constexpr unsigned kLookAheadDepth = 64;

struct AttributeType {
  std::string_view name;
  Kind kind;  // of the value
  AttributeKind meaning;
};

constexpr AttributeType kAttributeTypes[] = {
    {"S", Kind::kString, AttributeKind::kAsItIs},
    {"N", Kind::kString, AttributeKind::kNumber},
    {"M", Kind::kObject, AttributeKind::kMap},
    {"L", Kind::kArray, AttributeKind::kList},
    {"BOOL", Kind::kBoolean, AttributeKind::kAsItIs},
    {"NULL", Kind::kBoolean, AttributeKind::kNull},
    {"SS", Kind::kArray, AttributeKind::kSet},
    {"NS", Kind::kArray, AttributeKind::kNumberSet},
    {"B", Kind::kString, AttributeKind::kAsItIs},
    {"BS", Kind::kArray, AttributeKind::kSet},
};

// Whether the object holds attribute values and nothing else, as far as it is looked at.
bool holds_attributes(JsonCursor at) {
  if (at.kind() != Kind::kObject || !at.enter_object()) return false;
  for (std::ptrdiff_t n = 0; n < kMembersLookedAt; ++n) {
    at.key();
    if (at.failed() || !attribute_kind(at)) return false;
    at.skip(kLookAheadDepth);
    if (at.failed()) return false;
    if (!at.next_member()) return !at.failed();
  }
  return true;
}

std::string_view without_space(std::string_view text) {
  while (!text.empty() && is_json_space(text[0])) text.remove_prefix(1);
  return text;
}

// Whether a string holds what begins like an object or a list.
bool holds_json_text(JsonCursor at) {
  if (at.kind() != Kind::kString) return false;
  const std::string_view text = without_space(at.string().bytes);
  return text.starts_with('{') || text.starts_with('[');
}

// Whether the text goes on, behind a `.$"`, as it does behind the name of a member whose value Step
// Functions looks up: with a path or a function. A colon follows no string that is a value.
bool is_looked_up(std::string_view behind) {
  behind = without_space(behind);
  if (!behind.starts_with(':')) return false;
  behind = without_space(behind.substr(1));
  return behind.starts_with("\"$") || behind.starts_with("\"States.");
}

// The string that begins there, without its quotes.
std::string_view string_at(std::string_view text) {
  std::size_t end = text.find('"', 1);
  while (end != std::string_view::npos && text[end - 1] == '\\') end = text.find('"', end + 1);
  return end == std::string_view::npos ? std::string_view{} : text.substr(1, end - 1);
}

// Where the pattern stands, as find() says it, looked for by the one of its bytes that texts have
// least of.
std::size_t find_by_byte(std::string_view text, std::string_view pattern, std::size_t rare,
                         std::size_t from) noexcept {
  std::size_t at = from + rare;
  while ((at = text.find(pattern[rare], at)) != std::string_view::npos) {
    if (text.substr(at - rare).starts_with(pattern)) return at - rare;
    ++at;
  }
  return at;
}

// A string has a backslash in front of each quote in it, so that neither is found within one.
bool holds_late_values(JsonCursor at) {
  constexpr std::string_view kLateKey = ".$\"";
  constexpr std::string_view kExpressionBegin = "\"{%";
  constexpr std::string_view kExpressionEnd = "%}";
  const std::uint64_t begin = at.place();
  at.skip(kLookAheadDepth);
  if (at.failed()) return false;
  const std::string_view bytes = at.bytes(begin, at.end_of_last());
  const auto late_key = [&](std::size_t from) {
    return find_by_byte(bytes, kLateKey, kLateKey.find('$'), from);
  };
  for (std::size_t found = 0; (found = late_key(found)) != std::string_view::npos;) {
    found += kLateKey.size();
    if (is_looked_up(bytes.substr(found))) return true;
  }
  const auto expression = [&](std::size_t from) {
    return find_by_byte(bytes, kExpressionBegin, kExpressionBegin.find('%'), from);
  };
  for (std::size_t found = 0; (found = expression(found)) != std::string_view::npos;) {
    const std::string_view string = string_at(bytes.substr(found));
    if (bytes[found - 1] != '\\' && string.ends_with(kExpressionEnd)) return true;
    found += kExpressionBegin.size() + string.size() - 1;
  }
  return false;
}

bool holds_inner(const EnvelopeForm& form, const JsonCursor& at) {
  switch (form.inner) {
    case InnerForm::kText:
      return holds_json_text(at);
    case InnerForm::kAttributeValues:
      return holds_attributes(at);
    case InnerForm::kJson:
      break;
  }
  return at.kind() == Kind::kObject && (!form.path.empty() || holds_late_values(at));
}

// The names of the first members of an object, read once for all forms.
class FirstNames {
 public:
  explicit FirstNames(JsonCursor at) {
    bool more = at.enter_object();
    while (more && count_ < kMembersLookedAt) {
      const std::string_view name = at.key().bytes;
      if (at.failed()) return;
      names_[static_cast<std::size_t>(count_++)] = name;
      at.skip(kLookAheadDepth);
      more = !at.failed() && at.next_member();
    }
  }
  bool have(std::string_view name) const noexcept {
    return std::find(names_.begin(), names_.begin() + count_, name) != names_.begin() + count_;
  }

 private:
  std::array<std::string_view, kMembersLookedAt> names_;
  std::ptrdiff_t count_ = 0;
};

bool fits(const EnvelopeForm& form, JsonCursor at) {
  for (std::size_t step = 0; step < form.path.size(); ++step) {
    if (form.path[step] == "*") {
      if (at.kind() != Kind::kArray || !at.enter_array()) return false;
      continue;
    }
    const auto member = member_of(at, form.path[step], signs_at(form, step));
    if (!member) return false;
    at = *member;
  }
  return holds_inner(form, at);
}

}  // namespace

std::optional<AttributeKind> attribute_kind(JsonCursor at) {
  if (at.kind() != Kind::kObject || !at.enter_object()) return std::nullopt;
  const SourceText key = at.key();
  if (at.failed()) return std::nullopt;
  const Kind kind = at.kind();
  const auto type = std::find_if(
      std::begin(kAttributeTypes), std::end(kAttributeTypes),
      [&](const AttributeType& one) { return one.name == key.bytes && one.kind == kind; });
  if (type == std::end(kAttributeTypes)) return std::nullopt;
  at.skip(kLookAheadDepth);
  if (at.failed() || at.next_member() || at.failed()) return std::nullopt;
  return type->meaning;
}

std::optional<JsonCursor> member_of(JsonCursor at, std::string_view name,
                                    std::span<const std::string_view> signs) {
  if (at.kind() != Kind::kObject) return std::nullopt;
  std::optional<JsonCursor> found;
  bool told = signs.empty();
  bool more = at.enter_object();
  for (std::ptrdiff_t n = 0; more && n < kMembersLookedAt && !(found && told); ++n) {
    const std::string_view key = at.key().bytes;
    if (at.failed()) return std::nullopt;
    if (key == name) found = at;
    told = told || std::find(signs.begin(), signs.end(), key) != signs.end();
    at.skip(kLookAheadDepth);
    more = !at.failed() && at.next_member();
  }
  return told ? found : std::nullopt;
}

std::span<const std::string_view> signs_at(const EnvelopeForm& form, std::size_t step) noexcept {
  const bool last = step + 1 == form.path.size();
  return last ? form.signs : std::span<const std::string_view>();
}

const EnvelopeForm* envelope_at(const JsonCursor& at, std::string_view wanted) {
  if (at.kind() != Kind::kObject) return nullptr;
  const FirstNames names(at);
  for (const EnvelopeForm& form : envelope_forms()) {
    if (wanted != "auto" && wanted != form.name) continue;
    // Nearly all records are no envelopes, and lack what each form begins with.
    if (!form.path.empty() && !names.have(form.path.front())) continue;
    if (fits(form, at)) return &form;
  }
  return nullptr;
}

}  // namespace diallint
