#include "samples/pattern_sample.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/utf8.h"

namespace diallint {
namespace {

// Walks over a pattern in RE2's syntax as Pattern writes it: every class and escape is spelled out
// as \x{...}, so few forms are left. It is known to be well-formed.
class PatternWriter {
 public:
  PatternWriter(std::string_view source, Random& random) : source_(source), random_(random) {}

  std::string run() { return alternatives(); }

 private:
  char peek() const noexcept { return at_ < source_.size() ? source_[at_] : '\0'; }
  bool done() const noexcept { return at_ >= source_.size() || peek() == ')'; }

  // Writes all, keeps one: the later ones replace the earlier ones with falling probability.
  std::string alternatives() {
    std::string chosen = sequence();
    for (std::uint64_t n = 2; peek() == '|'; ++n) {
      ++at_;
      std::string other = sequence();
      if (random_.once_in(n)) chosen = std::move(other);
    }
    return chosen;
  }

  std::string sequence() {
    std::string text;
    while (!done() && peek() != '|') {
      const std::size_t begin = at_;
      const std::string first = atom();
      const std::uint64_t times = repetitions();
      const std::size_t behind = at_;
      if (times > 0) text += first;
      for (std::uint64_t n = 1; n < times; ++n) {
        at_ = begin;
        text += atom();
      }
      at_ = behind;
    }
    return text;
  }

  std::string atom() {
    const char c = source_[at_];
    if (c == '^' || c == '$') return ++at_, "";
    if (c == '[') return one_of_class();
    if (c == '(') return group();
    std::string text;
    if (c == '\\') {
      if (source_[at_ + 1] != 'x') return at_ += 2, "";  // \b and \B
      append_utf8(text, code_point());
    } else {
      append_utf8(text, next_code_point(source_, at_));
    }
    return text;
  }

  std::string group() {
    ++at_;
    if (source_.substr(at_).starts_with("?:")) at_ += 2;
    if (source_.substr(at_).starts_with("?P<")) at_ = source_.find('>', at_) + 1;
    std::string text = alternatives();
    ++at_;  // the closing bracket
    return text;
  }

  // \x{HEX}
  char32_t code_point() {
    const std::size_t close = source_.find('}', at_);
    unsigned value = 0;
    std::from_chars(source_.data() + at_ + 3, source_.data() + close, value, 16);
    at_ = close + 1;
    return value;
  }

  // [\x{LOW}-\x{HIGH}...]; the class of nothing is [^\x00-\x{10FFFF}].
  std::string one_of_class() {
    read_class();
    std::string text;
    if (class_.empty()) return text;
    // A short choice of readable characters first: half of the picks fall into ASCII if they can.
    for (int tries = 0; tries < 16; ++tries) {
      const auto c = static_cast<char32_t>(0x20 + random_.below(0x5F));
      if (!random_.once_in(4) && in_class(c)) return append_utf8(text, c), text;
    }
    const auto range = class_[random_.below(class_.size())];
    append_utf8(text, range.low + static_cast<char32_t>(random_.below(range.high - range.low + 1)));
    return text;
  }

  // The ranges of the class at hand, and behind it. A class that repeats is read once. Pattern has
  // put the ranges in order.
  void read_class() {
    if (at_ == class_begin_) {
      at_ = class_end_;
      return;
    }
    class_begin_ = at_++;
    class_.clear();
    while (peek() != ']') {
      if (peek() == '^') {
        at_ = source_.find(']', at_);
        break;
      }
      const char32_t low = code_point();
      ++at_;  // the hyphen
      class_.push_back({low, code_point()});
    }
    class_end_ = ++at_;
  }

  bool in_class(char32_t c) const noexcept {
    return std::any_of(class_.begin(), class_.end(), [&](const CodePointClass::Range& range) {
      return c >= range.low && c <= range.high;
    });
  }

  std::uint64_t number(std::uint64_t otherwise) {
    std::uint64_t value = otherwise;
    const auto result =
        std::from_chars(source_.data() + at_, source_.data() + source_.size(), value);
    at_ = static_cast<std::size_t>(result.ptr - source_.data());
    return value;
  }

  // How often the atom before is to stand, by the quantifier behind it; once where there is none.
  std::uint64_t repetitions() {
    std::uint64_t low = 1;
    std::uint64_t high = 1;
    constexpr std::uint64_t kSome = 6;
    switch (peek()) {
      case '*':
        ++at_, low = 0, high = kSome;
        break;
      case '+':
        ++at_, high = kSome;
        break;
      case '?':
        ++at_, low = 0;
        break;
      case '{':
        ++at_;
        low = high = number(0);
        if (peek() == ',') {
          ++at_;
          high = number(low + kSome);
        }
        ++at_;
        break;
      default:
        return 1;
    }
    if (peek() == '?') ++at_;  // a lazy one repeats no differently
    return low + random_.below(high - low + 1);
  }

  std::string_view source_;
  Random& random_;
  std::size_t at_ = 0;
  std::vector<CodePointClass::Range> class_;
  std::size_t class_begin_ = std::string_view::npos;
  std::size_t class_end_ = 0;
};

}  // namespace

std::string text_for(const Pattern& pattern, Random& random) {
  return PatternWriter(pattern.re2_source(), random).run();
}

}  // namespace diallint
