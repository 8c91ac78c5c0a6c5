// The secret that fingerprints are keyed with.
#pragma once
#include <string>

namespace diallint {

/// The content of `file`, or, where that is empty, of the environment's DIALLINT_FINGERPRINT_KEY;
/// empty if there is neither. A key is never an argument: those show in lists of processes. Throws
/// Failure.
std::string fingerprint_key(const std::string& file);

}  // namespace diallint
