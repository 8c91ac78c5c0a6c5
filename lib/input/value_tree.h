// A value that has been read as a whole, for what can only be judged of all of it.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_string.h"
#include "diallint/finding.h"
#include "input/cursor.h"
#include "input/source_text.h"
#include "input/value_kind.h"

namespace diallint {

struct TreeMember;

/// A JSON value with the places where its parts stand in the input.
struct ValueTree {
  Kind kind = Kind::kNull;
  Span span;
  std::string text;  ///< strings: the characters, UTF-8; numbers and literals: as written
  std::vector<TreeMember> members;
  std::vector<ValueTree> items;

  /// The member of that name, or null.
  const ValueTree* find(std::string_view name) const noexcept;
  /// The same text for equal values, whatever the order of their members and the way in which
  /// numbers are written.
  std::string canonical() const;
  /// The same of an object without the members of these names.
  std::string canonical_without(std::span<const std::string> names) const;
};

struct TreeMember {
  std::string name;
  ValueTree value;
};

/// Reads the value in front of a cursor that has gone over it once already: its grammar is sound
/// and no deeper than kMaxDepth.
template <Cursor C>
class TreeReader {
 public:
  explicit TreeReader(const C& at) : cursor_(at) {}

  ValueTree read() {
    ValueTree value;
    value.kind = cursor_.kind();
    switch (value.kind) {
      case Kind::kObject:
        read_members(value);
        break;
      case Kind::kArray:
        read_items(value);
        break;
      case Kind::kString:
        value.text = taken(cursor_.string(), value.span);
        break;
      default:
        value.text = taken(cursor_.scalar(), value.span);
    }
    return value;
  }

  /// Whether each escape stood for a character; what is said of others stands in the findings.
  bool sound() const noexcept { return sound_; }

 private:
  void read_members(ValueTree& value) {
    value.span.begin = cursor_.place();
    if (cursor_.enter_object()) {
      do {
        Span span;
        std::string name = taken(cursor_.key(), span);
        value.members.push_back({std::move(name), read()});
      } while (cursor_.next_member());
    }
    value.span.end = cursor_.end_of_last();
  }

  void read_items(ValueTree& value) {
    value.span.begin = cursor_.place();
    if (cursor_.enter_array()) {
      do value.items.push_back(read());
      while (cursor_.next_element());
    }
    value.span.end = cursor_.end_of_last();
  }

  std::string taken(const SourceText& text, Span& span) {
    span = text.span;
    if (!text.has_escape()) return std::string(text.bytes);
    std::string characters;
    if (unescape_json(text.bytes, characters).fault != EscapeErrorCode::kNone) sound_ = false;
    return characters;
  }

  C cursor_;
  bool sound_ = true;
};

}  // namespace diallint
