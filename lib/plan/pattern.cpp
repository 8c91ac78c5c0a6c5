#include "plan/pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "base/utf8.h"

namespace diallint {
namespace {

constexpr char32_t kLastCodePoint = 0x10FFFF;

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

// Thrown inside compile() only, and caught there.
struct BadPattern {
  std::string what;
};

// One pass over an ECMA pattern that writes it in RE2's syntax, every class spelled out.
class Translator {
 public:
  explicit Translator(std::string_view source) : source_(source) {}

  std::string run() {
    std::string out;
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == '[' || c == '.') {
        write(out, atom_class());
      } else if (c == '\\') {
        escape(out);
      } else if (c == '(') {
        group(out);
      } else {
        append_utf8(out, next_code_point(source_, at_));
      }
    }
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
      if (at_ >= source_.size()) fail("a '[' has no ']'");
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
    if (*high < *low) fail("a range in a class runs backwards");
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
    return c == 'b' ? U'\b' : escaped_code_point(c);
  }

  char32_t hex(unsigned digits) {
    char32_t value = 0;
    for (unsigned i = 0; i < digits; ++i) {
      const char c = take();
      const std::size_t digit = std::string_view("0123456789abcdef")
                                    .find(static_cast<char>(c >= 'A' && c <= 'F' ? c | 0x20 : c));
      if (digit == std::string_view::npos) fail("an escape lacks hexadecimal digits");
      value = value * 16 + static_cast<char32_t>(digit);
    }
    return value;
  }

  char32_t braced_hex() {
    char32_t value = 0;
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
        return 0;
      case 'x':
        return hex(2);
      case 'u':
        if (at_ < source_.size() && source_[at_] == '{') {
          ++at_;
          return braced_hex();
        }
        return hex(4);
      default:
        break;
    }
    if (c >= '1' && c <= '9') fail("back references are not supported");
    if (std::string_view("^$\\.*+?()[]{}|/-").find(c) == std::string_view::npos) {
      fail(fmt::format("the escape '\\{}' is not known", c));
    }
    return static_cast<char32_t>(c);
  }

  void escape(std::string& out) {
    ++at_;
    const char c = take();
    if (const auto named = named_class(c)) return write(out, *named);
    if (c == 'b' || c == 'B') {
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
    if (rest.starts_with("(?<")) {
      out += "(?P<";
      at_ += 3;
      return;
    }
    out += '(';
    ++at_;
  }

  std::string_view source_;
  std::size_t at_ = 0;
};

// The first byte of the UTF-8 of a code point.
unsigned char lead_byte(char32_t code_point) {
  std::string text;
  append_utf8(text, code_point);
  return static_cast<unsigned char>(text[0]);
}

ByteSet quick_bytes(const CodePointClass& set) {
  ByteSet quick;
  for (unsigned c = 0x20; c < 0x80; ++c) {
    if (c != '\\' && set.contains(c)) quick.add(static_cast<unsigned char>(c));
  }
  std::array<bool, 256> whole{};
  for (unsigned lead = 0xC2; lead <= 0xF4; ++lead) whole[lead] = true;
  const CodePointClass others = set.inverted();
  for (const auto& range : others.ranges()) {
    if (range.high < 0x80) continue;
    const unsigned first = lead_byte(std::max<char32_t>(range.low, 0x80));
    for (unsigned lead = first; lead <= lead_byte(range.high); ++lead) whole[lead] = false;
  }
  bool any = false;
  for (unsigned lead = 0xC2; lead <= 0xF4; ++lead) {
    if (whole[lead]) quick.add(static_cast<unsigned char>(lead));
    any = any || whole[lead];
  }
  for (unsigned c = 0x80; any && c < 0xC0; ++c) quick.add(static_cast<unsigned char>(c));
  quick.seal();
  return quick;
}

