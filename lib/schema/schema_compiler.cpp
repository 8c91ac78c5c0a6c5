// Schemas, compiled into the plan. The structure of JSON Schema is understood here; every keyword
// that constrains a value is the rule's that implements it.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <unordered_set>

#include "base/json_pointer.h"
#include "base/printable.h"
#include "diallint/finding.h"
#include "plan/json_list.h"
#include "plan/node_compiler.h"
#include "plan/pattern_cache.h"
#include "plan/plan.h"
#include "rules/structure.h"
#include "schema/schema_document.h"

namespace diallint {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxMembers = 64;
constexpr std::size_t kMaxSeenSlots = 64;

// Keywords that say nothing about validity, and those that the compiler itself reads.
constexpr std::string_view kAnnotations[] = {
    "$schema", "$id",      "$comment",  "$defs",   "title",       "description", "examples",
    "default", "x-source", "x-sources", "x-shape", "x-sensitive", "x-record",    "x-main"};
constexpr std::string_view kStructure[] = {
    "$ref", "type", "properties", "required", "additionalProperties", "propertyNames", "items"};

bool any_of(const auto& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

struct Document {
  std::string name;
  std::string id;
  SchemaJson<json> text;
};

class PlanCompiler {
 public:
  explicit PlanCompiler(const std::vector<SchemaText>& texts) : texts_(texts) {}

  Plan run() {
    for (const SchemaText& text : texts_) load(text);
    for (std::size_t i = 0; i < documents_.size(); ++i) compile_shape(i);
    if (plan_.shapes.empty()) {
      throw SchemaError{"", "no schema is of a shape; name one with \"x-shape\""};
    }
    return std::move(plan_);
  }

  /// The document at work, for the name in an error message.
  std::string current_name() const { return current_; }

 private:
  class Compiling;

  void load(const SchemaText& text) {
    current_ = text.name;
    SchemaJson<json> read(text.text);
    const json& root = read.root();
    if (!root.is_object() || !root.contains("$id") || !root["$id"].is_string()) {
      throw SchemaError{"", "a schema is a JSON object with an \"$id\""};
    }
    std::string id = root["$id"].get<std::string>();
    for (const Document& other : documents_) {
      if (other.id == id) throw SchemaError{"/$id", "two schemas have this \"$id\""};
    }
    documents_.push_back({text.name, std::move(id), std::move(read)});
  }

  void compile_shape(std::size_t document) {
    const Document& d = documents_[document];
    current_ = d.name;
    const json& schema = d.text.root();
    const auto shape = schema.find("x-shape");
    if (shape == schema.end()) return;  // only referred to
    if (!shape->is_string()) throw SchemaError{"/x-shape", "a shape's id is a string"};
    const NodeId root = node_at(document, "");
    const bool main = schema.value("x-main", false);
    plan_.shapes.insert(
        main ? plan_.shapes.begin() : plan_.shapes.end(),
        {shape->get<std::string>(), schema.value("title", ""), texts_[document].text, root});
  }

  // A value of a document, and all that it stands in, from the root or another value down.
  using Way = std::vector<const json*>;

  static Way way_from(const json& start, const std::string& pointer) {
    std::vector<std::string> names;
    for (json::json_pointer place(pointer); !place.empty(); place.pop_back()) {
      names.push_back(place.back());
    }
    Way way{&start};
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
      json::json_pointer step;
      step.push_back(std::move(*name));
      if (!way.back()->contains(step)) throw SchemaError{pointer, "nothing stands at this place"};
      way.push_back(&way.back()->at(step));
    }
    return way;
  }

  // The node for a schema object, compiled once. `pointer` is its place in the document, which an
  // error is said of.
  NodeId node_at(std::size_t document, const std::string& pointer) {
    const std::string outer = std::exchange(current_, documents_[document].name);
    const NodeId id = compiled_at(document, pointer);
    current_ = outer;
    return id;
  }

  NodeId compiled_at(std::size_t document, const std::string& pointer) {
    if (pointer.size() > kLongestSchemaPlace) {
      throw SchemaError{pointer.substr(0, 64) + "...",
                        fmt::format("the names that lead here take {} bytes; {} at most",
                                    pointer.size(), kLongestSchemaPlace)};
    }
    Way way = way_from(documents_[document].text.root(), pointer);
    const json& schema = *way.back();
    if (const auto found = compiled_.find(&schema); found != compiled_.end()) return found->second;
    if (open_nodes_ == kMaxSchemaDepth) {
      throw SchemaError{
          pointer,
          fmt::format("more than {} schemas lead one into the next; no document is that deep",
                      kMaxSchemaDepth)};
    }
    ++open_nodes_;
    NodeId id = kNoNode;
    if (schema.is_object() && schema.contains("$ref") && is_plain_reference(schema)) {
      if (!open_references_.insert(&schema).second) {
        throw SchemaError{pointer + "/$ref", "this $ref leads back to itself"};
      }
      id = referenced(document, pointer, schema["$ref"]);
      open_references_.erase(&schema);
      compiled_.emplace(&schema, id);
    } else {
      id = static_cast<NodeId>(plan_.nodes.size());
      plan_.nodes.emplace_back();
      compiled_.emplace(&schema, id);
      compile_node(document, pointer, std::move(way), id);
    }
    --open_nodes_;
    return id;
  }

  static bool is_plain_reference(const json& schema) {
    return std::all_of(schema.items().begin(), schema.items().end(), [](const auto& entry) {
      return entry.key() == "$ref" || entry.key() == "$comment" || entry.key() == "title" ||
             entry.key() == "description";
    });
  }

  NodeId referenced(std::size_t document, const std::string& pointer, const json& value) {
    if (!value.is_string()) throw SchemaError{pointer + "/$ref", "a $ref is a string"};
    const std::string target = value.get<std::string>();
    const std::size_t hash = target.find('#');
    const std::string base = target.substr(0, hash);
    const std::string inside = hash == std::string::npos ? "" : target.substr(hash + 1);
    if (!inside.empty() && inside[0] != '/') {
      throw SchemaError{pointer + "/$ref",
                        "behind '#' stands a JSON Pointer, such as #/$defs/name"};
    }
    return node_at(base.empty() ? document : document_of(base, pointer), inside);
  }

  std::size_t document_of(const std::string& base, const std::string& pointer) const {
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      const std::string_view id = documents_[i].id;
      const std::size_t slash = id.rfind('/');
      if (id == base || (slash != id.npos && id.substr(slash + 1) == base)) return i;
    }
    std::string known;
    for (const Document& other : documents_) known += (known.empty() ? "" : ", ") + other.id;
    throw SchemaError{pointer + "/$ref",
                      fmt::format("no schema has the $id '{}'; there are {}", base, known)};
  }

