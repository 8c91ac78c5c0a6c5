// Numbers for samples, and words for regions: what the rules on telephone numbers share.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"
#include "diallint/fictional_numbers.h"
#include "diallint/instant.h"

namespace diallint {

struct Check;

/// The ranges kept free for fiction that the built-in plan has as well, grouped by region.
std::span<const FictionalRange> fictional_ranges();

/// Whether a person answers the numbers of a range, as far as its type tells.
bool is_personal(const FictionalRange& range) noexcept;

/// A number of a person, of one of these ranges: no region is likelier than another. The make of
/// phone-e164: nothing but phone-fictional finds it.
std::string make_number(const Check& check, Random& random, const Instant& now);

/// A number of that type from these ranges; empty where they have none.
std::string make_number_of(NumberType type, Random& random);

/// "GB", "an international service" for "001", "no region" for "".
std::string_view region_in_words(std::string_view region) noexcept;

}  // namespace diallint
