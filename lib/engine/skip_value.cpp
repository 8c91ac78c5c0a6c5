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
  CharacterCheck(const JsonCursor& at, CheckContext& context) : cursor_(at), context_(context) {}

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
    context_.path().push();
    do {
      const SourceText key = cursor_.key();
      context_.path().top().to_key(key);
      text(key);
      value();
    } while (cursor_.next_member());
    context_.path().pop();
  }

  void array() {
    if (!cursor_.enter_array()) return;
    context_.path().push();
    std::uint64_t item = 0;
    do {
      context_.path().top().to_item(item++);
      value();
    } while (cursor_.next_element());
    context_.path().pop();
  }

  void text(const SourceText& text) {
    if (!text.has_escape()) return;
    const EscapeError error = unescape_json(text.bytes, scratch_);
    if (error.fault != EscapeErrorCode::kNone) report_escape(context_, error.fault, text.span);
  }

  JsonCursor cursor_;
  CheckContext& context_;
  std::string scratch_;
};

}  // namespace

void skip_value(JsonCursor& cursor, CheckContext& context) {
  const JsonCursor before = cursor;
  const bool characters = cursor.skip(kMaxDepth - context.path().depth());
  if (!characters) CharacterCheck(before, context).value();
}

}  // namespace diallint
