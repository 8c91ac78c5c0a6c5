#include "spoiler.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "rules/structure.h"
#include "rules/syntax.h"
#include "utf8.h"

namespace diallint {
namespace {

std::string below(const std::string& pointer, std::string_view key) {
  std::string out = pointer + '/';
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

// --- sites ---------------------------------------------------------------------------------------

class SiteList {
 public:
  explicit SiteList(const Plan& plan) : plan_(plan) {}

  void add_node(NodeId id, const std::string& path) {
    if (!open_.insert(id).second) return;
    const Node& node = plan_.node(id);
    own(id, node, path);
    for (const Member& member : node.members) add_node(member.node, below(path, member.name));
    if (node.map_value != kNoNode) add_node(node.map_value, path + "/*");
    if (node.map_key != kNoNode) keys(node, path + "/*");
    if (node.items != kNoNode) add_node(node.items, path + "/*");
    open_.erase(id);
  }

  std::vector<Site> take() { return std::move(sites_); }

 private:
  void own(NodeId id, const Node& node, const std::string& path) {
    // Text can be broken wherever a value stands.
    for (const Rule* rule : {&kJsonSyntax, &kEncoding, &kInputLimit}) {
      sites_.push_back({rule, nullptr, id, false, false, path});
    }
    if (!node.members.empty()) sites_.push_back({&kMemberName, nullptr, id, false, true, path});
    if (!node.members.empty() || node.additional == Additional::kMap) {
      sites_.push_back({&kDuplicateMember, nullptr, id, false, true, path});
    }
    for (const Check& check : node.structure) {
      sites_.push_back({check.rule, &check, id, false, check.rule != &kType, path});
    }
    for (const Check& check : node.checks) {
      sites_.push_back({check.rule, &check, id, false, false, path});
    }
    for (const Check& check : node.whole) {
      sites_.push_back({check.rule, &check, id, false, true, path});
    }
  }

  void keys(const Node& map, const std::string& path) {
    for (const Check& check : plan_.node(map.map_key).checks) {
      sites_.push_back({check.rule, &check, map.map_key, true, false, path});
    }
  }

  const Plan& plan_;
  std::set<NodeId> open_;
  std::vector<Site> sites_;
};

// --- the places of a document that belong to a site ----------------------------------------------

struct Found {
  Sample* value = nullptr;
  std::string* key = nullptr;  // where the site is on keys
  const Sample* map = nullptr;
  std::string pointer;
  std::string record;
};

class Search {
 public:
  Search(const Plan& plan, const Site& site) : plan_(plan), site_(site) {}

  std::vector<Found> run(NodeId root, Sample& document) {
    visit(root, document, "", "", "");
    return std::move(found_);
  }

 private:
  void visit(NodeId id, Sample& value, const std::string& path, const std::string& pointer,
             std::string record) {
    const Node& node = plan_.node(id);
    if (node.record) record = pointer;
    if (!site_.on_key && id == site_.node && path == site_.path) {
      found_.push_back({&value, nullptr, nullptr, pointer, record});
    }
    for (std::size_t i = 0; i < value.items.size() && node.items != kNoNode; ++i) {
      visit(node.items, value.items[i], path + "/*", pointer + "/" + std::to_string(i), record);
    }
    for (auto& [key, member] : value.members) {
      const auto known = std::find_if(node.members.begin(), node.members.end(),
                                      [&key = key](const Member& m) { return m.name == key; });
      if (known != node.members.end()) {
        visit(known->node, member, below(path, key), below(pointer, key), record);
      } else if (node.map_value != kNoNode) {
        if (site_.on_key && node.map_key == site_.node && path + "/*" == site_.path) {
          found_.push_back({&member, &key, &value, pointer, record});
        }
        visit(node.map_value, member, path + "/*", below(pointer, key), record);
      }
    }
  }

  const Plan& plan_;
  const Site& site_;
  std::vector<Found> found_;
};

bool same(const Sample& a, const Sample& b) { return to_json(a) == to_json(b); }

// Where a finding on an object points: at a member that was changed or given a new name or stands
// there twice, at the object itself otherwise.
std::string changed_member(const Sample& before, const Sample& after, const Site& site,
                           const std::string& pointer) {
  for (const auto& [key, value] : after.members) {
    const auto was = std::find_if(before.members.begin(), before.members.end(),
                                  [&key = key](const auto& member) { return member.first == key; });
    const bool added = was == before.members.end();
    if (added && site.check != nullptr && site.rule != &kUnknownMember) continue;
    if (added || !same(was->second, value)) return below(pointer, key);
  }
  if (site.rule == &kDuplicateMember && !after.members.empty()) {
    return below(pointer, after.members.back().first);
  }
  return pointer;
}

Loss loss_of(const Site& site, const Sample& value) {
  if (value.raw.empty()) return Loss::kNothing;
  if (find_invalid_utf8(value.raw) != std::string_view::npos) return Loss::kDocument;
  return site.rule == &kEncoding ? Loss::kNothing : Loss::kRecord;
}

}  // namespace

std::vector<Site> sites_of(const Plan& plan, const Shape& shape) {
  SiteList list(plan);
  list.add_node(shape.root, "");
  return list.take();
}

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
  const std::vector<Found> places = Search(plan, site).run(shape.root, result.document);
  if (places.empty()) return std::nullopt;
  const std::size_t chosen = random.below(places.size());
  const Found& place = places[chosen];

  // Whatever must not repeat repeats something that was read before it.
  Sample other;
  std::vector<Found> earlier_places;
  if (earlier != nullptr) {
    other = *earlier;
    earlier_places = Search(plan, site).run(shape.root, other);
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
    result.pointer = below(place.pointer, key.text);
  } else {
    result.pointer = spoil.place  ? std::accumulate(spoil.place->begin(), spoil.place->end(),
                                                    place.pointer, below)
                     : site.whole ? changed_member(before, target, site, place.pointer)
                                  : place.pointer;
  }
  return result;
}

}  // namespace diallint
