// Files that the build puts into the library: the schemas, so that a program needs none beside it.
#pragma once
#include <span>
#include <string_view>

namespace diallint {

struct EmbeddedFile {
  std::string_view name;  // file name without folders
  std::string_view text;  // UTF-8
};

/// The files of schemas/, in the order of their names. Static storage; any thread.
std::span<const EmbeddedFile> embedded_schemas();

/// The style and the script of the HTML report.
std::span<const EmbeddedFile> embedded_page();

}  // namespace diallint
