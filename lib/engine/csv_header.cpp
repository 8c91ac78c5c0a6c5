#include "engine/csv_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/utf8.h"
#include "engine/csv_suggestions.h"
#include "rules/mending.h"
#include "rules/structure.h"

namespace diallint {
namespace {

std::string_view trim(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// What one column is to be: nothing, a member, or an entry of a member that is a map.
struct Target {
  std::size_t member = kNone;
  std::string_view key;
  static constexpr std::size_t kNone = ~std::size_t{0};

  explicit operator bool() const noexcept { return member != kNone; }
};

class HeaderReader {
 public:
  HeaderReader(const CsvRow& header, NodeId record, CheckSession& session)
      : header_(header),
        plan_(session.plan),
        node_(plan_.node(record)),
        session_(session),
        targets_(header.fields.size()),
        taken_(node_.members.size(), false),
        keys_(node_.members.size()) {}

  void apply(const CsvMap& map) {
    for (const CsvMapping& mapping : map) require_both_ends(mapping);
    for (const CsvMapping& mapping : map) apply(mapping);
  }

  CsvLayout run() {
    const std::uint64_t errors = session_.ledger.counts().errors;
    // A column of the right name wins over one in another spelling, wherever they stand.
    for (std::size_t i = 0; i < targets_.size(); ++i) take_exact(i);
    for (std::size_t i = 0; i < targets_.size(); ++i) take_folded(i);
    // A row that names nothing may hold values: no message is to show what stands in it.
    if (std::find(taken_.begin(), taken_.end(), true) == taken_.end()) return {};
    find_columns_of_absent();
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      if (!done_[i]) report_unknown(i);
      check_key(i);
    }
    CsvLayout layout = collect();
    report_absent(layout);
    if (session_.ledger.counts().errors > errors) session_.ledger.mark_input_invalid();
    return layout;
  }

 private:
  std::string_view name(std::size_t column) const noexcept {
    return trim(header_.fields[column].value);
  }
  Span cell(std::size_t column) const noexcept {
    const CsvField& field = header_.fields[column];
    return {header_.origin + field.begin, header_.origin + field.end};
  }

  Target exact_target(std::string_view name) const;
  Target folded_target(std::string_view name) const;
  bool claim(std::size_t column, const Target& target);
  void require_both_ends(const CsvMapping& mapping) const;
  void apply(const CsvMapping& mapping);
  void report_twice(std::size_t column);
  [[noreturn]] void fail_no_column(const CsvMapping& mapping) const;
  void take_exact(std::size_t column);
  void take_folded(std::size_t column);
  void report_stranger(const Member& member, std::size_t column);
  void report_unknown(std::size_t column);
  bool may_go(std::size_t column) const;
  bool may_hold_absent(std::size_t column) const;
  void offer_to_rename(std::size_t column, const Target& target);
  void offer_to_drop(std::size_t column);
  void offer_to_add(const Member& member);
  void check_key(std::size_t column);
  void report_absent(CsvLayout& layout);
  bool hides(std::string_view text) const noexcept;
  bool is_absent(std::size_t member) const noexcept {
    return node_.members[member].required && !taken_[member] &&
           !is_map_member(plan_, node_.members[member]);
  }
  /// Whether each column is looked at, so that some may come or go.
  bool is_whole() const noexcept { return header_.field_count == header_.fields.size(); }
  void find_columns_of_absent();
  std::size_t column_of_absent(const Member& member) const {
    return columns_of_absent_[static_cast<std::size_t>(&member - node_.members.data())];
  }
  void note(ColumnFix fix) {
    if (session_.run.fixes != nullptr) session_.run.fixes->columns.push_back(std::move(fix));
  }
  std::string way_out(std::string_view text) const;
  std::string way_out_of_absent(const Member& member) const;
  CsvLayout collect();
  CsvMember& member_of(CsvLayout& layout, std::size_t index) const;

  template <class Say>
  void report_at(std::string_view key, Say say) {
    session_.path.push().to_key({key, {}, looks_like_value(key) ? kRawHidden : Encoding::kRaw});
    say();
    session_.path.pop();
  }

  const CsvRow& header_;
  const Plan& plan_;
  const Node& node_;
  CheckSession& session_;
  std::vector<Target> targets_;                             // by column
  std::vector<bool> taken_;                                 // members that have a column
  std::vector<std::unordered_set<std::string_view>> keys_;  // of maps, by member
  // By member: the column that one that is missing may stand in under another name; as many as
  // there are: none.
  std::vector<std::size_t> columns_of_absent_ =
      std::vector<std::size_t>(node_.members.size(), targets_.size());
  std::vector<bool> done_ = std::vector<bool>(targets_.size(), false);
};

Target HeaderReader::exact_target(std::string_view name) const {
  const std::size_t dot = name.find('.');
  for (std::size_t i = 0; i < node_.members.size(); ++i) {
    const Member& member = node_.members[i];
    if (is_map_member(plan_, member)) {
      if (dot != std::string_view::npos && name.substr(0, dot) == member.name) {
        return {i, name.substr(dot + 1)};
      }
    } else if (name == member.name) {
      return {i, {}};
    }
  }
  return {};
}

Target HeaderReader::folded_target(std::string_view name) const {
  const std::size_t dot = name.find('.');
  const auto found = [&](std::string_view text) {
    const auto entry = node_.by_folded_name.find(fold_name(text));
    return entry == node_.by_folded_name.end() ? Target::kNone : std::size_t{entry->second};
  };
  if (dot != std::string_view::npos) {
    const std::size_t map = found(name.substr(0, dot));
    if (map != Target::kNone && is_map_member(plan_, node_.members[map])) {
      return {map, name.substr(dot + 1)};
    }
  }
  const std::size_t member = found(name);
  if (member == Target::kNone || is_map_member(plan_, node_.members[member])) return {};
  return {member, {}};
}

// False if another column has the target already.
bool HeaderReader::claim(std::size_t column, const Target& target) {
  done_[column] = true;
  if (is_map_member(plan_, node_.members[target.member])) {
    if (!keys_[target.member].insert(target.key).second) return false;
  } else if (taken_[target.member]) {
    return false;
  }
  taken_[target.member] = true;
  targets_[column] = target;
  return true;
}

void HeaderReader::require_both_ends(const CsvMapping& mapping) const {
  if (!exact_target(mapping.member)) {
    const auto record = static_cast<NodeId>(&node_ - plan_.nodes.data());
    throw ReadError{fmt::format("no column can be mapped to '{}'; the columns of a CSV file are {}",
                                shown_column(mapping.member), expected_csv_header(plan_, record))};
  }
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (name(i) == trim(mapping.header)) return;
  }
  fail_no_column(mapping);
}

void HeaderReader::apply(const CsvMapping& mapping) {
  const Target target = exact_target(mapping.member);
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (!done_[i] && name(i) == trim(mapping.header) && !claim(i, target)) report_twice(i);
  }
}

