// What an input is that is neither JSON nor a table of text, by its first bytes.
#pragma once
#include <string_view>

namespace diallint {

/// A kind of file that is not read.
struct ForeignFormat {
  std::string_view name;    ///< with its article: "an Excel workbook (.xlsx)"
  std::string_view remedy;  ///< what to do: "save the sheet as CSV UTF-8 and check that file"
};

/// What a file is that begins so; null if it may be JSON, NDJSON or CSV. Of archives, documents and
/// binary formats the signature decides; of texts (HTML, XML, YAML) the first lines.
const ForeignFormat* foreign_format(std::string_view head) noexcept;

/// What a text is called that is UTF-16 or UTF-32, with a byte order mark or without; else nothing.
std::string_view foreign_encoding(std::string_view head) noexcept;

}  // namespace diallint
