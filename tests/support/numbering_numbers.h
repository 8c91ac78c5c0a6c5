// Numbers to try a numbering plan with. None is checked in: they are made from the plan itself.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/numbering_plan.h"

namespace diallint::testing {

// A plan of a table that is one; throws std::runtime_error where it is not.
NumberingPlan plan_from(std::string_view table);

// xorshift64*: the same numbers on every machine, and faster than std::mt19937.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15U + 1) {}
  std::size_t below(std::size_t bound);

 private:
  std::uint64_t state_;
};

// Draws numbers of a plan, valid ones and nearly valid ones.
class NumberSource {
 public:
  // Without `codes` ("+44", ...), all calling codes, each as often as any other.
  NumberSource(const NumberingPlan& plan, std::uint64_t seed, std::vector<std::string> codes = {});

  std::string assignable();               // a random way through the automaton
  std::string mutated(std::string e164);  // one to three digits changed, dropped, added or swapped
  std::string arbitrary();                // a calling code and then anything
  std::string any();                      // one of the three

 private:
  const NumberingPlan& plan_;
  Random random_;
  std::vector<std::string> codes_;
  std::vector<bool> live_;
};

// For every state and digit of the automaton: the shortest number that makes this transition, and,
// where an assignable number follows, the shortest such.
std::vector<std::string> transition_numbers(const NumberingPlan& plan);

// The national digits, after the calling code.
std::string national(const NumberFacts& facts, const std::string& e164);

}  // namespace diallint::testing
