#include "phone/written_number.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/character_names.h"

namespace diallint {
namespace {

constexpr std::size_t kMaxBytes = 256;
constexpr std::size_t kLeastDigits = 7;  // in front of an extension
constexpr std::size_t kMostExtension = 7;
constexpr std::size_t kMostDigits = 24;   // of a number, and of all that may be dialled before it
constexpr std::size_t kLeastLetters = 3;  // that stand for digits

constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kSeparators = " \t\r\n()[]{}<>-./\\_~*#";

constexpr std::array<std::string_view, 8> kEncodedPluses = {
    "%2B", "%2b", "%252B", "&#43;", "&#x2B;", "&#x2b;", "&plus;", "\\u002B"};

// What stands before a number and says what it is; in lower case, without its colon or point.
constexpr std::array<std::string_view, 22> kLabels = {
    "tel",    "telephone", "phone", "ph",   "mobile",   "mob",    "cell", "m",
    "t",      "p",         "home",  "work", "office",   "number", "no",   "nr",
    "callto", "sms",       "sip",   "sips", "whatsapp", "wa"};

constexpr std::array<std::string_view, 9> kExtensionMarks = {"extension", "extn", "ext", "x", "#",
                                                             ",",         "p",    "w",   ";"};

bool is_space(char c) { return kSpaces.find(c) != std::string_view::npos; }

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Takes a text apart; each step notes what it has done.
class Reader {
 public:
  explicit Reader(std::string_view text) : plain_(in_plain_characters(text)) {
    if (plain_ != text) note(RepairKind::kPlainCharacters);
    space_for_plus_ = plain_.size() > 1 && plain_[0] == ' ' && is_digit(plain_[1]);
    rest_ = trim(plain_);
    spaced_ = rest_.size() != plain_.size() && !space_for_plus_;
  }

  std::optional<WrittenNumber> read() {
    take_spreadsheet_mark();
    take_quotes();
    take_label();
    take_encoded_plus();
    take_suffix();
    take_decimals();
    take_extension();
    if (!take_digits()) return std::nullopt;
    return WrittenNumber{std::move(digits_), std::move(kinds_), space_for_plus_};
  }

 private:
  void note(RepairKind kind) { kinds_.push_back(kind); }

  void take_spreadsheet_mark() {
    const std::string_view before = rest_;
    if (rest_.starts_with("=\"") && rest_.ends_with('"') && rest_.size() > 3) {
      rest_ = rest_.substr(2, rest_.size() - 3);
    } else if (rest_.starts_with('=') || (rest_.starts_with('\'') && !rest_.ends_with('\''))) {
      rest_.remove_prefix(1);
    }
    if (rest_.size() != before.size()) note(RepairKind::kSpreadsheetMark);
    rest_ = trim(rest_);
  }

  void take_quotes() {
    if (rest_.size() < 2 || rest_.front() != rest_.back()) return;
    if (rest_.front() != '"' && rest_.front() != '\'') return;
    rest_ = trim(rest_.substr(1, rest_.size() - 2));
    note(RepairKind::kQuotes);
  }

  void take_label() {
    const auto* behind = std::find_if_not(rest_.begin(), rest_.end(), is_letter);
    const auto letters = static_cast<std::size_t>(behind - rest_.begin());
    const std::string word = to_lower(rest_.substr(0, letters));
    if (std::find(kLabels.begin(), kLabels.end(), word) == kLabels.end()) return;
    rest_.remove_prefix(letters);
    while (!rest_.empty() && std::string_view(" .:/").find(rest_.front()) != std::string_view::npos)
      rest_.remove_prefix(1);
    note(RepairKind::kLabel);
  }

  void take_encoded_plus() {
    for (const std::string_view encoded : kEncodedPluses) {
      if (!rest_.starts_with(encoded)) continue;
      rest_.remove_prefix(encoded.size());
      digits_ = "+";
      note(RepairKind::kEncodedPlus);
      return;
    }
  }

