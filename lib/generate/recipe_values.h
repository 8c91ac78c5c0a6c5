// Where the values come from that differ in every document: tokens, numbers, times, texts.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/check_session.h"
#include "generate/recipe.h"
#include "generate/value_maker.h"

namespace diallint {

/// How a text is written: JSON with quotes, or a field of a CSV row.
enum class Writing : std::uint8_t { kJson, kCsv };

void append_written(std::string& out, std::string_view text, Writing writing);

/// Adds to a recipe what the members of a plan draw from, once for each node.
class RecipeValues {
 public:
  RecipeValues(const Plan& plan, const GeneratorOptions& options, const RecipeSizes& sizes,
               Writing writing, ValueMaker& maker, Recipe& recipe);

  /// What stands around a made token so that it has a length of some variety.
  struct Token {
    std::string before;
    std::uint32_t source = 0;
    std::string behind;
  };
  /// A token of a member that may not repeat, or nothing if the node is no such.
  std::optional<Token> token(NodeId node);
  /// The same for telephone numbers, for times that are counted from now, and for free texts of at
  /// most kPoolBytes bytes that go with the key of the map they stand in (empty: in none).
  std::optional<std::uint32_t> number(NodeId node);
  std::optional<std::uint32_t> time(NodeId node);
  std::optional<std::uint32_t> text(NodeId node, std::string_view key);

  static constexpr std::size_t kPoolBytes = 48;

 private:
  bool is_sound(const Node& node, const std::string& text);
  TokenForm form_for(const Node& node);
  NumberSource numbers_for(const Node& node, bool unique);
  ExpiryRange time_for(const Node& node) const;
  std::optional<TextPool> pool_for(const Node& node, NodeId id, std::string_view key);

  const Plan& plan_;
  const GeneratorOptions& options_;
  const RecipeSizes& sizes_;
  Writing writing_;
  ValueMaker& maker_;
  Recipe& recipe_;
  Settings settings_;
  RunState state_;
  CheckSession session_;
  std::map<NodeId, std::uint32_t> tokens_, numbers_, times_;
  std::map<std::pair<NodeId, std::string>, std::optional<std::uint32_t>> texts_;
};

}  // namespace diallint
