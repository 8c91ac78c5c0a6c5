#include "schema/schema_catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/embedded_files.h"
#include "plan/node_compiler.h"
#include "schema/read_schema.h"
#include "schema/schema_compiler.h"
#include "schema/schema_document.h"

namespace diallint {
namespace {

struct Entry {
  std::string id;
  bool is_shape = false;
  ReadSchema read;
  bool built_in = true;
};

Entry entry_of(SchemaText schema, bool built_in) {
  Entry entry{{}, false, {std::move(schema), nullptr}, built_in};
  try {
    entry.read.document = std::make_unique<SchemaJson<nlohmann::json>>(entry.read.schema.text);
    const nlohmann::json& root = entry.read.document->root();
    const auto id = root.find("$id");
    if (id != root.end() && id->is_string()) entry.id = id->get<std::string>();
    entry.is_shape = root.contains("x-shape");
  } catch (const SchemaError&) {
    // The compiler says it again, with the name of the file.
  }
  return entry;
}

// An error in words, or an empty string.
std::string put(std::vector<Entry>& entries, SchemaText schema) {
  Entry entry = entry_of(std::move(schema), false);
  const auto same = std::find_if(entries.begin(), entries.end(), [&](const Entry& other) {
    return !entry.id.empty() && other.id == entry.id;
  });
  if (same == entries.end()) {
    entries.push_back(std::move(entry));
  } else if (same->built_in) {
    *same = std::move(entry);
  } else {
    return fmt::format("{} and {} have the same $id; give only one of them", same->read.schema.name,
                       entry.read.schema.name);
  }
  return {};
}

// A schema that is no shape and that nothing refers to would be ignored without a word.
std::string expect_use(const Entry& entry, const std::vector<Entry>& entries) {
  if (entry.built_in || entry.is_shape || entry.id.empty()) return {};
  const bool referred = std::any_of(entries.begin(), entries.end(), [&](const Entry& other) {
    const std::string& text = other.read.schema.text;
    return &other != &entry && (text.find('"' + entry.id + '"') != std::string::npos ||
                                text.find('"' + entry.id + '#') != std::string::npos);
  });
  if (referred) return {};
  return fmt::format(
      "{}: nothing uses this schema; name its shape, as in \"x-shape\": \"dial-request\"",
      entry.read.schema.name);
}

bool is_of_other_files(std::string_view name) {
  return std::any_of(std::begin(kFileSchemas), std::end(kFileSchemas),
                     [&](const FileSchema& schema) { return schema.file == name; });
}

std::vector<Entry> builtin_entries(bool may_be_replaced) {
  std::vector<Entry> entries;
  for (const EmbeddedFile& file : embedded_schemas()) {
    if (is_of_other_files(file.name)) continue;
    SchemaText schema{std::string(file.name), std::string(file.text)};
    // What is in them matters only where something might take their place.
    entries.push_back(may_be_replaced ? entry_of(std::move(schema), true)
                                      : Entry{{}, true, {std::move(schema), nullptr}, true});
  }
  return entries;
}

}  // namespace

PlanResult compile_with_builtin(std::vector<SchemaText> others) {
  std::vector<Entry> entries = builtin_entries(!others.empty());
  for (SchemaText& schema : others) {
    std::string error = put(entries, std::move(schema));
    if (!error.empty()) return {std::nullopt, std::move(error)};
  }
  for (const Entry& entry : entries) {
    std::string error = expect_use(entry, entries);
    if (!error.empty()) return {std::nullopt, std::move(error)};
  }
  std::vector<ReadSchema> schemas;
  schemas.reserve(entries.size());
  for (Entry& entry : entries) schemas.push_back(std::move(entry.read));
  return compile_read_schemas(std::move(schemas));
}

}  // namespace diallint
