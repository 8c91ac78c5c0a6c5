// What is small enough is tried whole: every short text in every text field, against an oracle that
// shares nothing with the checker, and every second about the ends of the window.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "support/bounds.h"
#include "support/lint.h"

namespace diallint::test {
namespace {

using Text = std::u32string;

// What goes wrong in other programs: quotes, backslashes, line ends, signs of numbers, letters of
// two, three and four bytes, white space that is not ASCII, marks that show nothing.
constexpr char32_t kHostile[] = {'"', '\\', '\n', ' ', '/',  '+',    '0',    '1',
                                 '-', ':',  '_',  'a', 0xE9, 0x00A0, 0x2028, 0x1F600};
constexpr std::size_t kMaxLength = 4;

// Every text of up to `most` of these, the empty one first; one less, and two at most under a
// sanitizer or a mutant, unless every round is asked for.
template <class Visit>
void for_each_text(Visit visit, std::size_t most = kMaxLength) {
  const std::size_t longest =
      all_rounds() ? most : std::min<std::size_t>(most - 1, kWatched ? 2 : 3);
  for (std::size_t length = 0; length <= longest; ++length) {
    std::size_t count = 1;
    for (std::size_t i = 0; i < length; ++i) count *= std::size(kHostile);
    for (std::size_t number = 0; number < count; ++number) {
      Text text;
      for (std::size_t i = 0, left = number; i < length; ++i, left /= std::size(kHostile))
        text += kHostile[left % std::size(kHostile)];
      visit(text);
    }
  }
}

// JSON by escapes alone, so that no part of the project's own writer takes part.
std::string as_json(const Text& text) {
  std::string out = "\"";
  for (const char32_t c : text) {
    if (c >= 0x10000) {
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((c - 0x10000) >> 10),
                         0xDC00 + ((c - 0x10000) & 0x3FF));
    } else if (c == 'a' || c == '+' || c == '1') {
      out += static_cast<char>(c);
    } else {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    }
  }
  return out + '"';
}

bool all_of(const Text& text, const char32_t* allowed) {
  return text.find_first_not_of(allowed) == Text::npos;
}

// What the patterns of the schemas mean for these characters, in words of its own: of the sixteen,
// the white space is the line feed, the space, U+00A0 and U+2028.
bool fits(const std::string& pattern, const Text& text) {
  const bool spaceless = text.find_first_of(U"\n \x00A0\x2028") == Text::npos;
  if (pattern == R"(^[a-zA-Z0-9_\-.]*$)") return all_of(text, U"01-_a");
  if (pattern == R"(^[\d\-+]*$)") return all_of(text, U"01-+");
  if (pattern == R"(^[a-zA-Z0-9\-_]+$)") return !text.empty() && all_of(text, U"01-_a");
  if (pattern == R"(^.*$)") return text.find_first_of(U"\n\x2028") == Text::npos;
  if (pattern == R"(^[\S]*$)") return spaceless;
  if (pattern == R"(^\S+$)") return !text.empty() && spaceless;
  if (pattern == R"(^[-:/a-zA-Z0-9]+$)") return !text.empty() && all_of(text, U"/01-:a");
  if (pattern == R"(^[-:/A-Za-z0-9]+)")
    return !text.empty() && all_of(text.substr(0, 1), U"/01-:a");
  if (pattern == R"(^[-_.a-zA-Z0-9]+$)") return !text.empty() && all_of(text, U"01-_a");
  if (pattern.starts_with(R"(^[^\u0000-\u001F\u007F-\u009F\u00AD)"))
    return text.find(U'\n') == Text::npos;
  // Of the others no text of four characters is one.
  return false;
}

json read_schema(const std::string& id) {
  for (const EmbeddedFile& file : embedded_schemas()) {
    const json schema = json::parse(file.text);
    if (schema.value("$id", "") == id) return schema;
  }
  throw std::runtime_error("there is no schema " + id);
}

// Follows references, then what applies to a member, an entry of a map or an item: no more of JSON
// Schema than that, and nothing of the project's own compiler.
class SchemaWalk {
 public:
  explicit SchemaWalk(const std::string& shape)
      : file_(read_schema("urn:diallint:shape:" + shape)) {
    at_ = file_;
    resolve();
  }

  void to_key() { step(at_.at("propertyNames")); }
  void down(const std::string& token) {
    if (at_.contains("items")) return step(at_.at("items"));
    const bool named = at_.contains("properties") && at_.at("properties").contains(token);
    step(named ? at_.at("properties").at(token) : at_.at("additionalProperties"));
  }
  const json& here() const { return at_; }

 private:
  void step(json next) {
    at_ = std::move(next);
    resolve();
  }
  void resolve() {
    while (at_.contains("$ref")) {
      const std::string reference = at_.at("$ref");
      const std::size_t hash = std::min(reference.find('#'), reference.size());
      if (hash > 0) file_ = read_schema(reference.substr(0, hash));
      const std::string place = reference.substr(std::min(hash + 1, reference.size()));
      json target = file_.at(json::json_pointer(place));
      for (const auto& [key, value] : at_.items())
        if (key != "$ref") target[key] = value;
      at_ = std::move(target);
    }
  }

