// What others say of a number: the installed libphonenumber, and its plan as a table.
#pragma once
#include <string>
#include <vector>

#include "diallint/numbering_plan.h"

namespace diallint::testing {

struct Opinion {
  bool valid = false;
  std::string region;  // empty where unknown
  NumberType type = NumberType::kNone;
  friend bool operator==(const Opinion&, const Opinion&) = default;
};

Opinion opinion_of(const NumberFacts& facts);

// The plan of the installed libphonenumber, in the form of data/numbering-plan.txt.
std::string installed_table();

// The example numbers of that plan, all types.
std::vector<std::string> installed_examples();

// Asks libphonenumber of the number as it stands: nothing is parsed, so nothing is stripped.
// `national` must not be empty.
Opinion ask_libphonenumber(int calling_code, const std::string& national);

// What libphonenumber has before a national number within a region, "0" mostly.
std::string trunk_prefix_by_libphonenumber(const std::string& region);

// An E.164 number as libphonenumber writes it within its country.
std::string in_national_format(const std::string& e164);

// The number that libphonenumber reads a text as in a region, E.164; empty where it finds none that
// is valid.
std::string read_by_libphonenumber(const std::string& text, const std::string& region);

}  // namespace diallint::testing
