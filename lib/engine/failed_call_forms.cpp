#include "engine/failed_call_forms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/json_string.h"
#include "base/padding.h"
#include "diallint/guidance.h"
#include "input/format_detection.h"
#include "input/json_cursor.h"
#include "input/json_index.h"
#include "plan/plan.h"

namespace diallint {
namespace {

using Path = std::vector<std::string>;

// --- names of exceptions -------------------------------------------------------------------------

bool is_name_byte(char c) noexcept { return is_letter(c) || is_digit(c) || c == '_'; }

// Without a package or service in front: "software.amazon.awssdk.services.x.ThrottlingException",
// "com.amazonaws.x#ThrottlingException"; and without an address behind a colon.
std::string bare_name(std::string_view name) {
  name = name.substr(0, name.find(':'));
  return std::string(name.substr(name.find_last_of(".#$") + 1));
}

bool is_exception(std::string_view name) noexcept {
  const auto all = all_guidance();
  return std::any_of(all.begin(), all.end(), [&](const Guidance& guidance) {
    return guidance.http_status != 0 && guidance.name == name;
  });
}

// --- plain text ----------------------------------------------------------------------------------

struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// "An error occurred (ThrottlingException) when calling …", as the command line and boto3 print it.
std::optional<Word> named_in_brackets(std::string_view text) {
  constexpr std::string_view kOpening = "An error occurred (";
  const std::size_t at = text.find(kOpening);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at + kOpening.size();
  const std::size_t end = std::min(text.find(')', begin), text.size());
  return Word{begin, end};
}

// "ThrottlingException: Rate exceeded", with any package in front, as programs print an exception.
std::optional<Word> named_in_passing(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_name_byte(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_name_byte(text[end])) ++end;
    if (is_exception(text.substr(at, end - at))) return Word{at, end};
    at = end;
  }
  return std::nullopt;
}

std::optional<Word> exception_in(std::string_view text) {
  const std::optional<Word> bracketed = named_in_brackets(text);
  return bracketed ? bracketed : named_in_passing(text);
}

int number_at(std::string_view text) noexcept {
  int number = 0;
  std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 3), number);
  return number;
}

// "Status Code: 429", as SDKs for Java and Go add it.
void find_status(std::string_view text, FailedCall& call) {
  for (const std::string_view label : {"Status Code: ", "StatusCode: "}) {
    const std::size_t at = text.find(label);
    if (at == std::string_view::npos) continue;
    const std::size_t begin = at + label.size();
    call.status = number_at(text.substr(begin));
    call.status_at.span = {begin, std::min(begin + 3, text.size())};
  }
}

std::optional<FailedCall> printed(std::string_view text) {
  const std::optional<Word> word = exception_in(text);
  if (!word) return std::nullopt;
  FailedCall call;
  call.whole.span = {0, text.size()};
  call.name = bare_name(text.substr(word->begin, word->end - word->begin));
  call.name_at.span = {word->begin, word->end};
  find_status(text, call);
  return call;
}

// --- the head of a response ----------------------------------------------------------------------

struct Head {
  std::size_t end = 0;  // behind its empty line
  FailedCall call;
};

std::size_t end_of_line(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find('\n', at), text.size());
}

void read_header(std::string_view text, std::size_t begin, std::size_t end, Head& head) {
  constexpr std::string_view kHeader = "x-amzn-errortype:";
  const std::string_view line = text.substr(begin, end - begin);
  if (to_lower(line.substr(0, kHeader.size())) != kHeader) return;
  std::size_t value = begin + kHeader.size();
  while (value < end && text[value] == ' ') ++value;
  std::size_t behind = value;
  while (behind < end && !is_json_space(text[behind])) ++behind;
  head.call.name = bare_name(text.substr(value, behind - value));
  head.call.name_at.span = {value, behind};
}

// A status line and the headers behind it, which begin at `at`.
Head read_head(std::string_view text, std::size_t at) {
  Head head;
  std::size_t end = end_of_line(text, at);
  const std::size_t status = std::min(text.find(' ', at), end);
  head.call.status = number_at(text.substr(std::min(status + 1, text.size())));
  head.call.status_at.span = {std::min(status + 1, end), std::min(status + 4, end)};
  for (at = end; at < text.size(); at = end) {
    ++at;
    end = end_of_line(text, at);
    if (text.substr(at, end - at).find_first_not_of('\r') == std::string_view::npos) break;
    read_header(text, at, end, head);
  }
  head.end = std::min(end + 1, text.size());
  return head;
}

bool begins_head(std::string_view text) noexcept { return text.starts_with("HTTP/"); }

ResponseText behind_heads(std::string_view text) {
  constexpr int kFirstOfErrors = 300;
  ResponseText found;
  Head head;
  // A proxy's and a "100 Continue" stand in front of the one that counts.
  while (begins_head(text.substr(found.body))) {
    head = read_head(text, found.body);
    found.body = head.end;
  }
  if (head.call.name.empty() && head.call.status < kFirstOfErrors) return found;
  head.call.whole.span = {0, text.size()};
  found.failed = std::move(head.call);
  return found;
}

// --- objects -------------------------------------------------------------------------------------

// How an SDK makes an object of an exception. `beside` are members of which one tells it from the
// body of a response; none where the names tell enough.
struct ErrorForm {
  Path name;
  std::vector<std::string> beside;
  Path status;
  Path message;          // where the exception is named in words
  bool is_body = false;  // what a shape describes, unless no operation documents the exception
};

