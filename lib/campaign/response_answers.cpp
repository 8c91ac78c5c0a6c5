#include "campaign/response_answers.h"

#include "base/json_string.h"
#include "base/padding.h"
#include "plan/plan.h"

namespace diallint {
namespace {

constexpr unsigned kDeepest = 32;

// As fold_name() has them.
constexpr std::string_view kTaken = "successfulrequests";
constexpr std::string_view kFailed = "failedrequests";
constexpr std::string_view kToken = "clienttoken";
constexpr std::string_view kCode = "failurecode";

// Under which logs and the wire have an exception's name: __type, code, x-amzn-ErrorType.
bool names_exception(std::string_view folded) {
  return folded == "type" || folded == "code" || folded == "xamznerrortype";
}

}  // namespace

ResponseAnswers::Reading ResponseAnswers::read(std::string_view text) {
  answers_.clear();
  exception_.clear();
  has_lists_ = false;
  padded_.assign(text);
  padded_.append(kPadding, '\0');
  const std::string_view whole(padded_.data(), text.size());
  if (!index_.build(whole)) return Reading::kBroken;
  JsonCursor cursor(whole, index_, 0);
  object(cursor, 1);
  if (cursor.failed() || !cursor.at_end()) {
    answers_.clear();
    return Reading::kBroken;
  }
  return has_lists_ ? Reading::kAnswers : Reading::kNothing;
}

void ResponseAnswers::object(JsonCursor& cursor, unsigned depth) {
  for (bool more = cursor.enter_object(); more; more = cursor.next_member()) {
    const std::string name = fold_name(text_of(cursor.key()));
    if (!cursor.failed()) member(cursor, name, depth);
  }
}

void ResponseAnswers::member(JsonCursor& cursor, const std::string& name, unsigned depth) {
  const Kind kind = cursor.kind();
  if (name == kTaken || name == kFailed) {
    has_lists_ = true;
    if (kind == Kind::kArray) return list(cursor, name == kFailed);
  }
  if (depth == 1 && kind == Kind::kString && names_exception(name)) {
    exception_ = text_of(cursor.string());
  } else if (kind == Kind::kObject && depth < kDeepest) {
    object(cursor, depth + 1);
  } else {
    cursor.skip(kDeepest);
  }
}

void ResponseAnswers::list(JsonCursor& cursor, bool failed) {
  for (bool more = cursor.enter_array(); more; more = cursor.next_element()) {
    if (cursor.kind() == Kind::kObject)
      item(cursor, failed);
    else
      cursor.skip(kDeepest);
  }
}

void ResponseAnswers::item(JsonCursor& cursor, bool failed) {
  Answer answer;
  answer.failed = failed;
  for (bool more = cursor.enter_object(); more; more = cursor.next_member()) {
    const std::string name = fold_name(text_of(cursor.key()));
    if (cursor.failed()) break;
    const bool text = cursor.kind() == Kind::kString;
    if (text && name == kToken)
      answer.token = text_of(cursor.string());
    else if (text && failed && name == kCode)
      answer.code = text_of(cursor.string());
    else
      cursor.skip(kDeepest);
  }
  answers_.push_back(std::move(answer));
}

// Valid until the next call. What an escape makes of a name or token that has none stands for
// nothing, and is known to nobody.
std::string_view ResponseAnswers::text_of(const SourceText& text) {
  if (!text.has_escape()) return text.bytes;
  unescape_json(text.bytes, unescaped_);
  return unescaped_;
}

}  // namespace diallint
