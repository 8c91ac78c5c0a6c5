#include "diallint/config.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/printable.h"
#include "diallint/config_check.h"
#include "diallint/settings.h"
#include "diallint/toml.h"
#include "engine/input_formats.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/file_source.h"
#include "shared/option_values.h"
#include "shared/text_file.h"

namespace diallint {
namespace {

namespace fs = std::filesystem;

const std::vector<ConfigKey>& keys() {
  static const std::vector<ConfigKey> kKeys = {
      ConfigKey{"select", KeyKind::kList, "only these rules", "--select", "[]"},
      ConfigKey{"ignore", KeyKind::kList, "all but these rules", "--ignore", "[]"},
      ConfigKey{"severity", KeyKind::kTextTable, in_words(kSeverityWords) + ", by rule",
                "--severity", "{}"},
      ConfigKey{"per-file-ignores", KeyKind::kListTable, "rules that are off, by pattern of paths",
                "", "{}"},
      ConfigKey{"fail-on", KeyKind::kText, in_words(kThresholdWords), "--fail-on", "\"error\""},
      ConfigKey{"now", KeyKind::kText, "check for this moment, RFC 3339, or none", "--now",
                "\"the clock\""},
      ConfigKey{"shape", KeyKind::kText, "check every input as this shape", "--shape", "\"auto\""},
      ConfigKey{"input-format", KeyKind::kText, in_words(input_format_names()), "--input-format",
                "\"auto\""},
      ConfigKey{"envelope", KeyKind::kText, in_words(envelope_names()), "--envelope", "\"auto\""},
      ConfigKey{"max-expanded", KeyKind::kText, "text of a compressed input at most, as \"1G\"",
                "--max-expanded", "\"1G\""},
      ConfigKey{"memory-limit", KeyKind::kText, "memory for what may stand once, as \"512M\"",
                "--memory-limit", "\"0\""},
      ConfigKey{"accept-sdk-names", KeyKind::kFlag, "accept member_name for memberName",
                "--accept-sdk-names", "false"},
      ConfigKey{"csv-map", KeyKind::kTextTable, "the CSV column of a member", "--csv-map", "{}"},
      ConfigKey{"baseline", KeyKind::kText, "file of known findings", "--baseline", "\"\""},
      ConfigKey{"fingerprint-key", KeyKind::kText, "file with the key of the fingerprints",
                "--fingerprint-key", "\"\""},
      ConfigKey{"phone.regions", KeyKind::kList, "only these may be called", "--phone-regions",
                "[]"},
      ConfigKey{"phone.deny-regions", KeyKind::kList, "these may not be called",
                "--deny-phone-regions", "[]"},
      ConfigKey{"phone.deny-types", KeyKind::kList, "nor these types", "--deny-phone-types", "[]"},
      ConfigKey{"phone.numbering-plan", KeyKind::kText, "a newer plan than the one built in",
                "--numbering-plan", "\"\""},
      ConfigKey{"output.format", KeyKind::kText, "what is written to standard output",
                "--output-format", "\"text\""},
      ConfigKey{"output.max-findings", KeyKind::kNumber, "show at most N; 0: all", "--max-findings",
                "0"},
      ConfigKey{"output.statistics", KeyKind::kFlag, "close with counts by rule", "--statistics",
                "false"},
      ConfigKey{"output.mask-keys", KeyKind::kFlag, "mask the names of attributes too",
                "--mask-keys", "false"},
  };
  return kKeys;
}

const ConfigKey* key_named(std::string_view name) {
  for (const ConfigKey& key : keys())
    if (key.name == name) return &key;
  return nullptr;
}

/// Takes one file apart.
class Reading {
 public:
  explicit Reading(Config& config) : config_(config) {}

  void table(const toml::table& table, const std::string& prefix) {
    for (const auto& [name, node] : table) {
      const std::string key = prefix + std::string(name.str());
      expect_no_dot(node, name.str());
      if (const ConfigKey* known = key_named(key))
        value(*known, node);
      else if (node.is_table() && is_prefix(key + "."))
        this->table(*node.as_table(), key + ".");
      else
        refuse(node, key, prefix, name.str());
    }
  }

 private:
  static bool is_prefix(std::string_view prefix) {
    for (const ConfigKey& key : keys())
      if (key.name.starts_with(prefix)) return true;
    return false;
  }

  std::string place(const toml::node& node) const {
    return fmt::format("{}:{}", config_.file, node.source().begin.line);
  }

