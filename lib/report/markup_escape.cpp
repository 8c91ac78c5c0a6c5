#include "report/markup_escape.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "base/json_string.h"
#include "base/printable.h"

namespace diallint {
namespace {

std::string printable_text(std::string_view text) {
  std::string out;
  append_printable(out, text);
  return out;
}

bool is_unreserved(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

void append_percent(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 0xF];
}

void append_encoded(std::string& out, std::string_view text, std::string_view encoded) {
  for (const char c : printable_text(text))
    encoded.find(c) != std::string_view::npos ? append_percent(out, c) : out.push_back(c);
}

// The path without what means nothing in it.
std::string resolved(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..")
      parts.pop_back();
    else if (part != ".." || !absolute)
      parts.push_back(part);
  }
  std::string out;
  for (const std::string_view part : parts) {
    if (!out.empty() || absolute) out += '/';
    out += part;
  }
  return out;
}

}  // namespace

void append_markup(std::string& out, std::string_view text) {
  for (const char c : printable_text(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

std::string markup(std::string_view text) {
  std::string out;
  append_markup(out, text);
  return out;
}

void append_command_data(std::string& out, std::string_view text) {
  append_encoded(out, text, "%");  // printable text has no line ends
}

void append_command_property(std::string& out, std::string_view text) {
  append_encoded(out, text, "%:,");
}

void append_code_span(std::string& out, std::string_view text) {
  const std::string shown = printable_text(text);
  std::size_t longest = 0;
  for (std::size_t at = 0, run = 0; at < shown.size(); ++at) {
    run = shown[at] == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  out += fence + ' ';
  // A bar ends the cell, and whether a backslash before it helps depends on what stands before
  // that.
  for (const char c : shown) c == '|' ? out.append("\\x7C") : out.append(1, c);
  out += ' ' + fence;
}

void append_script_string(std::string& out, std::string_view text) {
  std::string quoted;
  append_printable_json(quoted, text);
  for (const char c : quoted) {
    if (c == '<')
      out += "\\u003c";
    else if (c == '>')
      out += "\\u003e";
    else if (c == '&')
      out += "\\u0026";
    else
      out += c;
  }
}

std::string relative_path(std::string_view name, const PathBase& base) {
  const bool below_folder = !name.starts_with('/') && !base.folder.empty();
  const std::string whole =
      resolved(below_folder ? base.folder + '/' + std::string(name) : std::string(name));
  const std::string root = base.root + '/';
  if (!base.root.empty() && whole.starts_with(root)) return whole.substr(root.size());
  return resolved(name);
}

std::string uri_of_path(std::string_view path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path)
    is_unreserved(c) || c == '/' ? out.push_back(c) : append_percent(out, c);
  return out;
}

}  // namespace diallint
