#include "generate/fault_injector.h"

#include <algorithm>
#include <numeric>

#include "base/json_pointer.h"
#include "base/utf8.h"
#include "rules/structure.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// Where a finding on an object points: at a member that was changed or given a new name or stands
// there twice, at the object itself otherwise.
std::string changed_member(const Sample& before, const Sample& after, const Site& site,
                           const std::string& pointer) {
  for (const auto& [key, value] : after.members) {
    const auto was = std::find_if(before.members.begin(), before.members.end(),
                                  [&key = key](const auto& member) { return member.first == key; });
    const bool added = was == before.members.end();
    if (added && site.check != nullptr && site.rule != &kUnknownMember) continue;
    if (added || was->second != value) return pointer_below(pointer, key);
  }
  if (site.rule == &kDuplicateMember && !after.members.empty()) {
    return pointer_below(pointer, after.members.back().first);
  }
  return pointer;
}

Loss loss_of(const Site& site, const Sample& value) {
  if (value.raw.empty()) return Loss::kNothing;
  if (find_invalid_utf8(value.raw) != std::string_view::npos) return Loss::kDocument;
  return site.rule == &kEncoding ? Loss::kNothing : Loss::kRecord;
}

}  // namespace

std::optional<Spoiled> Spoiler::spoil(const Shape& shape, const Sample& document, const Rule& rule,
                                      const Sample* earlier) const {
  std::vector<Site> sites = sites_of(maker_.plan(), shape);
  std::erase_if(sites, [&](const Site& site) { return site.rule != &rule; });
  Random& random = maker_.random();
  for (; !sites.empty(); sites.pop_back()) {
    std::swap(sites[random.below(sites.size())], sites.back());
    if (auto spoiled = spoil(shape, document, sites.back(), earlier)) return spoiled;
  }
  return std::nullopt;
}

std::optional<Spoiled> Spoiler::spoil(const Shape& shape, const Sample& document, const Site& site,
                                      const Sample* earlier) const {
  if (site.rule->spoil == nullptr) return std::nullopt;
  const Plan& plan = maker_.plan();
  Random& random = maker_.random();
  Spoiled result{document, std::string(site.rule->id), {}, {}, site.path, Loss::kNothing};
  const std::vector<FoundPlace> places = find_places(plan, site, shape.root, result.document);
  if (places.empty()) return std::nullopt;
  const std::size_t chosen = random.below(places.size());
  const FoundPlace& place = places[chosen];

  // Whatever must not repeat repeats something that was read before it.
  Sample other;
  std::vector<FoundPlace> earlier_places;
  if (earlier != nullptr) {
    other = *earlier;
    earlier_places = find_places(plan, site, shape.root, other);
  }
  const Sample* sibling = chosen > 0                ? places[random.below(chosen)].value
                          : !earlier_places.empty() ? earlier_places.front().value
                                                    : nullptr;

  static const Check kNoCheck;
  Sample key = place.key != nullptr ? Sample::string(*place.key) : Sample{};
  Sample& target = place.key != nullptr ? key : *place.value;
  const Sample before = target;
  Spoil spoil{target,       plan.node(site.node),
              sibling,      random,
              maker_.now(), [this](std::uint32_t node) { return maker_.make(node); }};
  if (!site.rule->spoil(site.check != nullptr ? *site.check : kNoCheck, spoil)) return std::nullopt;

  result.record = place.record;
  result.loss = loss_of(site, target);
  if (place.key != nullptr) {
    *place.key = key.text;
    result.pointer = pointer_below(place.pointer, key.text);
  } else {
    result.pointer = spoil.place  ? std::accumulate(spoil.place->begin(), spoil.place->end(),
                                                    place.pointer, pointer_below)
                     : site.whole ? changed_member(before, target, site, place.pointer)
                                  : place.pointer;
  }
  return result;
}

}  // namespace diallint
