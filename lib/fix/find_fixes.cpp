// Rounds of looking and fixing, until nothing changes.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "api/reader_source.h"
#include "api/ruleset_state.h"
#include "campaign/call_errors.h"
#include "campaign/row_tokens.h"
#include "context/fix_request.h"
#include "diallint/fix.h"
#include "engine/check_driver.h"
#include "engine/input_formats.h"
#include "fix/column_edits.h"
#include "fix/edited_source.h"
#include "fix/fix_round.h"
#include "phone/national_number.h"
#include "rules/mending.h"

namespace diallint {
namespace {

constexpr std::uint64_t kMostSeconds = 31'622'400;  // a year
constexpr unsigned kMostRounds = 64;                // values are mended in one, objects in a few

const FixKind* kind_named(std::string_view name) {
  const auto all = all_fix_kinds();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const FixKind* kind) { return kind->name == name; });
  return found == all.end() ? nullptr : *found;
}

Error wrong_kind(const FixOptions& options) {
  for (const std::string& name : options.kinds) {
    const FixKind* kind = kind_named(name);
    if (kind == nullptr)
      return {ErrorCode::kSetting,
              fmt::format("unknown kind of fix '{}'; fix_kinds() lists all of them", name)};
    if (kind->safety == FixSafety::kUnsafe && !options.unsafe)
      return {ErrorCode::kSetting,
              fmt::format("fixes of the kind '{}' are unsafe; ask for unsafe ones too", name)};
  }
  return {};
}

Error wrong_option(const FixOptions& options, const RulesetParts& rules) {
  if (Error wrong = wrong_kind(options)) return wrong;
  if (options.shape != "auto" && rules.plan->shape(options.shape) == nullptr)
    return {ErrorCode::kSetting, fmt::format("unknown shape '{}'; Ruleset::shapes() lists all of "
                                             "them",
                                             options.shape)};
  const std::string& region = options.default_region;
  if (!region.empty() && calling_code_of(region, rules.settings.numbering_plan) == 0)
    return {ErrorCode::kSetting,
            "the numbering plan has no such default region; regions are ISO 3166 codes such as US "
            "or GB"};
  if (options.expires_in && *options.expires_in > kMostSeconds)
    return {ErrorCode::kSetting, "requests would expire more than a year from now"};
  return {};
}

/// Fixes one text.
class Fixing {
 public:
  Fixing(const OpenText& open, const std::optional<Instant>& now, const FixOptions& options,
         const RulesetParts& rules)
      : open_(open), options_(options), rules_(rules), settings_(rules.settings), tokens_({}, {}) {
    settings_.now = now;
    settings_.clock = nullptr;
    request_.make_token = [this] { return tokens_.token({}, {}, false); };
    if (!options.unsafe) return;
    request_.default_region = options.default_region;
    request_.region_column = options.region_column;
    request_.expires_in = options.expires_in;
  }

  Fixes run() {
    std::vector<std::uint64_t> left_alone;
    for (;;) {
      std::vector<std::uint64_t> spoiled;
      std::optional<Fixes> found = rounds(left_alone, spoiled);
      if (!found) continue;  // with fewer columns
      Fixes& fixes = *found;
      if (spoiled.empty()) return std::move(fixes);
      const std::size_t known = left_alone.size();
      std::vector<std::uint64_t> all;
      std::set_union(left_alone.begin(), left_alone.end(), spoiled.begin(), spoiled.end(),
                     std::back_inserter(all));
      left_alone = std::move(all);
      if (left_alone.size() > known) continue;
      throw ReadError{
          "a fix of one record would make another one unsound; nothing was fixed. Leave out the "
          "rules that compare records, token-unique and phone-duplicate, or mend it by hand"};
    }
  }

 private:
  /// All rounds, with these records left as they are: values first, then columns. `spoiled`: those
  /// that had no error and have one now. Nothing where columns made the table another one: they are
  /// not tried again.
  std::optional<Fixes> rounds(std::span<const std::uint64_t> left_alone,
                              std::vector<std::uint64_t>& spoiled) {
    Fixes fixes;
    std::vector<std::uint64_t> faulty;
    Counts before;
    obstacle_ = unread_;
    columns_made_.reset();
    for (unsigned round = 0;; ++round) {
      FixRound look(options_, left_alone);
      const Counts counts = check(fixes.edits, look);
      if (round == 0) {
        fixes.summary.before = counts;
        faulty = look.faulty();
      }
      if (columns_made_ && !is_read_alike(before, counts)) return give_up_columns();
      before = counts;
      Edits edits = round == kMostRounds ? Edits() : next_edits(fixes, look);
      if (edits.empty()) {
        fixes.summary.after = counts;
        fixes.summary.left = look.by_rule();
        fixes.summary.offered = look.offered();
        fixes.summary.obstacle = obstacle_;
        std::set_difference(look.faulty().begin(), look.faulty().end(), faulty.begin(),
                            faulty.end(), std::back_inserter(spoiled));
        return fixes;
      }
      fixes.format = look.format();
      fixes.separator = look.separator();
      ++fixes.summary.rounds;
      fixes.edits.then(std::move(edits));
    }
  }

