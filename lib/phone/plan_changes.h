// What people still dial, or still have in their files, though the plan of a country has changed or
// never had it behind the calling code.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "phone/number_repair.h"

namespace diallint {

/// One step from the national number of a text to one that may be in use.
struct NationalChange {
  RepairKind kind;
  std::string national;  ///< the national number then
  bool mobile = false;   ///< it has to be one of a mobile telephone
};

/// The steps that a calling code's country gives reason for. The digits are those behind the code.
std::vector<NationalChange> national_changes(unsigned calling_code, std::string_view national);

}  // namespace diallint