  /// A dot in quotes is a part of the name and no way into a table: it must not pass for one.
  void expect_no_dot(const toml::node& node, std::string_view name) const {
    if (name.find('.') == std::string_view::npos) return;
    throw FatalError{fmt::format(
        "{}: the dot of '{}' stands within quotes and leads into no table; write the key "
        "without quotes",
        place(node), printable(name))};
  }

  [[noreturn]] void refuse(const toml::node& node, const std::string& key,
                           const std::string& prefix, std::string_view name) const {
    std::vector<std::string_view> names;
    for (const ConfigKey& known : keys()) {
      if (!known.name.starts_with(prefix)) continue;
      const std::string_view rest = known.name.substr(prefix.size());
      names.push_back(rest.substr(0, rest.find('.')));
    }
    throw FatalError{fmt::format("{}: unknown key '{}'{}", place(node), printable(key),
                                 did_you_mean(name, names, "'diallint config' lists them"))};
  }

  void value(const ConfigKey& key, const toml::node& node) {
    if (key.kind != KeyKind::kTextTable && key.kind != KeyKind::kListTable) {
      keep(std::string(key.name), key, node, raw(key, key.kind, node));
      return;
    }
    if (!node.is_table()) expect(key, node, "a table");
    const KeyKind inner = key.kind == KeyKind::kTextTable ? KeyKind::kText : KeyKind::kList;
    for (const auto& [name, entry] : *node.as_table())
      keep(fmt::format("{}.\"{}\"", key.name, name.str()), key, entry, raw(key, inner, entry));
  }

  void keep(const std::string& name, const ConfigKey& key, const toml::node& node,
            std::vector<std::string> raw) {
    ConfigValue value{std::move(raw), place(node)};
    const std::size_t quote = name.find('"');
    const std::string inner =
        quote == std::string::npos ? "" : name.substr(quote + 1, name.size() - quote - 2);
    check_config_value(fmt::format("{}: {}", value.origin, key.name), key.name, inner, value.raw);
    config_.values[name] = std::move(value);
  }

  [[noreturn]] void expect(const ConfigKey& key, const toml::node& node,
                           std::string_view what) const {
    throw FatalError{fmt::format("{}: {} must be {}: {}", place(node), key.name, what, key.help)};
  }

  std::vector<std::string> raw(const ConfigKey& key, KeyKind kind, const toml::node& node) const {
    switch (kind) {
      case KeyKind::kFlag:
        if (const auto* flag = node.as_boolean()) return {flag->get() ? "true" : "false"};
        expect(key, node, "true or false");
      case KeyKind::kNumber:
        if (const auto* number = node.as_integer(); number != nullptr && number->get() >= 0)
          return {fmt::format("{}", number->get())};
        expect(key, node, "a whole number from 0");
      case KeyKind::kList:
        return list(key, node);
      default:
        if (const auto* text = node.as_string()) return {text->get()};
        expect(key, node, "a string in quotes");
    }
  }

  std::vector<std::string> list(const ConfigKey& key, const toml::node& node) const {
    const auto* array = node.as_array();
    if (array == nullptr) expect(key, node, "a list of strings");
    std::vector<std::string> texts;
    for (const toml::node& item : *array) {
      if (!item.is_string()) expect(key, item, "a list of strings");
      texts.push_back(item.as_string()->get());
    }
    return texts;
  }

