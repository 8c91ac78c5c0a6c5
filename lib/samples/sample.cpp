#include "samples/sample.h"

#include "base/json_string.h"

namespace diallint {
namespace {

void append(std::string& out, const Sample& sample) {
  if (!sample.raw.empty()) {
    out += sample.raw;
    return;
  }
  switch (sample.kind) {
    case Kind::kString:
      return append_json_string(out, sample.text);
    case Kind::kObject: {
      out += '{';
      const char* separator = "";
      for (const auto& [key, value] : sample.members) {
        out += separator;
        append_json_string(out, key);
        out += ':';
        append(out, value);
        separator = ",";
      }
      out += '}';
      return;
    }
    case Kind::kArray: {
      out += '[';
      const char* separator = "";
      for (const Sample& item : sample.items) {
        out += separator;
        append(out, item);
        separator = ",";
      }
      out += ']';
      return;
    }
    case Kind::kNull:
      out += "null";
      return;
    default:
      out += sample.text;
      return;
  }
}

}  // namespace

Sample Sample::string(std::string value) { return {Kind::kString, std::move(value), {}, {}, {}}; }

Sample Sample::scalar(Kind kind, std::string written) {
  return {kind, std::move(written), {}, {}, {}};
}

// Spelled out: clang 16 crashes over a defaulted one here.
bool Sample::operator==(const Sample& other) const {
  return kind == other.kind && text == other.text && raw == other.raw && members == other.members &&
         items == other.items;
}

const Sample* Sample::find(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

Sample* Sample::find(std::string_view name) {
  for (auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string to_json(const Sample& sample) {
  std::string out;
  append(out, sample);
  return out;
}

}  // namespace diallint
