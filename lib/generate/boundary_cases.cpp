#include "generate/boundary_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/json_pointer.h"
#include "generate/condition_cases.h"
#include "generate/fault_injector.h"
#include "samples/boundary_values.h"
#include "samples/text_maker.h"

namespace diallint {
namespace {

// So many documents are made to choose the smallest from that have the member in question.
constexpr std::size_t kDocuments = 500;
constexpr std::size_t kFaultyEach = 4;
constexpr int kInjectionTries = 24;

// "/References/*/Type" as a part of a file's name: "References.entry.Type".
std::string member_word(const Plan& plan, const InjectionPoint& point, const Shape& shape) {
  std::string path = point.path;
  std::string word;
  NodeId id = shape.root;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at + 1), path.size());
    const std::string step = path.substr(at + 1, end - at - 1);
    at = end;
    const Node& node = plan.node(id);
    if (!word.empty()) word += '.';
    if (step == "*") {
      const bool item = node.items != kNoNode;
      word += item ? "item" : at == path.size() && point.on_key ? "key" : "entry";
      id = item ? node.items : node.map_value;
      continue;
    }
    word += step;
    for (const Member& member : node.members) {
      if (pointer_below("", member.name) == "/" + step) id = member.node;
    }
  }
  return word.empty() ? std::string(shape.id) : word;
}

// Whether the check is on what no two records of a run may share, or asks for another document.
bool is_of_run(const Rule& rule) { return rule.stage == Stage::kCrossRecord; }

class FixtureMaker {
 public:
  FixtureMaker(const Plan& plan, const Shape& shape, std::uint64_t seed, const Instant& now)
      : plan_(plan),
        shape_(shape),
        now_(now),
        maker_(plan, seed, now, Texts::kRealistic),
        injector_(maker_) {
    std::vector<std::pair<std::size_t, Sample>> sized;
    for (std::size_t i = 0; i < kDocuments; ++i) {
      Sample document = maker_.make(shape.root);
      const std::size_t size = to_json(document).size();
      sized.emplace_back(size, std::move(document));
    }
    std::stable_sort(sized.begin(), sized.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [size, document] : sized) documents_.push_back(std::move(document));
  }

  BoundaryFiles boundary() {
    std::set<std::tuple<NodeId, const Check*, const Rule*, bool>> seen;
    for (const InjectionPoint& point : points()) {
      if (!seen.emplace(point.node, point.check, point.rule, point.on_key).second) continue;
      add_site(point);
    }
    return std::move(files_);
  }

  std::vector<PackFile> faulty(const std::vector<const Rule*>& rules, std::uint64_t count) {
    for (const Rule* rule : rules) {
      std::vector<InjectionPoint> all = injection_points(plan_, shape_);
      std::erase_if(all, [&](const InjectionPoint& point) {
        return point.rule != rule || rule->inject_fault == nullptr || rule->enabled_by != nullptr;
      });
      std::uint64_t made = 0;
      const std::uint64_t tries = 50 * count + 50;
      for (std::uint64_t i = 0; i < tries && made < count && !all.empty(); ++i) {
        const InjectionPoint& point = all[i % all.size()];
        if (inject_once(point, documents_[maker_.random().below(documents_.size())])) ++made;
      }
    }
    return std::move(files_.files);
  }

 private:
  // --- which places ---

  // Without those of shapes that this one refers to, and text faults at one place alone.
  std::vector<InjectionPoint> points() const {
    std::vector<InjectionPoint> all = injection_points(plan_, shape_);
    std::vector<std::string> foreign;
    for (const InjectionPoint& point : all) {
      if (!point.path.empty() && is_foreign_root(point.node)) foreign.push_back(point.path);
    }
    std::set<const Rule*> text_rules;
    std::erase_if(all, [&](const InjectionPoint& point) {
      const bool inside = std::any_of(foreign.begin(), foreign.end(), [&](const std::string& path) {
        return point.path == path || point.path.starts_with(path + "/");
      });
      const bool of_text = point.check == nullptr && !point.whole;
      const bool fits = !of_text || point.rule->id != "encoding" ||
                        holds(plan_.node(point.node).kinds, Kind::kString);
      if (inside || !fits || point.rule->enabled_by != nullptr || point.rule->needs_response ||
          point.rule->needs_history)
        return true;
      return of_text && !text_rules.insert(point.rule).second;
    });
    return all;
  }

  bool is_foreign_root(NodeId node) const {
    return std::any_of(plan_.shapes.begin(), plan_.shapes.end(), [&](const Shape& other) {
      return other.root == node && other.id != shape_.id;
    });
  }

  void add_site(const InjectionPoint& point) {
    if (point.check != nullptr && point.check->clause != nullptr) return add_clause(point);
    if (point.rule->boundary_values != nullptr) return add_edges(point);
    if (point.rule->inject_fault == nullptr) return;
    add_faulty(point);
  }

