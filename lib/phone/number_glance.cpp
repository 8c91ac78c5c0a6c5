#include "phone/number_glance.h"

#include <cstddef>

#include "phone/fictional_heads.h"
#include "phone/tables.h"

namespace diallint {

using numbering::kEntryDigits;

// A step waits for the one in front of it, so the digits that nothing depends on any more are
// stepped over at once.
std::optional<std::string_view> region_at_a_glance(const NumberingPlan& plan,
                                                   std::string_view e164) noexcept {
  const numbering::Tables& tables = numbering::Access::tables(plan);
  const auto digit = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(e164[at]) - unsigned{'0'});
  };
  const std::size_t entry = digit(1) * 100 + digit(2) * 10 + digit(3);
  numbering::State state = tables.entry[entry];
  for (std::size_t at = kEntryDigits + 1; at < e164.size(); ++at) {
    const numbering::Ending ending = tables.endings[state];
    if (ending.digits == e164.size() - at) {
      state = ending.state;
      break;
    }
    state = tables.next[state][digit(at)];
  }
  if (state < tables.first_assignable || may_be_fictional(e164, entry * 10 + digit(4))) {
    return std::nullopt;
  }
  const numbering::Group& group = tables.groups[numbering::group_of(tables.labels[state])];
  return std::string_view(group.region, group.region_size);
}

}  // namespace diallint