// What RE2 may hold for a pattern, in bytes: its programs, and the states of its automata, which it
// makes as texts lead to them. Left to itself it takes up to 8 MiB for each.
constexpr std::size_t kLeastMemory = std::size_t{512} << 10;
constexpr std::size_t kMostMemory = std::size_t{8} << 20;
// Room for twenty states that all instructions of a pattern belong to, with which RE2 takes the
// fast way; without it goes instruction by instruction.
constexpr std::size_t kMemoryOfInstruction = 256;
// RE2's time grows faster than a pattern that is one long class. Nobody writes one of a page.
constexpr std::size_t kLongest = std::size_t{16} << 10;  // bytes

std::shared_ptr<const re2::RE2> compiled_within(const std::string& source, std::size_t memory) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(static_cast<std::int64_t>(memory));
  return std::make_shared<const re2::RE2>(source, options);
}

/// A pattern, and what it may hold: as much as it is large.
std::pair<std::shared_ptr<const re2::RE2>, std::size_t> compiled(const std::string& source) {
  auto re2 = compiled_within(source, kLeastMemory);
  std::size_t memory = kLeastMemory;
  if (re2->ok()) {
    memory = std::clamp(kMemoryOfInstruction * static_cast<std::size_t>(re2->ProgramSize()),
                        kLeastMemory, kMostMemory);
  } else if (re2->error_code() == re2::RE2::ErrorPatternTooLarge) {
    memory = kMostMemory;
  }
  if (memory > kLeastMemory) re2 = compiled_within(source, memory);
  return {std::move(re2), memory};
}

}  // namespace

CodePointClass::CodePointClass(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](Range a, Range b) { return a.low < b.low; });
  for (const Range& range : ranges) {
    if (!ranges_.empty() && range.low <= ranges_.back().high + 1) {
      ranges_.back().high = std::max(ranges_.back().high, range.high);
    } else {
      ranges_.push_back(range);
    }
  }
}

CodePointClass CodePointClass::inverted() const {
  CodePointClass result;
  char32_t next = 0;
  const auto add_gap = [&](char32_t low, char32_t end) {
    if (low < 0xD800 && end > 0xD800) {
      result.ranges_.push_back({low, 0xD7FF});
      low = 0xE000;
    } else if (low >= 0xD800 && low < 0xE000) {
      low = 0xE000;
    }
    if (low < end) result.ranges_.push_back({low, end - 1});
  };
  for (const Range& range : ranges_) {
    add_gap(next, range.low);
    next = range.high + 1;
  }
  add_gap(next, kLastCodePoint + 1);
  return result;
}

bool CodePointClass::contains(char32_t code_point) const noexcept {
  const auto behind =
      std::upper_bound(ranges_.begin(), ranges_.end(), code_point,
                       [](char32_t c, const Range& range) { return c < range.low; });
  return behind != ranges_.begin() && code_point <= std::prev(behind)->high;
}

Pattern::Result Pattern::compile(std::string_view ecma) {
  Pattern pattern;
  pattern.source_ = ecma;
  try {
    pattern.re2_source_ = Translator(ecma).run();
    if (auto plain = Translator(ecma).plain_class()) {
      pattern.class_ = std::move(plain->first);
      pattern.minimum_ = plain->second == '+' ? 1 : 0;
      pattern.quick_ = quick_bytes(*pattern.class_);
    }
  } catch (const BadPattern& bad) {
    return {std::nullopt, bad.what};
  }
  if (pattern.class_) return {std::move(pattern), {}};
  if (ecma.size() > kLongest) {
    return {std::nullopt, fmt::format("it is of {} bytes; {} at most", ecma.size(), kLongest)};
  }
  std::tie(pattern.re2_, pattern.memory_) = compiled(pattern.re2_source_);
  if (!pattern.re2_->ok()) return {std::nullopt, pattern.re2_->error()};
  return {std::move(pattern), {}};
}

bool Pattern::matches(std::string_view text) const {
  if (class_) return text.size() >= minimum_ && !first_stray(text);
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *re2_);
}

std::optional<Pattern::Stray> Pattern::first_stray(std::string_view text) const noexcept {
  std::size_t index = 0;
  for (std::size_t at = 0; at < text.size(); ++index) {
    const char32_t code_point = next_code_point(text, at);
    if (!class_->contains(code_point)) return Stray{index, code_point};
  }
  return std::nullopt;
}

}  // namespace diallint
