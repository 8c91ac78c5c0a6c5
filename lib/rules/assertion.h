// What a schema asks of a value as a whole, beyond what the walker and the rules check on their way
// through it: anyOf, not, uniqueItems and the like. Judged over the value once it has been read,
// and only at the nodes that have such keywords.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "input/value_tree.h"
#include "plan/plan.h"
#include "samples/sample.h"

namespace diallint {

class CheckContext;
class Judgement;

/// What one keyword of a schema asks of a value. Immutable: any thread.
class Demand {
 public:
  Demand() = default;
  Demand(const Demand&) = delete;
  Demand& operator=(const Demand&) = delete;
  virtual ~Demand() = default;

  virtual bool holds(const ValueTree& value, Judgement& judgement) const = 0;
  /// Where it does not hold: reports what is wrong, at the innermost value that is to blame.
  virtual void report(const ValueTree& value, Judgement& judgement,
                      CheckContext& context) const = 0;
  /// A value that may fulfil it, where others are not found by chance.
  virtual std::optional<Sample> suggested(Random& random) const;

  /// Who reports it, and the document that states it (null: none).
  struct Origin {
    const Rule* rule = nullptr;
    const SourceDocument* source = nullptr;
  };
  Origin origin;

 protected:
  /// Reports the value; `complaint` follows its name.
  void report_as(const std::string& complaint, const ValueTree& value, CheckContext& context) const;
};

/// One that the value itself does not fulfil, and no part of it.
class OwnDemand : public Demand {
 public:
  void report(const ValueTree& value, Judgement& judgement, CheckContext& context) const final {
    report_as(complaint(value, judgement), value, context);
  }

 protected:
  /// What is said of a value that does not fulfil it, behind the value's name.
  virtual std::string complaint(const ValueTree& value, Judgement& judgement) const = 0;
};

/// A schema: all that it demands.
struct Assertion {
  std::vector<std::unique_ptr<Demand>> demands;
  bool shared = false;  ///< several places refer to it
};

/// The judgement of one value; remembers what schemas that several places refer to say of its
/// parts, so that each is asked once.
class Judgement {
 public:
  bool holds(const Assertion& assertion, const ValueTree& value);
  /// Reports what the value does not fulfil of an assertion that does not hold.
  void report(const Assertion& assertion, const ValueTree& value, CheckContext& context);

 private:
  std::map<std::pair<const Assertion*, const ValueTree*>, bool> known_;
};

/// Judges a value and reports each demand that it does not fulfil, at its place below the current
/// one. Whether there was none.
bool check_assertion(const Assertion& assertion, const ValueTree& value, CheckContext& context);

/// A value that is being made up, as one that has been read.
ValueTree tree_of(const Sample& sample);

/// Whether a value that is being made up fulfils an assertion.
bool fulfils(const Assertion& assertion, const Sample& value);

/// One that it may be, where a demand knows one.
std::optional<Sample> suggested(const Assertion& assertion, Random& random);

}  // namespace diallint
