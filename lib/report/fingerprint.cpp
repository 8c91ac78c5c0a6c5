#include "report/fingerprint.h"

#include <algorithm>

#include "base/sha256.h"

namespace diallint {
namespace {

constexpr std::size_t kBytes = 16;

// A pointer's part as the name that it stands for: ~1 is a slash, ~0 a tilde.
std::string unescaped(std::string_view part) {
  std::string name;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool escape = part[i] == '~' && i + 1 < part.size();
    if (escape) ++i;
    name += !escape ? part[i] : part[i] == '1' ? '/' : '~';
  }
  return name;
}

// The bytes that a finding is about, as far as they are in the chunk.
std::string_view bytes_of(const SourceChunk& chunk, const Span& span) {
  const std::uint64_t begin = std::max(span.begin, chunk.origin) - chunk.origin;
  const std::uint64_t end = std::max(span.end, chunk.origin) - chunk.origin;
  if (begin >= chunk.bytes.size() || end <= begin) return {};
  return chunk.bytes.substr(begin, end - begin);
}

}  // namespace

std::string structure_of(std::string_view pointer, const NameSet& known_names) {
  std::string out;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view part = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(part.size());
    out += '/';
    out += known_names.contains(unescaped(part)) ? part : "*";
  }
  return out;
}

Fingerprinter::Fingerprinter(std::string key, PathBase base, NameSet known_names)
    : key_(std::move(key)), base_(std::move(base)), known_names_(std::move(known_names)) {}

std::string Fingerprinter::hash(std::string_view text) const {
  return to_hex(keyed() ? hmac_sha256(key_, text) : sha256(text), kBytes);
}

std::string Fingerprinter::common(const SourceChunk& chunk, const Finding& finding) const {
  std::string text = "diallint/1";
  const auto add = [&](std::string_view part) {
    text += '\0';
    text += part;
  };
  add(finding.rule);
  add(relative_path(chunk.name, base_));
  add(structure_of(finding.path, known_names_));
  if (keyed()) add(bytes_of(chunk, finding.span));
  return hash(text);
}

std::string Fingerprinter::next(const SourceChunk& chunk, const Finding& finding) {
  std::string text = common(chunk, finding);
  const std::uint64_t number = seen_[text]++;
  return hash(text.append(1, '\0').append(std::to_string(number)));
}

}  // namespace diallint
