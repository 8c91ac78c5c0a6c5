#include "diallint/history_summary.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/plural.h"
#include "base/printable.h"
#include "diallint/history_key.h"

namespace diallint {

std::string facts_in_words(const HistoryFacts& facts, const std::string& file,
                           std::uint64_t bytes) {
  std::string out = fmt::format("{}: {} of the last 7 days, {} older\n", printable(file),
                                counted(facts.tokens, "token"), facts.older_tokens);
  for (std::size_t age = 0; age < facts.tokens_by_age.size(); ++age) {
    if (facts.tokens_by_age[age] == 0) continue;
    out += fmt::format(
        "{:>10}  {}\n", facts.tokens_by_age[age],
        age == 0 ? "of the last 24 hours, or planned" : fmt::format("{} old", counted(age, "day")));
  }
  if (facts.oldest && facts.newest)
    out += fmt::format("first used from {} to {}\n", to_rfc3339(*facts.oldest),
                       to_rfc3339(*facts.newest));
  out += fmt::format("{} of {}\n", counted(facts.calls, "call"), counted(facts.numbers, "number"));
  return out + fmt::format("{}; the key is in {}\n", counted(bytes, "byte"),
                           printable(history_key_path(file)));
}

std::string facts_in_json(const HistoryFacts& facts, const std::string& file, std::uint64_t bytes) {
  std::string out;
  JsonWriter json(out);
  json.open('{').put("file", std::string_view(file));
  json.put("key", std::string_view(history_key_path(file))).put("bytes", bytes);
  json.put("tokens", facts.tokens).put("olderTokens", facts.older_tokens);
  json.name("tokensByAge").open('[');
  for (const std::uint64_t tokens : facts.tokens_by_age) json.value(tokens);
  json.close(']');
  if (facts.oldest && facts.newest) {
    json.put("oldest", std::string_view(to_rfc3339(*facts.oldest)));
    json.put("newest", std::string_view(to_rfc3339(*facts.newest)));
  }
  json.put("calls", facts.calls).put("numbers", facts.numbers).close('}');
  return out + '\n';
}

}  // namespace diallint
