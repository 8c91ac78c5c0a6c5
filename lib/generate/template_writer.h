// A made-up document as a template: its text, and the places where each document differs.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/recipe_values.h"
#include "plan/plan.h"
#include "samples/sample.h"

namespace diallint {

/// Writes one document as a template.
class TemplateWriter {
 public:
  using ListFn = std::uint32_t (*)(void* context, NodeId array);

  TemplateWriter(const Plan& plan, RecipeValues& sources, Writing writing)
      : plan_(plan), sources_(sources), writing_(writing) {}

  /// Lists of records become places of their own: `list` gives the source of one.
  void set_lists(ListFn list, void* context) {
    list_ = list;
    context_ = context;
  }

  /// `exchange`: texts may be exchanged for others of their kind: of a map's entry, others that go
  /// with its `key`.
  void value(NodeId id, const Sample& sample, bool exchange, std::string_view key = {});
  void literal(std::string_view text) { text_ += text; }
  Template take();

 private:
  void place(TemplatePiece::Kind kind, std::uint32_t source);
  void quote();
  void string(NodeId id, const std::string& text, bool exchange, std::string_view key);
  void quoted_place(TemplatePiece::Kind kind, std::uint32_t source);
  void object(const Node& node, const Sample& sample);
  void array(NodeId id, const Sample& sample);

  const Plan& plan_;
  RecipeValues& sources_;
  Writing writing_;
  ListFn list_ = nullptr;
  void* context_ = nullptr;
  std::string text_;
  std::vector<TemplatePiece> pieces_;
};

}  // namespace diallint
