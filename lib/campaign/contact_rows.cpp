#include "campaign/contact_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "campaign/call_errors.h"
#include "input/csv_columns.h"
#include "input/format_detection.h"
#include "phone/national_number.h"
#include "phone/region_names.h"

namespace diallint {
namespace {

constexpr Contact kMayBe = {};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) noexcept {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Contact refused(std::string_view rule, std::string_view reason) {
  return {rule, reason, {}, {}, {}};
}

Contact reason_of(NumberProblem problem) {
  switch (problem) {
    case NumberProblem::kUnreadable:
      return refused("number-unreadable", "the cell does not hold one telephone number");
    case NumberProblem::kExtension:
      return refused("number-unreadable",
                     "the number has an extension, which a dial request has no place for");
    case NumberProblem::kCutDigits:
      return refused(
          "number-unreadable",
          "a spreadsheet has turned the number into one with an exponent, and its last digits "
          "are lost; export the list with the column as text");
    case NumberProblem::kNoRegion:
      return refused("number-region",
                     "the number has no + and calling code, and nothing says in which country it "
                     "is dialled; name a column or a default region");
    case NumberProblem::kNotInPlan:
      return refused("number-not-in-plan",
                     "the numbering plan of the row's region has no such number");
    case NumberProblem::kSeveralWays:
      return refused(
          "number-ambiguous",
          "the number can be read as more than one; write it with + and its calling code");
    case NumberProblem::kNone:
      break;
  }
  return kMayBe;
}

// Whether somebody is not to be called: in doubt they are not.
Contact refusal_in(std::string_view cell) {
  constexpr std::array<std::string_view, 8> kYes = {"1", "true", "yes", "y", "x", "all", "t", "on"};
  constexpr std::array<std::string_view, 7> kNo = {"", "0", "false", "no", "n", "none", "f"};
  const std::string word = to_lower(trimmed(cell));
  if (is_one_of(word, kNo)) return kMayBe;
  if (is_one_of(word, kYes)) return refused("do-not-call", "the list says not to call");
  return refused("do-not-call", "whether to call is neither yes nor no in the list");
}

std::string_view cell(const ListRow& row, std::uint32_t column) noexcept {
  return column == kNoColumn ? std::string_view() : row.cells[column];
}

}  // namespace

// --- columns -------------------------------------------------------------------------------------

void ContactRows::begin_list(ListRows& rows, ListSummary& list) {
  list_ = &list;
  columns_known_ = false;
  unknown_columns_ = {};
  missing_ = named_columns(options_);
  // A table without a row has to be a list of numbers, too.
  if (rows.format() == InputFormat::kCsv) recognise(rows.original_columns(), ListNames::kTable);
}

void ContactRows::recognise(std::span<const std::string_view> names, ListNames kind) {
  Result<ListColumns> found =
      recognise_columns(names, kind, options_, *shape_.phone, *shape_.phone_node);
  columns_known_ = static_cast<bool>(found);
  std::erase_if(missing_, [&](const NamedColumn& column) {
    return column_named(names, column.name) != kNoColumn;
  });
  if (!found && kind == ListNames::kTable) throw Refusal{found.error()};
  if (!found && !unknown_columns_) unknown_columns_ = found.error();
  if (!found) return;
  columns_ = *std::move(found);
  if (list_->preset.empty()) note_columns(names);
}

Error ContactRows::lack(const ListRows& rows) const {
  if (rows.format() == InputFormat::kCsv || list_->rows == 0) return {};
  if (list_->preset.empty() && unknown_columns_) return unknown_columns_;
  if (list_->preset.empty()) {
    return {ErrorCode::kInput,
            "no line of it is a JSON object with members; a contact list is CSV or NDJSON"};
  }
  if (missing_.empty()) return {};
  const std::vector<std::string_view> names(first_names_.begin(), first_names_.end());
  return {ErrorCode::kInput, missing_column(missing_.front(), names)};
}

void ContactRows::note_columns(std::span<const std::string_view> names) {
  const auto name = [&](std::uint32_t at) {
    return at == kNoColumn ? std::string() : std::string(shown_column(trimmed(names[at])));
  };
  first_names_.assign(names.begin(), names.end());
  list_->preset = columns_.preset;
  for (const std::uint32_t at : columns_.phones) list_->phone_columns.push_back(name(at));
  for (const std::uint32_t at : columns_.refusals) list_->refusal_columns.push_back(name(at));
  list_->region_column = name(columns_.region);
  list_->key_column = name(columns_.key);
  for (const ListAttribute& attribute : columns_.attributes)
    list_->attributes.push_back({attribute.key, name(attribute.column)});
}

// --- rows ----------------------------------------------------------------------------------------

Contact ContactRows::read(const ListRow& row) {
  if (!row.rule.empty()) return refused(row.rule, row.reason);
  if (row.new_names) recognise(row.names, ListNames::kObject);
  if (!columns_known_)
    return refused("no-number", "no member of the object is known to hold a number");
  if (const Contact no = refusal_of(row); !no.rule.empty()) return no;
  if (const Contact no = phone_of(row); !no.rule.empty()) return no;
  const std::string_view key = trimmed(cell(row, columns_.key));
  if (!options_.key_column.empty() && key.empty())
    return refused("no-key", "the row has no key; fill the column or name another one");
  attributes_.clear();
  for (const ListAttribute& attribute : columns_.attributes)
    attributes_.push_back({attribute.key, cell(row, attribute.column)});
  return {{}, {}, number_, key, attributes_};
}

Contact ContactRows::refusal_of(const ListRow& row) const {
  for (const std::uint32_t column : columns_.refusals)
    if (const Contact no = refusal_in(cell(row, column)); !no.rule.empty()) return no;
  constexpr std::array<std::string_view, 3> kCalled = {"", "voice", "sms"};
  if (!is_one_of(to_lower(trimmed(cell(row, columns_.channel))), kCalled))
    return refused("channel", "the endpoint's channel has no telephone number");
  if (to_lower(trimmed(cell(row, columns_.status))) == "inactive")
    return refused("inactive", "the endpoint is inactive");
  return kMayBe;
}

// Into number_, from the first of the columns that holds one.
Contact ContactRows::phone_of(const ListRow& row) {
  Contact why = refused("no-number", "the row has no telephone number");
  bool first = true;
  for (const std::uint32_t column : columns_.phones) {
    const std::string_view text = cell(row, column);
    if (trimmed(text).empty()) continue;
    const Contact here = read_cell(row, text);
    if (here.rule.empty()) return kMayBe;
    if (std::exchange(first, false)) why = here;
  }
  return why;
}

Contact ContactRows::read_cell(const ListRow& row, std::string_view text) {
  const std::string_view named = trimmed(cell(row, columns_.region));
  if (named.empty()) return read_in(text, options_.default_region);
  Contact read = read_in(text, region_of(named));
  // A name that nobody knows is not passed over for the default.
  if (read.rule == "number-region")
    read.reason = "the number is a national one, and the row's region is not known";
  return read;
}

Contact ContactRows::read_in(std::string_view text, std::string_view region) {
  NumberReading reading = read_number(text, region, plan_);
  number_ = std::move(reading.number);
  return reason_of(reading.problem);
}

// Lists name a few regions in all, over and over.
std::string_view ContactRows::region_of(std::string_view name) {
  if (name != last_name_) {
    last_name_ = name;
    last_region_ = region_named(name);
  }
  return last_region_;
}

std::string contact_id(const Contact& contact) {
  return contact.key.empty() ? fmt::format("number {}", contact.number)
                             : fmt::format("key {}", contact.key);
}

}  // namespace diallint
