// Rows of contact lists as contacts: who is to be called, by which number, and with what; or why
// nobody is.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/campaign_shape.h"
#include "campaign/list_columns.h"
#include "campaign/list_rows.h"
#include "diallint/error.h"
#include "diallint/finding.h"
#include "diallint/numbering_plan.h"
#include "diallint/prepare.h"

namespace diallint {

/// What a row says. Valid until the next call of ContactRows::read().
struct Contact {
  std::string_view rule;    ///< why it is not taken, for programs; empty: it may be
  std::string_view reason;  ///< the same for people
  std::string_view number;  ///< E.164
  std::string_view key;     ///< empty: the row has none
  std::span<const Attribute> attributes;
};

/// Reads one list after the other. One thread.
class ContactRows {
 public:
  /// All of them outlive it.
  ContactRows(const PrepareOptions& options, const CampaignShape& shape, const NumberingPlan& plan)
      : options_(options), shape_(shape), plan_(plan) {}

  /// Begins with a list; `list` gets the names of its columns, and lasts until its end. Throws
  /// Refusal for a table that has no column with numbers, or not one that the options name.
  void begin_list(ListRows& rows, ListSummary& list);
  Contact read(const ListRow& row);
  /// What a list of objects lacks, each of which may lack anything: a member with numbers, or one
  /// that the options name.
  Error lack(const ListRows& rows) const;

 private:
  void recognise(std::span<const std::string_view> names, ListNames kind);
  void note_columns(std::span<const std::string_view> names);
  Contact refusal_of(const ListRow& row) const;
  Contact phone_of(const ListRow& row);
  Contact read_cell(const ListRow& row, std::string_view text);
  Contact read_in(std::string_view text, std::string_view region);
  std::string_view region_of(std::string_view name);

  const PrepareOptions& options_;
  const CampaignShape& shape_;
  const NumberingPlan& plan_;
  ListSummary* list_ = nullptr;
  ListColumns columns_;
  bool columns_known_ = false;
  std::vector<std::string> first_names_;
  Error unknown_columns_;             // of the first object without a number
  std::vector<NamedColumn> missing_;  // what no row has had yet; points into the options
  std::string number_;
  std::string last_name_;  // of a region, and which one it is
  std::string_view last_region_;
  std::vector<Attribute> attributes_;
};

/// What identifies a contact, for a token: its key, or its number.
std::string contact_id(const Contact& contact);

}  // namespace diallint