const std::vector<ErrorForm>& error_forms() {
  static const std::vector<ErrorForm> kForms = {
      // Python: the response of a ClientError
      {{"Error", "Code"}, {}, {"ResponseMetadata", "HTTPStatusCode"}, {}},
      // JavaScript, version 3 and 2 of the SDK
      {{"name"}, {"$metadata", "$fault"}, {"$metadata", "httpStatusCode"}, {}},
      {{"code"}, {"statusCode"}, {"statusCode"}, {}},
      // .NET
      {{"ErrorCode"}, {}, {"StatusCode"}, {}},
      // Java, version 2 and 1 of the SDK
      {{"awsErrorDetails", "errorCode"}, {}, {"statusCode"}, {}},
      {{"errorCode"}, {}, {"statusCode"}, {}},
      // a Lambda function that let the exception through, and a state of Step Functions
      {{"errorType"}, {"errorMessage"}, {}, {"errorMessage"}},
      {{"Error"}, {"Cause"}, {}, {"Cause"}},
      // the wire, with an exception that any service may have: of credentials, of the signature
      {{"__type"}, {"message", "Message"}, {"httpStatusCode"}, {}, true},
      {{"code"}, {"message", "Message"}, {"httpStatusCode"}, {}, true},
  };
  return kForms;
}

// A text of JSON as one value.
class Document {
 public:
  explicit Document(std::string_view text) : text_(text) {
    text_.append(kPadding, '\0');
    sound_ = index_.build(std::string_view(text_).substr(0, text.size()));
    size_ = text.size();
  }

  /// The whole text is one object.
  bool is_object() {
    if (!sound_) return false;
    JsonCursor cursor = start();
    if (cursor.at_end() || cursor.kind() != Kind::kObject) return false;
    cursor.skip(kDepth);
    return !cursor.failed() && cursor.at_end();
  }

  Span span() const {
    JsonCursor cursor = start();
    const std::uint64_t begin = cursor.place();
    cursor.skip(kDepth);
    return {begin, cursor.end_of_last()};
  }

  /// The value that the names lead to.
  std::optional<JsonCursor> find(const Path& path) const {
    JsonCursor cursor = start();
    for (const std::string& name : path)
      if (!step(cursor, name)) return std::nullopt;
    return cursor;
  }

 private:
  static constexpr unsigned kDepth = 64;

  JsonCursor start() const { return {std::string_view(text_).substr(0, size_), index_, 0}; }

  // To the value of a member of the object in front of the cursor.
  static bool step(JsonCursor& cursor, std::string_view name) {
    if (cursor.kind() != Kind::kObject) return false;
    for (bool more = cursor.enter_object(); more; more = cursor.next_member()) {
      if (cursor.key().bytes == name) return true;
      cursor.skip(kDepth);
    }
    return false;
  }

  std::string text_;
  std::size_t size_ = 0;
  JsonIndex index_;
  bool sound_ = false;
};

// The text at a place, with its place.
std::optional<SourceText> text_at(const Document& document, const Path& path) {
  if (path.empty()) return std::nullopt;
  std::optional<JsonCursor> cursor = document.find(path);
  if (!cursor || cursor->kind() != Kind::kString) return std::nullopt;
  return cursor->string();
}

bool is_of(const Document& document, const ErrorForm& form) {
  return form.beside.empty() ||
         std::any_of(form.beside.begin(), form.beside.end(),
                     [&](const std::string& name) { return document.find({name}).has_value(); });
}

void read_status(const Document& document, const Path& path, FailedCall& call) {
  std::optional<JsonCursor> cursor;
  if (!path.empty()) cursor = document.find(path);
  if (!cursor || cursor->kind() != Kind::kNumber) return;
  const SourceText number = cursor->scalar();
  call.status = number_at(number.bytes);
  call.status_at = {path, number.span};
}

// What the form has as the exception's name may be that of a wrapper, and the words name it.
void prefer_words(const Document& document, const ErrorForm& form, FailedCall& call) {
  const std::optional<SourceText> words = text_at(document, form.message);
  if (!words || is_exception(call.name)) return;
  const std::optional<Word> word = exception_in(words->bytes);
  if (!word) return;
  call.name = bare_name(words->bytes.substr(word->begin, word->end - word->begin));
  call.name_at = {form.message, words->span};
}

std::optional<FailedCall> object_of_error(std::string_view text) {
  Document document(text);
  if (!document.is_object()) return std::nullopt;
  for (const ErrorForm& form : error_forms()) {
    const std::optional<SourceText> name = text_at(document, form.name);
    if (!name || !is_of(document, form)) continue;
    FailedCall call;
    call.whole.span = document.span();
    call.name = bare_name(name->bytes);
    if (form.is_body && is_exception(call.name)) continue;
    call.name_at = {form.name, name->span};
    read_status(document, form.status, call);
    prefer_words(document, form, call);
    return call;
  }
  return std::nullopt;
}

}  // namespace

ResponseText take_response_apart(std::string_view text) {
  if (begins_head(text)) return behind_heads(text);
  const std::size_t first = text.find_first_not_of(kJsonSpace);
  if (first == std::string_view::npos || text[first] == '[') return {};
  if (text.starts_with(kByteOrderMark)) return {};
  if (text[first] == '{') return {0, object_of_error(text)};
  std::optional<FailedCall> call = printed(text);
  const std::size_t body = call ? text.size() : 0;
  return {body, std::move(call)};
}

}  // namespace diallint
