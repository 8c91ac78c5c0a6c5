// What the bindings of other languages share: rules and checks in the words of the command line,
// and findings with their places.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "context/finding_sink.h"
#include "diallint/checker.h"
#include "diallint/error.h"
#include "diallint/ruleset.h"
#include "engine/run.h"
#include "plan/plan.h"
#include "report/source_location.h"

namespace diallint::bindings {

/// What rules are made of. UTF-8.
struct RulesWords {
  std::vector<std::string> select, ignore;  ///< ids of rules, or lists of them with commas
  std::vector<std::string> severity;        ///< RULE=LEVEL
  std::vector<std::pair<std::string, std::string>> schemas;  ///< name and text
  std::vector<std::string> phone_regions, deny_phone_regions, deny_phone_types;
  std::string numbering_plan;  ///< a file; empty: the one built in
  std::string envelope = "auto";
  bool accept_sdk_names = false;
  bool mask_keys = false;
};

/// How one call is to check.
struct CheckWords {
  std::optional<Instant> now;
  std::string shape = "auto";
  std::string format = "auto";
  std::string name;  ///< of a file, if any
  std::vector<std::pair<std::string, std::string>> csv_map;
  std::uint64_t max_findings = 0;
  unsigned jobs = 1;  ///< threads that may check one text or stream
};

/// Findings while the language at hand is not looked at.
class PlacedFindings final : public Sink {
 public:
  struct Placed {
    Finding finding;
    Location location;
    std::uint32_t file;
  };

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override;
  const std::vector<Placed>& all() const noexcept { return all_; }

 private:
  std::vector<Placed> all_;
  Locator locator_;
};

/// Rules, and Checkers that wait for their next call. May be used by several threads at once. What
/// is wrong with words is thrown as FatalError; want of memory as std::bad_alloc.
class CheckingRules {
 public:
  explicit CheckingRules(const RulesWords& words);
  explicit CheckingRules(Ruleset rules);

  const Ruleset& ruleset() const noexcept { return rules_; }
  const Plan& plan() const noexcept;
  /// Throws FatalError unless there is such a shape. `listed_by` is the way to the list of them.
  void expect_shape(const std::string& shape, const std::string& listed_by) const;
  Settings settings_at(const std::optional<Instant>& now) const;

  std::unique_ptr<Checker> take_checker();
  void give_back(std::unique_ptr<Checker> checker);

 private:
  Ruleset rules_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Checker>> idle_;
};

/// Throws FatalError, or std::bad_alloc where memory did not suffice, if there is an error.
void expect_none(const Error& error);

/// Throws FatalError.
RunOptions run_options(const CheckWords& words);

}  // namespace diallint::bindings