  void compile_node(std::size_t document, const std::string& pointer, Way way, NodeId id);
  const Source* source_of(const Way& way, const std::string& pointer, std::string_view keyword);
  void finish(Node& node);

  const std::vector<SchemaText>& texts_;
  std::vector<Document> documents_;
  std::unordered_map<const json*, NodeId> compiled_;
  std::unordered_set<const json*> open_references_;
  std::size_t open_nodes_ = 0;
  std::unordered_map<const json*, const Source*> sources_;
  PatternSet patterns_;
  Plan plan_;
  std::string current_;
};

Kind kind_named(const std::string& name, const std::string& pointer) {
  static const std::pair<std::string_view, Kind> kNames[] = {
      {"null", Kind::kNull},      {"boolean", Kind::kBoolean}, {"number", Kind::kNumber},
      {"integer", Kind::kNumber}, {"string", Kind::kString},   {"array", Kind::kArray},
      {"object", Kind::kObject}};
  for (const auto& [known, kind] : kNames) {
    if (name == known) return kind;
  }
  throw SchemaError{pointer, fmt::format("'{}' is not a JSON Schema type", name)};
}

// One node at work: what rules may do to it, and the structure that is not theirs.
class PlanCompiler::Compiling final : public NodeCompiler {
 public:
  Compiling(PlanCompiler& plan, std::size_t document, std::string pointer, Way way, NodeId id)
      : plan_(plan),
        document_(document),
        pointer_(std::move(pointer)),
        way_(std::move(way)),
        schema_(*way_.back()),
        id_(id) {}

  void run() {
    if (!schema_.is_object()) fail("a schema is an object here");
    annotations();
    // Structure first: rules on objects ask for members.
    for (const auto& [keyword, value] : schema_.items()) {
      keyword_ = keyword;
      if (any_of(kStructure, keyword)) structure(keyword, value);
    }
    required();
    for (const auto& [keyword, value] : schema_.items()) {
      keyword_ = keyword;
      if (any_of(kStructure, keyword) || any_of(kAnnotations, keyword)) continue;
      const Rule* rule = rule_for_keyword(keyword);
      if (rule == nullptr || rule->compile == nullptr) {
        fail(
            fmt::format("no rule implements the keyword '{}'; a constraint that is not checked "
                        "must not be in a schema",
                        keyword));
      }
      rule->compile(*this, keyword, value);
    }
    plan_.finish(node());
  }

