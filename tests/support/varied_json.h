// JSON text of a sample in many spellings: white space, escapes where none are needed.
#pragma once
#include <string>
#include <string_view>

#include "base/json_string.h"
#include "base/random.h"
#include "base/utf8.h"
#include "samples/sample.h"

namespace diallint::test {

class VariedJson {
 public:
  VariedJson(Random& random, bool one_line)
      : random_(random),
        spaces_(one_line ? " \t" : " \t\r\n"),
        escapes_(random.once_in(3)),
        spaced_(random.once_in(2)) {}

  std::string write(const Sample& sample) {
    value(sample);
    return std::move(out_);
  }

 private:
  void space() {
    while (spaced_ && random_.once_in(4)) out_ += random_.one_of(spaces_);
  }

  void value(const Sample& sample) {
    if (!sample.raw.empty()) {
      out_ += sample.raw;
    } else if (sample.kind == Kind::kObject) {
      object(sample);
    } else if (sample.kind == Kind::kArray) {
      array(sample);
    } else if (sample.kind == Kind::kString) {
      string(sample.text);
    } else {
      out_ += to_json(sample);
    }
  }

  void object(const Sample& sample) {
    out_ += '{';
    space();
    for (std::size_t i = 0; i < sample.members.size(); ++i) {
      if (i > 0) out_ += ',';
      space();
      string(sample.members[i].first);
      space();
      out_ += ':';
      space();
      value(sample.members[i].second);
      space();
    }
    out_ += '}';
  }

  void array(const Sample& sample) {
    out_ += '[';
    space();
    for (std::size_t i = 0; i < sample.items.size(); ++i) {
      if (i > 0) out_ += ',';
      space();
      value(sample.items[i]);
      space();
    }
    out_ += ']';
  }

  void string(const std::string& text) {
    if (!escapes_) return append_json_string(out_, text);
    out_ += '"';
    for (std::size_t at = 0; at < text.size();) character(next_code_point(text, at));
    out_ += '"';
  }

  void character(char32_t c) {
    const bool must = c < 0x20 || c == '"' || c == '\\';
    if (c == '/' && random_.once_in(2)) {
      out_ += "\\/";
    } else if (must || random_.once_in(6)) {
      escape(c);
    } else {
      append_utf8(out_, c);
    }
  }

  void escape(char32_t c) {
    const std::string_view digits = random_.once_in(2) ? "0123456789ABCDEF" : "0123456789abcdef";
    const auto unit = [&](unsigned u) {
      out_ += "\\u";
      for (unsigned shift = 16; shift > 0; shift -= 4) out_ += digits[u >> (shift - 4) & 0xF];
    };
    if (c < 0x10000) return unit(static_cast<unsigned>(c));
    unit(0xD800 + static_cast<unsigned>((c - 0x10000) >> 10));
    unit(0xDC00 + static_cast<unsigned>((c - 0x10000) & 0x3FF));
  }

  Random& random_;
  std::string_view spaces_;
  bool escapes_;
  bool spaced_;
  std::string out_;
};

inline std::string varied_json(const Sample& sample, Random& random, bool one_line) {
  return VariedJson(random, one_line).write(sample);
}

}  // namespace diallint::test
