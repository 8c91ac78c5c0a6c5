#include "plan/ecma_regex.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"

namespace diallint {
namespace {

using Ranges = std::vector<CodePointClass::Range>;

// What ECMA-262 calls white space and line ends, for \s.
CodePointClass ecma_space() {
  return CodePointClass({{0x09, 0x0D},
                         {0x20, 0x20},
                         {0xA0, 0xA0},
                         {0x1680, 0x1680},
                         {0x2000, 0x200A},
                         {0x2028, 0x2029},
                         {0x202F, 0x202F},
                         {0x205F, 0x205F},
                         {0x3000, 0x3000},
                         {0xFEFF, 0xFEFF}});
}

CodePointClass ecma_digit() { return CodePointClass({{'0', '9'}}); }

CodePointClass ecma_word() {
  return CodePointClass({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
}

// What `.` stands for: anything but a line end.
CodePointClass ecma_dot() {
  return CodePointClass({{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}).inverted();
}

// One pass over an ECMA pattern that writes it in RE2's syntax, every class spelled out.
class Translator {
 public:
  explicit Translator(std::string_view source) : source_(source) {}

  std::string run() {
    std::string out;
    while (at_ < source_.size()) term(out);
    if (open_groups_ > 0) fail("')' is missing");
    return out;
  }

  // The pattern as `^class*$` or `^class+$`: its class and quantifier.
  std::optional<std::pair<CodePointClass, char>> plain_class() {
    if (!source_.starts_with('^') || source_.size() < 4) return {};
    at_ = 1;
    const char c = source_[at_];
    const bool escaped_class =
        c == '\\' && std::string_view("dDsSwW").find(source_[2]) != std::string_view::npos;
    if (c != '[' && c != '.' && !escaped_class) return {};
    CodePointClass set = atom_class();
    const std::string_view rest = source_.substr(at_);
    if (rest != "*$" && rest != "+$") return {};
    return std::pair{std::move(set), rest[0]};
  }

 private:
  // What a pattern is made of; says whether it may be repeated.
  void term(std::string& out) {
    const char c = source_[at_];
    const bool repeatable = std::exchange(repeatable_, true);
    switch (c) {
      case '[':
      case '.':
        return write(out, atom_class());
      case '\\':
        return escape(out);
      case '(':
        return group(out);
      case ')':
        if (open_groups_-- == 0) fail("')' has no group to close");
        break;
      case '^':
      case '$':
      case '|':
        repeatable_ = false;
        break;
      case '*':
      case '+':
      case '?':
      case '{':
        return quantifier(out, repeatable);
      case '}':
      case ']':
        fail(fmt::format("'{}' stands for itself only behind a backslash", c));
      default:
        return append_utf8(out, next_code_point(source_, at_));
    }
    out += c;
    ++at_;
  }

  // `*`, `+`, `?` or `{2,3}`, and the `?` behind them that asks for as little as possible.
  void quantifier(std::string& out, bool repeatable) {
    const char c = source_[at_++];
    if (!repeatable) fail(fmt::format("'{}' has nothing in front of it to repeat", c));
    c == '{' ? out += braces() : out += c;
    if (at_ < source_.size() && source_[at_] == '?') out += source_[at_++];
    repeatable_ = false;
  }

  // In RE2 a number that begins with a zero is none.
  std::string braces() {
    const std::string least = digits();
    std::string most = least;
    const bool range = at_ < source_.size() && source_[at_] == ',';
    if (range) {
      ++at_;
      most = digits();
    }
    const bool sound = !least.empty() && at_ < source_.size() && source_[at_] == '}';
    if (!sound) fail("'{' must begin a number of times, as in {2,3}");
    ++at_;
    const bool descending =
        !most.empty() && (most.size() != least.size() ? most.size() < least.size() : most < least);
    if (descending) fail("a number of times is in descending order");
    return range ? fmt::format("{{{},{}}}", least, most) : fmt::format("{{{}}}", least);
  }

  // Without zeros in front.
  std::string digits() {
    const std::size_t begin = at_;
    while (at_ < source_.size() && is_digit(source_[at_])) ++at_;
    const std::string_view all = source_.substr(begin, at_ - begin);
    const std::size_t first = all.find_first_not_of('0');
    return std::string(first == std::string_view::npos ? all.substr(0, 1) : all.substr(first));
  }

  [[noreturn]] void fail(std::string what) const { throw BadPattern{std::move(what)}; }

  char take() {
    if (at_ >= source_.size()) fail("it ends too early");
    return source_[at_++];
  }

  static void write(std::string& out, const CodePointClass& set) {
    if (set.ranges().empty()) {
      out += "[^\\x00-\\x{10FFFF}]";
      return;
    }
    out += '[';
    for (const auto& range : set.ranges()) {
      fmt::format_to(std::back_inserter(out), "\\x{{{:X}}}-\\x{{{:X}}}",
                     static_cast<unsigned>(range.low), static_cast<unsigned>(range.high));
    }
    out += ']';
  }

  // `.`, `[…]` or `\d` and its like, at the cursor.
  CodePointClass atom_class() {
    const char c = take();
    if (c == '.') return ecma_dot();
    if (c == '\\') return *named_class(take());
    return bracket();
  }

  static std::optional<CodePointClass> named_class(char c) {
    switch (c) {
      case 'd':
        return ecma_digit();
      case 'D':
        return ecma_digit().inverted();
      case 's':
        return ecma_space();
      case 'S':
        return ecma_space().inverted();
      case 'w':
        return ecma_word();
      case 'W':
        return ecma_word().inverted();
      default:
        return std::nullopt;
    }
  }

  CodePointClass bracket() {
    const bool inverted = at_ < source_.size() && source_[at_] == '^';
    if (inverted) ++at_;
    Ranges ranges;
    for (;;) {
      if (at_ >= source_.size()) fail("']' is missing");
      if (source_[at_] == ']') break;
      bracket_entry(ranges);
    }
    ++at_;
    CodePointClass set(std::move(ranges));
    return inverted ? set.inverted() : set;
  }

  void bracket_entry(Ranges& ranges) {
    const auto low = bracket_atom(ranges);
    const bool range = at_ + 1 < source_.size() && source_[at_] == '-' && source_[at_ + 1] != ']';
    if (!range) {
      if (low) ranges.push_back({*low, *low});
      return;
    }
    ++at_;
    const auto high = bracket_atom(ranges);
    if (!low || !high) fail("a class such as \\d cannot be the end of a range");
    if (*high < *low) fail("a range in a class is in descending order");
    ranges.push_back({*low, *high});
  }

  // One code point, or nothing where a named class was added.
  std::optional<char32_t> bracket_atom(Ranges& ranges) {
    if (source_[at_] != '\\') return next_code_point(source_, at_);
    ++at_;
    const char c = take();
    if (const auto named = named_class(c)) {
      ranges.insert(ranges.end(), named->ranges().begin(), named->ranges().end());
      return std::nullopt;
    }
    if (c == '-') return U'-';
    return c == 'b' ? U'\b' : escaped_code_point(c);
  }

  char32_t hex(unsigned digits) {
    char32_t value = 0;
    for (unsigned i = 0; i < digits; ++i) {
      const int digit = hex_digit(take());
      if (digit < 0) fail("an escape lacks hexadecimal digits");
      value = value * 16 + static_cast<char32_t>(digit);
    }
    return value;
  }

  char32_t braced_hex() {
    char32_t value = 0;
    if (source_.substr(at_).starts_with('}')) fail("an escape lacks hexadecimal digits");
    while (at_ < source_.size() && source_[at_] != '}') {
      value = value * 16 + hex(1);
      if (value > kLastCodePoint) fail("an escape is past U+10FFFF");
    }
    take();
    return value;
  }

  char32_t escaped_code_point(char c) {
    switch (c) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      case '0':
        if (at_ < source_.size() && is_digit(source_[at_])) fail("an escape begins with \\0");
        return 0;
      case 'c':
        return control(take());
      case 'x':
        return hex(2);
      case 'u':
        if (at_ < source_.size() && source_[at_] == '{') {
          ++at_;
          return braced_hex();
        }
        return utf16();
      default:
        break;
    }
    if (c >= '1' && c <= '9') fail("back references are not supported");
    if (std::string_view("^$\\.*+?()[]{}|/").find(c) == std::string_view::npos) {
      fail(fmt::format("unknown escape '\\{}'", c));
    }
    return static_cast<char32_t>(c);
  }

  char32_t control(char letter) const {
    if (!is_letter(letter)) fail("\\c needs a letter");
    return static_cast<char32_t>(letter) % 32;
  }

  // Four digits, or the two escapes of a surrogate pair.
  char32_t utf16() {
    const char32_t unit = hex(4);
    const bool pair = unit >= 0xD800 && unit < 0xDC00 && source_.substr(at_).starts_with("\\u") &&
                      !source_.substr(at_).starts_with("\\u{");
    if (!pair) return unit;
    const std::size_t behind = at_;
    at_ += 2;
    const char32_t low = hex(4);
    if (low >= 0xDC00 && low < 0xE000) return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    at_ = behind;
    return unit;
  }

  void escape(std::string& out) {
    ++at_;
    const char c = take();
    if (const auto named = named_class(c)) return write(out, *named);
    if (c == 'b' || c == 'B') {
      repeatable_ = false;
      out += '\\';
      out += c;
      return;
    }
    fmt::format_to(std::back_inserter(out), "\\x{{{:X}}}",
                   static_cast<unsigned>(escaped_code_point(c)));
  }

  void group(std::string& out) {
    const std::string_view rest = source_.substr(at_);
    if (rest.starts_with("(?=") || rest.starts_with("(?!") || rest.starts_with("(?<=") ||
        rest.starts_with("(?<!")) {
      fail("look-around is not supported");
    }
    ++open_groups_;
    repeatable_ = false;
    if (rest.starts_with("(?:")) {
      out += "(?:";
      at_ += 3;
    } else if (rest.starts_with("(?<")) {
      at_ += 3;
      group_name();
      out += '(';
    } else {
      if (rest.starts_with("(?")) fail("'(?' must begin (?: or a name, as in (?<name>");
      out += '(';
      ++at_;
    }
  }

  // Nothing refers to names: they are only read.
  void group_name() {
    std::string name;
    for (char c = take(); c != '>'; c = take()) name += c;
    const auto fits = [](char c) {
      return is_letter(c) || is_digit(c) || c == '_' || c == '$' || static_cast<signed char>(c) < 0;
    };
    if (name.empty() || is_digit(name[0]) || !std::all_of(name.begin(), name.end(), fits)) {
      fail("a group's name is made of letters, digits, '_' and '$'");
    }
    if (!names_.insert(std::move(name)).second) fail("two groups have the same name");
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t open_groups_ = 0;
  std::set<std::string> names_;  // of groups
  bool repeatable_ = false;      // what stands in front
};

}  // namespace

std::string to_re2(std::string_view ecma) { return Translator(ecma).run(); }

std::optional<std::pair<CodePointClass, char>> ecma_plain_class(std::string_view ecma) {
  return Translator(ecma).plain_class();
}

}  // namespace diallint