  // A host, or parameters of an address that are no extension.
  void take_suffix() {
    std::size_t end = rest_.find('@');
    if (end == std::string_view::npos) {
      end = rest_.find(';');
      if (rest_.find('=', end) == std::string_view::npos || rest_.find(";ext=") == end) return;
    }
    rest_ = trim(rest_.substr(0, end));
    note(RepairKind::kSuffix);
  }

  void take_extension() {
    std::string_view before = rest_;
    while (!before.empty() && is_digit(before.back())) before.remove_suffix(1);
    const std::size_t digits = rest_.size() - before.size();
    if (digits == 0 || digits > kMostExtension) return;
    while (!before.empty() &&
           std::string_view(" .:=").find(before.back()) != std::string_view::npos)
      before.remove_suffix(1);
    const std::string lower = to_lower(before);
    for (const std::string_view mark : kExtensionMarks) {
      if (!lower.ends_with(mark)) continue;
      before.remove_suffix(mark.size());
      while (!before.empty() &&
             std::string_view(" ,;.").find(before.back()) != std::string_view::npos)
        before.remove_suffix(1);
      if (count_digits(before) < kLeastDigits) return;
      rest_ = before;
      return note(RepairKind::kExtension);
    }
  }

  // 12025550147.0
  void take_decimals() {
    const std::size_t point = rest_.find_first_of(".,");
    if (point == std::string_view::npos || point + 1 == rest_.size()) return;
    const std::string_view whole = rest_.substr(0, point);
    const bool zeros = rest_.find_first_not_of('0', point + 1) == std::string_view::npos;
    const bool plain = whole.find_first_not_of("+0123456789") == std::string_view::npos;
    if (!zeros || !plain || rest_.size() - point > 3) return;
    rest_ = whole;
    note(RepairKind::kDecimals);
  }

  bool take_digits() {
    if (!read_letters()) return false;
    bool separated = spaced_;
    bool repeated = false;
    for (const char c : rest_) {
      if (is_digit(c)) {
        digits_ += c;
      } else if (is_letter(c)) {
        digits_ += key_of(c);
      } else if (c == '+' && (digits_.empty() || digits_ == "+")) {
        repeated = !digits_.empty();
        digits_ = "+";
      } else if (kSeparators.find(c) != std::string_view::npos) {
        separated = true;
      } else {
        return false;
      }
    }
    if (separated) note(RepairKind::kSeparators);
    if (repeated) note(RepairKind::kRepeatedPlus);
    const std::size_t digits = count_digits(digits_);
    return digits > 0 && digits <= kMostDigits;
  }

  // False where letters are no digits: words, and an X for each digit that is hidden.
  bool read_letters() {
    const auto letters =
        static_cast<std::size_t>(std::count_if(rest_.begin(), rest_.end(), is_letter));
    if (letters == 0) return true;
    const std::string lower = to_lower(rest_);
    const auto first = std::find_if(lower.begin(), lower.end(), is_letter);
    const bool masked = std::all_of(lower.begin(), lower.end(),
                                    [&](char c) { return !is_letter(c) || c == *first; });
    const bool leads = is_letter(lower[0]);
    if (masked || leads || letters < kLeastLetters || count_digits(rest_) < 1) return false;
    note(RepairKind::kLetters);
    return true;
  }

  static char key_of(char letter) {
    constexpr std::string_view kKeys = "22233344455566677778889999";
    return kKeys[static_cast<std::size_t>(to_lower(letter) - 'a')];
  }

  std::string plain_;
  std::string_view rest_;
  std::string digits_;
  std::vector<RepairKind> kinds_;
  bool space_for_plus_ = false;
  bool spaced_ = false;
};

}  // namespace

std::optional<WrittenNumber> read_written_number(std::string_view text) {
  if (text.size() > kMaxBytes) return std::nullopt;
  return Reader(text).read();
}

}  // namespace diallint