void HeaderReader::report_twice(std::size_t column) {
  report_at(name(column),
            [&] { report_duplicate_member(session_.context, name(column), cell(column)); });
}

// A first row that holds values must not end up in a message.
void HeaderReader::fail_no_column(const CsvMapping& mapping) const {
  const std::string start = fmt::format("no column is named '{}', which is mapped to {}; ",
                                        shown_column(trim(mapping.header)), mapping.member);
  if (looks_like_data(header_) || session_.settings.mask_keys) {
    throw ReadError{start + "the first line must name the columns"};
  }
  constexpr std::size_t kShown = 20;
  std::string names;
  for (std::size_t i = 0; i < std::min(targets_.size(), kShown); ++i) {
    std::size_t end = 0;
    for (std::size_t n = 0; n < 64 && end < name(i).size(); ++n) next_code_point(name(i), end);
    names += fmt::format("{}'{}{}'", i == 0 ? "" : ", ", name(i).substr(0, end),
                         end < name(i).size() ? "…" : "");
  }
  if (targets_.size() > kShown) names += fmt::format(" and {} more", targets_.size() - kShown);
  throw ReadError{start + "the file's columns are " + names};
}

void HeaderReader::take_exact(std::size_t column) {
  if (done_[column]) return;
  const Target target = exact_target(name(column));
  if (target && !claim(column, target)) report_twice(column);
}

