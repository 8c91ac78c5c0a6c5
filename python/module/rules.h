// Rules as Python holds them: compiled schemas, settings, and Checkers that wait for the next
// check.
#pragma once
#include <nanobind/nanobind.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "diallint/checker.h"
#include "diallint/ruleset.h"
#include "plan/plan.h"

namespace diallint::python {

/// Seconds since 1970 and nanoseconds.
using Moment = std::optional<std::pair<std::int64_t, std::int32_t>>;

/// What `Rules` is made of, in the words of the command line.
struct RulesWords {
  std::vector<std::string> select, ignore, severity;
  std::vector<std::pair<std::string, std::string>> schemas;  ///< name and text
  std::vector<std::string> phone_regions, deny_phone_regions, deny_phone_types;
  std::string numbering_plan;  ///< a file
  std::string envelope = "auto";
  bool accept_sdk_names = false;
  bool mask_keys = false;
};

/// How one call is to check.
struct CheckWords {
  Moment now;
  std::string shape = "auto";
  std::string format = "auto";
  std::string name;  ///< of a file, if any
  std::vector<std::pair<std::string, std::string>> csv_map;
  std::uint64_t max_findings = 0;
};

/// May be used by several threads of Python at once. Every method needs the GIL, and gives it away
/// while it checks. They throw what becomes a ValueError or MemoryError.
class Rules {
 public:
  explicit Rules(const RulesWords& words);

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
  /// Whether each request has its answer. Both are JSON texts. Also (taken, failed, unanswered).
  nanobind::tuple check_response(nanobind::bytes request, nanobind::bytes response,
                                 const CheckWords& words);

  nanobind::list rules() const;
  nanobind::list shapes() const;

 private:
  std::unique_ptr<Checker> take_checker();
  void give_back(std::unique_ptr<Checker> checker);
  const Plan& plan() const noexcept;
  void expect_shape(const std::string& shape) const;
  Settings settings_at(const Moment& now) const;

  Ruleset rules_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Checker>> idle_;
};

}  // namespace diallint::python
