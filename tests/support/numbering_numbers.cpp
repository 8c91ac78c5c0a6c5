#include "support/numbering_numbers.h"

#include <algorithm>
#include <deque>
#include <stdexcept>
#include <utility>
#include <variant>

#include "phone/tables.h"

namespace diallint::testing {

using numbering::State;
using numbering::Tables;

namespace {

bool assignable(const Tables& tables, State state) { return state >= tables.first_assignable; }

// By state: the digit that leads to the nearest assignable number, or -1; -2 where it is one.
std::vector<int> ways_home(const Tables& tables) {
  std::vector<int> way(tables.states, -1);
  for (State state = 0; state < tables.states; ++state) {
    if (assignable(tables, state)) way[state] = -2;
  }
  for (int round = 0; round <= numbering::kMaxDigits; ++round) {
    const std::vector<int> before = way;
    for (State state = 0; state < tables.states; ++state) {
      for (int digit = 0; digit < 10 && way[state] == -1; ++digit) {
        if (before[tables.next[state][digit]] != -1) way[state] = digit;
      }
    }
  }
  return way;
}

}  // namespace

NumberingPlan plan_from(std::string_view table) {
  Result<NumberingPlan> result = NumberingPlan::parse(table);
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

std::size_t Random::below(std::size_t bound) {
  state_ ^= state_ >> 12U;
  state_ ^= state_ << 25U;
  state_ ^= state_ >> 27U;
  return (state_ * 0x2545f4914f6cdd1dU >> 33U) % bound;
}

NumberSource::NumberSource(const NumberingPlan& plan, std::uint64_t seed,
                           std::vector<std::string> codes)
    : plan_(plan), random_(seed), codes_(std::move(codes)) {
  const Tables& tables = numbering::Access::tables(plan);
  const bool all = codes_.empty();
  for (std::size_t i = 1; all && i < tables.group_count; ++i) {
    const std::string code = std::to_string(tables.groups[i].calling_code).insert(0, 1, '+');
    if (codes_.empty() || codes_.back() != code) codes_.push_back(code);
  }
  for (const int way : ways_home(tables)) live_.push_back(way != -1);
}

std::string NumberSource::assignable() {
  const Tables& tables = numbering::Access::tables(plan_);
  std::string number = codes_[random_.below(codes_.size())];
  State state = tables.root;
  for (std::size_t i = 1; i < number.size(); ++i) state = tables.next[state][number[i] - '0'];
  while (!testing::assignable(tables, state) || random_.below(3) == 0) {
    std::vector<int> ways;
    for (int digit = 0; digit < 10; ++digit) {
      if (live_[tables.next[state][digit]]) ways.push_back(digit);
    }
    if (ways.empty()) break;
    const int digit = ways[random_.below(ways.size())];
    number += static_cast<char>('0' + digit);
    state = tables.next[state][digit];
  }
  return number;
}

std::string NumberSource::mutated(std::string e164) {
  for (std::size_t times = 1 + random_.below(3); times > 0; --times) {
    const std::size_t at = 1 + random_.below(e164.size() - 1);
    const char digit = static_cast<char>('0' + random_.below(10));
    switch (random_.below(4)) {
      case 0:
        e164[at] = digit;
        break;
      case 1:
        e164.insert(at, 1, digit);
        break;
      case 2:
        e164.erase(at, e164.size() > 2 ? 1 : 0);
        break;
      default:
        std::swap(e164[at], e164.back());
    }
  }
  if (e164[1] == '0') e164[1] = '1';
  return e164.substr(0, numbering::kMaxDigits + 1);
}

std::string NumberSource::arbitrary() {
  std::string number = codes_[random_.below(codes_.size())];
  for (std::size_t digits = 3 + random_.below(10); digits > 0; --digits) {
    number += static_cast<char>('0' + random_.below(10));
  }
  return number.substr(0, numbering::kMaxDigits + 1);
}

std::string NumberSource::any() {
  switch (random_.below(3)) {
    case 0:
      return assignable();
    case 1:
      return mutated(assignable());
    default:
      return arbitrary();
  }
}

std::vector<std::string> transition_numbers(const NumberingPlan& plan) {
  const Tables& tables = numbering::Access::tables(plan);
  const std::vector<int> way = ways_home(tables);
  std::vector<std::string> access(tables.states);
  access[tables.root].assign(1, '+');
  std::vector<std::string> numbers;
  for (std::deque<State> queue{tables.root}; !queue.empty(); queue.pop_front()) {
    const State state = queue.front();
    for (int digit = 0; digit < 10; ++digit) {
      std::string number = access[state] + static_cast<char>('0' + digit);
      State to = tables.next[state][digit];
      if (number.size() > numbering::kMaxDigits + 1 || number == "+0") continue;
      if (access[to].empty()) {
        access[to] = number;
        queue.push_back(to);
      }
      numbers.push_back(number);
      if (way[to] < 0) continue;
      for (; way[to] >= 0; to = tables.next[to][way[to]]) {
        number += static_cast<char>('0' + way[to]);
      }
      numbers.push_back(std::move(number));
    }
  }
  return numbers;
}

std::string national(const NumberFacts& facts, const std::string& e164) {
  return e164.substr(1 + std::to_string(facts.calling_code).size());
}

}  // namespace diallint::testing
