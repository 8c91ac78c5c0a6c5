// Where a record can begin in a text that is broken.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

#include "plan/plan.h"

namespace diallint {

/// Knows the members of everything that a plan takes for a record or for what holds records.
/// `{"phoneNumber":`, raw as it stands in the text, is no part of any sound string: a quote would
/// be escaped there. So the beginning of a record is known even where every quote is in doubt.
class RecordStarts {
 public:
  explicit RecordStarts(const Plan& plan);

  /// Whether a record begins with the `{` at this offset: its first member is known, or has the
  /// name of `other` (as written, may be empty), and no colon stands in front, as in front of a
  /// value within a record. Looks at no more than some hundred bytes.
  bool begins_at(std::string_view text, std::size_t brace, std::string_view other) const;

  /// The name, as written, of the first member of the object that begins at `brace`; empty if that
  /// has none, or none that is made of letters and digits.
  static std::string_view first_key(std::string_view text, std::size_t brace) noexcept;

  /// The name, as written, of the list whose first item begins at `brace`; empty if none stands in
  /// front, or none that is made of letters and digits.
  static std::string_view list_name(std::string_view text, std::size_t brace) noexcept;

 private:
  std::unordered_set<std::string> names_;  // folded
};

}  // namespace diallint
