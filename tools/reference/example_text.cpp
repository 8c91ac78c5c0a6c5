#include "reference/example_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/utf8.h"

namespace diallint {
namespace {

constexpr std::size_t kLongText = 48;
constexpr std::size_t kKeptText = 16;
constexpr std::size_t kLongLine = 72;
constexpr std::size_t kManyItems = 2;

// --- where ---------------------------------------------------------------------------------------

std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  for (const char c : pointer) {
    if (c == '/') {
      tokens.emplace_back();
    } else {
      tokens.back() += c;
    }
  }
  for (std::string& token : tokens) {
    for (std::size_t at = 0; (at = token.find('~', at)) != std::string::npos; ++at) {
      token.replace(at, 2, token.compare(at, 2, "~1") == 0 ? "/" : "~");
    }
  }
  return tokens;
}

// The position of a member or item, or nothing.
std::optional<std::size_t> position(const Sample& value, const std::string& token) {
  if (value.kind == Kind::kArray) {
    const auto index = static_cast<std::size_t>(std::strtoull(token.c_str(), nullptr, 10));
    return index < value.items.size() ? std::optional(index) : std::nullopt;
  }
  for (std::size_t i = 0; i < value.members.size(); ++i) {
    if (value.members[i].first == token) return i;
  }
  return std::nullopt;
}

const Sample& child(const Sample& value, std::size_t position) {
  return value.kind == Kind::kArray ? value.items[position] : value.members[position].second;
}

// As far as the steps lead in this document.
const Sample& follow(const Sample& document, const std::vector<std::size_t>& steps) {
  const Sample* at = &document;
  for (const std::size_t step : steps) {
    const std::size_t size = at->kind == Kind::kArray ? at->items.size() : at->members.size();
    if (step >= size) break;
    at = &child(*at, step);
  }
  return *at;
}

// The only member that got another name, if that is all that differs.
std::optional<std::size_t> renamed(const Sample& good, const Sample& bad) {
  if (good.members.size() != bad.members.size()) return std::nullopt;
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < good.members.size(); ++i) {
    if (good.members[i].first == bad.members[i].first) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

// --- what ----------------------------------------------------------------------------------------

// The first characters, whole ones.
std::string head(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (std::size_t n = 0; n < count && at < text.size(); ++n) next_code_point(text, at);
  return std::string(text.substr(0, at));
}

std::string cut_text(const std::string& text) {
  if (count_code_points(text) <= kLongText) return text;
  return fmt::format("{}… ({} characters)", head(text, kKeptText), count_code_points(text));
}

// Everything long is replaced by its beginning and what it measures.
Sample cut(Sample value) {
  if (!value.raw.empty()) {
    if (value.raw.size() > kLongText) value.raw = head(value.raw, kKeptText) + "…";
    return value;
  }
  if (value.kind == Kind::kString) value.text = cut_text(value.text);
  for (auto& [key, member] : value.members) {
    key = cut_text(key);
    member = cut(std::move(member));
  }
  for (Sample& item : value.items) item = cut(std::move(item));
  if (value.items.size() > kManyItems) {
    const std::size_t count = value.items.size();
    value.items.resize(1);
    value.items.push_back(Sample::string(fmt::format("… ({} items)", count)));
  }
  if (value.members.size() > 8) {
    const std::size_t count = value.members.size();
    value.members.resize(2);
    value.members.emplace_back("…", Sample::string(fmt::format("({} members)", count)));
  }
  return value;
}

// In one line, with the spaces that people put there.
std::string in_line(const Sample& value) {
  const bool array = value.kind == Kind::kArray;
  if (!value.raw.empty() || (!array && value.kind != Kind::kObject)) return to_json(value);
  std::string out;
  for (const auto& [key, member] : value.members) {
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", to_json(Sample::string(key)),
                       in_line(member));
  }
  for (const Sample& item : value.items) out += (out.empty() ? "" : ", ") + in_line(item);
  return (array ? "[" : "{") + out + (array ? "]" : "}");
}

std::string pretty(const Sample& value, std::size_t indent) {
  std::string line = in_line(value);
  const bool nested = !value.raw.empty() || (value.members.empty() && value.items.empty());
  if (nested || indent + line.size() <= kLongLine) return line;
  const std::string margin(indent + 2, ' ');
  const bool array = value.kind == Kind::kArray;
  std::string out = array ? "[" : "{";
  const char* separator = "\n";
  const auto add = [&](const std::string& key, const Sample& inner) {
    out += separator + margin + key + pretty(inner, indent + 2);
    separator = ",\n";
  };
  for (const auto& [key, member] : value.members) add(to_json(Sample::string(key)) + ": ", member);
  for (const Sample& item : value.items) add("", item);
  return out + "\n" + std::string(indent, ' ') + (array ? "]" : "}");
}

Sample part(const Sample& document, const ExampleParts& excerpt) {
  Sample value = follow(document, excerpt.steps);
  if (excerpt.member && *excerpt.member < value.members.size()) {
    auto only = value.members[*excerpt.member];
    value.members = {std::move(only)};
  }
  return cut(std::move(value));
}

}  // namespace

ExampleParts excerpt_of(const InjectionPoint& point, const FaultyDocument& bad,
                        const Sample& good) {
  const std::vector<std::string> tokens = tokens_of(bad.pointer);
  const bool of_object = point.whole;
  const std::size_t depth = of_object ? tokens_of(point.path).size() : tokens.size();
  std::vector<std::size_t> steps;
  std::size_t object = 0;  // depth of the deepest object above the value
  bool above = false;
  const Sample* at = &bad.document;
  for (std::size_t i = 0; i < std::min(depth, tokens.size()); ++i) {
    const auto step = position(*at, tokens[i]);
    if (!step) break;
    if (at->kind == Kind::kObject) {
      object = i;
      above = true;
    }
    steps.push_back(*step);
    at = &child(*at, *step);
  }
  const Sample& was = follow(good, steps);
  if (of_object && was.kind == Kind::kObject) return {steps, renamed(was, *at)};
  if (!above) return {steps, std::nullopt};
  ExampleParts excerpt{{steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(object)},
                       steps[object]};
  return excerpt;
}

std::string shown(const Sample& document, const Sample* before, const ExampleParts& excerpt) {
  if (before == nullptr) return pretty(part(document, excerpt), 0);
  ExampleParts other = excerpt;
  if (excerpt.member) {
    const Sample& object = follow(document, excerpt.steps);
    other.member = position(follow(*before, excerpt.steps), object.members[*excerpt.member].first);
  }
  Sample both;
  both.kind = Kind::kArray;
  both.items = {part(*before, other), part(document, excerpt)};
  return pretty(both, 0);
}

}  // namespace diallint
