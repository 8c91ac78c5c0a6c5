// What a rule's compile function may do to the node that its keyword stands in.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace diallint {

/// Thrown while a schema is compiled, and caught by compile_plan().
struct SchemaError {
  std::string where;  // JSON Pointer
  std::string what;
};

/// JSON's numbers are exact so far (RFC 7493, section 2.2), and limits are no larger: in
/// milliseconds, or in bytes for characters, they stay within 64 bits.
inline constexpr std::int64_t kMaxSafeInteger = 9'007'199'254'740'991;
/// More characters or items than this are asked for of nothing that fits into a record.
inline constexpr std::int64_t kGreatestMinimum = 1'000'000;

class NodeCompiler {
 public:
  virtual ~NodeCompiler() = default;

  /// The keyword that is compiled: one of those that its rule implements.
  virtual std::string_view keyword() const noexcept = 0;
  /// Adds a check of that rule on the value itself; fill in what it returns. Valid until the next
  /// add.
  virtual Check& add_check() = 0;
  /// Adds a check that runs when the object or array has been read to its end.
  virtual Check& add_whole_check() = 0;
  /// The same, but one check for all keywords of the rule: what another one has added, or a new
  /// one.
  virtual Check& shared_check() = 0;
  virtual Check& shared_whole_check() = 0;
  /// Sets the lower or the upper limit of a check. Throws SchemaError where nothing lies between.
  virtual void set_limit(Check& check, bool lower, std::int64_t limit) = 0;
  /// Slot in which a member of this object is kept for the object's own checks.
  virtual std::uint32_t capture(std::string_view member) = 0;
  /// The same for a member of a member: the names from this object down.
  virtual std::uint32_t capture(const std::vector<std::string>& path) = 0;
  /// Whether the node has a member of that name.
  virtual bool has_member(std::string_view name) = 0;
  /// Whether the value at that path (empty: of the node) can be nothing but an object.
  virtual bool only_objects(const std::vector<std::string>& path) = 0;
  /// Whether that value, or one that it stands in, is never to be shown.
  virtual bool is_sensitive(const std::vector<std::string>& path) = 0;
  /// Leaves what the keyword at work states, or one entry of allOf, to be judged over the value as
  /// a whole. Throws SchemaError where that cannot be.
  virtual void leave() = 0;
  virtual void leave_entry(std::size_t index) = 0;
  /// Allows no other kinds than these. False, and nothing done, where no value would be left.
  virtual bool narrow(KindSet kinds) = 0;
  /// Makes sure that a type stated of that member once more is the one it has.
  virtual void repeat_type(const std::vector<std::string>& path, const nlohmann::json& type) = 0;
  /// Adds a whole check of a rule that is stated at `place` (a JSON Pointer) below the node.
  virtual Check& add_clause(const Rule& rule, const std::string& place) = 0;
  /// The text of this member is what a map that holds this object counts in bytes.
  virtual void set_text(std::string_view member) = 0;
  /// The run-wide set of that name.
  virtual std::uint32_t seen_slot(std::string_view name) = 0;

  /// Readers of a keyword's value; each throws SchemaError with the place and what is expected.
  virtual std::int64_t whole_number(const nlohmann::json& value, std::int64_t least,
                                    std::int64_t most) = 0;
  std::int64_t whole_number(const nlohmann::json& value) {
    return whole_number(value, -kMaxSafeInteger, kMaxSafeInteger);
  }
  virtual std::string text(const nlohmann::json& value) = 0;
  virtual std::shared_ptr<const Pattern> pattern(const nlohmann::json& value) = 0;
  virtual void require_true(const nlohmann::json& value) = 0;
  virtual const nlohmann::json& member(const nlohmann::json& value, const char* name) = 0;
  [[noreturn]] virtual void fail(const std::string& what) = 0;
};

}  // namespace diallint