  Check& add_check(const Rule& rule, std::string_view keyword) override {
    return add(node().checks, rule, keyword);
  }
  Check& add_whole_check(const Rule& rule, std::string_view keyword) override {
    return add(node().whole, rule, keyword);
  }
  Check& shared_check(const Rule& rule, std::string_view keyword) override {
    return shared(node().checks, rule, keyword);
  }
  Check& shared_whole_check(const Rule& rule, std::string_view keyword) override {
    return shared(node().whole, rule, keyword);
  }
  void set_limit(Check& check, bool lower, std::int64_t limit) override {
    (lower ? check.minimum : check.maximum) = limit;
    if (check.minimum <= check.maximum) return;
    fail(fmt::format("nothing is at least {} and at most {}", check.minimum, check.maximum));
  }

  std::uint32_t capture(std::string_view member) override {
    for (Member& known : node().members) {
      if (known.name != member) continue;
      if (known.capture == kNoCapture) known.capture = new_slot(node());
      return known.capture;
    }
    fail(fmt::format("'{}' is not among the properties", member));
  }
  std::uint32_t capture(const std::vector<std::string>& path) override {
    return capture_in(id_, path);
  }
  void repeat_type(const std::vector<std::string>& path, const json& type) override {
    NodeId id = id_;
    for (const std::string& name : path) {
      const auto& members = plan_.plan_.nodes[id].members;
      const auto found = std::find_if(members.begin(), members.end(),
                                      [&](const Member& member) { return member.name == name; });
      id = found->node;  // it is there: the path has been captured
    }
    if (kinds_named(type) != plan_.plan_.nodes[id].kinds) {
      fail("a type in a condition repeats the one that the member has");
    }
  }
  Check& add_clause(const Rule& rule, const std::string& place) override {
    Way way = way_;
    const Way further = way_from(schema_, place);
    way.insert(way.end(), further.begin() + 1, further.end());
    Check& check = node().whole.emplace_back();
    check.rule = &rule;
    check.source = plan_.source_of(way, pointer_ + place, rule.id);
    return check;
  }
  void set_text(std::string_view member) override {
    node().text = static_cast<std::uint8_t>(capture(member));
  }

  std::uint32_t seen_slot(std::string_view name) override {
    auto& slots = plan_.plan_.seen_slots;
    auto found = std::find(slots.begin(), slots.end(), name);
    if (found == slots.end()) {
      if (slots.size() == kMaxSeenSlots) {
        fail(fmt::format("a run looks for repeated values under {} names at most", kMaxSeenSlots));
      }
      found = slots.emplace(slots.end(), name);
    }
    return static_cast<std::uint32_t>(found - slots.begin());
  }

  std::int64_t whole_number(const json& value, std::int64_t least, std::int64_t most) override {
    // Only what is too large for the signed type is unsigned in effect.
    const bool is_large = value.is_number_unsigned() && value.get<std::uint64_t>() > kMostExact;
    if (value.is_number_integer() && !is_large) {
      const auto number = value.get<std::int64_t>();
      if (number >= least && number <= most) return number;
    }
    fail(fmt::format("a whole number from {} to {} is wanted; this is {}", least, most,
                     describe(value)));
  }
  std::string text(const json& value) override {
    if (!value.is_string()) fail(fmt::format("a string is wanted; this is {}", describe(value)));
    return value.get<std::string>();
  }
  std::shared_ptr<const Pattern> pattern(const json& value) override {
    const auto compiled = plan_.patterns_.compiled(text(value));
    if (const auto* wrong = std::get_if<std::string>(&compiled)) fail(*wrong);
    return std::get<std::shared_ptr<const Pattern>>(compiled);
  }
  void require_true(const json& value) override {
    if (value != true) fail("this keyword is true or absent");
  }
  const json& member(const json& value, const char* name) override {
    if (!value.is_object() || !value.contains(name)) {
      fail(fmt::format("an object with the member '{}' is wanted", name));
    }
    return value[name];
  }
  [[noreturn]] void fail(const std::string& what) override {
    throw SchemaError{keyword_.empty() ? pointer_ : pointer_below(pointer_, keyword_), what};
  }

 private:
  // Nodes move while others are compiled, so it is looked up each time.
  Node& node() { return plan_.plan_.nodes[id_]; }

