#include "generate/rule_sites.h"

#include <algorithm>
#include <set>

#include "base/json_pointer.h"
#include "diallint/generator_error.h"
#include "rules/structure.h"
#include "rules/syntax.h"

namespace diallint {
namespace {

// --- sites ---------------------------------------------------------------------------------------

class SiteList {
 public:
  explicit SiteList(const Plan& plan) : plan_(plan) {}

  void add_node(NodeId id, const std::string& path) {
    if (!open_.insert(id).second) return;
    const Node& node = plan_.node(id);
    own(id, node, path);
    for (const Member& member : node.members)
      add_node(member.node, pointer_below(path, member.name));
    if (node.map_value != kNoNode) add_node(node.map_value, path + "/*");
    if (node.map_key != kNoNode) keys(node, path + "/*");
    if (node.items != kNoNode) add_node(node.items, path + "/*");
    open_.erase(id);
  }

  std::vector<InjectionPoint> take() { return std::move(sites_); }

 private:
  void own(NodeId id, const Node& node, const std::string& path) {
    // Text can be broken wherever a value stands.
    for (const Rule* rule : {&kJsonSyntax, &kEncoding, &kInputLimit}) {
      add({rule, nullptr, id, false, false, path});
    }
    if (!node.members.empty()) add({&kMemberName, nullptr, id, false, true, path});
    if (!node.members.empty() || node.additional == Additional::kMap) {
      add({&kDuplicateMember, nullptr, id, false, true, path});
    }
    for (const Check& check : node.structure) {
      add({check.rule, &check, id, false, check.rule != &kType, path});
    }
    for (const Check& check : node.checks) {
      add({check.rule, &check, id, false, false, path});
    }
    for (const Check& check : node.whole) {
      add({check.rule, &check, id, false, true, path});
    }
  }

  void keys(const Node& map, const std::string& path) {
    for (const Check& check : plan_.node(map.map_key).checks) {
      add({check.rule, &check, map.map_key, true, false, path});
    }
  }

  void add(InjectionPoint point) {
    size_ += sizeof(InjectionPoint) + point.path.size();
    if (size_ > kMaxSites) {
      throw GeneratorError(
          "the schemas of a shape have more places, or more rules at them, than fixtures are made "
          "for");
    }
    sites_.push_back(std::move(point));
  }

  // In bytes, with the paths. Schemas that refer to others twice, which do the same, lead to places
  // without number; rules may stand at each by the thousand, below names of any length.
  static constexpr std::size_t kMaxSites = std::size_t{64} << 20;

  const Plan& plan_;
  std::size_t size_ = 0;
  std::set<NodeId> open_;
  std::vector<InjectionPoint> sites_;
};

// --- the places of a document that belong to a site ----------------------------------------------

class Search {
 public:
  Search(const Plan& plan, const InjectionPoint& point) : plan_(plan), site_(point) {}

  std::vector<Match> run(NodeId root, Sample& document) {
    visit(root, document, "", "", "");
    return std::move(found_);
  }

 private:
  void visit(NodeId id, Sample& value, const std::string& path, const std::string& pointer,
             std::string record) {
    const Node& node = plan_.node(id);
    if (node.record) record = pointer;
    if (!site_.on_key && id == site_.node && path == site_.path) {
      found_.push_back({&value, nullptr, pointer, record, maps_});
    }
    const std::string item_path = path + "/*";
    const bool below = leads_on(item_path);
    for (std::size_t i = 0; below && i < value.items.size() && node.items != kNoNode; ++i) {
      visit(node.items, value.items[i], item_path, pointer + "/" + std::to_string(i), record);
    }
    for (std::size_t i = 0; i < value.members.size(); ++i) {
      auto& [key, member] = value.members[i];
      const auto known = std::find_if(node.members.begin(), node.members.end(),
                                      [&name = key](const Member& m) { return m.name == name; });
      if (known != node.members.end()) {
        const std::string member_path = pointer_below(path, key);
        if (!leads_on(member_path)) continue;
        visit(known->node, member, member_path, pointer_below(pointer, key), record);
      } else if (node.map_value != kNoNode && below) {
        maps_.push_back({&value, id, i});
        if (site_.on_key && node.map_key == site_.node && item_path == site_.path) {
          found_.push_back({&member, &key, pointer, record, maps_});
        }
        visit(node.map_value, member, item_path, pointer_below(pointer, key), record);
        maps_.pop_back();
      }
    }
  }

  // Whether the site's path is this one or goes on from it.
  bool leads_on(const std::string& path) const {
    return site_.path.starts_with(path) &&
           (site_.path.size() == path.size() || site_.path[path.size()] == '/');
  }

  const Plan& plan_;
  const InjectionPoint& site_;
  std::vector<MapStep> maps_;
  std::vector<Match> found_;
};

}  // namespace

std::vector<InjectionPoint> injection_points(const Plan& plan, const Shape& shape) {
  SiteList list(plan);
  list.add_node(shape.root, "");
  return list.take();
}

std::vector<Match> find_matches(const Plan& plan, const InjectionPoint& point, NodeId root,
                                Sample& document) {
  return Search(plan, point).run(root, document);
}

}  // namespace diallint
