// Workbooks and Parquet files, which a command beside the program reads, where there is one: the
// Python package brings it along.
#pragma once
#include <string>
#include <vector>

namespace diallint {

/// Becomes that command if the arguments are those of a check and name such a file; otherwise, or
/// where the command is not there, returns.
void hand_tables_on(const std::vector<std::string>& arguments);

}  // namespace diallint
