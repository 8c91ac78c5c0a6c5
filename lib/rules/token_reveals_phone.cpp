// The rule on client tokens that spell out a telephone number. It looks at every token, so it finds
// digits in a row without a branch a character.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "base/ascii.h"
#include "base/byte_blocks.h"
#include "context/check_context.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "rules/families.h"
#include "samples/boundary_values.h"
#include "samples/sample.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace diallint {
namespace {

bool is_separator(char c) noexcept { return c == '-' || c == '_' || c == '.'; }

#if defined(__SSE2__)
// Of the bytes of a text of at most 64: those that are digits, that are separators, and that are
// either of two bytes.
struct TextMasks {
  std::uint64_t digits = 0;
  std::uint64_t separators = 0;
  std::uint64_t lefts = 0;
  std::uint64_t rights = 0;

  explicit TextMasks(std::string_view text, char left = 0, char right = 0) noexcept {
    for (std::size_t at = 0; at < text.size(); at += 16) {
      const __m128i block = load_block(text.data() + at);
      const auto equals = [&](char c) { return _mm_cmpeq_epi8(block, _mm_set1_epi8(c)); };
      const auto bits = [&](__m128i v) {
        return static_cast<std::uint64_t>(_mm_movemask_epi8(v)) << at;
      };
      digits |= bits(digit_bytes(block));
      separators |= bits(_mm_or_si128(equals('-'), _mm_or_si128(equals('_'), equals('.'))));
      lefts |= bits(equals(left));
      rights |= bits(equals(right));
    }
    if (text.size() >= 64) return;
    const std::uint64_t all = (std::uint64_t{1} << text.size()) - 1;
    digits &= all;
    separators &= all;
  }
};
#endif

// A member, or the names that lead to one further down.
std::vector<std::string> path_to(NodeCompiler& node, const nlohmann::json& value) {
  std::vector<std::string> path;
  for (const auto& name : as_list(value)) {
    path.push_back(node.text(name));
  }
  return path;
}

void compile_reveals(NodeCompiler& node, const nlohmann::json& value) {
  for (const auto& one : as_list(value)) {
    RevealedNumber revealed;
    revealed.phone = path_to(node, node.member(one, "phone"));
    if (revealed.phone.empty()) node.fail("phone must name a member");
    revealed.digits = node.whole_number(node.member(one, "minDigits"), 4, 15);
    revealed.token = node.text(node.member(one, "token"));
    revealed.token_slot = node.capture(revealed.token);
    revealed.phone_slot = node.capture(revealed.phone);
    node.add_whole_check().parameters = std::move(revealed);
  }
}

// The last `least` digits of a text, packed into four bits each, so that up to fifteen are one
// word. Separators between digits (- _ and .) are passed over.
class DigitWindow {
 public:
  explicit DigitWindow(std::size_t least) noexcept
      : least_(least), mask_((std::uint64_t{1} << (4 * least)) - 1) {}

  /// Whether the window is full and new with this character.
  bool take(char c) noexcept {
    if (!is_digit(c)) {
      if (!is_separator(c)) length_ = 0;
      return false;
    }
    digits_ = digits_ << 4 | static_cast<std::uint64_t>(c - '0');
    return ++length_ >= least_;
  }
  std::uint64_t digits() const noexcept { return digits_ & mask_; }

 private:
  std::size_t least_;
  std::uint64_t mask_;
  std::size_t length_ = 0;
  std::uint64_t digits_ = 0;
};

// The windows of a number, and whether another text holds one of them.
class DigitWindows {
 public:
  DigitWindows(std::string_view number, std::size_t least) noexcept : least_(least) {
    DigitWindow window(least);
    for (const char c : number) {
      if (!window.take(c)) continue;
      windows_[count_++] = window.digits();
      if (count_ == windows_.size()) return;
    }
  }

  bool shares(std::string_view text) const noexcept {
    const auto end = windows_.begin() + static_cast<std::ptrdiff_t>(count_);
    DigitWindow window(least_);
    for (const char c : text) {
      if (window.take(c) && std::find(windows_.begin(), end, window.digits()) != end) return true;
    }
    return false;
  }

