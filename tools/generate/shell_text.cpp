#include "generate/shell_text.h"

#include <fmt/format.h>

namespace diallint {

std::string bash_files(std::string_view name) {
  return fmt::format(R"({}() {{
  local file typed=${{current//\\/}}
  typed=${{typed#[\"\']}}
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$typed")
}}
)",
                     name);
}

std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string fish_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (out.empty() || out.back() == '\n')
      if (c == '.' || c == '\'') out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

}  // namespace diallint
