// Writes the files that are made from the rules and the schemas, or with --check compares them.
// Runs in the root of the repository, as ./dev generate does.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "failure.h"
#include "generate_shell.h"
#include "rule_facts.h"
#include "schemas.h"

namespace diallint {
namespace {

constexpr std::string_view kReadme = "README.md";
constexpr std::string_view kReference = "docs/rules.md";
constexpr std::string_view kBegin = "<!-- rules: written by ./dev generate -->\n";
constexpr std::string_view kEnd = "<!-- end of rules -->\n";

struct Derived {
  std::string path;
  std::string text;
};

/// The content of a file; empty if there is none.
std::string content(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::string table() {
  std::string out = "| rule | severity | what is checked |\n|---|---|---|\n";
  for (const Rule* rule : all_rules())
    out += fmt::format("| [`{0}`]({1}#{0}) | {2} | {3} |\n", rule->id, kReference, level_of(*rule),
                       rule->title);
  return out;
}

std::string readme() {
  const std::string text = content(std::string(kReadme));
  const std::size_t begin = text.find(kBegin);
  const std::size_t end = text.find(kEnd);
  if (begin == std::string::npos || end == std::string::npos || end < begin)
    throw Failure{fmt::format("{} lacks the lines '{}' and '{}'; put them around the rule table",
                              kReadme, kBegin.substr(0, kBegin.size() - 1),
                              kEnd.substr(0, kEnd.size() - 1))};
  return text.substr(0, begin + kBegin.size()) + table() + text.substr(end);
}

std::string facts(const Rule& rule, const Plan& plan) {
  std::string out = fmt::format("Severity: {}.", level_in_words(rule));
  if (!rule.keywords.empty())
    out += fmt::format(" Schema keywords: `{}`.", fmt::join(rule.keywords, "`, `"));
  const auto shapes = shapes_of(rule, plan);
  if (!shapes.empty()) out += fmt::format(" Shapes: `{}`.", fmt::join(shapes, "`, `"));
  return out;
}

std::string section(const Rule& rule, const Plan& plan) {
  std::string out = fmt::format("\n## {}\n\n{}\n\n{}\n", rule.id, rule.title, facts(rule, plan));
  out += fmt::format("\nWhy: {}\n\nRepair: {}\n", rule.why, rule.repair);
  if (!rule.disagreement.empty())
    out += fmt::format("\nWhere documents disagree: {}\n", rule.disagreement);
  const auto sources = sources_of(rule, plan);
  if (!sources.empty()) out += "\nSources:\n\n";
  for (const Source* source : sources)
    out += fmt::format("- [{}]({}), read {}\n", source->title, source->url, source->read);
  return out;
}

std::string reference(const Plan& plan) {
  std::string out =
      "# The rules\n\nWritten by `./dev generate` from the rules and the schemas; edit those.\n"
      "`diallint explain RULE` prints the same for one rule.\n";
  for (const Rule* rule : all_rules()) out += section(*rule, plan);
  return out;
}

void write(const Derived& derived) {
  const std::filesystem::path folder = std::filesystem::path(derived.path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
  std::ofstream file(derived.path, std::ios::binary);
  file << derived.text;
  file.close();
  if (!file) throw Failure{fmt::format("cannot write {}; make it writable", derived.path)};
}

int generate(bool check) {
  const Plan plan = load_plan({});
  std::vector<Derived> files = {{std::string(kReadme), readme()},
                                {std::string(kReference), reference(plan)}};
  for (auto& [path, text] : shell_files()) files.push_back({path, std::move(text)});
  bool same = true;
  for (const Derived& derived : files) {
    if (content(derived.path) == derived.text) continue;
    if (check)
      fmt::print(stderr, "{} is out of date\n", derived.path);
    else
      write(derived);
    same = false;
  }
  if (same || !check) return 0;
  fmt::print(stderr, "mend with: ./dev generate\n");
  return 1;
}

int guarded(const std::vector<std::string_view>& arguments) {
  const bool check = arguments.size() == 1 && arguments.front() == "--check";
  if (!arguments.empty() && !check) throw Failure{"usage: ./dev generate [--check]"};
  return generate(check);
}

}  // namespace
}  // namespace diallint

int main(int count, char** arguments) {
  try {
    return diallint::guarded({arguments + 1, arguments + count});
  } catch (const diallint::Failure& failure) {
    fmt::print(stderr, "diallint_generate: {}\n", failure.message);
  } catch (const std::exception& error) {
    fmt::print(stderr, "diallint_generate: {}\n", error.what());
  }
  return 2;
}
