// What fix says of an input when it is done.
#pragma once
#include <span>
#include <string>

#include "diallint/fix.h"
#include "diallint/program_options.h"

namespace diallint {

/// Lines for people: what was done, and what is left. `name` is printable.
std::string fixes_in_words(const FixSummary& summary, const std::string& name, FixTarget target);

/// What was done in all inputs, as JSON; schemas/fix.schema.json describes it.
struct FixedInput {
  std::string name;
  FixSummary summary;
};
struct UnfixedInput {
  std::string name;
  std::string reason;
};
std::string fixes_in_json(std::span<const FixedInput> fixed, std::span<const UnfixedInput> unread);

}  // namespace diallint
