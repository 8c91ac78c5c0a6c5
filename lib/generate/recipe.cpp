#include "generate/recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/seed_stream.h"
#include "engine/csv_header.h"
#include "generate/recipe_values.h"
#include "generate/template_writer.h"
#include "generate/value_maker.h"

namespace diallint {
namespace {

constexpr std::size_t kOrdinaryBytes = 2048;
constexpr std::size_t kLargeBytes = std::size_t{1} << 20;
// Where as many documents were all too large, the others will be.
constexpr std::size_t kHopeless = 8;

class Compiler {
 public:
  Compiler(const Plan& plan, const GeneratorOptions& options, const RecipeSizes& sizes)
      : plan_(plan),
        options_(options),
        sizes_(sizes),
        maker_(plan, stream_seed(options.seed, kValueStream), options.now, Texts::kRealistic),
        sources_(plan, options, sizes,
                 options.form == GeneratedForm::kRows ? Writing::kCsv : Writing::kJson, maker_,
                 recipe_) {}

  Recipe run() {
    const Shape* shape = plan_.shape(options_.shape);
    if (shape == nullptr) throw GeneratorError(fmt::format("unknown shape '{}'", options_.shape));
    switch (options_.form) {
      case GeneratedForm::kRows:
        rows(shape->root);
        break;
      case GeneratedForm::kBatches:
        batches(*shape);
        break;
      default:
        recipe_.documents = templates([&] { return document(shape->root); });
    }
    return std::move(recipe_);
  }

 private:
  template <class Make>
  Templates templates(Make make) {
    Templates all;
    for (std::size_t i = 0; i < sizes_.rounds && all.ordinary.size() < sizes_.ordinary; ++i) {
      if (i == kHopeless && all.ordinary.empty() && all.large.empty()) break;
      Template one = make();
      if (one.text.size() <= kOrdinaryBytes) {
        all.ordinary.push_back(std::move(one));
      } else if (all.large.size() < sizes_.large && one.text.size() <= kLargeBytes) {
        all.large.push_back(std::move(one));
      }
    }
    if (all.ordinary.empty()) std::swap(all.ordinary, all.large);
    if (all.ordinary.empty()) {
      throw GeneratorError(
          fmt::format("the values of '{}' are too large to generate", options_.shape));
    }
    return all;
  }

  TemplateWriter writer(Writing writing) {
    TemplateWriter made(plan_, sources_, writing);
    made.set_lists(
        [](void* self, NodeId array) { return static_cast<Compiler*>(self)->list(array); }, this);
    return made;
  }

  Template document(NodeId root) {
    TemplateWriter made = writer(Writing::kJson);
    made.value(root, maker_.make(root), false);
    return made.take();
  }

  std::uint32_t list(NodeId array) {
    const auto known = lists_.find(array);
    if (known != lists_.end()) return known->second;
    const Node& node = plan_.node(array);
    ListForm form;
    form.least = 0;
    for (const Check& check : node.whole) {
      form.least = std::max(form.least,
                            static_cast<std::uint32_t>(std::max<std::int64_t>(0, check.minimum)));
    }
    const std::int64_t most = std::min<std::int64_t>(tightest_maximum(node.whole), 100);
    form.most = std::max(form.least, static_cast<std::uint32_t>(most));
    form.items = templates([&] { return document(node.items); });
    const auto source = static_cast<std::uint32_t>(recipe_.lists.size());
    recipe_.lists.push_back(std::move(form));
    lists_.emplace(array, source);
    return source;
  }

  // --- batches of records ---

  // The shape that holds records of this one in a list, and that member.
  const Shape* batch_of(const Shape& record) const {
    for (const Shape& shape : plan_.shapes) {
      for (const Member& member : plan_.node(shape.root).members) {
        const NodeId items = plan_.node(member.node).items;
        if (items == record.root && items != kNoNode) return &shape;
      }
    }
    return nullptr;
  }

  void batches(const Shape& shape) {
    const Shape* batch = batch_of(shape);
    if (batch == nullptr) {
      throw GeneratorError(
          fmt::format("no shape holds a list of '{}'; use another --format", shape.id));
    }
    recipe_.documents = templates([&] { return document(batch->root); });
    if (recipe_.lists.size() != 1) {
      throw GeneratorError(
          fmt::format("'{}' has no list, or several; use another --format", batch->id));
    }
    recipe_.batch_size = recipe_.lists[0].most;
  }

  // --- CSV ---

  struct Cell {
    std::string name;
    NodeId node = kNoNode;
    NodeId map = kNoNode;  // that the cell is an entry of
  };

  void rows(NodeId shape_root) {
    const NodeId root = record_node(plan_, shape_root);
    if (root != shape_root) {
      throw GeneratorError(fmt::format(
          "a table cannot hold '{}'; choose a shape that is one request", options_.shape));
    }
    root_ = root;
    columns_ = maker_.make_least(root).members;
    for (const Member& member : plan_.node(root).members) {
      const bool map = is_map_member(plan_, member);
      const auto has = std::find_if(columns_.begin(), columns_.end(),
                                    [&](const SampleMember& m) { return m.first == member.name; });
      if (has == columns_.end() && map)
        columns_.push_back({member.name, {Kind::kObject, {}, {}, {}, {}}});
    }
    for (const auto& [name, value] : columns_) add_column(plan_.node(root), name, value);
    recipe_.documents = templates([&] { return row(); });
  }