  // --- rules that know their edges ---

  void add_edges(const InjectionPoint& point) {
    for (const Sample& document : documents_) {
      Sample reduced = document;
      if (!has_place(point, reduced)) continue;
      reduce_maps(point, reduced);
      std::vector<BoundaryValue> boundary = boundary_values_of(point, reduced);
      if (boundary.empty()) continue;
      for (const BoundaryValue& boundary_value : boundary)
        add_boundary_value(point, reduced, boundary_value);
      return;
    }
  }

  bool has_place(const InjectionPoint& point, Sample& document) const {
    return !find_matches(plan_, point, shape_.root, document).empty();
  }

  // What a map counts is to be nothing but the value at hand, if it counts.
  void reduce_maps(const InjectionPoint& point, Sample& document) const {
    for (bool changed = true; changed;) {
      changed = false;
      const Match place = find_matches(plan_, point, shape_.root, document).front();
      for (const MapStep& step : place.maps) {
        if (tightest_maximum(plan_.node(step.node).whole) == INT64_MAX ||
            step.map->members.size() == 1)
          continue;
        SampleMember kept = std::move(step.map->members[step.entry]);
        step.map->members.clear();
        step.map->members.push_back(std::move(kept));
        changed = true;
        break;
      }
    }
    shorten_other_half(point, document);
  }

  // The value of a key at hand, and the key of a value.
  void shorten_other_half(const InjectionPoint& point, Sample& document) const {
    const Match place = find_matches(plan_, point, shape_.root, document).front();
    if (place.maps.empty() || !point.path.ends_with("/*")) return;
    const Node& map = plan_.node(place.maps.back().node);
    SampleMember& entry = place.maps.back().map->members[place.maps.back().entry];
    if (tightest_maximum(map.whole) == INT64_MAX) return;
    if (place.key == nullptr) {
      if (map.map_key == kNoNode || fits(plan_.node(map.map_key), "a", 1)) entry.first = "a";
    } else if (entry.second.kind == Kind::kString && fits(plan_.node(map.map_value), "", 0)) {
      entry.second.text.clear();
    }
  }

  std::vector<BoundaryValue> boundary_values_of(const InjectionPoint& point, Sample& document) {
    const Match place = find_matches(plan_, point, shape_.root, document).front();
    static const Check kNoCheck;
    const Sample key = place.key != nullptr ? Sample::string(*place.key) : Sample{};
    BoundaryValues boundary{place.key != nullptr ? key : *place.value, plan_.node(point.node),
                            maker_.random(), now_,
                            [this](std::uint32_t node) { return maker_.make(node); }};
    point.rule->boundary_values(point.check != nullptr ? *point.check : kNoCheck, boundary);
    return std::move(boundary.all);
  }

  void add_boundary_value(const InjectionPoint& point, const Sample& document,
                          const BoundaryValue& boundary_value) {
    Sample changed = document;
    const Match place = find_matches(plan_, point, shape_.root, changed).front();
    std::string pointer = place.pointer;
    if (place.key != nullptr) {
      *place.key = boundary_value.value.text;
      pointer = pointer_below(pointer, *place.key);
    } else {
      *place.value = boundary_value.value;
    }
    pointer = std::accumulate(boundary_value.place.begin(), boundary_value.place.end(), pointer,
                              pointer_below);
    add(point, boundary_value.what, boundary_value.valid, to_json(changed), pointer);
  }

  // --- conditions between members ---

  struct Covered {
    std::set<std::string> holds;
    std::set<std::string> fails;
    std::set<const Condition*> flipped;
  };

  // A document for each case that the condition knows, as it is, spoiled, and spoiled where the
  // condition does not apply.
  void add_clause(const InjectionPoint& point) {
    Covered covered;
    for (const Sample& document : documents_) {
      Sample searched = document;
      for (const Match& place : find_matches(plan_, point, shape_.root, searched)) {
        const std::set<std::string> cases = cases_of(*point.check->clause, *place.value);
        if (cases.empty()) continue;
        if (covers_more(cases, covered.holds)) {
          covered.holds.insert(cases.begin(), cases.end());
          add(point, "holds", true, to_json(document), place.pointer);
        }
        for (int i = 0; i < kInjectionTries / 4; ++i) add_broken_clause(point, document, covered);
      }
    }
  }

