// Rules as Python holds them: compiled schemas, settings, and Checkers that wait for the next
// check.
#pragma once
#include <nanobind/nanobind.h>

#include <utility>

#include "bindings/shared/checking.h"
#include "context/value_handover.h"

namespace diallint::python {

using bindings::CheckWords;
using bindings::RulesWords;

/// May be used by several threads of Python at once. Every method needs the GIL, and gives it away
/// while it checks. FatalError becomes a ValueError.
class Rules {
 public:
  explicit Rules(const RulesWords& words) : rules_(words) {}
  explicit Rules(Ruleset rules) : rules_(std::move(rules)) {}

  const Ruleset& ruleset() const noexcept { return rules_.ruleset(); }
  /// Throws FatalError unless there is such a shape.
  void expect_shape(const std::string& shape) const;

  /// A value that boto3 would be given. The result is (counts, found, findings, naive), where
  /// counts are those of diallint::Counts in order, and naive the JSON Pointers of datetimes
  /// without an offset.
  nanobind::tuple check_value(nanobind::handle value, const CheckWords& words);
  /// A callable like a file's read().
  nanobind::tuple check_read(nanobind::callable read, const CheckWords& words);
  /// Each item a record of its own; naive has pairs of an item's number and a pointer.
  nanobind::tuple check_items(nanobind::iterator items, const CheckWords& words);
  /// What __arrow_c_stream__() of a table gives: each row a record. naive has the names of columns.
  nanobind::tuple check_arrow(nanobind::object capsule, const CheckWords& words);
  /// The same of a part of a list: what may stand once in the list goes to `handover`.
  nanobind::tuple check_part(nanobind::object capsule, const CheckWords& words,
                             ValueHandover& handover);
  /// Whether each request has its answer. Both are JSON texts. Also (taken, failed, unanswered).
  nanobind::tuple check_response(nanobind::bytes request, nanobind::bytes response,
                                 const CheckWords& words);

  nanobind::list rules() const;
  nanobind::list shapes() const;

 private:
  bindings::CheckingRules rules_;
};

}  // namespace diallint::python
