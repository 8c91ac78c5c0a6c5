#include "engine/skip_value.h"

#include <string>

#include "base/json_string.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// A second pass over a value that is sound JSON, to tell the places of what stands for no
// character.
class CharacterCheck {
 public:
  CharacterCheck(const JsonCursor& at, Judge& judge) : cursor_(at), judge_(judge) {}

  void value() {
    switch (cursor_.kind()) {
      case Kind::kObject:
        return object();
      case Kind::kArray:
        return array();
      case Kind::kString:
        return text(cursor_.string());
      default:
        cursor_.scalar();
    }
  }

 private:
  void object() {
    if (!cursor_.enter_object()) return;
    judge_.push();
    do {
      const Text key = cursor_.key();
      judge_.top().to_key(key);
      text(key);
      value();
    } while (cursor_.next_member());
    judge_.pop();
  }

  void array() {
    if (!cursor_.enter_array()) return;
    judge_.push();
    std::uint64_t item = 0;
    do {
      judge_.top().to_item(item++);
      value();
    } while (cursor_.next_element());
    judge_.pop();
  }

  void text(const Text& text) {
    if (!text.has_escape()) return;
    const EscapeError error = unescape_json(text.bytes, scratch_);
    if (error.fault != EscapeFault::kNone) report_escape(judge_, error.fault, text.span);
  }

  JsonCursor cursor_;
  Judge& judge_;
  std::string scratch_;
};

}  // namespace

void skip_value(JsonCursor& cursor, Judge& judge) {
  const JsonCursor before = cursor;
  const bool characters = cursor.skip(kMaxDepth - judge.depth());
  if (!characters) CharacterCheck(before, judge).value();
}

}  // namespace diallint
