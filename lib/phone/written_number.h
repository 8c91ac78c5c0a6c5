// What is left of a telephone number without all that people and programs write around its digits.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phone/number_repair.h"

namespace diallint {

struct WrittenNumber {
  std::string digits;             ///< with a + before them if the text has one
  std::vector<RepairKind> kinds;  ///< what was done
  bool space_for_plus = false;    ///< a space stands where a + belongs
};

/// Nothing if the text holds anything else than one number and what goes with it.
std::optional<WrittenNumber> read_written_number(std::string_view text);

}  // namespace diallint
