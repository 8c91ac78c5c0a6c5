#include <sys/stat.h>

#include "diallint/commands.h"
#include "diallint/history_file.h"
#include "diallint/history_summary.h"

namespace diallint {

int show_history(const Options& options) {
  const std::string& path = options.arguments.front();
  HistoryFile history(path, HistoryFile::Use::kLookUp);
  const HistoryFacts facts = history.facts(*options.settings.now);
  struct stat status {};
  const bool known = ::stat(path.c_str(), &status) == 0;
  const auto bytes = known ? static_cast<std::uint64_t>(status.st_size) : 0;
  if (options.outputs.front().format == "json")
    return print_json(facts_in_json(facts, path, bytes));
  return print(facts_in_words(facts, path, bytes));
}

}  // namespace diallint