  Config& config_;
};

/// The path from the working folder, if it is below that.
std::string from_here(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  expect_memory(error);
  const std::string text = path.string();
  const std::string prefix = here.string() + "/";
  return !error && text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

constexpr std::string_view kWithoutFound = "or give --isolated or --config FILE";

/// What is at a path. Of one that is not there or may not be looked at, whoever reads it says so;
/// for anything else that keeps it from being looked at, FatalError: other settings would hold than
/// those that were meant.
fs::file_type type_at(const fs::path& path, bool follows_link = true) {
  std::error_code error;
  const fs::file_status status =
      follows_link ? fs::status(path, error) : fs::symlink_status(path, error);
  expect_memory(error);
  if (!error || tells_what_is_there(error.value())) return status.type();
  throw FatalError{fmt::format("{}: {}; {}", printable(from_here(path)),
                               reading_trouble(error.value()), kWithoutFound)};
}

/// What is found was named by nobody: a folder, a pipe or a link to nowhere must not pass for no
/// configuration, nor be waited for.
void expect_file(const std::string& path, const std::string& name) {
  struct stat status {};
  const auto refuse = [&](std::string_view why) {
    throw FatalError{fmt::format("{}: {}; {}", name, why, kWithoutFound)};
  };
  if (::stat(path.c_str(), &status) != 0) {
    const bool dangles = errno == ENOENT;
    refuse(dangles ? "it is a symbolic link to a file that is not there; repair it"
                   : reading_trouble(errno));
  }
  if (!S_ISREG(status.st_mode)) refuse("it is a configuration by its name but no file; rename it");
  if (::access(path.c_str(), R_OK) != 0) refuse(reading_trouble(errno));
}

/// What a line means that gives a text without its quotes; empty if it does not.
std::string unquoted_text(std::string_view text, std::size_t line) {
  for (; line > 1 && !text.empty(); --line)
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  text = text.substr(0, text.find_first_of("\r\n#"));
  const auto trimmed = [](std::string_view part) {
    const std::size_t begin = std::min(part.find_first_not_of(" \t"), part.size());
    part.remove_prefix(begin);
    return part.substr(0, part.find_last_not_of(" \t") + 1);
  };
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {};
  const std::string_view key = trimmed(text.substr(0, equals));
  std::string_view value = trimmed(text.substr(equals + 1));
  const bool is_list = value.starts_with('[');
  if (is_list) value = trimmed(value.substr(1, value.find_first_of(",]") - 1));
  if (value.empty() || !is_letter(value.front()) ||
      value.find_first_of("\"'") != std::string_view::npos)
    return {};
  const std::string quoted = fmt::format("\"{}\"", printable(value));
  return printable(key) + " = " + (is_list ? "[" + quoted + "]" : quoted);
}

}  // namespace

std::span<const ConfigKey> config_keys() { return keys(); }

const ConfigValue* Config::find(const std::string& key) const {
  const auto found = values.find(key);
  return found == values.end() ? nullptr : &found->second;
}

std::map<std::string, const ConfigValue*> Config::table(const std::string& name) const {
  std::map<std::string, const ConfigValue*> found;
  const std::string prefix = name + ".\"";
  for (const auto& [key, value] : values)
    if (key.starts_with(prefix))
      found[key.substr(prefix.size(), key.size() - prefix.size() - 1)] = &value;
  return found;
}

std::string Config::path(const std::string& word) const {
  return word.starts_with('/') ? word : from_here(fs::path(folder) / word);
}

Config parse_config(const std::string& path, std::string_view text) {
  Config config;
  config.folder = folder_of(path);
  config.file = printable(from_here(fs::path(path)));
  try {
    const toml::table table = toml::parse(text);
    Reading(config).table(table, "");
  } catch (const toml::parse_error& error) {
    const auto [line, column] = std::pair(error.source().begin.line, error.source().begin.column);
    const std::string unquoted = unquoted_text(text, line);
    throw FatalError{fmt::format("{}:{}:{}: this is not valid TOML: {}", config.file, line, column,
                                 unquoted.empty()
                                     ? printable(error.description())
                                     : fmt::format("a text stands in quotes, as in {}", unquoted))};
  }
  return config;
}

Config read_config(const std::string& path, bool is_found) {
  if (is_found) expect_file(path, printable(from_here(fs::path(path))));
  Config config = parse_config(path, text_of_file("the configuration", from_here(path)));
  config.is_found = is_found;
  return config;
}

std::string find_config(const std::string& folder) {
  for (fs::path at = folder; !at.empty(); at = at.parent_path()) {
    const fs::path file = at / kConfigName;
    struct stat status {};
    if (::lstat(file.c_str(), &status) == 0) return file.string();
    if (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG)
      throw FatalError{fmt::format("{}: {}; {}", printable(from_here(file)), reading_trouble(errno),
                                   kWithoutFound)};
    // What stands above a repository is not of its project.
    const bool is_repository = fs::exists(fs::file_status(type_at(at / ".git")));
    if (is_repository || at == at.root_path()) break;
  }
  return {};
}

std::string real_path(const std::string& path) {
  if (path.empty() || type_at(path, /*follows_link=*/false) != fs::file_type::symlink) return path;
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  expect_memory(error);
  return error ? path : real.string();
}

std::string folder_of(const std::string& path) {
  fs::path folder = path.empty() ? fs::path(".") : fs::path(path);
  if (!path.empty() && type_at(folder) != fs::file_type::directory) folder = folder.parent_path();
  if (folder.empty()) folder = ".";
  std::error_code error;
  fs::path real = fs::canonical(folder, error);
  expect_memory(error);
  if (error) real = fs::absolute(folder, error).lexically_normal();
  expect_memory(error);
  std::string text = real.string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

}  // namespace diallint