void HeaderReader::take_folded(std::size_t column) {
  if (done_[column]) return;
  const Target target = folded_target(name(column));
  if (!target) return;
  if (!claim(column, target)) {
    done_[column] = false;  // beside the right spelling it is just unknown
    return;
  }
  if (session_.settings.accept_sdk_names) return;
  const Member& member = node_.members[target.member];
  report_at(name(column), [&] {
    if (report_member_name(session_.context, node_, member, name(column), cell(column)))
      offer_to_rename(column, target);
    if (!session_.context.is_on(kMemberName)) report_stranger(member, column);
  });
}

// Where nobody minds the spelling the member is missing, or nobody knows the column.
void HeaderReader::report_stranger(const Member& member, std::size_t column) {
  if (member.required && session_.context.is_on(kRequired)) {
    report_required(session_.context, node_, member, false, cell(column));
  } else if (node_.additional == Additional::kNothing) {
    report_unknown_member(session_.context, node_, &member, name(column), cell(column));
  }
}

void HeaderReader::report_unknown(std::size_t column) {
  const std::string_view text = name(column);
  if (node_.additional != Additional::kNothing) return;
  report_at(text, [&] {
    for (const Member& member : node_.members) {
      if (fold_name(text) != fold_name(member.name) || !is_map_member(plan_, member)) continue;
      session_.context.report(
          kType, node_.source_of(kType), cell(column),
          fmt::format("{0} is an object: give each of its entries a column named {0}.NAME",
                      member.name));
      return;
    }
    const bool kept = session_.context.report(
        kUnknownMember, node_.source_of(kUnknownMember), cell(column),
        text.empty()
            ? fmt::format("column {} has no name and is ignored", column + 1)
            : fmt::format("{} is not a member of {}{}", quoted_column(text, hides(text)),
                          node_.title.empty() ? "this object" : "a " + node_.title, way_out(text)));
    if (kept && may_go(column)) offer_to_drop(column);
  });
}

bool HeaderReader::hides(std::string_view text) const noexcept {
  return session_.settings.mask_keys || looks_like_value(text);
}

// What an unknown column may be called instead: as a member that is near, or into a map.
std::string HeaderReader::way_out(std::string_view text) const {
  const std::string_view nearest = nearest_member(node_, text);
  if (!nearest.empty()) return fmt::format("; the nearest is {}", nearest);
  const auto map = std::find_if(node_.members.begin(), node_.members.end(),
                                [&](const Member& m) { return is_map_member(plan_, m); });
  if (map == node_.members.end()) return {};
  return "; to send it, " + csv_entry_advice(map->name, text, hides(text));
}

// Whether nothing is lost without a column that is not known: it holds nothing that is missing, is
// no slip of the pen, and nobody needs it to read the others.
bool HeaderReader::may_go(std::size_t column) const {
  if (!is_whole() || may_hold_absent(column) || !nearest_member(node_, name(column)).empty())
    return false;
  const std::uint32_t meant = member_called(plan_, node_, name(column));
  if (meant != UINT32_MAX && !taken_[meant]) return false;
  const FixRequest* fixes = session_.run.fixes;
  return fixes == nullptr || fixes->region_column.empty() ||
         trim(fixes->region_column) != name(column);
}

bool HeaderReader::may_hold_absent(std::size_t column) const {
  return std::find(columns_of_absent_.begin(), columns_of_absent_.end(), column) !=
         columns_of_absent_.end();
}

void HeaderReader::offer_to_rename(std::size_t column, const Target& target) {
  std::string name(node_.members[target.member].name);
  if (!target.key.empty()) name += fmt::format(".{}", target.key);
  if (offer_column_name(name, session_.context))
    note({&fix_kind::kMemberName, ColumnChange::kRename, column, std::move(name)});
}

void HeaderReader::offer_to_drop(std::size_t column) {
  offer_column_removal(session_.context);
  note({&fix_kind::kDroppedMember, ColumnChange::kDrop, column});
}

