#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/printable.h"
#include "diallint/commands.h"
#include "diallint/fix_input.h"
#include "diallint/fix_summary.h"
#include "diallint/input_settings.h"
#include "diallint/phone_options.h"
#include "shared/failure.h"
#include "shared/output_file.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

/// Where a file is to get the new content: it is the one that is named, and has no other name that
/// would keep the old one.
void expect_own_file(const Input& input) {
  struct stat status {};
  if (input.path.empty())
    throw ReadError{"standard input cannot be written in place; leave --in-place out, or give -o"};
  if (::lstat(input.path.c_str(), &status) != 0) throw ReadError{reading_trouble(errno)};
  if (S_ISLNK(status.st_mode))
    throw ReadError{"it is a link; name the file itself to have it written in place"};
  if (!S_ISREG(status.st_mode))
    throw ReadError{"it is no file that could be written in place; give -o"};
  if (::access(input.path.c_str(), W_OK) != 0)
    throw ReadError{"it may not be written by this user; change its permissions, or give -o"};
  if (status.st_nlink > 1)
    throw ReadError{
        "it has other names (hard links), which would keep the old content; write to another file "
        "with -o"};
}

/// Fixes inputs one after the other.
class FixRun {
 public:
  FixRun(const Options& options, const Plan& plan)
      : options_(options),
        call_(options.fix),
        settings_(options, plan),
        rules_(rules_for(options)),
        with_progress_(!options.quiet && ::isatty(STDERR_FILENO) == 1 && !is_shown()) {}

  /// Whether all of them could be read and written. Where one was left out before, no file gets a
  /// text.
  bool run(const InputList& list) {
    settings_.read(list.inputs);
    if (call_.target == FixTarget::kFile) file_.emplace(call_.file);
    if (gives_bytes()) standard_output_ = std::make_unique<StandardOutput>();
    bool whole = list.unread.empty();
    for (const Input& input : list.inputs) {
      try {
        fix_one(input);
      } catch (const ReadError& error) {
        print_error(fmt::format("{}: {}", printable(input.name), printable(error.what)));
        unread_.push_back({input.name, error.what});
        whole = false;
      }
    }
    if (whole && file_) file_->finish();
    if (standard_output_) standard_output_->finish();
    if (!options_.quiet && left_.records > 0) {
      const std::string notice = age_notice(options_.settings);
      if (!notice.empty()) print_error(notice);
    }
    return whole;
  }

  /// Of all inputs, with those that were left out before.
  std::string in_json(std::span<const UnreadInput> before) const {
    std::vector<UnfixedInput> unread;
    for (const UnreadInput& input : before) unread.push_back({input.file, input.reason});
    unread.insert(unread.end(), unread_.begin(), unread_.end());
    return fixes_in_json(fixed_, unread);
  }
  /// What is left in all of them.
  const Counts& left() const noexcept { return left_; }

 private:
  bool is_shown() const { return gives_bytes() && ::isatty(STDOUT_FILENO) == 1; }
  /// Whether standard output has a text, or a difference.
  bool gives_bytes() const {
    return call_.target == FixTarget::kDiff || call_.target == FixTarget::kStandardOutput;
  }

  void fix_one(const Input& input) {
    calls_ = {};
    if (call_.target == FixTarget::kInPlace) expect_own_file(input);
    FixInput text(input, settings_.place_of(input).options, calls_, with_progress_);
    const Fixes fixes = found_in(text, input);
    write(text, input, fixes);
    if (standard_output_) standard_output_->flush();  // where both are one, in front of the words
    left_ += fixes.summary.after;
    if (call_.in_json) fixed_.push_back({input.name, fixes.summary});
    if (options_.quiet || call_.in_json) return;
    const std::string words = fixes_in_words(fixes.summary, printable(input.name), call_.target);
    gives_bytes() ? say_beside(words) : static_cast<void>(print(words));
  }