  static std::string describe(const json& value) {
    if (value.is_null() || value.is_number()) return value.dump();
    return fmt::format("{} {}", value.is_structured() ? "an" : "a", value.type_name());
  }

  Check& add(std::vector<Check>& list, const Rule& rule, std::string_view keyword) {
    Check& check = list.emplace_back();
    check.rule = &rule;
    check.source = plan_.source_of(way_, pointer_, keyword);
    return check;
  }

  Check& shared(std::vector<Check>& list, const Rule& rule, std::string_view keyword) {
    for (Check& check : list) {
      if (check.rule == &rule) return check;
    }
    return add(list, rule, keyword);
  }

  // A member of the node that path[0] names or, through it, one further down.
  std::uint8_t capture_in(NodeId id, std::span<const std::string> path) {
    Node& node = plan_.plan_.nodes[id];
    const auto found = std::find_if(node.members.begin(), node.members.end(),
                                    [&](const Member& member) { return member.name == path[0]; });
    if (found == node.members.end()) {
      fail(fmt::format("'{}' is not among the properties", path[0]));
    }
    if (found->capture == kNoCapture) found->capture = new_slot(node);
    if (path.size() == 1) return found->capture;
    const std::uint8_t from = capture_in(found->node, path.subspan(1));
    for (const Lift& lift : found->lifts) {
      if (lift.from == from) return lift.to;
    }
    found->lifts.push_back({from, new_slot(node)});
    return found->lifts.back().to;
  }

  std::uint8_t new_slot(Node& node) {
    if (node.captures == kNoCapture) {
      fail(fmt::format("rules look at {} members of an object at most, and of those inside it",
                       kNoCapture));
    }
    return node.captures++;
  }

  void annotations() {
    node().title = schema_.value("title", "");
    node().description = schema_.value("description", "");
    node().sensitive = flag("x-sensitive");
    node().record = flag("x-record");
  }

  bool flag(const char* name) {
    keyword_ = name;
    const auto found = schema_.find(name);
    if (found == schema_.end()) return false;
    require_true(*found);
    return true;
  }

  NodeId child(std::string_view keyword) {
    return plan_.node_at(document_, pointer_below(pointer_, keyword));
  }

  void structure(const std::string& keyword, const json& value) {
    if (keyword == "type") return types(value);
    if (keyword == "properties") return properties(value);
    if (keyword == "additionalProperties") return additional(value);
    if (keyword == "required") return;  // after properties
    if (keyword == "$ref") {
      fail("only $comment, title and description may stand beside a $ref");
    }
    const NodeId id = child(keyword);
    (keyword == "items" ? node().items : node().map_key) = id;
  }

  KindSet kinds_named(const json& value) {
    KindSet kinds = 0;
    const std::string place = pointer_ + "/type";
    for (const json& name : as_list(value)) {
      kinds |= set_of(kind_named(text(name), place));
    }
    return kinds;
  }

  void types(const json& value) {
    node().kinds = kinds_named(value);
    add(node().structure, kType, "type");
    // Not `json == name`: that makes a value of the name, and ends the program without memory.
    const auto says = [&](std::string_view name) {
      const auto is_name = [&](const json& one) {
        return one.get_ref<const std::string&>() == name;
      };
      const auto names = as_list(value);
      return std::any_of(names.begin(), names.end(), is_name);
    };
    if (says("integer") && !says("number")) add(node().checks, kType, "type");
  }

  void properties(const json& value) {
    if (!value.is_object()) fail("properties are an object");
    if (value.size() > kMaxMembers) fail("an object has at most 64 properties");
    for (const auto& [name, schema] : value.items()) {
      const NodeId id = plan_.node_at(document_, pointer_below(pointer_ + "/properties", name));
      Node& node = this->node();
      node.by_folded_name.emplace(fold_name(name), static_cast<std::uint32_t>(node.members.size()));
      node.members.push_back({name, ShortText(name), id, false, kNoCapture});
    }
  }

  void additional(const json& value) {
    if (value.is_boolean()) {
      node().additional = value.get<bool>() ? Additional::kAnything : Additional::kNothing;
      if (!value.get<bool>()) add(node().structure, kUnknownMember, "additionalProperties");
      return;
    }
    const NodeId id = child("additionalProperties");
    node().additional = Additional::kMap;
    node().map_value = id;
  }

