/// @file
/// Fixes: what the rules would put in the place of what they find, and a text with that done.
///
///     #include <cstdio>
///     #include <diallint/fix.h>
///
///     int main() {
///       const auto fixed = diallint::fix(
///           R"({"clientToken":"t","phoneNumber":"+1 (202) 555-0101","attributes":{}})", {});
///       if (!fixed) return std::fputs(fixed.error().message.c_str(), stderr);
///       std::fputs(fixed->text.c_str(), stdout);  // … "phoneNumber":"+12025550101" …
///     }
///
/// A fix is offered where it is certain, and where the rules find no error in the value that it
/// leads to. Safe ones change no meaning; unsafe ones make something up, take it from the options
/// or drop it. All bytes that no fix is about stay as they are.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/checker.h"
#include "diallint/edits.h"
#include "diallint/error.h"
#include "diallint/export.h"
#include "diallint/finding.h"
#include "diallint/input_format.h"
#include "diallint/instant.h"
#include "diallint/ruleset.h"

namespace diallint {

/// All kinds of fixes, the safe ones first. Static.
DIALLINT_API std::span<const FixKind* const> fix_kinds() noexcept;

/// Which fixes are made, and how the text is read. Plain data; texts are UTF-8.
struct FixOptions {
  bool unsafe = false;                  ///< unsafe fixes as well
  std::vector<std::string> kinds = {};  ///< these alone; empty: all
  /// ISO 3166-1 alpha-2: where numbers without a calling code are dialled. Empty: they are left.
  std::string default_region = {};
  /// The column of a table with the country of its row, as an ISO 3166-1 code or a name; it counts
  /// before default_region. Empty: none. Of no meaning for JSON.
  std::string region_column = {};
  /// Seconds from the moment of judgement to expiry, for requests without a usable one. Nothing:
  /// they are left.
  std::optional<std::uint64_t> expires_in = {};

  std::string shape = "auto";  ///< as in CheckOptions
  InputFormat format = InputFormat::kAuto;
  std::string name = {};  ///< of the file: with kAuto its ending tells the format
  CsvMap csv_map = {};
  bool list_made = true;  ///< false: Fixes::made stays empty, and a fix takes little memory
};

/// What was done. No value of the text is in it.
struct FixSummary {
  /// Fixes by kind; a column of a table that comes or goes is one.
  std::map<std::string, std::uint64_t> made = {};
  std::uint64_t rounds = 0;                           ///< in which they were made
  Counts before = {};                                 ///< what the rules say of the text as it was
  Counts after = {};                                  ///< and of what came of it
  std::map<std::string, std::uint64_t> left = {};     ///< findings in the latter, by rule
  std::map<std::string, std::uint64_t> offered = {};  ///< fixes that were not asked for, by kind
  /// Why columns of a table did not come or go though that was asked for, in words. Empty: nothing
  /// kept them.
  std::string obstacle = {};
};

/// A fix that was made. No value of the text is in it, but a path may have the names of attributes.
/// That of a whole column has no rule and no path.
struct MadeFix {
  std::string_view kind;  ///< that of one of fix_kinds(); static storage
  FixSafety safety = FixSafety::kSafe;
  std::string_view rule;     ///< that found the fault; static storage or the Ruleset's
  std::uint64_t record = 0;  ///< as in Finding
  std::string path = {};     ///< of what was found, in its round
};

/// Edits of a text that together are all of its fixes.
struct Fixes {
  Edits edits = {};
  std::vector<MadeFix> made = {};  ///< in the order of rounds, and of places in each
  FixSummary summary = {};
  InputFormat format = InputFormat::kAuto;  ///< what the text was read as, where there are edits
  char separator = ',';                     ///< between the cells of a table
};

/// Opens the text, from its beginning each time.
using OpenText = std::function<ByteReader()>;
/// Takes bytes in their order. One that throws ends the call with ErrorCode::kCallback.
using TakeBytes = std::function<void(std::string_view bytes)>;

/// Looks for what is to be done, in rounds: fixes that overlap wait for the next one. The text is
/// opened once a round, and it has to be the same each time. Memory grows with the number of fixes,
/// some dozen bytes each and what they put in, and of records with errors, not with the text. `now`
/// as in Checker. A record in which the rules find no error has none afterwards; fixes that would
/// bring that about are left out. kSetting: the options name what there is not. kInput: the text
/// cannot be read to its end.
DIALLINT_API Result<Fixes> find_fixes(const OpenText& open, const std::optional<Instant>& now,
                                      const FixOptions& options,
                                      const Ruleset& rules = Ruleset::builtin()) noexcept;

/// Hands on a text with its edits made. Memory for some kilobytes.
DIALLINT_API Error write_fixed(const ByteReader& read, const Edits& edits,
                               const TakeBytes& take) noexcept;

/// How a difference is shown.
struct DiffOptions {
  std::string name = {};     ///< of the text, behind --- and +++
  bool show_values = false;  ///< lines as they are; otherwise all values in them are masked
  bool mask_keys = false;    ///< names of members too
  bool printable = false;    ///< control characters of lines are made visible: for a terminal
};

/// Hands on the difference in the unified form, with three lines around each change; a line that
/// changes is followed by what it becomes. Where values
/// are masked one that is replaced shows its form alone: 0 for a digit, x for a letter. Opens the
/// text twice. Memory for the longest line that changes. Nothing where there are no edits.
DIALLINT_API Error write_diff(const OpenText& open, const Fixes& fixes, const DiffOptions& options,
                              const TakeBytes& take) noexcept;

/// A text that was fixed.
struct Fixed {
  std::string text;
  Fixes fixes;
};

/// The same for a text in memory.
DIALLINT_API Result<Fixed> fix(std::string_view text, const std::optional<Instant>& now,
                               const FixOptions& options = {},
                               const Ruleset& rules = Ruleset::builtin()) noexcept;

}  // namespace diallint
