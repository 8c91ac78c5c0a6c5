#include "diallint/ignore_patterns.h"

#include <algorithm>
#include <cwctype>

namespace diallint {
namespace {

constexpr std::string_view kAnyFolders = "**";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kNowhere = std::string_view::npos;

using Parts = std::span<const std::string>;

// A set in brackets. Git takes one that is not closed for a pattern that nothing fits.
class CharacterSet {
 public:
  /// `at` is behind the opening bracket.
  CharacterSet(std::string_view pattern, std::size_t at) : pattern_(pattern), at_(at) {}

  bool holds(char c) {
    bool negated = false;
    if (at_ < pattern_.size() && (pattern_[at_] == '!' || pattern_[at_] == '^')) {
      negated = true;
      ++at_;
    }
    bool found = false;
    for (bool first = true; at_ < pattern_.size() && (first || pattern_[at_] != ']'); first = false)
      found = take(c) || found;
    if (broken_ || at_ >= pattern_.size()) return false;
    return found != negated;
  }
  std::size_t behind() const noexcept { return at_ + 1; }

 private:
  bool take(char c) {
    if (begins_class()) return take_class(c);
    const auto low = static_cast<unsigned char>(take_one());
    auto high = low;
    if (at_ + 1 < pattern_.size() && pattern_[at_] == '-' && pattern_[at_ + 1] != ']') {
      ++at_;
      high = static_cast<unsigned char>(take_one());
    }
    const auto byte = static_cast<unsigned char>(c);
    return low <= byte && byte <= high;
  }
  char take_one() {
    if (pattern_[at_] == '\\' && at_ + 1 < pattern_.size()) ++at_;
    return pattern_[at_++];
  }
  // [:digit:] and the others of the C library. Without its end the bracket is a character of the
  // set.
  bool begins_class() const {
    const std::size_t end = pattern_.find(']', at_ + 2);
    return pattern_.substr(at_, 2) == "[:" && end != kNowhere && pattern_[end - 1] == ':' &&
           end > at_ + 2;
  }
  bool take_class(char c) {
    const std::size_t end = pattern_.find(']', at_);
    const std::string name(pattern_.substr(at_ + 2, end - at_ - 3));
    at_ = end + 1;
    const std::wctype_t known = std::wctype(name.c_str());
    broken_ = broken_ || known == 0;
    return std::iswctype(static_cast<unsigned char>(c), known) != 0;
  }

  std::string_view pattern_;
  std::size_t at_;
  bool broken_ = false;  // it names a class that there is none of
};

// Whether the pattern's element at `at` fits the character; moves behind it.
bool fits_one(std::string_view pattern, std::size_t& at, char c) {
  if (pattern[at] == '[') {
    CharacterSet set(pattern, at + 1);
    const bool holds = set.holds(c);
    at = set.behind();
    return holds;
  }
  const bool any = pattern[at] == '?';
  if (pattern[at] == '\\' && ++at == pattern.size()) return false;
  return pattern[at++] == c || any;
}

// Of one name. Where a star has been passed, it takes one character more after each failure: no
// pattern takes more steps than its length times that of the name.
bool fits_name(std::string_view name, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t star = kNowhere;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t next = at;
    if (at < pattern.size() && pattern[at] == '*') {
      star = ++at;
      taken = i;
    } else if (at < pattern.size() && fits_one(pattern, next, name[i])) {
      at = next;
      ++i;
    } else if (star != kNowhere) {
      at = star;
      i = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == kNowhere;
}

// The same of the names of a path, where `**` is the star.
bool fits(Parts path, Parts pattern) {
  std::size_t at = 0;
  std::size_t star = kNowhere;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < path.size();) {
    if (at < pattern.size() && pattern[at] == kAnyFolders) {
      star = ++at;
      taken = i;
    } else if (at < pattern.size() && fits_name(path[i], pattern[at])) {
      ++at;
      ++i;
    } else if (star != kNowhere) {
      at = star;
      i = ++taken;
    } else {
      return false;
    }
  }
  return at == pattern.size();
}

// Blanks at the end count only behind a backslash.
std::string_view without_blanks(std::string_view line) {
  while (line.ends_with(' ')) {
    const std::string_view before = line.substr(0, line.size() - 1);
    const std::size_t text = before.find_last_not_of('\\');
    const std::size_t backslashes = before.size() - (text == before.npos ? 0 : text + 1);
    if (backslashes % 2 == 1) break;
    line = before;
  }
  return line;
}

std::string joined(std::span<const std::string> lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

}  // namespace

IgnorePatterns::IgnorePatterns(std::span<const std::string> lines)
    : IgnorePatterns(joined(lines)) {}

IgnorePatterns::IgnorePatterns(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.starts_with('#')) add(without_blanks(line));
  }
}

void IgnorePatterns::add(std::string_view line) {
  Pattern pattern;
  pattern.takes_in = line.starts_with('!');
  if (pattern.takes_in) line.remove_prefix(1);
  pattern.folders_only = line.ends_with('/');
  if (pattern.folders_only) line.remove_suffix(1);
  if (line.find('/') == std::string_view::npos) pattern.parts.emplace_back(kAnyFolders);
  if (line.starts_with('/')) line.remove_prefix(1);
  if (line.empty()) return;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('/', at), line.size());
    pattern.parts.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  // At the end it is everything in the folder, and not the folder.
  if (pattern.parts.back() == kAnyFolders) pattern.parts.emplace_back("*");
  patterns_.push_back(std::move(pattern));
}

std::optional<bool> IgnorePatterns::leaves_out(Parts parts, bool is_folder) const {
  const auto last = std::find_if(patterns_.rbegin(), patterns_.rend(), [&](const Pattern& one) {
    return (is_folder || !one.folders_only) && fits(parts, one.parts);
  });
  if (last == patterns_.rend()) return std::nullopt;
  return !last->takes_in;
}

}  // namespace diallint