  json file_;
  json at_;
};

std::vector<std::string> tokens_of(const std::string& pointer) {
  std::vector<std::string> tokens;
  for (json::json_pointer rest(pointer); !rest.empty(); rest.pop_back())
    tokens.insert(tokens.begin(), rest.back());
  return tokens;
}

// Which of the rules on plain texts has something to say: the most basic only.
std::string expected_rule(const json& schema, const Text& text) {
  if (text.size() < schema.value("minLength", 0U)) return "length";
  if (text.size() > schema.value("maxLength", SIZE_MAX)) return "length";
  if (schema.contains("pattern") && !fits(schema.at("pattern"), text)) return "pattern";
  return schema.contains("enum") ? "enum" : "";  // no value of any list is so short
}

// The document before and behind the value at a pointer.
std::pair<std::string, std::string> cut_at(const std::string& base, const std::string& pointer) {
  const std::string text = changed(base, pointer, "<here>").dump();
  const std::size_t at = text.find("\"<here>\"");
  return {text.substr(0, at), text.substr(at + 8)};
}

// One field of a document, and what the schema says of it.
struct Field {
  std::string base;
  std::string pointer;
  json schema;
};

std::vector<Field> text_fields() {
  std::vector<Field> fields;
  for (const auto& [base, document] : base_documents()) {
    const json flat = document.flatten();
    for (const auto& [pointer, value] : flat.items()) {
      if (!value.is_string()) continue;
      SchemaWalk walk(base.substr(0, base.find(' ')));
      for (const std::string& token : tokens_of(pointer)) walk.down(token);
      fields.push_back({base, pointer, walk.here()});
    }
  }
  return fields;
}

// The rules that find something at the place of each line's value.
std::vector<std::set<std::string>> found_at(const std::string& lines, std::size_t count,
                                            const Field& field, const Instant& now = kNow) {
  LintOptions options;
  options.format = InputFormat::kNdjson;
  options.settings.now = now;
  options.shape = field.base.substr(0, field.base.find(' '));
  std::vector<std::set<std::string>> found(count);
  for (const Located& one : lint(lines, options).findings)
    if (one.finding.path == field.pointer)
      found[one.location.begin.line - 1].insert(std::string(one.finding.rule));
  return found;
}

// Calls `visit` with every text and the rules that find fault with it as the value of a field.
template <class Visit>
void for_each_value(const Field& field, Visit visit, std::size_t most = kMaxLength) {
  const auto [before, behind] = cut_at(field.base, field.pointer);
  std::vector<Text> texts;
  std::string lines;
  const auto check = [&] {
    const auto found = found_at(lines, texts.size(), field);
    for (std::size_t i = 0; i < texts.size(); ++i) visit(texts[i], found[i]);
    texts.clear();
    lines.clear();
  };
  for_each_text(
      [&](const Text& text) {
        texts.push_back(text);
        lines += before + as_json(text) + behind + '\n';
        if (texts.size() == 4096) check();
      },
      most);
  check();
}

std::string plain_rule(const std::set<std::string>& found) {
  for (const char* rule : {"length", "pattern", "enum"})
    if (found.contains(rule)) return rule;
  return "";
}

}  // namespace

TEST_CASE("Every short text in every text field is judged as its schema says", "[exhaustive]") {
  const std::vector<Field> fields = text_fields();
  CHECK(fields.size() > 60);
  std::set<json> seen;
  for (const Field& field : fields) {
    INFO(field.base << " " << field.pointer);
    // Fields of one shape under the same constraints share their checks: two of each character show
    // that they are in force.
    json constraints = {field.base.substr(0, field.base.find(' '))};
    for (const std::string key : {"minLength", "maxLength", "pattern", "enum"})
      constraints.push_back(field.schema.value(key, json()));
    const bool is_new = seen.insert(constraints).second;
    std::uint64_t wrong = 0;
    std::string first;
    for_each_value(
        field,
        [&](const Text& text, const std::set<std::string>& found) {
          if (plain_rule(found) == expected_rule(field.schema, text)) return;
          if (wrong++ == 0) first = as_json(text) + " " + plain_rule(found);
        },
        is_new ? kMaxLength : 2);
    CHECK(first == "");
    CHECK(wrong == 0);
  }
}

