// Rules on client tokens.
#include <fmt/format.h>

#include <bit>
#include <nlohmann/json.hpp>

#include "judge.h"
#include "node_compiler.h"
#include "rules/families.h"
#include "sample.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace diallint {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// --- token-empty -------------------------------------------------------------------------------

extern const Rule kEmpty;

void compile_empty(NodeCompiler& node, std::string_view keyword, const nlohmann::json& value) {
  node.require_true(value);
  node.add_check(kEmpty, keyword);
}

bool check_empty(const Check& check, Value& value, Judge& judge) {
  if (!value.string.empty()) return true;
  judge.report(check, value.span,
               fmt::format("{} is empty; the request can then not be told from its repetition",
                           judge.subject()));
  return false;
}

bool spoil_empty(const Check&, Spoil& spoil) {
  spoil.value.text.clear();
  return true;
}

std::string make_token(const Check&, Random& random, const Instant&) {
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", random.below(1ULL << 32),
                     random.below(1U << 16), random.below(1U << 12), random.below(1U << 12),
                     random.below(1ULL << 48));
}

constexpr std::string_view kEmptyKeywords[] = {"x-token-empty"};

const Rule kEmpty = {
    .id = "token-empty",
    .title = "A client token is not empty.",
    .severity = Severity::kWarning,
    .why =
        "The pattern lets an empty token pass, but a retry of the call then dials the customer "
        "again.",
    .repair = "Give every request a token of its own, such as a UUID, and keep it for retries.",
    .keywords = kEmptyKeywords,
    .stage = Stage::kForm,
    .compile = compile_empty,
    .check = check_empty,
    .spoil = spoil_empty,
    .make = make_token,
};

// --- token-unique ------------------------------------------------------------------------------

extern const Rule kUnique;

void compile_unique(NodeCompiler& node, std::string_view keyword, const nlohmann::json& value) {
  Check& check = node.add_check(kUnique, keyword);
  check.slot = node.seen_slot(node.text(value));
}

std::string tell_unique(std::string_view subject, std::string_view first_place) {
  return fmt::format(
      "{} was already used in {}; the service would answer with that request and "
      "dial nobody",
      subject, first_place);
}

bool check_unique(const Check& check, Value& value, Judge& judge) {
  judge.note_in_run(check, value, tell_unique);
  return true;
}

bool spoil_unique(const Check&, Spoil& spoil) {
  if (spoil.sibling == nullptr) return false;
  spoil.value = *spoil.sibling;
  return true;
}

constexpr std::string_view kUniqueKeywords[] = {"x-token-unique"};

const Rule kUnique = {
    .id = "token-unique",
    .title = "No client token stands in two requests of one run.",
    .severity = Severity::kError,
    .why =
        "A token is valid for 7 days. For the second request the service returns the first one's "
        "id, reports success, and dials nobody.",
    .repair =
        "Make one token per request, not per file, batch or customer. The message names the "
        "first place.",
    .keywords = kUniqueKeywords,
    .stage = Stage::kRun,
    .compile = compile_unique,
    .check = check_unique,
    .spoil = spoil_unique,
};

// --- token-reveals-phone -----------------------------------------------------------------------

extern const Rule kReveals;

void compile_reveals(NodeCompiler& node, std::string_view keyword, const nlohmann::json& value) {
  Check& check = node.add_whole_check(kReveals, keyword);
  check.minimum = node.whole_number(node.member(value, "minDigits"));
  if (check.minimum < 4 || check.minimum > 15) node.fail("minDigits is from 4 to 15");
  check.names = {node.text(node.member(value, "token")), node.text(node.member(value, "phone"))};
  check.slot = node.capture(check.names[0]);
  check.slot2 = node.capture(check.names[1]);
}

// The digits of a text in runs that only - _ and . interrupt, with a mark behind each. Runs that are
// too short to matter leave nothing: most tokens have no other.
class DigitRuns {
 public:
  /// `text` has at most kMaxText bytes.
  DigitRuns(std::string_view text, std::size_t least) noexcept {
    std::size_t begin = 0;
    for (const char c : text) {
      const bool digit = is_digit(c);
      digits_[size_] = c;
      size_ += digit ? 1U : 0U;
      if (digit || c == '-' || c == '_' || c == '.') continue;
      begin = end_run(begin, least);
    }
    end_run(begin, least);
  }
  std::string_view digits() const noexcept { return {digits_, size_}; }

  static constexpr std::size_t kMaxText = 255;

