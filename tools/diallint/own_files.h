// Files that this program has written, which are no data.
#pragma once
#include <string>
#include <string_view>

namespace diallint {

/// Whether a file begins like a report, a summary or a baseline of diallint, or like what prepare
/// and reconcile write beside batches.
bool begins_like_report(std::string_view head);

/// The same of a file; false where it cannot be read, or is a pipe or the like.
bool is_report(const std::string& path);

}  // namespace diallint
