// What the columns of a CSV table stand for, told from its header row.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "context/check_context.h"
#include "input/csv_mapping.h"
#include "input/csv_splitter.h"
#include "plan/plan.h"

namespace diallint {

/// A member's name or a map's key, with the readable bytes behind it that Text promises.
class CsvName {
 public:
  explicit CsvName(std::string_view name) : padded_(name) { padded_.append(kPad, '\0'); }
  std::string_view view() const noexcept { return {padded_.data(), padded_.size() - kPad}; }

 private:
  static constexpr std::size_t kPad = 16;
  std::string padded_;
};

/// An entry of a map, and the column that holds its value.
struct CsvEntry {
  CsvName key;
  std::uint32_t column = 0;
};

/// A member of every record: a string out of one column, or a map out of any number of them.
struct CsvMember {
  CsvName name;
  bool is_map = false;
  std::uint32_t column = 0;       ///< of a string
  std::vector<CsvEntry> entries;  ///< of a map, by column
};

/// How a row becomes a record.
struct CsvLayout {
  std::vector<CsvMember> members;  ///< by first column; maps without any column last
  std::uint64_t columns = 0;       ///< fields of every row
  std::uint64_t absent = 0;  ///< bit i: members[i] of the node is required, has no column, and
                             ///< that has been reported
  bool usable = false;       ///< false: no column stands for anything
};

/// Reads the header row. `record` is the node of one row's object: columns are named after its
/// members, those of a member that is a map MEMBER.KEY, or as `map` says. What is wrong with the
/// header is reported, once, at its place; an error there condemns the input. Throws ReadError if
/// `map` speaks of members or columns that do not exist.
CsvLayout lay_out_csv(const CsvRow& header, NodeId record, const CsvMap& map, Judge& judge);

/// The header that a table for this node has: "clientToken,phoneNumber,attributes.NAME". Required
/// members come first, in the order in which the schema requires them; maps come last.
std::string expected_csv_header(const Plan& plan, NodeId record);

/// Whether a member of records is a map, whose entries are columns of their own.
bool is_map_member(const Plan& plan, const Member& member) noexcept;

/// Whether a row looks like values rather than names of columns.
bool looks_like_data(const CsvRow& row) noexcept;

/// The node of the objects that are records, at or below `root`, or kNoNode.
NodeId record_node(const Plan& plan, NodeId root);

}  // namespace diallint