 private:
  std::size_t end_run(std::size_t begin, std::size_t least) noexcept {
    if (size_ - begin < least) {
      size_ = begin;
    } else {
      digits_[size_++] = ' ';
    }
    return size_;
  }

  char digits_[kMaxText * 2 + 1];
  std::size_t size_ = 0;
};

// Whether a text has `least` digits in a row, separators left out of account: sixteen bytes a step,
// because the answer is no for nearly every token and must cost next to nothing.
bool may_have_run(std::string_view text, std::size_t least) noexcept {
#if defined(__SSE2__)
  std::uint64_t digit = 0;
  std::uint64_t other = 0;  // neither digit nor separator
  if (text.size() > 64) return true;
  for (std::size_t at = 0; at < text.size(); at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const __m128i offset = _mm_sub_epi8(block, _mm_set1_epi8('0'));
    const __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(9)), offset);
    const __m128i is_mark = _mm_or_si128(
        _mm_cmpeq_epi8(block, _mm_set1_epi8('-')),
        _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('_')),
                     _mm_cmpeq_epi8(block, _mm_set1_epi8('.'))));
    const auto bits = [](__m128i v) { return static_cast<std::uint64_t>(_mm_movemask_epi8(v)); };
    digit |= bits(is_digit) << at;
    other |= (~bits(_mm_or_si128(is_digit, is_mark)) & 0xFFFF) << at;
  }
  if (text.size() < 64) {
    digit &= (std::uint64_t{1} << text.size()) - 1;
    other |= ~std::uint64_t{0} << text.size();
  }
  while (digit != 0) {
    const int begin = std::countr_zero(digit);
    const std::uint64_t behind = other >> begin;
    const int length = behind == 0 ? 64 - begin : std::countr_zero(behind);
    const std::uint64_t run =
        (length >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << length) - 1) << begin;
    if (static_cast<std::size_t>(std::popcount(digit & run)) >= least) return true;
    digit &= ~run;
  }
  return false;
#else
  return text.size() >= least;
#endif
}

// Number of the phone's digits that stand in a row in the token, if they are at least `least`.
std::size_t shared_digits(std::string_view runs, std::string_view phone, std::size_t least) {
  for (std::size_t length = phone.size(); length >= least; --length) {
    for (std::size_t at = 0; at + length <= phone.size(); ++at) {
      if (runs.find(phone.substr(at, length)) != std::string_view::npos) return length;
    }
  }
  return 0;
}

bool check_reveals(const Check& check, Value&, Judge& judge) {
  const Capture& token = judge.capture(check.slot);
  const Capture& phone = judge.capture(check.slot2);
  if (!token.sound || !phone.sound) return true;
  const auto least = static_cast<std::size_t>(check.minimum);
  if (!may_have_run(token.string, least) || token.string.size() > DigitRuns::kMaxText) return true;
  const DigitRuns runs(token.string, least);
  if (runs.digits().empty()) return true;
  // A sound number is a plus sign and digits.
  const std::size_t shared = shared_digits(runs.digits(), phone.string.substr(1), least);
  if (shared == 0) return true;
  Segment& segment = judge.push();
  segment = {.key = check.names[0], .member = check.names[0], .spelling = Spelling::kPlain};
  judge.report(check, token.span,
               fmt::format("{} contains {} digits of its own {}; tokens are logged and echoed, "
                           "numbers are not to be",
                           check.names[0], shared, check.names[1]));
  judge.pop();
  return true;
}

bool spoil_reveals(const Check& check, Spoil& spoil) {
  Sample* token = spoil.value.find(check.names[0]);
  const Sample* phone = spoil.value.find(check.names[1]);
  if (token == nullptr || phone == nullptr || phone->text.size() < 9) return false;
  const std::string digits = phone->text.substr(1);
  switch (spoil.random.below(3)) {
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

constexpr std::string_view kRevealsKeywords[] = {"x-token-reveals-phone"};

const Rule kReveals = {
    .id = "token-reveals-phone",
    .title = "A client token does not spell out the number that is to be called.",
    .severity = Severity::kWarning,
    .why =
        "Numbers are marked sensitive and kept out of logs; tokens are echoed in responses and "
        "written to logs, and take the number with them.",
    .repair = "Make tokens from random bits (a UUID), or from an internal id.",
    .keywords = kRevealsKeywords,
    .stage = Stage::kAdvice,
    .compile = compile_reveals,
    .check = check_reveals,
    .spoil = spoil_reveals,
};

}  // namespace

std::span<const Rule* const> token_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kEmpty, &kUnique, &kReveals};
  return kRules;
}

}  // namespace diallint
