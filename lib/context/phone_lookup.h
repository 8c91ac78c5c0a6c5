// What the rules on telephone numbers ask of the numbering plan and of the settings.
#pragma once
#include <bitset>
#include <cstddef>
#include <new>
#include <optional>
#include <string_view>
#include <type_traits>

#include "diallint/fictional_numbers.h"
#include "diallint/numbering_plan.h"
#include "diallint/settings.h"
#include "phone/number_glance.h"
#include "phone/region_counts.h"
#include "plan/rule.h"

namespace diallint {

/// What is known of a number.
struct PhoneFacts {
  NumberFacts number;
  std::optional<FictionalNumber> fiction;
  bool reported = false;  ///< a rule has said that it has no owner, or cannot be read at all
  bool fiction_reported = false;  ///< phone-fictional has said what it is

  /// The plan's region or, for a number of fiction that is in no plan, its regulator's; "" if there
  /// is none.
  std::string_view region() const noexcept {
    return number.region.empty() && fiction ? fiction->region : number.region;
  }
};

/// Looks numbers up, each once for all rules. One thread.
class PhoneReader {
 public:
  /// Both outlive it.
  PhoneReader(const Settings& settings, RegionTally& tally);

  const NumberingPlan& plan() const noexcept { return settings_.numbering_plan; }
  const PhonePolicy& policy() const noexcept { return settings_.phone_policy; }

  /// The facts of a string. Valid until those of another one are asked for.
  PhoneFacts& read(Value& value) noexcept {
    if (value.phone == nullptr) {
      // Made in place: an assignment would load in one piece what was just stored in several, and
      // wait for it.
      value.phone = new (&facts_) PhoneFacts{plan().lookup(value.string), fictional(value.string)};
    }
    return *value.phone;
  }

  /// Whether a number, as region_at_a_glance() takes it, is one that no rule says anything of:
  /// assignable, of no fiction, and no policy is in force. Then it is counted.
  bool passes_at_a_glance(std::string_view e164) {
    if (judges_regions_ || judges_types_) return false;
    const auto region = region_at_a_glance(plan(), e164);
    if (region) tally_.note(*region);
    return region.has_value();
  }

  /// Counts a number that is to be called, if its unit is not taken back.
  void count(const PhoneFacts& facts) { tally_.note(facts.region()); }

  /// Whether there is a policy on regions at all, and on types: asked first, since most runs have
  /// none.
  bool judges_regions() const noexcept { return judges_regions_; }
  bool judges_types() const noexcept { return judges_types_; }

  /// Whether the policy lets a region be called, and a type. "" stands for a number that belongs to
  /// none.
  bool takes_region(std::string_view region) const noexcept {
    return !denied_[place_of_region(region)];
  }
  bool takes_type(NumberType type) const noexcept {
    return !denied_types_[static_cast<std::size_t>(type)];
  }

 private:
  const Settings& settings_;
  RegionTally& tally_;
  static_assert(std::is_trivially_destructible_v<PhoneFacts>);  // read() makes one over another
  PhoneFacts facts_;
  std::bitset<kRegionPlaces> denied_;
  std::bitset<16> denied_types_;
  bool judges_regions_ = false;
  bool judges_types_ = false;
};

}  // namespace diallint
