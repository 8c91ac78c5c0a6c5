// Whether a text is well-formed: XML by expat, HTML by the rules that the project's page keeps.
#pragma once
#include <expat.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"

namespace diallint::fuzz {

inline bool is_xml(std::string_view text) {
  XML_Parser parser = XML_ParserCreate("UTF-8");
  const bool sound =
      XML_Parse(parser, text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  return sound;
}

/// Reads a page strictly: every element is closed or void, attributes are quoted, nothing but a tag
/// begins with `<`, and `&` begins a reference. Scripts and styles end at their own end tag.
class HtmlReader {
 public:
  explicit HtmlReader(std::string_view text) : left_(text) {}

  bool is_sound() {
    if (find_invalid_utf8(left_) != std::string_view::npos) return false;
    if (!take("<!DOCTYPE html>")) return false;
    while (!left_.empty()) {
      if (!(left_.front() == '<' ? tag() : text_until('<'))) return false;
    }
    return open_.empty() && elements_ > 0;
  }

 private:
  bool take(std::string_view word) {
    if (!left_.starts_with(word)) return false;
    left_.remove_prefix(word.size());
    return true;
  }

  void skip_space() {
    while (!left_.empty() && std::isspace(static_cast<unsigned char>(left_.front())) != 0)
      left_.remove_prefix(1);
  }

  std::string name() {
    std::size_t size = 0;
    while (size < left_.size() && (std::isalnum(static_cast<unsigned char>(left_[size])) != 0 ||
                                   left_[size] == '-' || left_[size] == ':'))
      ++size;
    std::string found(left_.substr(0, size));
    left_.remove_prefix(size);
    return found;
  }

  // Text or an attribute's value: references are complete, and nothing in it ends early.
  bool text_until(char end) {
    while (!left_.empty() && left_.front() != end) {
      if (left_.front() == '<') return false;
      if (take("&")) {
        take("#");
        if (name().empty() || !take(";")) return false;
      } else {
        left_.remove_prefix(1);
      }
    }
    return true;
  }

  bool tag() {
    if (take("</")) {
      const bool matches = !open_.empty() && take(open_.back()) && take(">");
      if (matches) open_.pop_back();
      return matches;
    }
    take("<");
    const std::string element = name();
    ++elements_;
    if (element.empty() || !attributes()) return false;
    if (take("/>")) return true;
    if (!take(">")) return false;
    static constexpr std::string_view kVoid[] = {"meta", "br", "input", "link", "hr", "img", "wbr"};
    for (const std::string_view one : kVoid)
      if (one == element) return true;
    open_.push_back(element);
    return element != "script" && element != "style" ? true : raw(element);
  }

  bool attributes() {
    for (skip_space(); !left_.empty() && left_.front() != '>' && left_.front() != '/';
         skip_space()) {
      if (name().empty()) return false;
      if (!take("=")) continue;
      if (!take("\"") || !text_until('"') || !take("\"")) return false;
    }
    return true;
  }

  // What browsers do not read as markup ends at the first end tag, wherever it stands.
  bool raw(const std::string& element) {
    const std::size_t end = left_.find("</" + element);
    if (end == std::string_view::npos ||
        left_.substr(0, end).find("<!--") != std::string_view::npos)
      return false;
    left_.remove_prefix(end);
    return true;
  }

  std::string_view left_;
  std::vector<std::string> open_;
  std::size_t elements_ = 0;
};

inline bool is_html(std::string_view text) { return HtmlReader(text).is_sound(); }

/// Nothing in it acts on a terminal or turns text about: no control character but the line feed, no
/// bidirectional mark, no character without width.
inline bool is_harmless(std::string_view text) {
  struct Range {
    char32_t low, high;
  };
  constexpr Range kHarmful[] = {
      {0, 9},           {11, 31},         {0x7F, 0x9F},     {0xAD, 0xAD},     {0x061C, 0x061C},
      {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE007F}};
  if (find_invalid_utf8(text) != std::string_view::npos) return false;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] >= ' ' && text[at] < '\x7F') {
      ++at;  // most of a page
      continue;
    }
    const char32_t c = next_code_point(text, at);
    for (const Range& range : kHarmful)
      if (c >= range.low && c <= range.high) return false;
  }
  return true;
}

}  // namespace diallint::fuzz
