// What one call of the program is to do, as its command line says.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/config.h"
#include "diallint/fingerprint_key.h"
#include "diallint/fix.h"
#include "diallint/local_service.h"
#include "diallint/prepare.h"
#include "diallint/reconcile.h"
#include "diallint/settings.h"
#include "engine/run.h"

namespace diallint {

using Arguments = std::vector<std::string>;

enum class Command : std::uint8_t {
  kCheck,
  kRules,
  kExplain,
  kSchema,
  kSchemaDiff,
  kConfig,
  kConformance,
  kFix,
  kPrepare,
  kReconcile,
  kHistory,
  kServe,
  kPrint
};

enum class Color : std::uint8_t { kAuto, kAlways, kNever };

/// One report: its format and where it goes.
struct OutputChoice {
  std::string format;
  std::string file;  ///< empty: standard output
};

/// An option as it was given: "--fail-on" and its value.
struct OptionUse {
  std::string option;
  std::string value;
};

/// Bytes, and how they were written: "1G", "500".
struct ByteSize {
  std::uint64_t bytes = 0;
  std::string in_words;
};

inline constexpr std::string_view kStdinName = "<stdin>";

/// The default of --max-expanded: a list of some millions of requests, where what is made to fill a
/// disk unpacks to a thousand times its size.
inline constexpr std::string_view kMaxExpanded = "1G";

/// Where the records of a check go. Empty: nowhere.
struct SplitFiles {
  std::string valid;
  std::string invalid;  ///< and unreadable

  bool any() const noexcept { return !valid.empty() || !invalid.empty(); }
};

/// Where fixed texts go.
enum class FixTarget : std::uint8_t {
  kStandardOutput,
  kFile,     ///< FixCall::file
  kInPlace,  ///< each into the file that it is of
  kDiff      ///< nowhere: what would change goes to standard output
};

/// What a call of fix is to do. How inputs are read and judged is in the options, as for check.
struct FixCall {
  FixOptions options;
  FixTarget target = FixTarget::kStandardOutput;
  std::string file;
  bool in_json = false;  ///< the summary; then nothing else goes to standard output
};

/// What a call of prepare is to do.
struct PrepareCall {
  PrepareOptions options;
  InputFormat format = InputFormat::kAuto;
  std::string list_name;  ///< empty: that of the file
  std::string folder;
};

/// What a call of reconcile is to do.
struct ReconcileCall {
  ReconcileOptions options;
  std::string prepared;  ///< the folder that prepare has made
  std::vector<std::string> responses;
  std::string folder;
};

/// What a call of serve is to do.
struct ServeCall {
  ServiceOptions options;
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::string token;       ///< who calls has to know it; empty: nobody has to
  std::string state_file;  ///< empty: what it knows ends with it
};

/// What one call of the program is to do.
struct Options {
  Command command = Command::kCheck;
  std::string text;                    ///< kPrint: help or version
  std::vector<std::string> arguments;  ///< inputs, a rule, a shape or two schemas
  std::vector<std::string> exclude;    ///< patterns of what directories are searched without
  std::vector<std::string> schema_files;
  Settings settings;
  RunOptions run;
  std::vector<OutputChoice> outputs;  ///< at least one; at most one to standard output
  std::optional<Severity> fail_on = Severity::kError;  ///< nothing: never
  ByteSize max_expanded{
      std::uint64_t{1} << 30,
      std::string(kMaxExpanded)};  ///< of text that a compressed input may unpack to; 0: any
  ByteSize memory_limit{0, "0"};   ///< of the tokens and numbers of a check; 0: any
  Color color = Color::kAuto;
  std::string stdin_name;
  FingerprintKey fingerprint_key;
  std::string baseline;      ///< file of known findings; empty: none
  Beneath baseline_beneath;  ///< where a configuration names it
  bool update_baseline = false;
  bool isolated = false;    ///< no configuration is looked for
  std::string config_file;  ///< the one to use for every input; empty: the nearest
  Config config;            ///< what the settings of the whole run come from
  std::vector<OptionUse> uses;
  /// The same call with the settings for inputs of another configuration. Throws FatalError.
  std::function<Options(const Config&)> with_config;
  std::string history;                 ///< file of what was sent before; empty: none
  bool remember = false;               ///< a check notes what is sound in it
  std::vector<std::string> responses;  ///< files with the responses to the inputs
  SplitFiles split;
  bool watch = false;  ///< the arguments are folders, whose files are checked as they come
  FixCall fix;
  PrepareCall prepare;
  ReconcileCall reconcile;
  ServeCall serve;
  bool show_values = false;
  bool statistics = false;
  bool quiet = false;
  bool verbose = false;

  bool uses_option(std::string_view name) const;

  /// Where standard input is taken to stand when its configuration is looked for: at the path that
  /// --stdin-filename names, or in the working folder.
  std::string config_path_of_stdin() const { return stdin_name == kStdinName ? "" : stdin_name; }
};

/// The configuration for an input (its path; empty: standard input): that of the place where the
/// file itself stands, which a symbolic link may lead to.
Config config_for(const Options& options, const std::string& path);

/// The exit code for what was found, by --fail-on.
int verdict(const Counts& counts, const Options& options);

/// To print a text and no more: help or the version.
Options printing(std::string text);

}  // namespace diallint
