// Records that bytes choose: the shape, its members, their texts, and the rules that are broken.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "any_text.h"
#include "generate/fault_injector.h"
#include "harness.h"
#include "samples/text_maker.h"
#include "support/lint.h"

namespace diallint::fuzz {

/// A rule that may be broken in a shape, and where.
struct Breakable {
  const Rule* rule = nullptr;
  std::vector<InjectionPoint> points;
};

/// By shape, found once: it takes longer than an input.
inline const std::vector<Breakable>& breakables(std::size_t shape) {
  static const auto kAll = [] {
    std::vector<std::vector<Breakable>> all;
    for (const Shape& one : test::builtin_plan().shapes) {
      std::vector<Breakable>& rules = all.emplace_back();
      for (const InjectionPoint& point : injection_points(test::builtin_plan(), one)) {
        if (point.rule->inject_fault == nullptr) continue;
        const auto same = [&](const Breakable& known) { return known.rule == point.rule; };
        auto known = std::find_if(rules.begin(), rules.end(), same);
        if (known == rules.end()) known = rules.insert(rules.end(), Breakable{point.rule, {}});
        known->points.push_back(point);
      }
    }
    return all;
  }();
  return kAll[shape];
}

/// Whether every text of this length and pattern will do, so that bytes may choose one.
inline bool is_free_text(const Node& node) {
  return node.kinds == set_of(Kind::kString) &&
         std::all_of(node.checks.begin(), node.checks.end(), [](const Check& check) {
           return check.rule->id == "length" || check.rule->id == "pattern";
         });
}

/// Puts texts of the input in place of made ones, where any text may stand. They are no longer than
/// those, so that sums of bytes stay what they may be.
class TextChoice {
 public:
  explicit TextChoice(Bytes& bytes) : bytes_(bytes) {}

  void visit(NodeId id, Sample& value) {
    const Node& node = test::builtin_plan().node(id);
    if (value.kind == Kind::kString && is_free_text(node)) return choose(node, value.text);
    for (Sample& item : value.items) {
      if (node.items != kNoNode) visit(node.items, item);
    }
    for (auto& [key, member] : value.members) {
      const auto known = std::find_if(node.members.begin(), node.members.end(),
                                      [&name = key](const Member& m) { return m.name == name; });
      if (known == node.members.end()) {
        if (node.map_value != kNoNode) visit(node.map_value, member);
      } else if (known->capture == kNoCapture) {  // others look at what is captured
        visit(known->node, member);
      }
    }
  }

 private:
  void choose(const Node& node, std::string& made) {
    if (bytes_.empty()) return;
    std::string text = any_text(bytes_.until('|'));
    if (fits(node, text, made.size())) made = std::move(text);
  }

  Bytes& bytes_;
};

/// A valid document: what its shape requires, and of its other members those that bytes choose.
inline Sample choose_document(Bytes& bytes, Bytes& texts, const Shape& shape, ValueMaker& maker) {
  const Node& root = test::builtin_plan().node(shape.root);
  Sample document = maker.make_least(shape.root);
  unsigned choice = 0;
  for (std::size_t i = 0; i < root.members.size(); ++i) {
    if (i % 8 == 0) choice = bytes.byte();
    const Member& member = root.members[i];
    if ((choice >> (i % 8) & 1) == 0 || document.find(member.name) != nullptr) continue;
    document.members.emplace_back(member.name, maker.make(member.node));
  }
  maker.satisfy(shape.root, document);
  TextChoice(texts).visit(shape.root, document);
  return document;
}

/// Breaks a document by a rule of the bytes' choice, at one of its places. Nothing if that rule has
/// none in this document.
inline std::optional<FaultyDocument> choose_fault(Bytes& bytes, std::size_t shape,
                                                  const Sample& document, const Sample& earlier,
                                                  ValueMaker& maker) {
  const std::vector<Breakable>& rules = breakables(shape);
  const Breakable& broken = rules[bytes.choose(rules.size())];
  const std::size_t first = bytes.choose(broken.points.size());
  for (std::size_t i = 0; i < broken.points.size(); ++i) {
    const InjectionPoint& point = broken.points[(first + i) % broken.points.size()];
    const Shape& of = test::builtin_plan().shapes[shape];
    if (auto faulty = FaultInjector(maker).inject_fault(of, document, point, &earlier))
      return faulty;
  }
  return std::nullopt;
}

}  // namespace diallint::fuzz
