// The options of a check that are about telephone numbers, and the age of the numbering plan.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/settings.h"
#include "shared/option_parser.h"
#include "shared/text_file.h"

namespace diallint {

/// The options as they were written.
struct RawPhoneOptions {
  FileToRead plan = {"", {}, kPatience};
  std::vector<std::string> regions, denied_regions, denied_types;
};

void add_phone_options(Parser& parser, RawPhoneOptions& raw);

/// Puts plan and policy into the settings, whose severities are there already. Throws FatalError,
/// also where a rule is asked for that has nothing to go by.
void apply_phone_options(const RawPhoneOptions& raw, Settings& settings);

/// A region that an option names, in upper case. Throws FatalError where the plan has none such.
std::string region_of(const char* option, std::string_view word, const NumberingPlan& plan);

/// "numbering plan 1.13.16 of 2026-11-10".
std::string name_of_plan(const NumberingPlan& plan);

/// One line for a plan that is more than half a year old at the moment of judgement, if numbers are
/// judged by it; otherwise empty.
std::string age_notice(const Settings& settings);

}  // namespace diallint