  void add_column(const Node& node, const std::string& name, const Sample& value) {
    const Member& member = *std::find_if(node.members.begin(), node.members.end(),
                                         [&](const Member& m) { return m.name == name; });
    const NodeId map_value = plan_.node(member.node).map_value;
    if (is_map_member(plan_, member) && plan_.node(map_value).kinds == set_of(Kind::kString)) {
      return add_entries(name, member.node);
    }
    if (is_map_member(plan_, member) && !member.required) return;
    if (value.kind != Kind::kString) {
      throw GeneratorError(
          fmt::format("a table cannot hold '{}': {} is not a string", options_.shape, name));
    }
    cells_.push_back({name, member.node, kNoNode});
    recipe_.header += (recipe_.header.empty() ? "" : ",") + name;
  }

  // A column for each of some names that the map's keys may have.
  void add_entries(const std::string& name, NodeId map) {
    constexpr std::size_t kEntries = 4;
    std::vector<std::string> keys;
    for (int i = 0; i < 200 && keys.size() < kEntries; ++i) {
      for (const auto& [key, value] : maker_.make(map).members) {
        const bool plain = key.find_first_not_of(
                               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789-_") == std::string::npos;
        const bool twice = std::find(keys.begin(), keys.end(), key) != keys.end();
        if (plain && !twice && key.size() > 1 && keys.size() < kEntries) keys.push_back(key);
      }
    }
    for (const std::string& key : keys) {
      cells_.push_back({key, plan_.node(map).map_value, map});
      recipe_.header += fmt::format("{}{}.{}", recipe_.header.empty() ? "" : ",", name, key);
    }
  }

  // The cells that are no entries of maps, so that they agree with each other.
  Sample plain_cells() {
    for (int i = 0; i < 10'000; ++i) {
      Sample object;
      object.kind = Kind::kObject;
      for (const Cell& cell : cells_) {
        if (cell.map == kNoNode) object.members.push_back({cell.name, maker_.make(cell.node)});
      }
      const std::size_t cells = object.members.size();
      maker_.satisfy(root_, object);
      const bool same = object.members.size() == cells &&
                        std::all_of(cells_.begin(), cells_.end(), [&](const Cell& cell) {
                          return cell.map != kNoNode || object.find(cell.name) != nullptr;
                        });
      if (same) return object;
    }
    throw GeneratorError(
        fmt::format("a table cannot hold '{}': rows need different members", options_.shape));
  }

  Template row() {
    TemplateWriter made = writer(Writing::kCsv);
    Sample object = plain_cells();
    std::map<NodeId, std::int64_t> left;  // bytes that a map may still hold
    const char* separator = "";
    for (const Cell& cell : cells_) {
      made.literal(separator);
      separator = ",";
      Sample value = cell.map == kNoNode ? *object.find(cell.name) : value_under(cell);
      bool exchange = false;
      if (cell.map != kNoNode) {
        auto [room, first] = left.emplace(cell.map, room_for_values(cell.map));
        constexpr std::int64_t kPool = RecipeValues::kPoolBytes;
        for (int i = 0; i < 100 && static_cast<std::int64_t>(value.text.size()) > room->second;
             ++i) {
          value = value_under(cell);
        }
        room->second -= std::max(kPool, static_cast<std::int64_t>(value.text.size()));
        exchange = true;
      }
      made.value(cell.node, value, exchange, cell.map == kNoNode ? "" : cell.name);
    }
    return made.take();
  }

  Sample value_under(const Cell& cell) {
    return Sample::string(maker_.make_text_under(cell.name, cell.node));
  }

  // What is left of a map's bytes when all its names stand and each value has the size of a pool's.
  std::int64_t room_for_values(NodeId map) const {
    const std::int64_t most =
        std::min<std::int64_t>(tightest_maximum(plan_.node(map).whole), INT32_MAX);
    std::int64_t cells = 0;
    for (const Cell& cell : cells_) cells += cell.map == map ? 1 : 0;
    return most - static_cast<std::int64_t>(recipe_.header.size()) -
           cells * static_cast<std::int64_t>(RecipeValues::kPoolBytes);
  }

  const Plan& plan_;
  const GeneratorOptions& options_;
  const RecipeSizes& sizes_;
  Recipe recipe_;
  ValueMaker maker_;
  RecipeValues sources_;
  std::map<NodeId, std::uint32_t> lists_;
  NodeId root_ = kNoNode;  // of rows
  std::vector<SampleMember> columns_;
  std::vector<Cell> cells_;
};

}  // namespace

Recipe compile_recipe(const Plan& plan, const GeneratorOptions& options, const RecipeSizes& sizes) {
  return Compiler(plan, options, sizes).run();
}

}  // namespace diallint
