// diallint.toml: settings that stand beside the data.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/beneath.h"

namespace diallint {

inline constexpr std::string_view kConfigName = "diallint.toml";

/// What one key says, in words as the command line takes them, and where: "data/diallint.toml:3".
struct ConfigValue {
  std::vector<std::string> raw;
  std::string origin;
};

/// Keys by their dotted names. Keys of a table that the user names, such as the patterns of
/// per-file-ignores, are quoted: per-file-ignores."old/**".
struct Config {
  std::string folder;     ///< absolute, without a slash at its end; empty: there is no file
  std::string file;       ///< as messages name it
  bool is_found = false;  ///< it stands above an input; --config names none
  std::map<std::string, ConfigValue> values;

  const ConfigValue* find(const std::string& key) const;
  /// The values of the table `name`, by the key within it.
  std::map<std::string, const ConfigValue*> table(const std::string& name) const;
  /// A path that a value names, from the folder of the file.
  std::string path(const std::string& word) const;
  /// The same as what a file names that others may have written.
  Beneath beneath(const std::string& word) const { return {folder, word}; }
};

/// What a key may be.
enum class KeyKind : std::uint8_t { kText, kFlag, kNumber, kList, kTextTable, kListTable };

struct ConfigKey {
  std::string_view name;  ///< dotted
  KeyKind kind;
  std::string help;
  std::string_view option;    ///< of the command line, which beats the file
  std::string_view fallback;  ///< what holds where nobody says anything, as TOML
};

/// Every key there is, in the order of the reference.
std::span<const ConfigKey> config_keys();

/// What the text of the file at `path` says. Throws FatalError for what is not TOML, and for each
/// key or value that means nothing.
Config parse_config(const std::string& path, std::string_view text);

/// Reads a file, which parse_config() then checks. Throws FatalError for one that cannot be read.
/// `is_found`: find_config() has named it.
Config read_config(const std::string& path, bool is_found);

/// The file in `folder` or the nearest folder above it, as far as the root of the repository; empty
/// if there is none. What has its name counts, whether it can be read or not. Throws FatalError
/// where a folder does not let one see.
std::string find_config(const std::string& folder);

/// The file that an input is, which a symbolic link may lead to; otherwise the path as it is.
std::string real_path(const std::string& path);

/// The absolute folder in which an input stands ("" is standard input: the working folder).
std::string folder_of(const std::string& path);

}  // namespace diallint
