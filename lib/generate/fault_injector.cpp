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
std::string changed_member(const Sample& before, const Sample& after, const InjectionPoint& point,
                           const std::string& pointer) {
  for (const auto& [key, value] : after.members) {
    const auto was = std::find_if(before.members.begin(), before.members.end(),
                                  [&key = key](const auto& member) { return member.first == key; });
    const bool added = was == before.members.end();
    if (added && point.check != nullptr && point.rule != &kUnknownMember) continue;
    if (added || was->second != value) return pointer_below(pointer, key);
  }
  if (point.rule == &kDuplicateMember && !after.members.empty()) {
    return pointer_below(pointer, after.members.back().first);
  }
  return pointer;
}

// An escape of half a character is sound JSON; bytes that are no UTF-8 are not.
bool is_unreadable(const InjectionPoint& point, const Sample& value) {
  if (value.raw.empty()) return false;
  return point.rule != &kEncoding || find_invalid_utf8(value.raw) != std::string_view::npos;
}

}  // namespace

std::optional<FaultyDocument> FaultInjector::inject_fault(const Shape& shape,
                                                          const Sample& document, const Rule& rule,
                                                          const Sample* earlier) const {
  std::vector<InjectionPoint> points = injection_points(maker_.plan(), shape);
  std::erase_if(points, [&](const InjectionPoint& point) { return point.rule != &rule; });
  Random& random = maker_.random();
  for (; !points.empty(); points.pop_back()) {
    std::swap(points[random.below(points.size())], points.back());
    if (auto faulty = inject_fault(shape, document, points.back(), earlier)) return faulty;
  }
  return std::nullopt;
}

std::optional<FaultyDocument> FaultInjector::inject_fault(const Shape& shape,
                                                          const Sample& document,
                                                          const InjectionPoint& point,
                                                          const Sample* earlier) const {
  if (point.rule->inject_fault == nullptr) return std::nullopt;
  const Plan& plan = maker_.plan();
  Random& random = maker_.random();
  FaultyDocument result{document, std::string(point.rule->id), {}, {}, point.path};
  const std::vector<Match> places = find_matches(plan, point, shape.root, result.document);
  if (places.empty()) return std::nullopt;
  const std::size_t chosen = random.below(places.size());
  const Match& place = places[chosen];

  // Whatever must not repeat repeats something that was read before it.
  Sample other;
  std::vector<Match> earlier_places;
  if (earlier != nullptr) {
    other = *earlier;
    earlier_places = find_matches(plan, point, shape.root, other);
  }
  const Sample* sibling = chosen > 0                ? places[random.below(chosen)].value
                          : !earlier_places.empty() ? earlier_places.front().value
                                                    : nullptr;

  static const Check kNoCheck;
  Sample key = place.key != nullptr ? Sample::string(*place.key) : Sample{};
  Sample& target = place.key != nullptr ? key : *place.value;
  const Sample before = target;
  Injection injection{target,       plan.node(point.node),
                      sibling,      random,
                      maker_.now(), [this](std::uint32_t node) { return maker_.make(node); }};
  if (!point.rule->inject_fault(point.check != nullptr ? *point.check : kNoCheck, injection))
    return std::nullopt;

  result.record = place.record;
  result.unreadable = is_unreadable(point, target);
  if (place.key != nullptr) {
    *place.key = key.text;
    result.pointer = pointer_below(place.pointer, key.text);
  } else {
    result.pointer = injection.place
                         ? std::accumulate(injection.place->begin(), injection.place->end(),
                                           place.pointer, pointer_below)
                     : point.whole ? changed_member(before, target, point, place.pointer)
                                   : place.pointer;
  }
  return result;
}

}  // namespace diallint
