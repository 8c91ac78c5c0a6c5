// What spreadsheets do to values that pass through them.
#pragma once
#include <string_view>

namespace diallint {

/// What a spreadsheet seems to have done to this value, as a clause that fits behind a semicolon
/// ("a spreadsheet has rewritten it as …"); empty if nothing points to that. Static storage; never
/// holds the value. To be asked about values that a check has refused: some sound texts look
/// damaged too.
std::string_view spreadsheet_damage(std::string_view value) noexcept;

}  // namespace diallint