  void required() {
    const auto found = schema_.find("required");
    if (found == schema_.end()) return;
    keyword_ = "required";
    if (!found->is_array()) fail("required is an array of member names");
    std::vector<std::string> names;
    for (const json& name : *found) {
      const std::string wanted = text(name);
      auto& members = node().members;
      const auto member = std::find_if(members.begin(), members.end(),
                                       [&](const Member& m) { return m.name == wanted; });
      if (member == members.end()) fail(fmt::format("'{}' is not among the properties", wanted));
      member->required = true;
      node().required |= std::uint64_t{1} << (member - members.begin());
      names.push_back(wanted);
    }
    add(node().structure, kRequired, "required").names = std::move(names);
  }

  PlanCompiler& plan_;
  std::size_t document_;
  std::string pointer_;
  Way way_;
  const json& schema_;
  NodeId id_;
  std::string keyword_;
};

void PlanCompiler::compile_node(std::size_t document, const std::string& pointer, Way way,
                                NodeId id) {
  Compiling(*this, document, pointer, std::move(way), id).run();
}

// `x-source` names an entry of the file's `x-sources`, for the whole node or by keyword; without
// one the node above it has the say.
const Source* PlanCompiler::source_of(const Way& way, const std::string& pointer,
                                      std::string_view keyword) {
  const auto named = [&](const json& at) -> std::string_view {
    const auto found = at.find("x-source");
    if (found == at.end()) return "";
    if (found->is_string()) return found->get_ref<const std::string&>();
    if (!found->is_object()) throw SchemaError{pointer + "/x-source", "a string or an object"};
    auto own = found->find(keyword);
    if (own == found->end()) own = found->find("*");
    return own == found->end() ? "" : std::string_view(own->get_ref<const std::string&>());
  };
  std::string_view name;
  for (auto at = way.rbegin(); name.empty() && at != way.rend(); ++at) name = named(**at);
  if (name.empty()) return nullptr;
  const json* entry = nullptr;
  const auto sources = way.front()->find("x-sources");
  if (sources != way.front()->end() && name.size() <= kLongestSchemaPlace) {
    if (const auto found = sources->find(name); found != sources->end()) entry = &*found;
  }
  if (entry == nullptr || !entry->is_object()) {
    throw SchemaError{pointer + "/x-source", fmt::format("x-sources has no entry '{}'", name)};
  }
  const Source*& source = sources_[entry];
  if (source == nullptr) {
    source = plan_.sources
                 .emplace_back(std::make_unique<Source>(Source{
                     entry->value("title", ""), entry->value("url", ""), entry->value("read", "")}))
                 .get();
  }
  return source;
}

// Orders the checks and finds what a string can be accepted by at a glance.
void PlanCompiler::finish(Node& node) {
  std::stable_sort(node.checks.begin(), node.checks.end(),
                   [](const Check& a, const Check& b) { return a.rule->stage < b.rule->stage; });
  for (const Check& check : node.checks) {
    if (!check.rule->two_documents) node.steps.push_back({check.rule->check, &check});
  }
  node.takes_text = holds(node.kinds, Kind::kString) && !node.record;
  std::int64_t minimum = 0;
  std::int64_t maximum = UINT32_MAX;
  const ByteSet* quick = nullptr;
  std::uint32_t skips = 0;
  for (const Check& check : node.checks) {
    if (check.rule->stage == Stage::kLength) {
      minimum = std::max<std::int64_t>(minimum, check.minimum);
      maximum = std::min(maximum, check.maximum);
    } else if (check.pattern && check.pattern->plain_class() != nullptr && quick == nullptr) {
      quick = &check.pattern->quick();
      minimum =
          std::max<std::int64_t>(minimum, static_cast<std::int64_t>(check.pattern->minimum()));
    } else {
      break;
    }
    ++skips;
  }
  if (quick == nullptr) return;
  // A code point has one to four bytes: within these bounds no count is needed.
  node.quick = {*quick,
                static_cast<std::uint32_t>(
                    std::min<std::int64_t>(minimum <= 1 ? minimum : minimum * 4 - 3, UINT32_MAX)),
                static_cast<std::uint32_t>(maximum)};
  node.quick_skips = skips;
  node.quick_is_all = skips == node.steps.size();
}

}  // namespace

PlanResult compile_plan(const std::vector<SchemaText>& schemas) {
  PlanCompiler compiler(schemas);
  try {
    return {compiler.run(), {}};
  } catch (const SchemaError& error) {
    return {std::nullopt,
            printable(fmt::format("{}#{}: {}", compiler.current_name(), error.where, error.what))};
  } catch (const json::exception& error) {
    return {std::nullopt, printable(fmt::format("{}: {}", compiler.current_name(), error.what()))};
  }
}

}  // namespace diallint