  static void say_beside(const std::string& words) {
    for (std::size_t begin = 0; begin < words.size();) {
      const std::size_t end = words.find('\n', begin);
      print_error(words.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  Fixes found_in(FixInput& text, const Input& input) {
    const Options& options = settings_.place_of(input).options;
    FixOptions how = options.fix.options;
    how.shape = options.run.shape;
    how.format = options.run.format;
    how.csv_map = options.run.csv_map;
    how.name = input.name;
    how.list_made = false;
    Settings settings = options.settings;
    settings.severity = settings_.severities_of(input);
    settings.unique_within = options_.settings.unique_within;
    settings.mask_keys = options_.settings.mask_keys;
    const Ruleset rules = made(rules_.with(settings));
    Result<Fixes> fixes =
        find_fixes([&] { return text.open(); }, options_.settings.now, how, rules);
    if (!fixes) fail(fixes.error());
    return *std::move(fixes);
  }

  /// An input at fault leaves the others to be fixed.
  [[noreturn]] void fail(const Error& error) const {
    if (error.code == ErrorCode::kInput) throw ReadError{error.message};
    calls_.fail(error, "");
  }

  void write(FixInput& text, const Input& input, const Fixes& fixes) {
    switch (call_.target) {
      case FixTarget::kDiff:
        return write_difference(text, input, fixes);
      case FixTarget::kInPlace:
        return write_in_place(text, input, fixes);
      case FixTarget::kFile:
        return write_text(text, fixes, *file_);
      case FixTarget::kStandardOutput:
        return write_text(text, fixes, *standard_output_);
    }
  }

  TakeBytes into(DescriptorOutput& output) {
    return [this, &output](std::string_view bytes) { calls_.noted([&] { output.write(bytes); }); };
  }

  void write_text(FixInput& text, const Fixes& fixes, DescriptorOutput& output) {
    const Error error = write_fixed(text.open(), fixes.edits, into(output));
    if (error) fail(error);
  }

  void write_in_place(FixInput& text, const Input& input, const Fixes& fixes) {
    if (text.is_compressed())
      throw ReadError{"it is compressed, and is not written in place; give -o, or unpack it"};
    if (fixes.edits.empty()) return;
    OutputFile output(OutputFile::InPlace{input.path});
    write_text(text, fixes, output);
    output.settle();
    expect_own_file(input);
    text.expect_unchanged();
    output.put_in_place();
  }

  void write_difference(FixInput& text, const Input& input, const Fixes& fixes) {
    DiffOptions shown;
    shown.name = input.name;
    shown.show_values = options_.show_values;
    shown.mask_keys = options_.settings.mask_keys;
    shown.printable = is_shown();
    const Error error =
        write_diff([&] { return text.open(); }, fixes, shown, into(*standard_output_));
    if (error) fail(error);
  }

  const Options& options_;
  const FixCall& call_;
  InputSettings settings_;
  Ruleset rules_;
  LibraryCalls calls_;
  bool with_progress_;
  std::optional<OutputFile> file_;
  std::unique_ptr<StandardOutput> standard_output_;
  Counts left_;
  std::vector<FixedInput> fixed_;  // where the summary is JSON
  std::vector<UnfixedInput> unread_;
};

void expect_one_input(const FixCall& call, const InputList& list) {
  const bool many = call.target == FixTarget::kDiff || call.target == FixTarget::kInPlace;
  if (many || list.inputs.size() + list.unread.size() <= 1) return;
  throw FatalError{
      "several texts cannot go into one; give --in-place or --diff, or fix files one by one"};
}

}  // namespace

int fix_files(const Options& options) {
  const Plan plan = load_plan(options.schema_files);
  expect_in_plan(options.run, plan, options.config);
  const InputList list = find_inputs(options.arguments, options.stdin_name, {}, options.exclude);
  for (const UnreadInput& input : list.unread)
    print_error(fmt::format("{}: {}", printable(input.file), printable(input.reason)));
  if (!options.quiet)
    for (const std::string& line : list.passed_over.in_words(options.verbose)) print_error(line);
  expect_one_input(options.fix, list);
  FixRun run(options, plan);
  const bool whole = run.run(list);
  if (options.fix.in_json) print_json(run.in_json(list.unread));
  if (!whole) return kExitError;
  return verdict(run.left(), options);
}

}  // namespace diallint