// Where no other column may hold the member, or has its name already.
void HeaderReader::offer_to_add(const Member& member) {
  if (!is_whole() || column_of_absent(member) < targets_.size()) return;
  const auto index = static_cast<std::uint32_t>(&member - node_.members.data());
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    const bool is_called = !done_[i] && member_called(plan_, node_, name(i)) == index;
    if (is_called || name(i) == member.name) return;
  }
  auto mending = offer_column(member.name, plan_.node(member.node).checks, session_.context);
  if (mending)
    note(
        {mending->kind, ColumnChange::kAdd, 0, std::string(member.name), std::move(mending->text)});
}

void HeaderReader::find_columns_of_absent() {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < targets_.size(); ++i)
    names.push_back(done_[i] ? std::string_view() : name(i));
  for (std::size_t i = 0; i < node_.members.size(); ++i)
    if (is_absent(i)) columns_of_absent_[i] = likely_column(node_.members[i].name, names);
}

std::string HeaderReader::way_out_of_absent(const Member& member) const {
  const std::size_t column = column_of_absent(member);
  if (column == targets_.size()) return {};
  return fmt::format("; if column {} holds it: {}", column + 1,
                     csv_map_option(member.name, name(column), session_.settings.mask_keys));
}

// Runs the map's checks on a key, here and not again in every row: a key that they refuse gives its
// column up.
void HeaderReader::check_key(std::size_t column) {
  const Target target = targets_[column];
  if (!target || !is_map_member(plan_, node_.members[target.member])) return;
  const Member& member = node_.members[target.member];
  const NodeId key_node = plan_.node(member.node).map_key;
  if (key_node == kNoNode) return;
  const std::size_t findings = session_.log.findings().size();
  const CsvName key(target.key);
  Value value;
  value.kind = Kind::kString;
  value.text = {key.view(), cell(column), Encoding::kRaw};
  value.string = key.view();
  session_.path.push().to_member(member.name);
  report_at(target.key, [&] {
    for (const Check& check : plan_.node(key_node).checks) {
      const bool failed =
          check.rule->check != nullptr && !check.rule->check(check, value, session_.context);
      if (failed && session_.context.is_on(*check.rule)) break;
    }
  });
  session_.path.pop();
  if (session_.log.findings().size() > findings) targets_[column] = {};
}

void HeaderReader::report_absent(CsvLayout& layout) {
  for (std::size_t i = 0; i < node_.members.size(); ++i) {
    const Member& member = node_.members[i];
    if (!is_absent(i)) continue;
    layout.absent |= std::uint64_t{1} << i;
    const bool kept = session_.context.report(
        kRequired, node_.source_of(kRequired),
        {header_.origin, header_.origin + header_.bytes.size()},
        fmt::format("{} is missing; it is required{}", member.name, way_out_of_absent(member)));
    if (kept) offer_to_add(member);
  }
}

CsvMember& HeaderReader::member_of(CsvLayout& layout, std::size_t index) const {
  const Member& member = node_.members[index];
  for (CsvMember& known : layout.members) {
    if (known.name.view() == member.name) return known;
  }
  return layout.members.emplace_back(
      CsvMember{CsvName(member.name), is_map_member(plan_, member), 0, {}});
}

CsvLayout HeaderReader::collect() {
  CsvLayout layout;
  layout.columns = header_.field_count;
  layout.usable = true;
  for (std::uint32_t i = 0; i < targets_.size(); ++i) {
    if (!targets_[i]) continue;
    CsvMember& member = member_of(layout, targets_[i].member);
    if (member.is_map) {
      member.entries.push_back({CsvName(targets_[i].key), i});
    } else {
      member.column = i;
    }
  }
  for (std::size_t i = 0; i < node_.members.size(); ++i) {
    if (is_map_member(plan_, node_.members[i])) member_of(layout, i);  // an empty object at least
  }
  return layout;
}

}  // namespace

CsvLayout lay_out_csv(const CsvRow& header, NodeId record, const CsvMap& map,
                      CheckSession& session) {
  HeaderReader reader(header, record, session);
  reader.apply(map);
  return reader.run();
}

}  // namespace diallint
