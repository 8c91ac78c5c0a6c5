// Every bound, list of values and required member of every shape, a value at a time: what is wrong
// is found at its place, by its rule, and nothing else is.
#include "support/bounds.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "support/bounds_tables.h"
#include "support/repeated.h"

namespace diallint::test {
namespace {

std::string text_of(Text kind, std::size_t length) {
  const auto with = [&](std::string_view front, std::string_view unit) {
    if (length <= front.size()) return std::string(front.substr(0, length));
    return std::string(front) + repeated(unit, length - front.size());
  };
  switch (kind) {
    case Text::kPlain:
      return with("", "a");
    case Text::kAny:  // four bytes each in UTF-8, two units in UTF-16
      return with("", length > 10'000 ? "a" : "\xF0\x9F\x98\x80");
    case Text::kNumber:
      return with("+", "1");
    case Text::kArn:
      return with("arn:a:b:ab-c-1:d:", "e");
    case Text::kEmail:
      break;
  }
  return with("a@b.", "c");
}

// Lengths below, at and above both ends.
std::vector<std::size_t> around(std::size_t minimum, std::size_t maximum) {
  std::vector<std::size_t> lengths = {minimum, minimum + 1, maximum - 1, maximum, maximum + 1};
  if (minimum > 0) lengths.push_back(minimum - 1);
  return lengths;
}

std::vector<std::string> words(const char* list) {
  std::istringstream text{std::string(list)};
  return {std::istream_iterator<std::string>(text), {}};
}

std::string expected_of(const LengthBound& bound, std::size_t length) {
  if (length < bound.minimum || length > bound.maximum) return line_of("length", bound.pointer);
  if (bound.text == Text::kEmail && length < 5) return line_of("pattern", bound.pointer);
  const std::string_view beside = bound.beside;
  if (!beside.starts_with("0:")) {
    // Two to fifteen digits are a number.
    const bool number = bound.text == Text::kNumber && length >= 3 && length <= 16;
    return number ? "" : line_of(beside, bound.pointer);
  }
  return length == 0 ? line_of(beside.substr(2), bound.pointer) : "";
}

// A list of so many items, no two with the same token or number.
json list_of(const json& items, std::size_t count) {
  json list = json::array();
  for (std::size_t n = 0; n < count; ++n) {
    json item = items[n % items.size()];
    if (item.contains("clientToken")) item["clientToken"] = fmt::format("call-{}", n);
    if (item.contains("phoneNumber")) item["phoneNumber"] = fmt::format("+120255501{:02}", n);
    list.push_back(std::move(item));
  }
  return list;
}

void each_pointer(const json& value, const std::string& pointer, auto&& visit) {
  if (!pointer.empty()) visit(pointer);
  if (!value.is_structured()) return;
  for (const auto& [key, inner] : value.items()) {
    each_pointer(inner, fmt::format("{}/{}", pointer, key), visit);
  }
}

}  // namespace

TEST_CASE("The base documents are valid", "[bounds]") {
  for (const auto& [name, document] : base_documents()) {
    INFO(name);
    CHECK(found_in(document, name) == "");
  }
}

TEST_CASE("Texts below, at and above their lengths", "[bounds]") {
  for (const LengthBound& bound : kLengths) {
    for (const std::size_t length : around(bound.minimum, bound.maximum)) {
      INFO(bound.base << " " << bound.pointer << " of " << length << " (" << bound.source << ")");
      const json document = changed(bound.base, bound.pointer, text_of(bound.text, length));
      CHECK(found_in(document, bound.base) == expected_of(bound, length));
    }
  }
}

TEST_CASE("Keys below, at and above their lengths", "[bounds]") {
  for (const KeyBound& bound : kKeys) {
    const json entry = base_document(bound.base)[json::json_pointer(bound.pointer)].begin().value();
    for (const std::size_t length : around(bound.minimum, bound.maximum)) {
      INFO(bound.base << " " << bound.pointer << " key of " << length << " (" << bound.source
                      << ")");
      const std::string key = repeated("k", length);
      json map = json::object();
      map[key] = entry.is_string() ? json("") : entry;
      const json document = changed(bound.base, bound.pointer, map);
      const bool out = length < bound.minimum || length > bound.maximum;
      // The pattern asks for a character where the documented minimum does not.
      const std::string rule = out ? "length" : length == 0 ? "pattern" : "";
      CHECK(found_in(document, bound.base) ==
            line_of(rule, fmt::format("{}/{}", bound.pointer, key)));
    }
  }
}

TEST_CASE("Numbers below, at and above their bounds", "[bounds]") {
  for (const NumberBound& bound : kNumbers) {
    const auto check = [&](const json& number, std::string_view rule) {
      INFO(bound.base << " " << bound.pointer << " " << number << " (" << bound.source << ")");
      const json document = changed(bound.base, bound.pointer, number);
      CHECK(found_in(document, bound.base) == line_of(rule, bound.pointer));
    };
    check(30.5, "type");
    const std::int64_t inside =
        bound.minimum == kNone ? 30 : std::max<std::int64_t>(30, bound.minimum);
    check(static_cast<double>(inside), "");
    check("30", "type");
    if (bound.minimum != kNone) {
      check(bound.minimum - 1, "range");
      check(bound.minimum, "");
      check(bound.minimum + 1, "");
      check(-1e300, "range");
    }
    if (bound.maximum != kNone) {
      check(bound.maximum - 1, "");
      check(bound.maximum, "");
      check(bound.maximum + 1, "range");
      check(1e300, "range");
    }
  }
}

TEST_CASE("Lists with fewer and more items than are allowed", "[bounds]") {
  for (const ItemBound& bound : kItems) {
    const json items = base_document(bound.base)[json::json_pointer(bound.pointer)];
    for (const std::size_t count : around(bound.minimum, bound.maximum)) {
      INFO(bound.base << " " << bound.pointer << " with " << count << " (" << bound.source << ")");
      const bool out = count < bound.minimum || count > bound.maximum;
      const json document = changed(bound.base, bound.pointer, list_of(items, count));
      CHECK(found_in(document, bound.base) == line_of(out ? "items" : "", bound.pointer));
    }
  }
}

TEST_CASE("Values of a list, others, and the same in another case", "[bounds]") {
  for (const ValueList& list : kValues) {
    const auto find = [&](const std::string& value) {
      return found_in(changed(list.base, list.pointer, value), list.base);
    };
    const std::string finding = line_of("enum", list.pointer);
    for (const std::string& value : words(list.values)) {
      INFO(list.base << " " << list.pointer << " " << value << " (" << list.source << ")");
      CHECK(find(value).find(finding) == std::string::npos);
      std::string other_case = value;
      for (char& c : other_case) c = static_cast<char>(c ^ (std::isalpha(c) != 0 ? 0x20 : 0));
      CHECK(find(other_case) == finding);
      CHECK(find(value + " ") == finding);
    }
    INFO(list.base << " " << list.pointer);
    CHECK(find("") == finding);
    CHECK(find("OTHER") == finding);
  }
}

TEST_CASE("The status of an error", "[bounds]") {
  for (int status = 399; status <= 504; ++status) {
    constexpr int kKnown[] = {400, 403, 404, 409, 429, 500};
    const bool known = std::count(std::begin(kKnown), std::end(kKnown), status) > 0;
    INFO(status);
    CHECK(found_in(changed("aws-error", "/httpStatusCode", status), "aws-error") ==
          line_of(known ? "" : "enum", "/httpStatusCode"));
  }
}

TEST_CASE("Members that are required, absent and null", "[bounds]") {
  for (const RequiredMembers& object : kRequired) {
    for (const std::string& name : words(object.names)) {
      INFO(object.base << " " << object.pointer << " " << name << " (" << object.source << ")");
      json document = base_document(object.base);
      document[json::json_pointer(object.pointer)].erase(name);
      CHECK(found_in(document, object.base) == line_of("required", object.pointer));
    }
  }
}

TEST_CASE("No other member is required", "[bounds]") {
  std::map<std::string, std::vector<std::string>> required;
  for (const RequiredMembers& object : kRequired) {
    required[fmt::format("{} {}", object.base, object.pointer)] = words(object.names);
  }
  for (const auto& [name, document] : base_documents()) {
    if (name.find(' ') != std::string::npos) continue;
    each_pointer(document, "", [&, &base = name, &whole = document](const std::string& pointer) {
      const json::json_pointer place(pointer);
      const auto& names = required[fmt::format("{} {}", base, place.parent_pointer().to_string())];
      if (std::count(names.begin(), names.end(), place.back()) > 0) return;
      json without = whole;
      json& parent = without[place.parent_pointer()];
      if (!parent.is_object()) return;
      parent.erase(place.back());
      const std::string found = found_in(without, base);
      INFO(base << " " << pointer << "\n" << found);
      CHECK(found.find("required ") == std::string::npos);
    });
  }
}

TEST_CASE("Null stands for no member", "[bounds]") {
  for (const auto& [name, document] : base_documents()) {
    each_pointer(document, "", [&, &base = name](const std::string& pointer) {
      INFO(base << " " << pointer);
      CHECK(found_in(changed(base, pointer, nullptr), base) == line_of("type", pointer));
    });
  }
}

}  // namespace diallint::test
