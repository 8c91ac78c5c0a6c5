/// @file
/// Findings: what a check has to say, as data.
///
///     diallint::Checker checker(diallint::Ruleset::builtin());
///     for (const diallint::Finding& f : checker.check_json(bytes, now).findings)
///       log(f.rule, f.path, f.message);
///
/// Nothing here holds a value of the input: messages name members, limits and measured figures. The
/// edits of fixes do, and are given by the calls of fix.h alone.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diallint/export.h"

namespace diallint {

enum class Severity : std::uint8_t { kOff, kInfo, kWarning, kError };

/// "off", "info", "warning" or "error". Static storage.
DIALLINT_API std::string_view to_string(Severity severity) noexcept;

/// The inverse of to_string(); nothing for any other text.
DIALLINT_API std::optional<Severity> parse_severity(std::string_view name) noexcept;

/// Former names of to_string() and parse_severity(); new code does not use them.
DIALLINT_API std::string_view name_of(Severity severity) noexcept;
DIALLINT_API std::optional<Severity> severity_named(std::string_view name) noexcept;

/// A half-open range of bytes in an input, counted from its first byte (a byte order mark counts).
struct Span {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// The bound that was broken and what was measured against it. Each figure is the text of a JSON
/// number (so that 900.001 stays exact) or empty where it has no meaning; unit is "characters",
/// "bytes", "items", "s" or empty.
struct Figures {
  std::string minimum;
  std::string maximum;
  std::string actual;
  std::string unit;

  bool empty() const noexcept { return minimum.empty() && maximum.empty() && actual.empty(); }
};

/// The earlier place that a finding of uniqueness refers to.
struct Place {
  std::uint32_t file = 0;    ///< index into the inputs of the run, in the order they were read
  std::uint64_t number = 0;  ///< the line from 1, or the record from 0
  bool is_line = false;      ///< which of the two `number` is
};

/// Whether a fix is certain to change no meaning.
enum class FixSafety : std::uint8_t {
  kSafe,    ///< the value says the same, in the form that is asked for
  kUnsafe,  ///< somebody has to want it: something is made up, taken from options, or dropped
};

/// "safe" or "unsafe". Static storage.
DIALLINT_API std::string_view to_string(FixSafety safety) noexcept;

/// Bytes of an input, and what is to stand in their place: text as the input has it, escaped and
/// quoted where that is needed. An empty range is a place where something is put in.
struct Edit {
  Span span;
  std::string text;
};

/// One thing that fixes do. Static texts.
struct FixKind {
  std::string_view name;  ///< "number-form"
  FixSafety safety = FixSafety::kSafe;
  std::string_view what;  ///< what is done, a few words
};

/// What would mend a finding. The rules pass the value that it leads to.
struct Fix {
  FixSafety safety = FixSafety::kSafe;
  std::string_view kind;  ///< that of one of fix_kinds(); static storage
  /// It holds a value, so it is there only where it is asked for: see fix.h.
  std::optional<Edit> edit = {};
};

/// One broken constraint at one place. Owns its texts (UTF-8, as decoded from the input: whoever
/// prints them escapes them for where they go); `rule` and `source` point into static storage or
/// the Ruleset that made the finding.
struct Finding {
  std::string_view rule;
  Severity severity = Severity::kError;
  Span span;                 ///< the value (with its quotes), key or object that is wrong
  std::uint64_t record = 0;  ///< counted from 0 within the input
  std::string path;          ///< RFC 6901 JSON Pointer within the document or line
  std::string message;
  Figures figures;
  std::string_view source;     ///< address of the document that states the constraint, or empty
  std::optional<Place> first;  ///< for token-unique and phone-duplicate
  std::optional<Fix> fix;      ///< where something certain would mend it
};

/// What a run has seen so far. records == valid + invalid + unreadable, always.
struct Counts {
  std::uint64_t records = 0;
  std::uint64_t valid = 0;
  std::uint64_t invalid = 0;
  std::uint64_t unreadable = 0;
  std::uint64_t errors = 0;
  std::uint64_t warnings = 0;
  std::uint64_t infos = 0;

  DIALLINT_API Counts& operator+=(const Counts& other) noexcept;
};

}  // namespace diallint
