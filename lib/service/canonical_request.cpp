#include "service/canonical_request.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/ascii.h"
#include "base/sha256.h"
#include "service/routes.h"

namespace diallint {
namespace {

bool is_unreserved(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return is_letter(byte) || is_digit(byte) ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(c))
      out += c;
    else
      ((out += '%') += kDigits[byte >> 4]) += kDigits[byte & 0xF];
  }
  return out;
}

/// Without "." and ".." and empty segments, and then each byte encoded that is not unreserved: what
/// was encoded when it was sent is so twice.
std::string canonical_path(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view segment : parts_of(path, '/')) {
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
  }
  std::string out;
  for (const std::string_view segment : kept) (out += '/') += percent_encoded(segment);
  if (kept.empty() || path.ends_with('/')) out += '/';
  return out;
}

/// Names and values encoded once, in the order of their bytes.
std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string_view part : parts_of(query, '&')) {
    if (part.empty()) continue;
    const std::size_t mark = std::min(part.find('='), part.size());
    const std::string_view value = part.substr(std::min(mark + 1, part.size()));
    pairs.emplace_back(percent_encoded(percent_decoded(part.substr(0, mark))),
                       percent_encoded(percent_decoded(value)));
  }
  std::sort(pairs.begin(), pairs.end());
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out += '&';
    ((out += name) += '=') += value;
  }
  return out;
}

void append_trimmed(std::string& out, std::string_view value) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  const std::size_t begin = out.size();
  bool waits = false;
  for (const char c : value) {
    if (is_space(c)) {
      waits = out.size() > begin;
      continue;
    }
    if (std::exchange(waits, false)) out += ' ';
    out += c;
  }
}

}  // namespace

std::vector<std::string_view> parts_of(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(mark, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::optional<std::string> canonical_value(std::span<const ServiceHeader> headers,
                                           std::string_view name) {
  std::optional<std::string> value;
  for (const ServiceHeader& header : headers) {
    if (to_lower(header.name) != name) continue;
    if (value)
      *value += ',';
    else
      value.emplace();
    append_trimmed(*value, header.value);
  }
  return value;
}

std::string canonical_request(const ServiceRequest& request,
                              const std::vector<std::string_view>& signed_headers) {
  const std::size_t mark = std::min(request.target.find('?'), request.target.size());
  std::string out(request.method);
  (out += '\n') += canonical_path(request.target.substr(0, mark));
  (out += '\n') +=
      canonical_query(request.target.substr(std::min(mark + 1, request.target.size())));
  out += '\n';
  std::string names;
  for (const std::string_view name : signed_headers) {
    ((out += name) += ':') += canonical_value(request.headers, name).value_or("");
    out += '\n';
    (names += names.empty() ? "" : ";") += name;
  }
  (out += '\n') += names;
  return (out += '\n') += to_hex(sha256(request.body));
}

}  // namespace diallint
