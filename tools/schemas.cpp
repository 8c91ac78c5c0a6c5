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

std::string id_of(std::string_view schema) {
  const auto json = nlohmann::json::parse(schema, nullptr, false);
  if (!json.is_object()) return {};
  const auto id = json.find("$id");
  return id != json.end() && id->is_string() ? id->get<std::string>() : std::string();
}

std::string text_of(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.fail())
    throw Failure{fmt::format("cannot read the schema {}: {}; name a readable JSON Schema file",
                              printable(path), errno != 0 ? std::strerror(errno) : "it is empty")};
  return std::move(text).str();
}

struct Entry {
  std::string id;
  SchemaText schema;
  bool built_in = true;
};

void put(std::vector<Entry>& entries, const std::string& path) {
  Entry entry{{}, {printable(path), text_of(path)}, false};
  entry.id = id_of(entry.schema.text);
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

}  // namespace

Plan load_plan(const std::vector<std::string>& paths) {
  std::vector<Entry> entries;
  for (const EmbeddedFile& file : embedded_schemas()) {
    if (file.name == kReportSchema) continue;
    // Their identifiers matter only where something might take their place.
    entries.push_back({paths.empty() ? std::string() : id_of(file.text),
                       {std::string(file.name), std::string(file.text)}});
  }
  for (const std::string& path : paths) put(entries, path);
  std::vector<SchemaText> schemas;
  schemas.reserve(entries.size());
  for (Entry& entry : entries) schemas.push_back(std::move(entry.schema));
  PlanResult result = compile_plan(schemas);
  if (!result.plan) throw Failure{result.error};
  return std::move(*result.plan);
}

}  // namespace diallint