  void add_broken_clause(const InjectionPoint& point, const Sample& document, Covered& covered) {
    auto faulty = injector_.inject_fault(shape_, document, point);
    if (!faulty) return;
    const Clause& clause = *point.check->clause;
    for (const Match& place : find_matches(plan_, point, shape_.root, faulty->document)) {
      const std::set<std::string> cases = cases_of(clause, *place.value);
      if (holds(clause.then, *place.value) != Truth::kFalse) continue;
      if (!covers_more(cases, covered.fails)) continue;
      covered.fails.insert(cases.begin(), cases.end());
      add(point, "fails", false, to_json(faulty->document), faulty->pointer);
      for (const Condition* leaf : leaves_of(clause.when)) {
        if (!covered.flipped.insert(leaf).second) continue;
        add_flipped(point, faulty->document, *place.value, *leaf);
      }
    }
  }

  // What breaks the condition's second half, where one part of the first does not hold.
  void add_flipped(const InjectionPoint& point, const Sample& document, Sample& object,
                   const Condition& leaf) {
    const Sample before = object;
    const Repair with{plan_.node(point.node), maker_.random(),
                      [this](std::uint32_t node) { return maker_.make(node); }, &plan_};
    if (make_false(leaf, object, with)) {
      files_.files.push_back(file_for(point, "does-not-apply", to_json(document)));
    }
    object = before;
  }

  static bool covers_more(const std::set<std::string>& cases,
                          const std::set<std::string>& covered) {
    return std::any_of(cases.begin(), cases.end(),
                       [&](const std::string& one) { return !covered.contains(one); });
  }

  // --- other rules ---

  void add_faulty(const InjectionPoint& point) {
    std::size_t made = 0;
    std::set<std::string> seen;
    for (const Sample& document : documents_) {
      Sample searched = document;
      if (!has_place(point, searched)) continue;
      for (int i = 0; i < kInjectionTries && made < kFaultyEach; ++i) {
        if (inject_once(point, document, &seen)) ++made;
      }
      if (made == 0) continue;
      if (point.check != nullptr) add(point, "holds", true, text_of(point, document), "");
      return;
    }
  }

  // Two records where a rule compares records, in an array: the first one stays as it is.
  std::string text_of(const InjectionPoint& point, const Sample& document) {
    if (!is_of_run(*point.rule)) return to_json(document);
    return "[" + to_json(earlier_) + "," + to_json(document) + "]";
  }

  bool inject_once(const InjectionPoint& point, const Sample& document,
                   std::set<std::string>* seen = nullptr) {
    const bool of_run = is_of_run(*point.rule);
    if (of_run) earlier_ = maker_.make(shape_.root);
    const auto faulty =
        injector_.inject_fault(shape_, document, point, of_run ? &earlier_ : nullptr);
    if (!faulty) return false;
    const std::string text = text_of(point, faulty->document);
    if (seen != nullptr && !seen->insert(text).second) return false;
    add(point, "fails", false, text, (of_run ? "/1" : "") + faulty->place());
    return true;
  }

  // --- files ---

  void add(const InjectionPoint& point, const std::string& what, bool holds_there,
           const std::string& text, const std::string& pointer) {
    PackFile file = file_for(point, what, text);
    const bool found =
        std::any_of(file.findings.begin(), file.findings.end(), [&](const PackFinding& f) {
          return f.rule == file.rule && (f.path == pointer || holds_there);
        });
    if (found == holds_there) {
      files_.left_out.push_back(file.file);
      return;
    }
    files_.files.push_back(std::move(file));
  }

  PackFile file_for(const InjectionPoint& point, const std::string& what, const std::string& text) {
    PackFile file;
    file.shape = shape_.id;
    file.rule = point.rule->id;
    file.text = text + "\n";
    file.counts_ignored = file.rule == kIgnoredRule;
    file.file = name_for(point, what);
    file.findings = findings_in(plan_, file, now_);
    return file;
  }

  std::string name_for(const InjectionPoint& point, const std::string& what) {
    const std::string base =
        fmt::format("{}--{}--{}", point.rule->id, file_word(member_word(plan_, point, shape_)),
                    what.empty() ? "empty" : file_word(what));
    const int uses = ++names_[base];
    return fmt::format("{}{}.json", base, uses == 1 ? "" : fmt::format("-{}", uses));
  }

  const Plan& plan_;
  const Shape& shape_;
  Instant now_;
  ValueMaker maker_;
  FaultInjector injector_;
  std::vector<Sample> documents_;
  Sample earlier_;
  std::map<std::string, int> names_;
  BoundaryFiles files_;
};

}  // namespace

BoundaryFiles boundary_of(const Plan& plan, const Shape& shape, std::uint64_t seed,
                          const Instant& now) {
  return FixtureMaker(plan, shape, seed, now).boundary();
}

std::vector<PackFile> faulty_documents(const Plan& plan, const Shape& shape,
                                       const std::vector<const Rule*>& rules, std::uint64_t count,
                                       std::uint64_t seed, const Instant& now) {
  return FixtureMaker(plan, shape, seed, now).faulty(rules, count);
}

}  // namespace diallint
