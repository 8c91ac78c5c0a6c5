#include "context/value_path.h"

#include <fmt/format.h>

#include "base/json_pointer.h"
#include "base/json_string.h"
#include "base/utf8.h"
#include "input/csv_columns.h"

namespace diallint {
namespace {

// Longest part of a key that a message shows, in code points.
constexpr std::size_t kShownKey = 64;
// Of an escaped key, bytes: those of a surrogate pair are the most that one code point takes.
constexpr std::size_t kMaxEscapeBytes = 12;
constexpr std::size_t kReadKey = (kShownKey + 2) * kMaxEscapeBytes;

std::string cut(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t n = 0; n < kShownKey && at < text.size(); ++n) next_code_point(text, at);
  std::string shown(text.substr(0, at));
  if (at < text.size()) shown += "…";
  return shown;
}

}  // namespace

std::string ValuePath::key_text(const Segment& segment) const {
  const bool hidden = settings_.mask_keys || segment.encoding == kRawHidden;
  if (hidden && segment.member == nullptr) return "***";
  std::string text(segment.key());
  if (segment.encoding == Encoding::kJsonEscaped && text.find('\\') != std::string::npos) {
    const bool sound = unescape_json(segment.key(), text).fault == EscapeErrorCode::kNone;
    if (!sound) text = segment.key();  // half a name would be another one
  }
  return text;
}

// The beginning of a key as messages show it. One of megabytes may stand above as many findings,
// and is not read to its end for each of them.
std::string ValuePath::short_key(const Segment& segment) const {
  const bool known = segment.key_size <= kReadKey || segment.encoding != Encoding::kJsonEscaped;
  if (known || settings_.mask_keys) return cut(key_text(segment));
  const std::string_view head = segment.key().substr(0, kReadKey);
  std::string text;
  const EscapeError error = unescape_json(head, text);
  const bool at_the_cut = head.size() - error.at < kMaxEscapeBytes;
  return cut(error.fault == EscapeErrorCode::kNone || at_the_cut ? std::string_view(text) : head);
}

std::string ValuePath::subject_of(std::span<const Segment> segments) const {
  if (segments.empty()) return "the value";
  const Segment& last = segments.back();
  if (!last.is_index && last.member != nullptr) return *last.member;
  const auto above = segments.first(segments.size() - 1);
  const std::string parent = above.empty() ? std::string() : subject_of(above);
  if (last.is_index) return fmt::format("{}[{}]", parent, last.index);
  return parent.empty() ? short_key(last) : fmt::format("{}[\"{}\"]", parent, short_key(last));
}

void ValuePath::append_pointer(std::string& out, const Segment& segment) const {
  if (segment.is_index) {
    out += fmt::format("/{}", segment.index);
  } else {
    append_name(out, key_text(segment));
  }
}

std::string ValuePath::pointer() const {
  std::string out;
  for (const Segment& segment : segments()) append_pointer(out, segment);
  return out;
}

}  // namespace diallint
