// The patterns of the plans (digits, classes, \d, groups, |, ?, {n}, {n,m}) as a nondeterministic
// automaton. Thompson's construction, built from a pattern's end to its start.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace diallint::numbering {

class Nfa {
 public:
  using Node = std::uint32_t;
  static constexpr std::uint16_t kAnyDigit = 0x3ff;

  // Takes a digit of `digits` to `to`; or, with no digits, goes to all of `epsilon` for free; or,
  // with neither, accepts under the number `accept`.
  struct Entry {
    std::uint16_t digits = 0;
    Node to = 0;
    std::vector<Node> epsilon;
    std::uint32_t accept = 0;
    bool is_accept() const { return digits == 0 && epsilon.empty(); }
  };

  // `steps_left` is what a whole plan may cost: nodes made, and nodes come by. It outlives this.
  explicit Nfa(std::size_t& steps_left) : steps_left_(steps_left) {}

  // Throws PlanFailure where a plan needs more nodes, or steps, than any real one does by far.
  Node add(Entry entry);
  // The start of a way through `pattern` that ends in `to`. Throws PlanFailure, naming `line`.
  Node add_pattern(std::string_view pattern, std::size_t line, Node to);
  // The start of a way through any number of digits, none too, that ends in `accept`.
  Node add_any_digits(Node accept);

  const Entry& operator[](Node node) const { return entries_[node]; }
  // The digit and accept nodes that can be reached from `nodes` for free, sorted.
  std::vector<Node> closure(std::vector<Node> nodes);

 private:
  void spend();

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> seen_;  // the last closure that came by a node
  std::uint32_t closures_ = 0;
  std::size_t& steps_left_;
};

}  // namespace diallint::numbering
