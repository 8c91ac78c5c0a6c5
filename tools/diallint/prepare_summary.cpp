#include "diallint/prepare_summary.h"

#include <fmt/format.h>

#include <vector>

#include "base/json_writer.h"
#include "base/plural.h"
#include "diallint/summary_counts.h"
#include "engine/input_formats.h"

namespace diallint {
namespace {

std::string quoted_all(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += fmt::format("{}'{}'", out.empty() ? "" : ", ", name);
  return out;
}

std::string list_in_words(const ListSummary& list) {
  std::string out = fmt::format("{}: {}, columns as {}\n", list.name, counted(list.rows, "row"),
                                list.preset.empty() ? "unknown" : list.preset);
  const auto add = [&](std::string_view what, const std::string& names) {
    if (!names.empty()) out += fmt::format("  {} from {}\n", what, names);
  };
  const auto one = [](const std::string& name) {
    return name.empty() ? name : fmt::format("'{}'", name);
  };
  add("numbers", quoted_all(list.phone_columns));
  add("regions", one(list.region_column));
  add("keys", one(list.key_column));
  add("who is not to be called", quoted_all(list.refusal_columns));
  for (const AttributeColumn& attribute : list.attributes)
    add(fmt::format("attribute {}", attribute.key), one(attribute.column));
  return out;
}

void put_names(JsonWriter& json, std::string_view member, const std::vector<std::string>& names) {
  json.name(member).open('[');
  for (const std::string& name : names) json.value(std::string_view(name));
  json.close(']');
}

void put_text(JsonWriter& json, std::string_view member, std::string_view text) {
  if (!text.empty()) json.put(member, text);
}

void put_list(JsonWriter& json, const ListSummary& list) {
  json.open('{').put("name", std::string_view(list.name));
  json.put("format", reader_of(list.format)->name);
  put_text(json, "preset", list.preset);
  put_names(json, "phoneColumns", list.phone_columns);
  put_text(json, "regionColumn", list.region_column);
  put_text(json, "keyColumn", list.key_column);
  put_names(json, "doNotCallColumns", list.refusal_columns);
  json.name("attributes").open('{');
  for (const AttributeColumn& attribute : list.attributes)
    json.put(attribute.key, std::string_view(attribute.column));
  json.close('}').put("rows", list.rows).close('}');
}

}  // namespace

std::string summary_in_words(const PrepareSummary& summary, const std::string& folder) {
  std::string out;
  for (const ListSummary& list : summary.lists) out += list_in_words(list);
  out += fmt::format("\n{}: {} taken, {} rejected\n", counted(summary.rows, "row"), summary.taken,
                     summary.rejected);
  out += counts_in_words(summary.rejected_by_rule);
  out += fmt::format("{} {} in {}", summary.batches, summary.batches == 1 ? "batch" : "batches",
                     folder);
  if (summary.first_submission && summary.last_submission) {
    out += fmt::format(", to be sent from {} to {}", to_rfc3339(*summary.first_submission),
                       to_rfc3339(*summary.last_submission));
  }
  out += '\n';
  if (summary.expires_in > 0)
    out += fmt::format("requests expire {} s after they are sent\n", summary.expires_in);
  if (!summary.warnings_by_rule.empty())
    out += "warnings of requests that were taken\n" + counts_in_words(summary.warnings_by_rule);
  return out;
}

std::string summary_in_json(const PrepareSummary& summary, const std::string& folder) {
  std::string out;
  JsonWriter json(out);
  json.open('{').put("folder", std::string_view(folder));
  json.put("rows", summary.rows).put("taken", summary.taken).put("rejected", summary.rejected);
  put_counts(json, "rejectedByRule", summary.rejected_by_rule);
  put_counts(json, "warningsByRule", summary.warnings_by_rule);
  json.put("batches", summary.batches).put("expiresIn", summary.expires_in);
  if (summary.first_submission && summary.last_submission) {
    json.put("firstSubmission", std::string_view(to_rfc3339(*summary.first_submission)));
    json.put("lastSubmission", std::string_view(to_rfc3339(*summary.last_submission)));
  }
  json.name("lists").open('[');
  for (const ListSummary& list : summary.lists) put_list(json, list);
  json.close(']').close('}');
  return out + '\n';
}

}  // namespace diallint
