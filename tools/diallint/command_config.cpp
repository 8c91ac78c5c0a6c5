#include <fmt/format.h>

#include <algorithm>

#include "base/json_string.h"
#include "base/printable.h"
#include "diallint/commands.h"

namespace diallint {
namespace {

constexpr std::size_t kColumn = 40;

std::string quoted(std::string_view text) {
  std::string out;
  append_printable_json(out, text);
  return out;
}

std::string as_toml(KeyKind kind, const std::vector<std::string>& words) {
  if (kind == KeyKind::kFlag || kind == KeyKind::kNumber) return printable(words.front());
  if (kind == KeyKind::kText || kind == KeyKind::kTextTable) return quoted(words.front());
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + quoted(word);
  return "[" + list + "]";
}

std::string line(std::string_view key, std::string_view value, std::string_view origin) {
  return fmt::format("{:<{}}  # {}\n", fmt::format("{} = {}", key, value), kColumn, origin);
}

/// Every use of the option; "--phone=x" of a table as its key and value.
std::vector<std::string> given(const Options& options, std::string_view option) {
  std::vector<std::string> values;
  for (const OptionUse& use : options.uses)
    if (use.option == option) values.push_back(use.value);
  return values;
}

std::string table(const Options& options, const ConfigKey& key,
                  const std::vector<std::string>& values) {
  std::string out;
  const auto name = [&](std::string_view inner) {
    return fmt::format("{}.{}", key.name, quoted(inner));
  };
  // Columns of the command line stand in for those of the file; severities come on top.
  const bool replaced = key.name == "csv-map" && !values.empty();
  for (const auto& [inner, value] : options.config.table(std::string(key.name))) {
    const bool beaten = std::any_of(values.begin(), values.end(), [&](const std::string& given) {
      return given.starts_with(inner + "=");
    });
    if (!replaced && !beaten)
      out += line(name(inner), as_toml(key.kind, value->raw), value->origin);
  }
  for (const std::string& value : values) {
    const std::size_t equals = value.find('=');
    out += line(name(value.substr(0, equals)), quoted(value.substr(equals + 1)), key.option);
  }
  return out;
}

std::string setting(const Options& options, const ConfigKey& key) {
  const std::vector<std::string> values = given(options, key.option);
  const bool is_table = key.kind == KeyKind::kTextTable || key.kind == KeyKind::kListTable;
  if (is_table) {
    std::string rows = table(options, key, values);
    if (!rows.empty()) return rows;
  } else if (!values.empty()) {
    const bool all = key.kind == KeyKind::kList;
    return line(key.name, as_toml(key.kind, all ? values : std::vector{values.back()}), key.option);
  } else if (const ConfigValue* value = options.config.find(std::string(key.name))) {
    return line(key.name, as_toml(key.kind, value->raw), value->origin);
  }
  return line(fmt::format("# {}", key.name), key.fallback, "default");
}

}  // namespace

int show_config(const Options& options) {
  std::string out = options.config.file.empty() ? "# no diallint.toml\n"
                                                : fmt::format("# {}\n", options.config.file);
  for (const ConfigKey& key : config_keys()) out += setting(options, key);
  return print(out);
}

}  // namespace diallint