 private:
  std::size_t least_;
  std::size_t count_ = 0;
  std::array<std::uint64_t, 16> windows_;  // the first count_ of them
};

#if defined(__SSE2__)
// Bit i set: bits i to i + length - 1 are all set.
std::uint64_t runs_of(std::uint64_t bits, std::size_t length) noexcept {
  if (length <= 1) return bits;
  std::size_t have = 1;
  for (; have * 2 <= length; have *= 2) bits &= bits >> have;
  return have == length ? bits : bits & (bits >> (length - have));
}
#endif

#if defined(__SSE2__)
// Of at most 16 characters; as many may be read.
bool is_all_digits(std::string_view number) noexcept {
  const auto digits =
      static_cast<unsigned>(_mm_movemask_epi8(digit_bytes(load_block(number.data()))));
  return (~digits & ((1U << number.size()) - 1)) == 0;
}

// Whether a text has two digits that follow each other, separators passed over, in a stretch of
// `least` or more.
bool has_pair(std::string_view text, char left, char right, std::size_t least) noexcept {
  const TextMasks masks(text, left, right);
  // What is added to runs of separators carries each left digit over those behind it.
  const std::uint64_t behind_left = ((masks.lefts << 1) + masks.separators) & ~masks.separators;
  const std::uint64_t pairs = behind_left & masks.rights;
  if (pairs == 0) return false;  // as for most tokens
  std::uint64_t stretches = runs_of(masks.digits | masks.separators, least);
  std::size_t have = 1;
  for (; have * 2 <= least; have *= 2) stretches |= stretches << have;
  stretches |= stretches << (least - have);
  return (pairs & stretches) != 0;
}

// Whether a text may hold `least` digits in a row that a number has, too. However they are chosen,
// those include one of the pairs that are looked for: they end at each multiple of `least` - 1. No
// branch depends on a character, as those of a UUID are as good as random.
bool may_share(std::string_view text, std::string_view number, std::size_t least) noexcept {
  if (number.size() < least) return false;
  if (text.size() > 64 || number.size() > 16 || !is_all_digits(number)) return true;
  for (std::size_t right = least - 1; right < number.size(); right += least - 1) {
    if (has_pair(text, number[right - 1], number[right], least)) return true;
  }
  return false;
}
#endif

// Calls take(stretch) for the stretches of a text that may hold `least` digits in a row, separators
// passed over, until it returns false. Finds them without a branch a character, because the
// characters of a UUID are as good as random: most tokens have none.
template <class Take>
void each_digit_stretch(std::string_view text, std::size_t least, Take take) noexcept {
#if defined(__SSE2__)
  if (text.size() <= 64) {
    const TextMasks masks(text);
    const std::uint64_t others = ~(masks.digits | masks.separators);
    // Without a separator among them, or with one at least, which makes the stretch longer.
    std::uint64_t starts = runs_of(masks.digits, least) | runs_of(~others, least + 1);
    while (starts != 0) {
      const auto begin = static_cast<std::size_t>(std::countr_zero(starts));
      const std::uint64_t behind = others >> begin;
      const auto length =
          behind == 0 ? 64 - begin : static_cast<std::size_t>(std::countr_zero(behind));
      // Most stretches are long by their separators alone.
      const std::uint64_t digits = masks.digits >> begin << (64 - length);
      const auto count = static_cast<std::size_t>(std::popcount(digits));
      if (count >= least && !take(text.substr(begin, length))) return;
      if (begin + length >= 64) return;
      starts &= ~std::uint64_t{0} << (begin + length);
    }
    return;
  }
#endif
  if (text.size() >= least) take(text);
}

// Whether both have `least` digits in a row.
bool share_digits(std::string_view text, std::string_view number, std::size_t least) noexcept {
#if defined(__SSE2__)
  // The sign in front is none of its digits.
  if (!may_share(text, number.substr(number.starts_with('+') ? 1 : 0), least)) return false;
#endif
  bool shares = false;
  each_digit_stretch(text, least, [&](std::string_view stretch) {
    shares = DigitWindows(number, least).shares(stretch);
    return !shares;
  });
  return shares;
}

bool check_reveals(const Check& check, Value&, CheckContext& context) {
  const RevealedNumber& revealed = check.as<RevealedNumber>();
  const Capture& token = context.capture(revealed.token_slot);
  const Capture& phone = context.capture(revealed.phone_slot);
  if (!token.sound || !phone.sound) return true;
  const auto least = static_cast<std::size_t>(revealed.digits);
  if (!share_digits(token.string, phone.string, least)) return true;
  context.path().push().to_member(revealed.token);
  context.report(check, token.span, [&] {
    return fmt::format(
        "{} contains {} or more digits of its own {} in a row; tokens are "
        "logged and echoed; phone numbers must not be",
        revealed.token, least, revealed.phone.back());
  });
  context.path().pop();
  return true;
}

bool inject_reveals(const Check& check, Injection& injection) {
  const RevealedNumber& revealed = check.as<RevealedNumber>();
  Sample* token = injection.value.find(revealed.token);
  Sample* phone = &injection.value;
  for (const std::string& name : revealed.phone) {
    if (phone != nullptr) phone = phone->find(name);
  }
  if (token == nullptr || phone == nullptr || phone->text.size() < 9) return false;
  const std::string digits = phone->text.substr(1);
  switch (injection.random.below(3)) {
    case 0:
      token->text = "call-" + digits;
      break;
    case 1:
      token->text = digits.substr(digits.size() - 8) + ".x" + token->text.substr(0, 8);
      break;
    default:
      token->text = "t" + digits.substr(0, 4) + "-" + digits.substr(4) + "z";
      break;
  }
  return true;
}

// Without both of the members there is nothing to compare.
void boundary_reveals(const Check& check, BoundaryValues& boundary) {
  const RevealedNumber& revealed = check.as<RevealedNumber>();
  Sample object = boundary.value;
  Sample* token = object.find(revealed.token);
  Sample* phone = &object;
  for (const std::string& name : revealed.phone) {
    if (phone != nullptr) phone = phone->find(name);
  }
  if (token == nullptr || phone == nullptr) return;
  const std::string& number = phone->text;
  const auto with_digits = [&](std::int64_t count) {
    const auto digits = std::min(static_cast<std::size_t>(count), number.size() - 1);
    token->text = "call-" + number.substr(number.size() - digits);
    return object;
  };
  const auto name = [](std::int64_t n) { return fmt::format("{}-digits", n); };
  const std::int64_t least = revealed.digits;
  boundary.valid(name(least - 1), with_digits(least - 1));
  boundary.invalid(name(least), with_digits(least), {revealed.token});
}

constexpr std::string_view kRevealsKeywords[] = {"x-token-reveals-phone"};

const Rule kReveals = {
    .id = "token-reveals-phone",
    .title = "A client token does not contain the phone number to be called.",
    .severity = Severity::kWarning,
    .why =
        "Phone numbers are marked sensitive and kept out of logs; tokens are echoed in responses "
        "and written to logs, and would carry the number along.",
    .repair = "Make tokens from random bits (a UUID), or from an internal id.",
    .keywords = kRevealsKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_reveals,
    .check = check_reveals,
    .inject_fault = inject_reveals,
    .boundary_values = boundary_reveals,
};

}  // namespace

std::span<const Rule* const> token_reveals_phone_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kReveals};
  return kRules;
}

}  // namespace diallint
