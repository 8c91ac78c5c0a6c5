#include "generate/conformance_pack.h"

#include <fmt/format.h>

#include <map>

#include "base/sha256.h"
#include "generate/boundary_cases.h"
#include "generate/generator_access.h"

namespace diallint {
namespace {

constexpr int kValidEach = 3;

GeneratorOptions options_for(const std::string& shape, std::uint64_t seed, const Instant& now) {
  GeneratorOptions options;
  options.shape = shape;
  options.seed = seed;
  options.now = now;
  return options;
}

void add(Pack& pack, const Plan& plan, PackFile file) {
  file.findings = findings_in(plan, file, pack.now);
  pack.files.push_back(std::move(file));
}

void add_valid(Pack& pack, const Plan& plan, const Shape& shape, std::uint64_t seed) {
  Generator generator = generator_from(plan, options_for(shape.id, seed, pack.now));
  for (int i = 1; i <= kValidEach; ++i) {
    PackFile file;
    file.file = fmt::format("{}/valid--{}.json", shape.id, i);
    file.shape = shape.id;
    file.about = "a valid document";
    generator.append(file.text);
    file.text += '\n';
    add(pack, plan, std::move(file));
  }
}

// Tables: one that is sound, and the ways in which one is none.
void add_tables(Pack& pack, const Plan& plan, const std::string& shape, std::uint64_t seed) {
  GeneratorOptions options = options_for(shape, seed, pack.now);
  options.form = GeneratedForm::kRows;
  Generator generator = generator_from(plan, options);
  const std::string header = generator.header() + "\n";
  const auto row = [&] {
    std::string text;
    generator.append(text);
    return text + "\n";
  };
  const std::string first = row();
  const auto table = [&](const char* name, const char* rule, const char* about, std::string text) {
    PackFile file;
    file.file = fmt::format("{}/{}.csv", shape, name);
    file.shape = shape;
    file.rule = rule;
    file.about = about;
    file.text = std::move(text);
    add(pack, plan, std::move(file));
  };
  table("valid--table", "", "a valid table", header + first + row());
  table("csv-syntax--row--too-short", "csv-syntax", "a row has fewer fields than the header",
        header + first + first.substr(first.find(',') + 1));
  table("csv-syntax--row--too-long", "csv-syntax", "a row has more fields than the header",
        header + first + "more," + row());
  table("csv-syntax--quote--not-closed", "csv-syntax", "a quote is never closed",
        header + first + "\"" + row());
}

// Files that are of no shape, or of no format that is read.
void add_shapeless(Pack& pack, const Plan& plan) {
  const auto of_any_shape = [&](const char* name, const char* rule, const char* about,
                                const char* text) {
    PackFile file;
    file.file = fmt::format("any/{}", name);
    file.shape = "auto";
    file.rule = rule;
    file.about = about;
    file.text = text;
    add(pack, plan, std::move(file));
  };
  of_any_shape("shape--unknown-object.json", "shape", "an object of no shape",
               "{\"neither\":\"one\",\"nor\":\"the other\"}\n");
  of_any_shape("input-format--page.html", "input-format", "a page in place of data",
               "<!DOCTYPE html>\n<title>Sign in</title>\n");
  of_any_shape("no-records--empty-array.json", "no-records", "an array without records", "[]\n");
  of_any_shape("no-records--white-space.json", "no-records", "white space alone", " \n\n");
}

bool can_be_table(const Plan& plan, const Shape& shape, const Instant& now) {
  GeneratorOptions options = options_for(shape.id, 1, now);
  options.form = GeneratedForm::kRows;
  try {
    Generator generator = generator_from(plan, options);
    return true;
  } catch (const GeneratorError&) {
    return false;
  }
}

}  // namespace

Pack conformance_pack(const Plan& plan, std::uint64_t seed, const Instant& now) {
  Pack pack;
  pack.now = now;
  for (const Shape& shape : plan.shapes) {
    add_valid(pack, plan, shape, seed);
    for (PackFile& file : boundary_of(plan, shape, seed, now).files) {
      file.file = shape.id + "/" + file.file;
      pack.files.push_back(std::move(file));
    }
    if (can_be_table(plan, shape, now)) add_tables(pack, plan, shape.id, seed);
  }
  add_shapeless(pack, plan);
  return pack;
}

Pack example_of(const Pack& pack) {
  Pack example = pack;
  std::erase_if(example.files, [](const PackFile& file) { return file.shape != kExampleShape; });
  return example;
}

std::string digests_of(const Pack& pack) {
  std::map<std::string_view, std::string> digests = {
      {kManifestName, to_hex(sha256(manifest_of(pack)))}};
  for (const PackFile& file : pack.files) digests[file.file] = to_hex(sha256(file.text));
  std::string out;
  for (const auto& [path, digest] : digests) out += fmt::format("{}  {}\n", digest, path);
  return out;
}

}  // namespace diallint
