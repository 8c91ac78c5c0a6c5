// The secret that fingerprints are keyed with.
#pragma once
#include <string>

#include "shared/file_source.h"

namespace diallint {

struct FingerprintKey {
  std::string text;            ///< empty: none
  bool is_configured = false;  ///< a configuration names it, and nothing else does
};

/// The content of the file that an option names, or else of the environment's
/// DIALLINT_FINGERPRINT_KEY, or else of the file that a configuration names; empty if there is none
/// of them. A key is never an argument: those show in lists of processes. Throws FatalError.
FingerprintKey fingerprint_key(const std::string& option, const FileToRead& configured);

/// The same of a file that an option names.
std::string key_of_file(const char* option, const std::string& path);

}  // namespace diallint
