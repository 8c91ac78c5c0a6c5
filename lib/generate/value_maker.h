// Makes valid values of a node of the plan: for the property tests, and for whoever needs fixtures.
//
//   diallint::Maker maker(plan, /*seed=*/7, now);
//   std::string text = diallint::to_json(maker.make(plan.shape("dial-request")->root));
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/random.h"
#include "diallint/instant.h"
#include "plan/plan.h"
#include "samples/sample.h"

namespace diallint {

/// What texts are made of where a rule does not say it.
enum class Texts : std::uint8_t {
  kAnything,   ///< characters that readers and writers stumble over, of any script
  kRealistic,  ///< mostly what people write: names, sentences, ids; now and then anything
};

/// Makes values in which a check finds nothing. The same plan, seed and order of calls give the
/// same values on every machine. What no two records of a run may share never repeats within one
/// Maker. One thread; the plan outlives it.
class ValueMaker {
 public:
  ValueMaker(const Plan& plan, std::uint64_t seed, const Instant& now,
             Texts texts = Texts::kAnything)
      : plan_(plan), random_(seed), now_(now), texts_(texts) {}

  /// A valid value of a node. Throws GeneratorError where none can be made: a member that must
  /// hold itself, more different values than a rule's `make` has, or lists too long for a fixture.
  Sample make(NodeId node) {
    left_ = kMaxParts;
    return make(node, 0);
  }

  /// A valid text of a node that takes any, which goes with the key of a map that it stands under.
  std::string make_text_under(std::string_view key, NodeId node) {
    left_ = kMaxParts;
    return make_string(plan_.node(node), SIZE_MAX, key);
  }

  /// A valid object that holds what its node requires, and what its clauses ask for besides.
  Sample make_least(NodeId node);

  /// Changes members of an object until its node's clauses hold; may add members and remove some.
  void satisfy(NodeId node, Sample& object);

  Random& random() noexcept { return random_; }
  const Instant& now() const noexcept { return now_; }
  const Plan& plan() const noexcept { return plan_; }

 private:
  // One value costs one part, and a text one more for each 64 bytes: some megabytes in all.
  static constexpr std::size_t kMaxParts = 100'000;

  Sample make(NodeId id, unsigned depth);
  Sample make_walked(const Node& node, unsigned depth);
  static bool suits(const Node& node, const Sample& value);
  void spend(const Node& node, std::size_t parts);
  Kind choose_kind(const Node& node);
  Sample make_scalar(const Node& node, Kind kind);
  Sample make_object(const Node& node, unsigned depth);
  Sample make_array(const Node& node, unsigned depth);
  std::string make_string(const Node& node, std::size_t max_bytes, std::string_view under = {});
  std::string make_key(const Node& node, std::size_t max_bytes);
  template <class Phrase>
  std::string make_new(const Node& node, std::size_t max_bytes, const Phrase& phrase);
  template <class Phrase>
  std::string make_candidate(const Node& node, std::size_t max_bytes, const Phrase& phrase);
  bool is_new(const Node& node, const std::string& text);
  void add_entries(const Node& node, Sample& map, unsigned depth);
  void shuffle(Sample& object);

  const Plan& plan_;
  Random random_;
  Instant now_;
  Texts texts_;
  std::size_t left_ = kMaxParts;                                             // of the value at work
  std::unordered_map<std::uint32_t, std::unordered_set<std::string>> used_;  // by run-wide set
};

}  // namespace diallint
