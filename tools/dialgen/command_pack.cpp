#include <fmt/format.h>

#include <algorithm>

#include "base/plural.h"
#include "base/printable.h"
#include "dialgen/commands.h"
#include "generate/boundary_cases.h"
#include "generate/conformance_pack.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/option_values.h"
#include "shared/pack_folder.h"
#include "shared/program.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

/// The shapes that are meant: the one that is named, or all of them.
std::vector<const Shape*> shapes_of(const DialgenWords& words, const Plan& plan) {
  std::vector<const Shape*> shapes;
  std::vector<std::string_view> ids;
  for (const Shape& shape : plan.shapes) {
    ids.emplace_back(shape.id);
    if (words.shape.empty() || shape.id == words.shape) shapes.push_back(&shape);
  }
  if (!shapes.empty()) return shapes;
  throw Failure{fmt::format("unknown shape '{}'{}", printable(words.shape),
                            did_you_mean(words.shape, ids, "'diallint schema' lists them"))};
}

const std::string& folder_of_pack(const DialgenWords& words) {
  if (!words.output.empty()) return words.output;
  throw Failure{"a pack is a folder of files; name it with -o DIR"};
}

/// Files of several shapes stand in a folder of each.
void append(Pack& pack, std::vector<PackFile> files, bool one_shape) {
  for (PackFile& file : files) {
    if (!one_shape) file.file = file.shape + "/" + file.file;
    pack.files.push_back(std::move(file));
  }
}

int write(const Pack& pack, const std::string& folder) {
  write_pack(pack, folder);
  complain(counted(pack.files.size(), "file") + " in " + printable(folder));
  return kNothingFound;
}

std::vector<const Rule*> rules_to_break(const DialgenWords& words) {
  if (words.rules.empty()) {
    if (!words.all) throw Failure{"name the rule to break with --rule, or give --all"};
    const auto all = all_rules();
    return {all.begin(), all.end()};
  }
  if (words.all) throw Failure{"--rule and --all exclude each other; give one of them"};
  std::vector<const Rule*> rules;
  for (const std::string_view id : rules_of("--rule", words.rules)) {
    const Rule* rule = rule_named(id);
    if (rule->spoil == nullptr || rule->asked_for != nullptr) {
      throw Failure{fmt::format("no valid request can break {} alone; see docs/packs.md", id)};
    }
    rules.push_back(rule);
  }
  return rules;
}

}  // namespace

int make_boundary(const DialgenWords& words) {
  const Plan plan = load_plan(words.schemas);
  const auto shapes = shapes_of(words, plan);
  Pack pack;
  pack.now = now_of(words);
  for (const Shape* shape : shapes) {
    append(pack, boundary_of(plan, *shape, seed_of(words), pack.now).files, shapes.size() == 1);
  }
  return write(pack, folder_of_pack(words));
}

int make_spoiled(const DialgenWords& words) {
  const Plan plan = load_plan(words.schemas);
  const auto rules = rules_to_break(words);
  const auto shapes = shapes_of(words, plan);
  const std::uint64_t count = words.count.empty() ? 1 : whole_number("--count", words.count);
  Pack pack;
  pack.now = now_of(words);
  for (const Shape* shape : shapes) {
    append(pack, spoiled_of(plan, *shape, rules, count, seed_of(words), pack.now),
           shapes.size() == 1);
  }
  return write(pack, folder_of_pack(words));
}

int make_pack(const DialgenWords& words) {
  const Plan plan = load_plan(words.schemas);
  const Instant now = words.now.empty() ? kPackNow : now_of(words);
  return write(conformance_pack(plan, seed_of(words), now), folder_of_pack(words));
}

}  // namespace diallint
