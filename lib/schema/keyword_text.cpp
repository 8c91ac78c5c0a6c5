#include "schema/keyword_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "schema/ref_resolver.h"

namespace diallint {
namespace {

using json = nlohmann::ordered_json;

struct Limit {
  std::string_view keyword;
  bool least;  // a lower bound
  std::string_view one;
  std::string_view many;
};

// `minDigits` and its like are fields of x- keywords.
constexpr Limit kLimits[] = {
    {"minLength", true, "character", "characters"},
    {"maxLength", false, "character", "characters"},
    {"minItems", true, "item", "items"},
    {"maxItems", false, "item", "items"},
    {"minProperties", true, "member", "members"},
    {"maxProperties", false, "member", "members"},
    {"minimum", true, "", ""},
    {"maximum", false, "", ""},
    {"minDigits", true, "digit", "digits"},
    {"maxDigits", false, "digit", "digits"},
    {"maxFractionDigits", false, "digit of fraction", "digits of fraction"},
};

const Limit* limit_of(std::string_view keyword) {
  const auto found = std::find_if(std::begin(kLimits), std::end(kLimits),
                                  [&](const Limit& limit) { return limit.keyword == keyword; });
  return found == std::end(kLimits) ? nullptr : found;
}

std::string describe_limit(const Limit& limit, const json& value) {
  const std::string_view unit = value == 1 ? limit.one : limit.many;
  return fmt::format("at {} {}{}{}", limit.least ? "least" : "most", plain(value),
                     unit.empty() ? "" : " ", unit);
}

std::string with_article(const std::string& type) {
  if (type == "null") return type;
  const bool vowel = type.find_first_of("aeiou") == 0;
  return (vowel ? "an " : "a ") + type;
}

std::string describe_type(const json& value) {
  if (value.is_string()) return with_article(value.get<std::string>());
  std::string out;
  for (const json& name : value) {
    if (!out.empty()) out += " or ";
    out += name.is_string() ? with_article(name.get<std::string>()) : name.dump();
  }
  return out;
}

json list_of(const json& value) { return value.is_array() ? value : json::array({value}); }

bool holds_all(const json& list, const json& wanted) {
  bool all = true;
  each_missing(items_of(wanted), items_of(list), [&](const json&) { all = false; });
  return all;
}

// A number of nothing at least is no limit.
bool is_limit(const Limit& limit, const json* value) {
  const bool countable = !limit.one.empty();
  return value != nullptr && !(limit.least && countable && *value == 0);
}

std::optional<Drift> drift_of(const Limit& limit, const json* was, const json* is) {
  const bool had = is_limit(limit, was);
  const bool has = is_limit(limit, is);
  if (!had && !has) return std::nullopt;
  if (!had) return Drift::kTighter;
  if (!has) return Drift::kLooser;
  if (!was->is_number() || !is->is_number()) return Drift::kNeither;
  return (*is > *was) == limit.least ? Drift::kTighter : Drift::kLooser;
}

std::vector<KeywordChange> limit_change(std::string_view before, const Limit& limit,
                                        const json* was, const json* is) {
  const std::optional<Drift> drift = drift_of(limit, was, is);
  if (!drift) return {};
  const auto words = [&](const json* value) {
    return is_limit(limit, value) ? describe_limit(limit, *value) : std::string("no limit");
  };
  return {{fmt::format("{}{} -> {}", before, words(was), words(is)), *drift}};
}

std::vector<KeywordChange> type_change(const json* was, const json* is) {
  if (was == nullptr) return {{"any value -> " + describe_type(*is), Drift::kTighter}};
  if (is == nullptr) return {{describe_type(*was) + " -> any value", Drift::kLooser}};
  const json before = list_of(*was);
  const json after = list_of(*is);
  const bool more = holds_all(after, before);
  const bool less = holds_all(before, after);
  if (more && less) return {};
  const Drift drift = more ? Drift::kLooser : less ? Drift::kTighter : Drift::kNeither;
  return {{fmt::format("{} -> {}", describe_type(*was), describe_type(*is)), drift}};
}

// The fields of an x- keyword one by one: each may be a limit of its own.
std::vector<KeywordChange> field_changes(std::string_view keyword, const json& was,
                                         const json& is) {
  std::vector<KeywordChange> changes;
  const auto field = [&](const std::string& name, const json* a, const json* b) {
    if (a != nullptr && b != nullptr && *a == *b) return;
    if (const Limit* limit = limit_of(name)) {
      for (KeywordChange& change : limit_change(fmt::format("{}: ", keyword), *limit, a, b)) {
        changes.push_back(std::move(change));
      }
      return;
    }
    changes.push_back(
        {fmt::format("{}: {} {} -> {}", keyword, name, a != nullptr ? plain(*a) : "nothing",
                     b != nullptr ? plain(*b) : "nothing"),
         Drift::kNeither});
  };
  const ByName old_ones(was);
  const ByName new_ones(is);
  for (const auto& [name, value] : is.items()) field(name, old_ones.find(name), &value);
  for (const auto& [name, value] : was.items()) {
    if (new_ones.find(name) == nullptr) field(name, &value, nullptr);
  }
  return changes;
}

std::string keyword_or_nothing(std::string_view keyword, const json* value) {
  return value != nullptr ? describe_keyword(keyword, *value) : fmt::format("no {}", keyword);
}

// Any other keyword: one that comes checks more, one that goes checks less.
KeywordChange plain_change(std::string_view keyword, const json* was, const json* is) {
  const bool annotation = keyword == "x-sensitive" || keyword == "x-record" ||
                          keyword == "x-main" || keyword == "x-aliases" ||
                          keyword == "x-service-operations";
  const Drift drift = annotation       ? Drift::kNeither
                      : was == nullptr ? Drift::kTighter
                      : is == nullptr  ? Drift::kLooser
                                       : Drift::kNeither;
  return {
      fmt::format("{} -> {}", keyword_or_nothing(keyword, was), keyword_or_nothing(keyword, is)),
      drift};
}

std::string others(const json* value) {
  if (value == nullptr || *value == true) return "other members allowed";
  return *value == false ? "no other members" : "a map of values";
}

Drift others_drift(const json* was, const json* is) {
  const auto rank = [](const json* v) {
    return v == nullptr || *v == true ? 0 : *v == false ? 2 : 1;
  };
  const int change = rank(is) - rank(was);
  return change > 0 ? Drift::kTighter : change < 0 ? Drift::kLooser : Drift::kNeither;
}

}  // namespace

std::string plain(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string plain_list(const json& values) {
  std::string out;
  for (const json& value : values) out += (out.empty() ? "" : ", ") + plain(value);
  return out;
}

std::string describe_keyword(std::string_view keyword, const json& value) {
  if (const Limit* limit = limit_of(keyword)) return describe_limit(*limit, value);
  if (keyword == "type") return describe_type(value);
  if (keyword == "enum") return "one of " + plain_list(value);
  if (value == true) return std::string(keyword);
  return fmt::format("{} {}", keyword, plain(value));
}

std::vector<KeywordChange> describe_change(std::string_view keyword, const json* was,
                                           const json* is) {
  if (was != nullptr && is != nullptr && *was == *is) return {};
  if (const Limit* limit = limit_of(keyword)) return limit_change("", *limit, was, is);
  if (keyword == "type") return type_change(was, is);
  if (keyword == "additionalProperties") {
    const Drift drift = others_drift(was, is);
    if (drift == Drift::kNeither) return {};
    return {{fmt::format("{} -> {}", others(was), others(is)), drift}};
  }
  const bool objects = was != nullptr && is != nullptr && was->is_object() && is->is_object();
  if (objects && keyword.starts_with("x-")) return field_changes(keyword, *was, *is);
  return {plain_change(keyword, was, is)};
}

}  // namespace diallint
