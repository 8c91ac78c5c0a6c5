// The secret that a history's hashes are keyed with: a file beside it.
#pragma once
#include <string>

namespace diallint {

/// Where the key of a history is.
std::string history_key_path(const std::string& history);

bool has_history_key(const std::string& history);

/// Whether a history has begun.
bool holds_anything(const std::string& history);

/// The key of a history. One that does not exist yet gets a new one, which this user alone may
/// read; where several processes begin at once all have the same. Throws FatalError, also where a
/// history that holds anything has lost its key.
std::string history_key(const std::string& history);

}  // namespace diallint
