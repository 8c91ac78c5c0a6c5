#include "engine/envelope_text.h"

#include <algorithm>

#include "base/json_string.h"
#include "engine/envelope_finder.h"

namespace diallint {
namespace {

class InnerWriter {
 public:
  InnerWriter(const EnvelopeForm& form, const JsonCursor& at, std::string& out, PlaceMap& map)
      : form_(form), at_(at), out_(out), map_(map) {}

  void run() {
    if (form_.inner == InnerForm::kText) return unescaped();
    if (form_.inner == InnerForm::kAttributeValues) return attributes();
    if (form_.late_values || form_.hides_values) return value();
    const std::uint64_t begin = at_.place();
    at_.skip(kDepth);
    copy({begin, at_.end_of_last()});
  }

 private:
  // What is opened has been read to its end before, so no value in it is deeper.
  static constexpr unsigned kDepth = 1024;

  void copy(const Span& span) {
    out_ += at_.bytes(span.begin, span.end);
    map_.copied(span.end - span.begin, span.begin);
  }
  void make(std::string_view text, const Span& from) {
    out_ += text;
    map_.made(text.size(), from.begin, from.end - from.begin);
  }
  // A comma, or a colon, behind what was written last.
  void join(std::string_view text) { make(text, {at_.end_of_last(), at_.end_of_last()}); }
  void copy_token() {
    const std::uint64_t begin = at_.place();
    at_.skip(kDepth);
    copy({begin, at_.end_of_last()});
  }

  // --- objects and lists, whatever becomes of their values ---

  template <class Member>
  void object(const Member& member) {
    copy({at_.place(), at_.place() + 1});
    bool more = at_.enter_object();
    while (more) {
      member();
      more = at_.next_member();
      if (more) join(",");
    }
    copy({at_.end_of_last() - 1, at_.end_of_last()});
  }

  template <class Item>
  void list(const Item& item) {
    copy({at_.place(), at_.place() + 1});
    bool more = at_.enter_array();
    while (more) {
      item();
      more = at_.next_element();
      if (more) join(",");
    }
    copy({at_.end_of_last() - 1, at_.end_of_last()});
  }

  void key() {
    copy(at_.key().span);
    join(":");
  }

  // --- text: each escape becomes the character that it stands for ---

  void unescaped() {
    const SourceText text = at_.string();
    std::string character;
    for (std::size_t at = 0; at < text.bytes.size();) {
      const std::size_t run = std::min(text.bytes.find('\\', at), text.bytes.size());
      const std::uint64_t begin = text.span.begin + 1;
      copy({begin + at, begin + run});
      at = run;
      if (at == text.bytes.size()) break;
      const std::string_view escape = text.bytes.substr(at, escape_size(text.bytes.substr(at)));
      unescape_json(escape, character);
      make(character, {begin + at, begin + at + escape.size()});
      at += escape.size();
    }
  }

  // Of the escape that the text begins with; of both where two make up one character.
  static std::size_t escape_size(std::string_view text) {
    if (text[1] != 'u') return 2;
    const bool high = (text[2] == 'd' || text[2] == 'D') &&
                      std::string_view("89abAB").find(text[3]) != std::string_view::npos;
    return high ? 12 : 6;
  }

  // --- DynamoDB's attribute values ---

  void attributes() {
    object([&] {
      key();
      attribute();
    });
  }

  void attribute() {
    const auto kind = attribute_kind(at_);
    if (!kind) return copy_token();
    at_.enter_object();
    at_.key();
    switch (*kind) {
      case AttributeKind::kAsItIs:
        copy_token();
        break;
      case AttributeKind::kNumber:
        number();
        break;
      case AttributeKind::kNull:
        make("null", at_.scalar().span);
        break;
      case AttributeKind::kMap:
        attributes();
        break;
      case AttributeKind::kList:
        list([&] { attribute(); });
        break;
      case AttributeKind::kSet:
        list([&] { copy_token(); });
        break;
      case AttributeKind::kNumberSet:
        list([&] { number(); });
        break;
    }
    at_.next_member();  // the end of the object
  }

  // A number is written as a string, so that none loses digits.
  void number() {
    if (at_.kind() != Kind::kString) return copy_token();
    JsonCursor ahead = at_;
    const SourceText text = ahead.string();
    if (!is_json_number(text.bytes)) return copy_token();
    copy({text.span.begin + 1, text.span.end - 1});
    at_ = ahead;
  }

  // --- values that are not known, or not shown ---

  void value() {
    if (at_.kind() == Kind::kObject) return object([&] { member(); });
    if (at_.kind() == Kind::kArray) return list([&] { value(); });
    const std::uint64_t begin = at_.place();
    const bool text = at_.kind() == Kind::kString;
    at_.skip(kDepth);
    const Span span{begin, at_.end_of_last()};
    if (text && is_unknown(at_.bytes(span.begin + 1, span.end - 1))) return unknown(span);
    copy(span);
  }

  void member() {
    JsonCursor ahead = at_;
    const SourceText name = ahead.key();
    if (!form_.late_values || !name.bytes.ends_with(kLateSuffix)) {
      key();
      return value();
    }
    copy({name.span.begin, name.span.end - 1 - kLateSuffix.size()});
    make("\"", {name.span.end - 1 - kLateSuffix.size(), name.span.end});
    at_ = ahead;
    join(":");
    const std::uint64_t begin = at_.place();
    at_.skip(kDepth);
    unknown({begin, at_.end_of_last()});
  }

  bool is_unknown(std::string_view text) const {
    return (form_.hides_values && text == kHiddenValue) ||
           (form_.late_values && text.starts_with(kExpression));
  }

  void unknown(const Span& span) {
    out_ += at_.bytes(span.begin, span.end);
    map_.unknown(span.end - span.begin, span.begin, span.end - span.begin);
  }

  const EnvelopeForm& form_;
  JsonCursor at_;
  std::string& out_;
  PlaceMap& map_;
};

}  // namespace

void write_inner(const EnvelopeForm& form, JsonCursor at, std::string& out, PlaceMap& map) {
  InnerWriter(form, at, out, map).run();
}

}  // namespace diallint
