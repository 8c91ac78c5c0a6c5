// The one list of all rules.
#include <algorithm>
#include <array>

#include "rules/families.h"

namespace diallint {
namespace {

// Whoever asks first may have no memory, so none is asked for.
struct Registry {
  std::array<const Rule*, 128> rules{};
  std::size_t count = 0;
};

Registry collect() noexcept {
  Registry all;
  for (const auto family : {syntax_rules(),
                            shape_rules(),
                            structure_rules(),
                            text_rules(),
                            value_rules(),
                            placeholder_rules(),
                            phone_rules(),
                            phone_plan_rules(),
                            phone_policy_rules(),
                            expiration_rules(),
                            expiration_window_rules(),
                            token_rules(),
                            token_reveals_phone_rules(),
                            history_rules(),
                            attributes_rules(),
                            campaign_rules(),
                            identifier_rules(),
                            contact_rules(),
                            segment_rules(),
                            channel_rules(),
                            response_rules(),
                            answer_rules()}) {
    for (const Rule* rule : family) all.rules.at(all.count++) = rule;
  }
  return all;
}

}  // namespace

std::span<const Rule* const> all_rules() noexcept {
  static const Registry kAll = collect();
  return {kAll.rules.data(), kAll.count};
}

const Rule* rule_named(std::string_view id) noexcept {
  const auto rules = all_rules();
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const Rule* rule) { return rule->id == id; });
  return found == rules.end() ? nullptr : *found;
}

const Rule* rule_for_keyword(std::string_view keyword) noexcept {
  for (const Rule* rule : all_rules()) {
    for (const std::string_view own : rule->keywords) {
      if (own == keyword) return rule;
    }
  }
  return nullptr;
}

std::size_t index_of(const Rule& rule) noexcept {
  const auto rules = all_rules();
  return static_cast<std::size_t>(std::find(rules.begin(), rules.end(), &rule) - rules.begin());
}

}  // namespace diallint
