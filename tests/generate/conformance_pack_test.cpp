// The pack is as strict as the schemas: whichever limit of whichever schema is edited, some file of
// the pack is judged differently.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "generate/conformance_pack.h"
#include "schema/schema_compiler.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

using nlohmann::json;
using Pointer = json::json_pointer;

const Pack& the_pack() {
  static const Pack pack = conformance_pack(builtin_plan(), kPackSeed, kPackNow);
  return pack;
}

// Words that limit nothing; those of which only a run with more than one file, or with settings of
// its own, can tell: which regions and types may be called, whether a token was answered, and what
// was sent before; and that on numbers of Japan, none of which is kept for fiction.
bool limits_nothing(const std::string& keyword) {
  static const std::set<std::string> kWords = {"$schema",
                                               "$id",
                                               "$ref",
                                               "title",
                                               "description",
                                               "x-shape",
                                               "x-main",
                                               "x-aliases",
                                               "x-service-operations",
                                               "detection",
                                               "x-record",
                                               "x-sensitive",
                                               "x-source",
                                               "x-sources",
                                               "x-rule",
                                               "example",
                                               "part",
                                               "x-jp-mobile-quota",
                                               "x-phone-recent",
                                               "x-phone-region",
                                               "x-phone-type",
                                               "x-token-answered",
                                               "x-token-reused",
                                               "x-responds-to",
                                               "x-call-failed",
                                               "x-envelope",
                                               "items",
                                               "if",
                                               "then",
                                               "propertyNames",
                                               "token",
                                               "phone",
                                               "of",
                                               "$defs",
                                               "prefix"};
  return kWords.contains(keyword);
}

struct Mutation {
  std::string what;
  json schema;
};

class Mutations {
 public:
  explicit Mutations(const json& schema) : schema_(schema) { visit(schema, Pointer(), false); }
  std::vector<Mutation> take() { return std::move(all_); }

 private:
  template <class Edit>
  void add(const Pointer& at, const char* how, Edit edit) {
    json changed = schema_;
    edit(changed);
    all_.push_back({at.to_string() + " " + how, std::move(changed)});
  }
  void set(const Pointer& at, const char* how, const json& value) {
    add(at, how, [&](json& changed) { changed[at] = value; });
  }
  void remove(const Pointer& at, const char* how) {
    add(at, how, [&](json& changed) {
      json& parent = changed[at.parent_pointer()];
      if (parent.is_array()) {
        parent.erase(std::stoul(at.back()));
      } else {
        parent.erase(at.back());
      }
    });
  }

  // `names`: the keys are names of members, not keywords.
  void visit(const json& value, const Pointer& at, bool names) {
    if (value.is_object()) {
      // A type that a condition states once more says nothing new, nor beside values that are
      // listed.
      const bool told = at.to_string().find("/allOf/") != std::string::npos ||
                        value.contains("enum") || value.contains("const");
      for (const auto& [key, inner] : value.items()) {
        // What is no number is found by the rules on numbers, a template or not.
        const bool owned = key == "x-placeholder" && value.contains("x-phone-e164");
        if (names || !(owned || (told && key == "type"))) keyword(key, inner, at / key, names);
      }
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (value.size() > 1) remove(at / i, "removed");
        visit(value[i], at / i, false);
      }
    } else if (value.is_number_integer()) {
      const auto number = value.get<std::int64_t>();
      set(at, "one more", number + 1);
      if (number > 0) set(at, "one less", number - 1);
    }
  }

  void keyword(const std::string& key, const json& inner, const Pointer& at, bool names) {
    if (names) return visit(inner, at, false);
    if (key == "properties" || key == "$defs") return visit(inner, at, true);
    const bool descends = key == "if" || key == "then" || key == "items" ||
                          key == "propertyNames" ||
                          (key == "additionalProperties" && inner.is_object());
    if (descends) return visit(inner, at, false);
    if (limits_nothing(key)) return;
    // At least nothing is no limit.
    if (!(inner.is_number() && inner == 0)) remove(at, "removed");
    if (key == "const" && inner.is_string()) set(at, "changed", inner.get<std::string>() + "_");
    visit(inner, at, false);
  }

  const json& schema_;
  std::vector<Mutation> all_;
};

// The built-in schemas, one of them with another text.
PlanResult plan_with(std::string_view name, const std::string& text) {
  std::vector<SchemaText> texts;
  for (const EmbeddedFile& file : embedded_schemas()) {
    if (file.text.find("\"x-shape\"") == std::string_view::npos) continue;
    texts.push_back({std::string(file.name), file.name == name ? text : std::string(file.text)});
  }
  return compile_plan(texts);
}

bool pack_tells(const Plan& changed, const std::string& shape) {
  for (const bool own : {true, false}) {
    for (const PackFile& file : the_pack().files) {
      if ((file.shape == shape) == own && findings_in(changed, file, kPackNow) != file.findings)
        return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("Whichever limit of a schema is edited, the pack tells", "[pack][mutation]") {
  const std::size_t step = all_rounds() ? 1 : 10 * every(4);
  std::size_t told = 0;
  std::size_t tried = 0;
  std::size_t refused = 0;
  for (const EmbeddedFile& file : embedded_schemas()) {
    const json schema = json::parse(file.text);
    if (!schema.contains("x-shape")) continue;
    for (const Mutation& mutation : Mutations(schema).take()) {
      // A key is a text whatever its schema says.
      if (mutation.what.starts_with("/$defs/attributeName/type")) continue;
      if (++tried % step != 0) continue;
      const PlanResult result = plan_with(file.name, mutation.schema.dump());
      if (!result.plan) {
        ++refused;  // not a schema any more: nobody can be misled by it
        continue;
      }
      INFO(file.name << " " << mutation.what);
      const bool tells = pack_tells(*result.plan, schema["x-shape"]);
      CHECK(tells);
      told += tells ? 1 : 0;
    }
  }
  INFO(told << " told, " << refused << " refused");
  CHECK(told > 700 / step);
  CHECK(refused < told / 10);
}

}  // namespace diallint::test
