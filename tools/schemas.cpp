#include "schemas.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "embedded.h"
#include "failure.h"
#include "printable.h"

namespace diallint {
namespace {

struct Entry {
  std::string id;
  bool is_shape = false;
  SchemaText schema;
  bool built_in = true;
};

Entry entry_of(SchemaText schema, bool built_in) {
  Entry entry{{}, false, std::move(schema), built_in};
  const auto json = nlohmann::json::parse(entry.schema.text, nullptr, false);
  if (!json.is_object()) return entry;  // the compiler says what is wrong with it
  const auto id = json.find("$id");
  if (id != json.end() && id->is_string()) entry.id = id->get<std::string>();
  entry.is_shape = json.contains("x-shape");
  return entry;
}

void put(std::vector<Entry>& entries, const std::string& path) {
  Entry entry = entry_of({printable(path), schema_text(path)}, false);
  const auto same = std::find_if(entries.begin(), entries.end(), [&](const Entry& other) {
    return !entry.id.empty() && other.id == entry.id;
  });
  if (same == entries.end())
    entries.push_back(std::move(entry));
  else if (same->built_in)
    *same = std::move(entry);
  else
    throw Failure{fmt::format("{} and {} have the same $id; give only one of them with --schema",
                              same->schema.name, entry.schema.name)};
}

/// A schema that is no shape and that nothing refers to would be ignored without a word.
void expect_use(const Entry& entry, const std::vector<Entry>& entries) {
  if (entry.built_in || entry.is_shape || entry.id.empty()) return;
  const bool referred = std::any_of(entries.begin(), entries.end(), [&](const Entry& other) {
    const std::string& text = other.schema.text;
    return &other != &entry && (text.find('"' + entry.id + '"') != std::string::npos ||
                                text.find('"' + entry.id + '#') != std::string::npos);
  });
  if (referred) return;
  throw Failure{
      fmt::format("{}: nothing uses this schema; name its shape, as in \"x-shape\": "
                  "\"dial-request\"",
                  entry.schema.name)};
}

}  // namespace

std::string schema_text(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.fail())
    throw Failure{fmt::format("cannot read the schema {}: {}; name a readable JSON Schema file",
                              printable(path), errno != 0 ? std::strerror(errno) : "it is empty")};
  return std::move(text).str();
}

Plan load_plan(const std::vector<std::string>& paths) {
  std::vector<Entry> entries;
  for (const EmbeddedFile& file : embedded_schemas()) {
    if (file.name == kReportSchema || file.name == kConfigSchema) continue;
    SchemaText schema{std::string(file.name), std::string(file.text)};
    // What is in them matters only where something might take their place.
    entries.push_back(paths.empty() ? Entry{{}, true, std::move(schema), true}
                                    : entry_of(std::move(schema), true));
  }
  for (const std::string& path : paths) put(entries, path);
  for (const Entry& entry : entries) expect_use(entry, entries);
  std::vector<SchemaText> schemas;
  schemas.reserve(entries.size());
  for (Entry& entry : entries) schemas.push_back(std::move(entry.schema));
  PlanResult result = compile_plan(schemas);
  if (!result.plan) throw Failure{printable(result.error)};
  return std::move(*result.plan);
}

}  // namespace diallint
