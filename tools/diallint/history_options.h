// The options that are about what was sent before.
#pragma once
#include <memory>
#include <string>

#include "diallint/history_file.h"
#include "diallint/program_options.h"

namespace diallint {

class Parser;  // option_parser.h

/// As they were written.
struct RawHistory {
  std::string file, call_limit;
  bool remember = false;
};

/// --history; with `limit`, --call-limit as well; with `remember`, --remember too.
void add_history_options(Parser& parser, RawHistory& raw, bool limit, bool remember = false);

/// What they say; the settings have their severities. Throws FatalError, also where a rule is asked
/// for that has nothing to go by.
void apply_history_options(const RawHistory& raw, Options& options);

/// The history that the options name, to be written; null where they name none. Throws FatalError.
std::unique_ptr<HistoryFile> begin_history(const Options& options);

/// --call-limit: "2/24h".
CallLimit call_limit_of(const std::string& word);

}  // namespace diallint
