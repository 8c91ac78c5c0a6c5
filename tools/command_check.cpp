#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "answer_check.h"
#include "commands.h"
#include "csv_layout.h"
#include "did_you_mean.h"
#include "failure.h"
#include "fan.h"
#include "file_source.h"
#include "inputs.h"
#include "phone_options.h"
#include "printable.h"
#include "progress.h"
#include "schemas.h"

namespace diallint {
namespace {

void expect_shape(const std::string& shape, const Plan& plan) {
  if (shape == "auto" || plan.shape(shape) != nullptr) return;
  std::vector<std::string_view> ids = {"auto"};
  for (const Shape& known : plan.shapes) ids.emplace_back(known.id);
  throw Failure{fmt::format("--shape: there is no shape '{}'{}", printable(shape),
                            did_you_mean(shape, ids, "'diallint schema' lists them"))};
}

/// The node that a row of a CSV file is read as, or kNoNode.
NodeId node_of_rows(const std::string& shape, const Plan& plan) {
  if (const Shape* chosen = plan.shape(shape)) return record_node(plan, chosen->root);
  for (const Shape& known : plan.shapes)
    if (plan.node(known.root).record) return known.root;
  return kNoNode;
}

bool has_column(const Plan& plan, const Node& row, std::string_view column) {
  return std::any_of(row.members.begin(), row.members.end(), [&](const Member& member) {
    const bool is_map = plan.node(member.node).additional == Additional::kMap;
    return is_map ? column.starts_with(member.name + ".") && column.size() > member.name.size() + 1
                  : column == member.name;
  });
}

/// Before anything is read, rather than once a file.
void expect_members(const RunOptions& run, const Plan& plan) {
  const NodeId rows = node_of_rows(run.shape, plan);
  if (rows == kNoNode) return;  // the reader says so, if there is a CSV file at all
  for (const CsvMapping& mapping : run.csv_map) {
    if (has_column(plan, plan.node(rows), mapping.member)) continue;
    throw Failure{fmt::format("--csv-map: there is no member '{}'; a row may have {}",
                              printable(mapping.member), expected_csv_header(plan, rows))};
  }
}

/// The files that reports will replace, as far as they exist.
std::set<FileKey> output_keys(const Options& options) {
  std::vector<std::string> files;
  for (const OutputChoice& output : options.outputs)
    if (!output.file.empty()) files.push_back(output.file);
  return keys_of(files);
}

void check_one(const Input& input, Run& run, bool with_progress) {
  const auto through = [&](FileSource&& source) {
    ProgressSource watched(source, input.name, with_progress);
    run.check(watched, input.name);
  };
  input.path.empty() ? through(FileSource()) : through(FileSource(input.path));
}

/// Whether every input could be read.
bool check_all(const std::vector<Input>& inputs, Run& run, bool with_progress) {
  bool sound = true;
  for (const Input& input : inputs) {
    try {
      check_one(input, run, with_progress);
    } catch (const ReadError& error) {
      complain(fmt::format("{}: {}", printable(input.name), printable(error.what)));
      sound = false;
    }
  }
  return sound;
}

/// The one file that is meant; a folder may hold more, or none.
Input only_input(const std::vector<std::string>& words, const Options& options) {
  const InputList list = find_inputs(words, options.stdin_name, output_keys(options));
  if (!list.troubles.empty()) throw Failure{list.troubles.front()};
  if (list.inputs.size() != 1)
    throw Failure{fmt::format("{} holds {} files; --response takes one request and one answer",
                              printable(words.front()), list.inputs.size())};
  return list.inputs.front();
}

std::string text_of(const Input& input) {
  std::string text;
  const auto read = [&](FileSource&& source) {
    constexpr std::size_t kStep = std::size_t{64} << 10;
    for (std::size_t got = 1; got > 0;) {
      const std::size_t size = text.size();
      text.resize(size + kStep);
      got = source.read(text.data() + size, kStep);
      text.resize(size + got);
    }
  };
  try {
    input.path.empty() ? read(FileSource()) : read(FileSource(input.path));
  } catch (const ReadError& error) {
    throw Failure{fmt::format("{}: {}", printable(input.name), printable(error.what))};
  }
  return text;
}

bool reaches(const Counts& counts, std::optional<Severity> threshold) {
  if (!threshold) return false;
  return counts.errors > 0 || (counts.warnings > 0 && *threshold <= Severity::kWarning) ||
         (counts.infos > 0 && *threshold <= Severity::kInfo);
}

int verdict(const Run& run, const Options& options) {
  return reaches(run.summary().counts, options.fail_on) ? kFound : kNothingFound;
}

/// A request and its answer.
int check_two(const Options& options) {
  Plan plan = load_plan(options.schema_files);
  enable_answer_checks(plan);
  const Input request = only_input(options.arguments, options);
  const Input answer = only_input({options.response}, options);
  const std::string asked = text_of(request);
  const std::string told = text_of(answer);
  Fan reports(options);
  Run run(plan, options.settings, options.run, reports);
  reports.begin(plan, run.input_names());
  try {
    check_answer(plan, options.settings, run, {request.name, asked}, {answer.name, told});
  } catch (const ReadError& error) {
    throw Failure{printable(error.what)};
  }
  reports.end(run.summary());
  return verdict(run, options);
}

}  // namespace

int check(const Options& options) {
  if (!options.response.empty()) return check_two(options);
  const Plan plan = load_plan(options.schema_files);
  expect_shape(options.run.shape, plan);
  expect_members(options.run, plan);
  const InputList list = find_inputs(options.arguments, options.stdin_name, output_keys(options));
  for (const std::string& trouble : list.troubles) complain(trouble);
  if (list.inputs.empty() && !list.troubles.empty()) return kTrouble;
  Fan reports(options);
  Run run(plan, options.settings, options.run, reports);
  reports.begin(plan, run.input_names());
  const bool progress = !options.quiet && !reports.on_terminal() && ::isatty(STDERR_FILENO) == 1;
  const bool sound = check_all(list.inputs, run, progress) && list.troubles.empty();
  reports.end(run.summary());
  const std::string notice = age_notice(options.settings);
  if (!options.quiet && !notice.empty() && run.summary().counts.records > 0) complain(notice);
  if (!sound) return kTrouble;
  return verdict(run, options);
}

}  // namespace diallint
