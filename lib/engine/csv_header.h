// The header row of a CSV table: what it says the columns stand for.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check_session.h"
#include "input/csv_columns.h"
#include "input/csv_mapping.h"
#include "input/csv_splitter.h"
#include "plan/plan.h"
#include "plan/record_node.h"

namespace diallint {

/// Reads the header row. `record` is the node of one row's object: columns are named after its
/// members, those of a member that is a map MEMBER.KEY, or as `map` says. What is wrong with the
/// header is reported, once, at its place; an error there condemns the input. Throws ReadError if
/// `map` speaks of members or columns that do not exist.
CsvLayout lay_out_csv(const CsvRow& header, NodeId record, const CsvMap& map,
                      CheckSession& session);

/// The header that a table for this node has: "clientToken,phoneNumber,attributes.NAME". Required
/// members come first, in the order in which the schema requires them; maps come last.
std::string expected_csv_header(const Plan& plan, NodeId record);

/// Whether a member of records is a map, whose entries are columns of their own.
bool is_map_member(const Plan& plan, const Member& member) noexcept;

/// Whether a row looks like values rather than names of columns.
bool looks_like_data(const CsvRow& row) noexcept;

}  // namespace diallint
