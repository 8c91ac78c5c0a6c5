#include "rules/spreadsheet_damage.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace diallint {
namespace {

// Takes a text apart from its front; every take_ says whether it took something.
class Taker {
 public:
  explicit Taker(std::string_view text) noexcept : rest_(text) {}

  bool at_end() const noexcept { return rest_.empty(); }

  bool take_any(std::string_view set) noexcept {
    if (rest_.empty() || set.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_digits(std::size_t least, std::size_t most) noexcept {
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') ++count;
    if (count < least || count > most) return false;
    rest_.remove_prefix(count);
    return true;
  }

 private:
  std::string_view rest_;
};

constexpr std::size_t kMany = ~std::size_t{0};

// 1.20256E+10, 1,2E+10, 1E+10
bool is_scientific(std::string_view value) noexcept {
  Taker taker(value);
  taker.take_any("+-");
  if (!taker.take_digits(1, 1)) return false;
  if (taker.take_any(".,") && !taker.take_digits(1, kMany)) return false;
  return taker.take_any("eE") && taker.take_any("+-") && taker.take_digits(1, 3) && taker.at_end();
}

// 19:35, 19:35:00, 7:35 PM
bool take_clock(Taker& taker) noexcept {
  if (!taker.take_digits(1, 2) || !taker.take_any(":") || !taker.take_digits(2, 2)) return false;
  if (taker.take_any(":") && !taker.take_digits(2, 2)) return false;
  const bool spaced = taker.take_any(" ");
  return taker.take_any("aApP") ? taker.take_any("mM") : !spaced;
}

// 5/12/2024 19:35, 05.12.24, 2024/12/05 19:35:00, and 2024-12-05 19:35 (not the date alone: that is
// how people write it too)
bool is_local_date(std::string_view value) noexcept {
  Taker taker(value);
  const bool year_first = taker.take_digits(4, 4);
  if (!year_first && !taker.take_digits(1, 2)) return false;
  const bool hyphens = taker.take_any("-");
  const std::string_view separators = hyphens ? "-" : "/.";
  if (!hyphens && !taker.take_any(separators)) return false;
  if (!taker.take_digits(1, 2) || !taker.take_any(separators)) return false;
  if (year_first ? !taker.take_digits(1, 2) : !(taker.take_digits(2, 2) || taker.take_digits(4, 4)))
    return false;
  if (taker.at_end()) return !(year_first && hyphens);
  return taker.take_any(" ") && take_clock(taker) && taker.at_end();
}

// 35:00.0, what is shown of a date-time with a fraction
bool is_minutes_only(std::string_view value) noexcept {
  Taker taker(value);
  return taker.take_digits(2, 2) && taker.take_any(":") && taker.take_digits(2, 2) &&
         taker.take_any(".,") && taker.take_digits(1, 1) && taker.at_end();
}

// 45631.81597: days since 1900, for the years 2009 to 2064
bool is_day_number(std::string_view value) noexcept {
  if (value.empty() || (value.front() != '4' && value.front() != '5')) return false;
  Taker taker(value);
  return taker.take_digits(5, 5) && taker.take_any(".,") && taker.take_digits(2, kMany) &&
         taker.at_end();
}

bool is_rounded_number(std::string_view value) noexcept {
  Taker taker(value);
  taker.take_any("+-");
  if (!taker.take_digits(1, kMany) || !taker.take_any(".,")) return false;
  while (taker.take_any("0")) {
    if (taker.at_end()) return true;
  }
  return false;
}

bool is_hashes(std::string_view value) noexcept {
  return value.size() >= 2 && value.find_first_not_of('#') == std::string_view::npos;
}

bool is_error_value(std::string_view value) noexcept {
  static constexpr std::array<std::string_view, 12> kErrors = {
      "#NAME?", "#VALUE!", "#REF!",   "#DIV/0!", "#N/A",  "#NUM!",
      "#NULL!", "#ERROR!", "#SPILL!", "#CALC!",  "Err:5", "#FIELD!"};
  return std::any_of(kErrors.begin(), kErrors.end(),
                     [&](std::string_view error) { return value.starts_with(error); });
}

bool is_formula(std::string_view value) noexcept { return value.starts_with('='); }

bool is_quoted_text(std::string_view value) noexcept {
  return value.starts_with('\'') || value.starts_with("\xE2\x80\x99");
}

struct Damage {
  bool (*recognises)(std::string_view value) noexcept;
  std::string_view clause;
};

constexpr std::array<Damage, 9> kDamages = {{
    {is_scientific,
     "a spreadsheet has reformatted it in scientific notation, which loses the last digits: export "
     "the column as text"},
    {is_local_date,
     "a spreadsheet has reformatted it as a local date without a zone: export the column as text"},
    {is_minutes_only,
     "a spreadsheet has cut a date-time down to its minutes: export the column as text"},
    {is_day_number,
     "a spreadsheet has reformatted it as a count of days: export the column as text"},
    {is_rounded_number,
     "a spreadsheet has reformatted it as a decimal number: export the column as text"},
    {is_hashes, "a spreadsheet column that was too narrow has replaced it with number signs"},
    {is_error_value, "it is the error of a spreadsheet formula, not a value"},
    {is_formula, "it is a spreadsheet formula, not the formula's value"},
    {is_quoted_text,
     "it still has the apostrophe that marks text in a spreadsheet: remove the apostrophe"},
}};

}  // namespace

std::string_view spreadsheet_damage(std::string_view value) noexcept {
  for (const Damage& damage : kDamages) {
    if (damage.recognises(value)) return damage.clause;
  }
  return {};
}

}  // namespace diallint
