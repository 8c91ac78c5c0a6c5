// The formats of input: one table, from which the readers are chosen and which the command line,
// the configuration, the completions and the documents name the formats from.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "diallint/input_format.h"

namespace diallint {

class ByteSource;
struct ReaderContext;
struct SourceChunk;

/// How far the first lines of an input look like a format.
enum class Likeness : std::uint8_t {
  kNone,
  kPossible,  ///< a name that says otherwise is right
  kCertain,   ///< a name that leaves the format open is wrong
};

struct FormatReader {
  InputFormat format;
  std::string_view name;
  /// In lower case, the usual one first.
  std::span<const std::string_view> extensions;
  /// Whether a file so named holds something else, by its first lines; null where a name says
  /// little: a file named .json may well hold NDJSON.
  bool (*name_is_wrong)(std::string_view head);
  /// Of the first lines, without a byte order mark; null for JSON, which is what nothing else is.
  Likeness (*likeness)(std::string_view head);
  /// Reads one input to its end. `chunk` has file and name filled in.
  void (*read)(ByteSource& source, const SourceChunk& chunk, ReaderContext& context);
};

// Each stands in the file of its reader.
extern const FormatReader kJsonReader;
extern const FormatReader kNdjsonReader;
extern const FormatReader kCsvReader;

/// All of them, in the order in which help names them.
std::span<const FormatReader* const> format_readers() noexcept;

/// Null for kAuto, and for a number that is no format.
const FormatReader* reader_of(InputFormat format) noexcept;

/// "auto", then the names of all formats.
const std::vector<std::string_view>& input_format_names();

/// The format of one of input_format_names(); kAuto for any other word.
InputFormat input_format_named(std::string_view name) noexcept;

/// The extensions of all formats.
const std::vector<std::string_view>& input_extensions();

/// Whether a name ends with one of these, in any case of its letters.
bool has_extension(std::string_view name, std::span<const std::string_view> extensions) noexcept;

/// Whether a table of this name is separated by tabs.
bool is_tab_separated(std::string_view name) noexcept;

/// The format of an input by how it begins and, where that does not tell, by its name.
InputFormat detect_format(std::string_view name, std::string_view head);

}  // namespace diallint
