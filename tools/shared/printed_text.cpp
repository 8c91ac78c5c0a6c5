#include "shared/printed_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/printable.h"
#include "base/utf8.h"

namespace diallint {
namespace {

void append_escape(std::string& out, char32_t c) {
  constexpr char32_t kFirstPair = 0x10000;
  const auto put = [&](char32_t unit) {
    out += fmt::format("\\u{:04X}", static_cast<std::uint32_t>(unit));
  };
  if (c < kFirstPair) return put(c);
  put(0xD800 + ((c - kFirstPair) >> 10));
  put(0xDC00 + ((c - kFirstPair) & 0x3FF));
}

}  // namespace

std::string printable_page(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = printable(text.substr(at, end - at));
    if (begins_log_command(line)) line.replace(line.find(':'), 1, "\\x3A");
    out += line;
    if (end < text.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

std::string printable_json(std::string_view json) {
  std::string out;
  bool in_string = false;
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(json, at);
    const std::string_view bytes = json.substr(begin, at - begin);
    if (in_string && c == '\\' && at < json.size()) {
      out += bytes;
      out += json[at++];
    } else if (in_string && (is_unprintable(c) || opens_log_command(json, begin))) {
      append_escape(out, c);
    } else if (in_string || !is_unprintable(c) || c == '\n') {
      in_string = in_string != (c == '"');
      append_utf8(out, c);
    } else if (bytes == "\t") {
      out += "  ";  // the rest between two values is space too, and needs no replacement
    }
  }
  return out;
}

}  // namespace diallint
