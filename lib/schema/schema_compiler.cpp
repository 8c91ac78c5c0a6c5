#include "schema/schema_compiler.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "plan/node_compiler.h"
#include "schema/assertion_compiler.h"
#include "schema/check_order.h"
#include "schema/node_builder.h"
#include "schema/plan_build.h"
#include "schema/read_schema.h"
#include "schema/schema_kinds.h"

namespace diallint {
namespace {

using nlohmann::json;

class PlanCompiler {
 public:
  explicit PlanCompiler(std::vector<ReadSchema> schemas) : schemas_(std::move(schemas)) {}

  Plan run() {
    for (ReadSchema& schema : schemas_) build_.load(schema);
    for (std::size_t i = 0; i < build_.documents.size(); ++i) compile_shape(i);
    assertions_.finish();
    find_plain_maps(build_.plan.nodes);
    if (build_.plan.shapes.empty()) {
      throw SchemaError{"", "no schema defines a shape; name one with \"x-shape\""};
    }
    return std::move(build_.plan);
  }

  /// The document at work, for the name in an error message.
  std::string current_name() const { return build_.current; }

 private:
  void compile_shape(std::size_t document) {
    const SchemaSource& d = build_.documents[document];
    build_.current = d.name;
    const json& schema = d.text.root();
    const auto shape = schema.find("x-shape");
    if (shape == schema.end()) return;  // only referred to
    if (!shape->is_string()) throw SchemaError{"/x-shape", "a shape's id must be a string"};
    const NodeId root = node_at(document, "");
    service_operations(schema);
    const bool main = schema.value("x-main", false);
    build_.plan.shapes.insert(main ? build_.plan.shapes.begin() : build_.plan.shapes.end(),
                              {shape->get<std::string>(), schema.value("title", ""),
                               schemas_[document].schema.text, root});
  }

  // `x-service-operations`: requests that are no shape, because only the service makes them.
  void service_operations(const json& schema) {
    const auto found = schema.find("x-service-operations");
    if (found == schema.end()) return;
    const std::string place = "/x-service-operations";
    const auto fail = [&] {
      throw SchemaError{place, "expected an array of {\"name\", \"members\", \"instead\"}"};
    };
    if (!found->is_array()) fail();
    const auto is_text = [](const json& value) { return value.is_string(); };
    for (const json& operation : *found) {
      const json empty;
      const auto part = [&](const char* name) -> const json& {
        const bool there = operation.is_object() && operation.contains(name);
        return there ? operation[name] : empty;
      };
      const json& members = part("members");
      const bool whole = is_text(part("name")) && is_text(part("instead")) && members.is_array() &&
                         !members.empty() && std::all_of(members.begin(), members.end(), is_text);
      if (!whole) fail();
      ServiceOperation added{operation["name"].get<std::string>(),
                             {},
                             operation["instead"].get<std::string>(),
                             build_.source_of({&schema, &operation}, place, "name")};
      for (const json& member : members)
        added.members.push_back(fold_name(member.get<std::string>()));
      build_.plan.service_operations.push_back(std::move(added));
    }
  }

  // The node for a schema object, compiled once. `pointer` is its place in the document, which an
  // error is said of.
  NodeId node_at(std::size_t document, const std::string& pointer) {
    const std::string outer = std::exchange(build_.current, build_.documents[document].name);
    const NodeId id = compiled_at(document, pointer);
    build_.current = outer;
    return id;
  }

  NodeId compiled_at(std::size_t document, const std::string& pointer) {
    Way way = build_.way_to(document, pointer);
    const json& schema = *way.back();
    if (const auto found = compiled_.find(&schema); found != compiled_.end()) return found->second;
    const OpenSchema open(open_nodes_, pointer);
    NodeId id = kNoNode;
    if (schema.is_object() && schema.contains("$ref") && is_plain_reference(schema)) {
      if (!open_references_.insert(&schema).second) {
        throw SchemaError{pointer + "/$ref", "this $ref leads back to itself"};
      }
      const RefTarget target = build_.target_of(document, pointer, schema["$ref"]);
      id = node_at(target.document, target.pointer);
      open_references_.erase(&schema);
      compiled_.emplace(&schema, id);
    } else {
      id = static_cast<NodeId>(build_.plan.nodes.size());
      build_.plan.nodes.emplace_back();
      compiled_.emplace(&schema, id);
      const NodeAt below = [&](const std::string& place) { return node_at(document, place); };
      build_node(build_, assertions_, below, {document, pointer, std::move(way)}, id);
    }
    return id;
  }

  static bool is_plain_reference(const json& schema) {
    return std::all_of(schema.items().begin(), schema.items().end(), [](const auto& entry) {
      return entry.key() == "$ref" || entry.key() == "$comment" || entry.key() == "title" ||
             entry.key() == "description";
    });
  }

  std::vector<ReadSchema> schemas_;
  std::unordered_map<const json*, NodeId> compiled_;
  std::unordered_set<const json*> open_references_;
  std::size_t open_nodes_ = 0;
  PlanBuild build_;
  AssertionCompiler assertions_{build_};
};

}  // namespace

PlanResult compile_plan(const std::vector<SchemaText>& schemas) {
  std::vector<ReadSchema> unread;
  unread.reserve(schemas.size());
  for (const SchemaText& schema : schemas) unread.push_back({schema, nullptr});
  return compile_read_schemas(std::move(unread));
}

PlanResult compile_read_schemas(std::vector<ReadSchema> schemas) {
  PlanCompiler compiler(std::move(schemas));
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
