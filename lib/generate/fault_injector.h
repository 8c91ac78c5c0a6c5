// Breaks made documents, one rule at one place at a time: for the property tests, and for fixtures
// that have to show what a rule finds.
//
//   diallint::Maker maker(plan, /*seed=*/7, now);
//   const diallint::Spoiler spoiler(maker);
//   auto broken = spoiler.spoil(shape, maker.make(shape.root), *diallint::rule_named("pattern"));
//   if (broken) send(to_json(broken->document));  // and a check finds "pattern" at broken->pointer
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "generate/rule_sites.h"
#include "generate/value_maker.h"
#include "plan/plan.h"
#include "samples/sample.h"

namespace diallint {

struct FaultyDocument {
  Sample document;
  std::string rule;         ///< the only one that has something to find
  std::string pointer;      ///< of the value, key or object that is wrong
  std::string record;       ///< of the record it is in; the document's ("") where it is in none
  std::string path;         ///< of the InjectionPoint
  bool unreadable = false;  ///< the text of the record is broken: that is where it is found

  /// Where the rule has something to find, as a JSON Pointer in the document.
  const std::string& place() const noexcept { return unreadable ? record : pointer; }
};

class FaultInjector {
 public:
  /// Takes values and chance from `maker`, which outlives it.
  explicit FaultInjector(ValueMaker& maker) : maker_(maker) {}

  /// Breaks a valid document of the shape by a rule, at a place of the maker's choice. `earlier` is
  /// a document that stands before it in the same run, for rules on what no two records may share.
  /// Nothing if the document holds no value that can be broken so.
  std::optional<FaultyDocument> inject_fault(const Shape& shape, const Sample& document,
                                             const Rule& rule,
                                             const Sample* earlier = nullptr) const;

  /// The same at one site.
  std::optional<FaultyDocument> inject_fault(const Shape& shape, const Sample& document,
                                             const InjectionPoint& point,
                                             const Sample* earlier = nullptr) const;

 private:
  ValueMaker& maker_;
};

}  // namespace diallint
