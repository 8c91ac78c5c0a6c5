#include "phone/nfa.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "phone/plan_parser.h"

namespace diallint::numbering {
namespace {

// Many times what the largest calling code takes; a table that asks for more would never end.
constexpr std::size_t kMaxNodes = 100'000;
constexpr int kMaxNesting = 64;

struct Expression {
  enum class Kind { kDigits, kSequence, kAlternatives } kind = Kind::kDigits;
  std::uint16_t digits = 0;
  std::vector<Expression> parts;
  int min = 1;  // repetitions
  int max = 1;
};

class PatternParser {
 public:
  PatternParser(std::string_view pattern, std::size_t line) : pattern_(pattern), line_(line) {}

  Expression parse() {
    Expression all = alternatives(0);
    if (at_ < pattern_.size()) fail("')' has no '('");
    return all;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw PlanFailure{{line_, "pattern, character " + std::to_string(at_ + 1) + ": " + what}};
  }
  bool more() const { return at_ < pattern_.size(); }
  bool next_is(char c) const { return more() && pattern_[at_] == c; }
  bool take(char c) {
    const bool found = next_is(c);
    if (found) ++at_;
    return found;
  }

  Expression alternatives(int nesting) {
    if (nesting > kMaxNesting) fail("groups are nested too deeply");
    Expression all{Expression::Kind::kAlternatives, 0, {}, 1, 1};
    do {
      all.parts.push_back(sequence(nesting));
    } while (take('|'));
    return all;
  }

  Expression sequence(int nesting) {
    Expression all{Expression::Kind::kSequence, 0, {}, 1, 1};
    while (more() && !next_is('|') && !next_is(')')) {
      all.parts.push_back(atom(nesting));
      repetition(all.parts.back());
    }
    if (all.parts.empty()) fail("an alternative is empty");
    return all;
  }

  Expression atom(int nesting) {
    if (take('(')) {
      if (take('?') && !take(':')) fail("only '(' and '(?:' open a group");
      Expression group = alternatives(nesting + 1);
      if (!take(')')) fail("')' is missing");
      return group;
    }
    Expression one;
    one.digits = take('[') ? digit_class() : digit();
    return one;
  }

  std::uint16_t digit() {
    if (take('\\')) {
      if (!take('d')) fail("only 'd' may follow '\\'");
      return Nfa::kAnyDigit;
    }
    return static_cast<std::uint16_t>(1U << one_digit());
  }

  unsigned one_digit() {
    if (!more() || !is_digit(pattern_[at_])) {
      fail("expected a digit, a class, '\\d' or a group");
    }
    return static_cast<unsigned>(pattern_[at_++] - '0');
  }

  std::uint16_t digit_class() {
    unsigned digits = 0;
    do {
      if (next_is('\\')) {
        digits |= digit();
        continue;
      }
      const unsigned from = one_digit();
      const unsigned to = take('-') ? one_digit() : from;
      if (to < from) fail("the class is in descending order");
      for (unsigned d = from; d <= to; ++d) digits |= 1U << d;
    } while (more() && !next_is(']'));
    if (!take(']')) fail("']' is missing");
    return static_cast<std::uint16_t>(digits);
  }

  void repetition(Expression& part) {
    if (take('?')) {
      part.min = 0;
    } else if (take('{')) {
      part.min = part.max = count();
      if (take(',')) part.max = count();
      if (!take('}')) fail("'}' is missing");
      if (part.max < part.min || part.max == 0) fail("the counts are in descending order");
    }
    if (next_is('?') || next_is('{') || next_is('*') || next_is('+')) {
      fail("repetitions are '?', '{n}' and '{n,m}', one at a time");
    }
  }

  int count() {
    int value = static_cast<int>(one_digit());
    // RE2 takes {07} for four characters, others for seven.
    if (value == 0 && more() && is_digit(pattern_[at_])) fail("a count must not begin with 0");
    while (more() && is_digit(pattern_[at_]) && value <= kMaxNationalDigits) {
      value = value * 10 + static_cast<int>(one_digit());
    }
    if (value > kMaxNationalDigits) fail("no number has that many digits");
    return value;
  }

  std::string_view pattern_;
  std::size_t line_;
  std::size_t at_ = 0;
};

Nfa::Node emit(Nfa& nfa, const Expression& expression, Nfa::Node to);

Nfa::Node emit_once(Nfa& nfa, const Expression& expression, Nfa::Node to) {
  switch (expression.kind) {
    case Expression::Kind::kDigits:
      return nfa.add({expression.digits, to, {}, 0});
    case Expression::Kind::kSequence:
      for (auto part = expression.parts.rbegin(); part != expression.parts.rend(); ++part) {
        to = emit(nfa, *part, to);
      }
      return to;
    case Expression::Kind::kAlternatives:
      break;
  }
  if (expression.parts.size() == 1) return emit(nfa, expression.parts.front(), to);
  std::vector<Nfa::Node> starts;
  starts.reserve(expression.parts.size());
  for (const Expression& part : expression.parts) starts.push_back(emit(nfa, part, to));
  return nfa.add({0, 0, std::move(starts), 0});
}

// x{2,4} becomes xx(x(x)?)?
Nfa::Node emit(Nfa& nfa, const Expression& expression, Nfa::Node to) {
  const Nfa::Node end = to;
  for (int i = expression.min; i < expression.max; ++i) {
    to = nfa.add({0, 0, {emit_once(nfa, expression, to), end}, 0});
  }
  for (int i = 0; i < expression.min; ++i) to = emit_once(nfa, expression, to);
  return to;
}

}  // namespace

void Nfa::spend() {
  if (steps_left_-- == 0) throw PlanFailure{{0, "the patterns of the plan need too many states"}};
}

Nfa::Node Nfa::add(Entry entry) {
  spend();
  if (entries_.size() >= kMaxNodes)
    throw PlanFailure{{0, "the patterns of the calling code are too large"}};
  entries_.push_back(std::move(entry));
  return static_cast<Node>(entries_.size() - 1);
}

Nfa::Node Nfa::add_pattern(std::string_view pattern, std::size_t line, Node to) {
  return emit(*this, PatternParser(pattern, line).parse(), to);
}

Nfa::Node Nfa::add_any_digits(Node accept) {
  const Node loop = add({kAnyDigit, 0, {}, 0});
  const Node join = add({0, 0, {accept, loop}, 0});
  entries_[loop].to = join;
  return join;
}

std::vector<Nfa::Node> Nfa::closure(std::vector<Node> nodes) {
  seen_.resize(entries_.size());
  ++closures_;
  std::vector<Node> found;
  while (!nodes.empty()) {
    const Node node = nodes.back();
    nodes.pop_back();
    spend();
    if (std::exchange(seen_[node], closures_) == closures_) continue;
    const Entry& entry = entries_[node];
    if (entry.epsilon.empty()) found.push_back(node);
    nodes.insert(nodes.end(), entry.epsilon.begin(), entry.epsilon.end());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace diallint::numbering
