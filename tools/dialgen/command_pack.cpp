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
std::vector<const Shape*> shapes_of(const RawDialgenOptions& raw, const Plan& plan) {
  std::vector<const Shape*> shapes;
  std::vector<std::string_view> ids;
  for (const Shape& shape : plan.shapes) {
    ids.emplace_back(shape.id);
    if (raw.shape.empty() || shape.id == raw.shape) shapes.push_back(&shape);
  }
  if (!shapes.empty()) return shapes;
  throw FatalError{fmt::format("unknown shape '{}'{}", printable(raw.shape),
                               did_you_mean(raw.shape, ids, "'diallint schema' lists them"))};
}

/// Where the pack goes; asked before it is made, which takes a while.
const std::string& folder_of_pack(const RawDialgenOptions& raw) {
  if (raw.output.empty()) throw FatalError{"a pack is a folder of files; name it with -o DIR"};
  require_pack_folder(raw.output);
  return raw.output;
}

/// Files of several shapes stand in a folder of each.
void append(Pack& pack, std::vector<PackFile> files, bool one_shape) {
  for (PackFile& file : files) {
    if (!one_shape) file.file = file.shape + "/" + file.file;
    pack.files.push_back(std::move(file));
  }
}

/// A rule that was named and that no file is about was named for nothing.
void expect_all_broken(const std::vector<const Rule*>& rules, const Pack& pack,
                       const std::vector<const Shape*>& shapes) {
  for (const Rule* rule : rules) {
    const bool broken = std::any_of(pack.files.begin(), pack.files.end(),
                                    [&](const PackFile& file) { return file.rule == rule->id; });
    if (broken) continue;
    throw FatalError{fmt::format(
        "{} cannot be broken in {}; 'diallint rules --output-format json' lists the shapes of each "
        "rule",
        rule->id, shapes.size() == 1 ? shapes.front()->id : "any shape")};
  }
}

int write(const Pack& pack, const std::string& folder) {
  write_pack(pack, folder);
  print_error(counted(pack.files.size(), "file") + " in " + printable(folder));
  return kExitOk;
}

std::vector<const Rule*> rules_to_break(const RawDialgenOptions& raw) {
  if (raw.rules.empty()) {
    if (!raw.all) throw FatalError{"name the rule to break with --rule, or give --all"};
    const auto all = all_rules();
    return {all.begin(), all.end()};
  }
  if (raw.all) throw FatalError{"--rule and --all exclude each other; give one of them"};
  std::vector<const Rule*> rules;
  for (const std::string_view id : rules_of("--rule", raw.rules)) {
    const Rule* rule = rule_named(id);
    if (rule->inject_fault == nullptr || rule->enabled_by != nullptr) {
      throw FatalError{fmt::format("no valid request can break {} alone; see docs/packs.md", id)};
    }
    rules.push_back(rule);
  }
  return rules;
}

}  // namespace

int make_boundary(const RawDialgenOptions& raw) {
  const Plan plan = load_plan(raw.schemas);
  const auto shapes = shapes_of(raw, plan);
  const std::string& folder = folder_of_pack(raw);
  Pack pack;
  pack.now = pack_moment(raw);
  for (const Shape* shape : shapes) {
    append(pack, boundary_of(plan, *shape, seed_of(raw), pack.now).files, shapes.size() == 1);
  }
  return write(pack, folder);
}

int make_spoiled(const RawDialgenOptions& raw) {
  const Plan plan = load_plan(raw.schemas);
  const auto rules = rules_to_break(raw);
  const auto shapes = shapes_of(raw, plan);
  const std::uint64_t count = raw.count.empty() ? 1 : whole_number("--count", raw.count);
  if (count == 0) throw FatalError{"--count 0 makes an empty pack; give 1 or more"};
  const std::string& folder = folder_of_pack(raw);
  Pack pack;
  pack.now = pack_moment(raw);
  for (const Shape* shape : shapes) {
    append(pack, faulty_documents(plan, *shape, rules, count, seed_of(raw), pack.now),
           shapes.size() == 1);
  }
  if (!raw.all) expect_all_broken(rules, pack, shapes);
  return write(pack, folder);
}

int make_pack(const RawDialgenOptions& raw) {
  const std::string& folder = folder_of_pack(raw);
  const Plan plan = load_plan(raw.schemas);
  const Instant now = raw.now.empty() ? kPackNow : pack_moment(raw);
  return write(conformance_pack(plan, seed_of(raw), now), folder);
}

}  // namespace diallint
