// Makes valid values of a node of the plan: for the property tests, and for whoever needs fixtures.
//
//   diallint::Maker maker(plan, /*seed=*/7, now);
//   std::string text = diallint::to_json(maker.make(plan.shape("dial-request")->root));
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "diallint/instant.h"
#include "plan.h"
#include "random.h"
#include "sample.h"

namespace diallint {

/// Makes values in which a check finds nothing. The same plan, seed and order of calls give the
/// same values on every machine. What no two records of a run may share never repeats within one
/// Maker. One thread; the plan outlives it.
class Maker {
 public:
  Maker(const Plan& plan, std::uint64_t seed, const Instant& now)
      : plan_(plan), random_(seed), now_(now) {}

  /// A valid value of a node. Throws std::runtime_error where none can be made: a member that must
  /// hold itself, or more different values than a rule's `make` has.
  Sample make(NodeId node) { return make(node, 0); }

  Random& random() noexcept { return random_; }
  const Instant& now() const noexcept { return now_; }
  const Plan& plan() const noexcept { return plan_; }

 private:
  Sample make(NodeId id, unsigned depth);
  Kind choose_kind(const Node& node);
  Sample make_scalar(const Node& node, Kind kind);
  Sample make_object(const Node& node, unsigned depth);
  Sample make_array(const Node& node, unsigned depth);
  std::string make_string(const Node& node, std::size_t max_bytes);
  std::string make_candidate(const Node& node, std::size_t max_bytes);
  bool is_new(const Node& node, const std::string& text);
  void add_entries(const Node& node, Sample& map, unsigned depth);
  void shuffle(Sample& object);

  const Plan& plan_;
  Random random_;
  Instant now_;
  std::unordered_map<std::uint32_t, std::unordered_set<std::string>> used_;  // by run-wide set
};

/// A text that the length and pattern checks of a node pass, of at most `max_bytes` bytes as far as
/// its least length allows. Throws std::runtime_error for a pattern that nothing can be made for.
std::string make_text(const Node& node, Random& random, std::size_t max_bytes);

}  // namespace diallint