  /// Whether a table in which columns came or went has the rows that it had.
  static bool is_read_alike(const Counts& before, const Counts& after) {
    return before.records == after.records && before.unreadable == after.unreadable;
  }

  std::nullopt_t give_up_columns() {
    constexpr std::string_view kWords[] = {"renamed: with its new name", "added: with it",
                                           "dropped: without it"};
    given_up_.push_back(*columns_made_);
    unread_ = fmt::format("no column was {} the table would be read in another way",
                          kWords[static_cast<std::size_t>(*columns_made_)]);
    return std::nullopt;
  }

  Edits next_edits(Fixes& fixes, FixRound& look) {
    columns_made_.reset();
    Edits edits = look.choose(fixes);
    for (const ColumnChange change :
         {ColumnChange::kRename, ColumnChange::kAdd, ColumnChange::kDrop}) {
      if (!edits.empty()) break;
      columns_made_ = change;
      edits = edits_of_columns(change, fixes, look);
    }
    return edits;
  }

  /// The changes of that kind that the header offers and that are wanted.
  std::vector<ColumnFix> wanted_columns(ColumnChange change, const FixRound& look) const {
    std::vector<ColumnFix> wanted;
    if (std::find(given_up_.begin(), given_up_.end(), change) != given_up_.end()) return wanted;
    for (const ColumnFix& column : request_.columns)
      if (column.change == change && look.wants(column.kind->safety, column.kind->name))
        wanted.push_back(column);
    return wanted;
  }

  Edits edits_of_columns(ColumnChange change, Fixes& fixes, const FixRound& look) {
    const std::vector<ColumnFix> columns = wanted_columns(change, look);
    if (columns.empty()) return {};
    const ByteReader read = opened();
    ReaderSource source(read);
    EditedSource edited(source, fixes.edits);
    const TableReading reading{settings_.max_record_bytes, is_tab_separated(options_.name)};
    ColumnEdits found = column_edits(edited, reading, columns, request_.make_token);
    if (!found.obstacle.empty()) {
      obstacle_ = std::move(found.obstacle);
      return {};
    }
    for (const ColumnFix& column : columns) {
      ++fixes.summary.made[std::string(column.kind->name)];
      if (options_.list_made)
        fixes.made.push_back({column.kind->name, column.kind->safety, {}, 0, {}});
    }
    return std::move(found.edits);
  }

  ByteReader opened() const {
    ByteReader read;
    guarded([&] { read = open_(); });
    if (!read) throw Refusal{{ErrorCode::kSetting, "the text has no read callback"}};
    return read;
  }

  Counts check(const Edits& edits, FixRound& look) {
    request_.columns.clear();
    ByteReader read = opened();
    ReaderSource source(read);
    EditedSource edited(source, edits);
    CheckDriver driver(*rules_.plan, settings_, look);
    driver.set_shape(rules_.plan->shape(options_.shape));
    driver.set_csv_map(options_.csv_map);
    driver.set_fixes(&request_);
    driver.check_stream(edited, options_.name, options_.format);
    return driver.counts();
  }

  const OpenText& open_;
  const FixOptions& options_;
  const RulesetParts& rules_;
  Settings settings_;
  RowTokens tokens_;
  FixRequest request_;
  std::optional<ColumnChange> columns_made_;  // in the last round
  std::vector<ColumnChange> given_up_;
  std::string unread_;    // why the last of them was
  std::string obstacle_;  // what keeps columns as they are
};

}  // namespace

std::span<const FixKind* const> fix_kinds() noexcept { return all_fix_kinds(); }

Result<Fixes> find_fixes(const OpenText& open, const std::optional<Instant>& now,
                         const FixOptions& options, const Ruleset& rules) noexcept {
  return as_result([&] {
    const RulesetParts* compiled = RulesetAccess::parts(rules);
    if (compiled == nullptr) throw std::bad_alloc();  // GCOVR_EXCL_LINE: no test lets it fail
    if (Error wrong = wrong_option(options, *compiled)) throw Refusal{std::move(wrong)};
    return Fixing(open, now, options, *compiled).run();
  });
}

}  // namespace diallint