TEST_CASE("Every short text as the key of a map is judged as its schema says", "[exhaustive]") {
  for (const auto& [base, pointer] : std::vector<std::pair<std::string, std::string>>{
           {"dial-request", "/attributes"},
           {"start-outbound-voice-contact", "/Attributes"},
           {"create-contact", "/Attributes"},
           {"start-outbound-chat-contact", "/Attributes"},
           {"start-task-contact", "/Attributes"}}) {
    SchemaWalk walk(base);
    walk.down(pointer.substr(1));
    walk.to_key();
    const std::string text = changed(base, pointer, json::object({{"<here>", "v"}})).dump();
    const std::size_t at = text.find("\"<here>\"");
    std::string lines;
    std::vector<Text> keys;
    for_each_text([&](const Text& key) {
      keys.push_back(key);
      lines += text.substr(0, at) + as_json(key) + text.substr(at + 8) + '\n';
    });
    LintOptions options;
    options.format = InputFormat::kNdjson;
    options.shape = base;
    std::vector<std::set<std::string>> found(keys.size());
    for (const Located& one : lint(lines, options).findings)
      if (one.finding.path.starts_with(pointer))
        found[one.location.begin.line - 1].insert(std::string(one.finding.rule));
    std::uint64_t wrong = 0;
    for (std::size_t i = 0; i < keys.size(); ++i)
      wrong += plain_rule(found[i]) == expected_rule(walk.here(), keys[i]) ? 0 : 1;
    INFO(base);
    CHECK(wrong == 0);
  }
}

TEST_CASE("Every short text in a dial request has all its findings and no others", "[exhaustive]") {
  std::uint64_t wrong = 0;
  const auto expect = [&](const std::set<std::string>& found, std::set<std::string> rules) {
    wrong += found == rules ? 0 : 1;
  };
  const auto token = [&](const Text& text, std::set<std::string> found) {
    found.erase("token-unique");  // every text but one stands in several requests of the test
    if (!all_of(text, U"01-_a")) return expect(found, {"pattern"});
    expect(found, text.empty() ? std::set<std::string>{"token-empty"} : std::set<std::string>{});
  };
  const auto phone = [&](const Text& text, std::set<std::string> found) {
    if (!all_of(text, U"01-+")) return expect(found, {"pattern"});
    const bool e164 =
        text.size() >= 3 && text[0] == '+' && text[1] == '1' && all_of(text.substr(2), U"01");
    // No number is so short.
    expect(found, {e164 ? "phone-assignable" : "phone-e164"});
  };
  const auto time = [&](const Text&, std::set<std::string> found) {
    expect(found, {"expiration-format"});
  };
  for_each_value({"dial-request", "/clientToken", {}}, token);
  for_each_value({"dial-request", "/phoneNumber", {}}, phone);
  for_each_value({"dial-request", "/expirationTime", {}}, time);
  CHECK(wrong == 0);
}

namespace {

// The rules that find something in the expiry of a request, by the seconds and nanoseconds that it
// lies ahead.
std::vector<std::set<std::string>> judged(const std::vector<Instant>& moments) {
  const Field field{"dial-request", "/expirationTime", {}};
  const auto [before, behind] = cut_at(field.base, field.pointer);
  std::string lines;
  for (const Instant& moment : moments)
    lines += before + '"' + to_rfc3339(moment) + '"' + behind + '\n';
  return found_at(lines, moments.size(), field);
}

}  // namespace

TEST_CASE("Every second about the window is judged as the documents say", "[exhaustive]") {
  std::vector<Instant> moments;
  std::vector<std::set<std::string>> expected;
  for (std::int64_t second = -4000; second <= 5000; ++second) {
    for (const std::int32_t nanos : {0, 1, 1'000'000, 999'999'999}) {
      moments.push_back({kNow.seconds + second, nanos, false});
      const bool early = second < 30;
      const bool late = second > 900 || (second == 900 && nanos > 0);
      std::set<std::string>& rules = expected.emplace_back();
      if (early || late) rules.insert("expiration-window");
      if (!early && second < 120) rules.insert("expiration-margin");
      // More than three digits are not what the example shows.
      if (nanos == 1 || nanos == 999'999'999) rules.insert("expiration-style");
    }
  }
  const auto found = judged(moments);
  std::uint64_t wrong = 0;
  for (std::size_t i = 0; i < moments.size(); ++i) wrong += found[i] == expected[i] ? 0 : 1;
  CHECK(wrong == 0);
}

TEST_CASE("A moment between two seconds is taken as it is", "[exhaustive]") {
  const Field field{"dial-request", "/expirationTime", {}};
  const auto [before, behind] = cut_at(field.base, field.pointer);
  for (const std::int32_t nanos : {0, 1, 500'000'000, 999'999'999}) {
    std::string lines;
    std::vector<std::set<std::string>> expected;
    for (std::int64_t second = 0; second <= 1000; ++second) {
      std::string time = to_rfc3339({kNow.seconds + second, 0, false});
      time.insert(time.size() - 1, ".000");  // in the documented form
      lines += before + '"' + time + '"' + behind + '\n';
      // So many seconds ahead, or up to one less.
      const auto is_less_than = [&](std::int64_t bound) {
        return second < bound || (second == bound && nanos > 0);
      };
      std::set<std::string>& rules = expected.emplace_back();
      if (is_less_than(30) || second > 900) rules.insert("expiration-window");
      if (!is_less_than(30) && is_less_than(120)) rules.insert("expiration-margin");
    }
    INFO(nanos);
    CHECK(found_at(lines, expected.size(), field, {kNow.seconds, nanos, false}) == expected);
  }
}

}  // namespace diallint::test
