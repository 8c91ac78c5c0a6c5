#include "schema/plan_build.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/ascii.h"
#include "plan/node_compiler.h"

namespace diallint {

using nlohmann::json;

Way way_from(const json& start, const std::string& pointer) {
  std::vector<std::string> names;
  for (json::json_pointer place(pointer); !place.empty(); place.pop_back()) {
    names.push_back(place.back());
  }
  Way way{&start};
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    json::json_pointer step;
    step.push_back(std::move(*name));
    if (!way.back()->contains(step)) throw SchemaError{pointer, "nothing exists at this place"};
    way.push_back(&way.back()->at(step));
  }
  return way;
}

namespace {

// The fragment of a reference without its percent-encoding.
std::string decoded(std::string_view fragment) {
  std::string text;
  for (std::size_t i = 0; i < fragment.size(); ++i) {
    const bool escape = fragment[i] == '%' && i + 2 < fragment.size() &&
                        hex_digit(fragment[i + 1]) >= 0 && hex_digit(fragment[i + 2]) >= 0;
    text += escape ? static_cast<char>(hex_digit(fragment[i + 1]) * 16 + hex_digit(fragment[i + 2]))
                   : fragment[i];
    if (escape) i += 2;
  }
  return text;
}

bool is_resource(const json* schema) {
  if (!schema->is_object()) return false;
  const auto id = schema->find("$id");
  return id != schema->end() && id->is_string();
}

}  // namespace

RefTarget PlanBuild::target_of(std::size_t document, const std::string& pointer,
                               const json& reference) const {
  if (!reference.is_string()) throw SchemaError{pointer + "/$ref", "a $ref must be a string"};
  const auto& target = reference.get_ref<const std::string&>();
  const std::size_t hash = target.find('#');
  const std::string base = target.substr(0, hash);
  const std::string inside = hash == std::string::npos ? "" : decoded(target.substr(hash + 1));
  if (!inside.empty() && inside[0] != '/') {
    throw SchemaError{pointer + "/$ref", "a JSON Pointer must follow '#', as in #/$defs/name"};
  }
  return {base.empty() ? document : document_of(base, pointer), inside};
}

Way PlanBuild::way_to(std::size_t document, const std::string& pointer) const {
  if (pointer.size() > kMaxSchemaPlaceBytes) {
    throw SchemaError{pointer.substr(0, 64) + "...",
                      fmt::format("the names that lead here take {} bytes; at most {} are allowed",
                                  pointer.size(), kMaxSchemaPlaceBytes)};
  }
  Way way = way_from(documents[document].text.root(), pointer);
  if (std::any_of(way.begin() + 1, way.end(), is_resource)) {
    throw SchemaError{pointer,
                      "an $id may stand at the top of a file only; give a schema with an "
                      "$id of its own as a file of its own"};
  }
  return way;
}

void PlanBuild::load(ReadSchema& read) {
  current = read.schema.name;
  if (!read.document) read.document = std::make_unique<SchemaJson<json>>(read.schema.text);
  const json& root = read.document->root();
  if (!root.is_object() || !root.contains("$id") || !root["$id"].is_string()) {
    throw SchemaError{"", "a schema must be a JSON object with an \"$id\""};
  }
  std::string id = root["$id"].get<std::string>();
  for (const SchemaSource& other : documents) {
    if (other.id == id) throw SchemaError{"/$id", "two schemas have this \"$id\""};
  }
  documents.push_back({read.schema.name, std::move(id), std::move(*read.document)});
}

std::size_t PlanBuild::document_of(const std::string& base, const std::string& pointer) const {
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::string_view id = documents[i].id;
    const std::size_t slash = id.rfind('/');
    if (id == base || (slash != id.npos && id.substr(slash + 1) == base)) return i;
  }
  std::string known;
  for (const SchemaSource& other : documents) known += (known.empty() ? "" : ", ") + other.id;
  throw SchemaError{pointer + "/$ref",
                    fmt::format("no schema has the $id '{}'; known ones are {}", base, known)};
}

// `x-source` names an entry of the file's `x-sources`, for the whole node or by keyword; without
// one the node above it has the say.
const SourceDocument* PlanBuild::source_of(const Way& way, const std::string& pointer,
                                           std::string_view keyword) {
  const auto named = [&](const json& at) -> std::string_view {
    const auto found = at.find("x-source");
    if (found == at.end()) return "";
    if (found->is_string()) return found->get_ref<const std::string&>();
    if (!found->is_object())
      throw SchemaError{pointer + "/x-source", "expected a string or an object"};
    auto own = found->find(keyword);
    if (own == found->end()) own = found->find("*");
    return own == found->end() ? "" : std::string_view(own->get_ref<const std::string&>());
  };
  std::string_view name;
  for (auto at = way.rbegin(); name.empty() && at != way.rend(); ++at) name = named(**at);
  if (name.empty()) return nullptr;
  const json* entry = nullptr;
  const auto sources = way.front()->find("x-sources");
  if (sources != way.front()->end() && name.size() <= kMaxSchemaPlaceBytes) {
    if (const auto found = sources->find(name); found != sources->end()) entry = &*found;
  }
  if (entry == nullptr || !entry->is_object()) {
    throw SchemaError{pointer + "/x-source", fmt::format("x-sources has no entry '{}'", name)};
  }
  const SourceDocument*& source = sources_[entry];
  if (source == nullptr) {
    source = plan.sources
                 .emplace_back(std::make_unique<SourceDocument>(SourceDocument{
                     entry->value("title", ""), entry->value("url", ""), entry->value("read", "")}))
                 .get();
  }
  return source;
}

}  // namespace diallint
