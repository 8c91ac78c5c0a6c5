// The files of schemas/ as others use them: named, and described wherever an editor shows them.
#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "base/embedded_files.h"

namespace diallint::test {
namespace {

using nlohmann::json;

bool has_text(const json& schema, const char* keyword) {
  const auto found = schema.find(keyword);
  return found != schema.end() && found->is_string() && !found->get<std::string>().empty();
}

// One schema file on the way through its members.
class File {
 public:
  explicit File(const EmbeddedFile& file) : name_(file.name), root_(json::parse(file.text)) {}

  void check() {
    INFO(name_);
    CHECK(root_.value("$schema", "") == "https://json-schema.org/draft/2020-12/schema");
    CHECK(root_.value("$id", "").starts_with("urn:diallint:"));
    CHECK(has_text(root_, "title"));
    CHECK(has_text(root_, "description"));
    sources();
    within(root_, "");
  }

  std::string id() const { return root_.value("$id", ""); }
  // The others describe what only programs read, and need no name for people.
  bool is_shape() const { return root_.contains("x-shape"); }
  std::size_t members() const { return members_; }

 private:
  void sources() const {
    static const std::regex kDay("20[0-9]{2}-[01][0-9]-[0-3][0-9]");
    const json sources = root_.value("x-sources", json::object());
    for (const auto& [name, source] : sources.items()) {
      INFO(name);
      CHECK(has_text(source, "title"));
      CHECK(source.value("url", "").starts_with("https://"));
      CHECK(std::regex_match(source.value("read", ""), kDay));
    }
  }

  // A reference is described by what it leads to, if not beside it.
  const json& target(const json& schema) const {
    const auto reference = schema.find("$ref");
    if (reference == schema.end()) return schema;
    const std::string to = reference->get<std::string>();
    return to.starts_with("#/") ? root_.at(json::json_pointer(to.substr(1))) : schema;
  }

  bool described(const json& schema, const char* keyword) const {
    const bool elsewhere =
        schema.contains("$ref") && !schema["$ref"].get<std::string>().starts_with('#');
    return has_text(schema, keyword) || has_text(target(schema), keyword) || elsewhere;
  }

  void within(const json& schema, const std::string& pointer) {
    if (!schema.is_object()) return;
    const json members = schema.value("properties", json::object());
    for (const auto& [name, member] : members.items()) {
      const std::string place = pointer + "/" + name;
      INFO(place);
      if (is_shape()) CHECK(described(member, "title"));
      CHECK(described(member, "description"));
      ++members_;
      within(member, place);
    }
    for (const char* keyword : {"items", "additionalProperties", "propertyNames"}) {
      if (const auto found = schema.find(keyword); found != schema.end()) {
        within(*found, pointer + "/*");
      }
    }
    const json definitions = schema.value("$defs", json::object());
    for (const auto& [name, definition] : definitions.items()) {
      within(definition, pointer + "#" + name);
    }
  }

  std::string name_;
  json root_;
  std::size_t members_ = 0;
};

}  // namespace

TEST_CASE("Schema files have names, titles and descriptions", "[schemas]") {
  std::set<std::string> ids;
  for (const EmbeddedFile& file : embedded_schemas()) {
    INFO(file.name);
    File schema(file);
    schema.check();
    CHECK(schema.members() > 0);
    CHECK(ids.insert(schema.id()).second);
  }
  CHECK(ids.size() >= 3);
}

}  // namespace diallint::test
