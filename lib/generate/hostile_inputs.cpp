#include "generate/hostile_inputs.h"

#include <fmt/format.h>

#include <string>

#include "generate/generator_access.h"

namespace diallint {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

struct Fragment {
  const char* name;
  std::string_view bytes;
};

// What stands inside the quotes of a value and is not UTF-8.
constexpr Fragment kBadUtf8[] = {{"lone-continuation", "\x80"sv},
                                 {"two-continuations", "\xBF\x80"sv},
                                 {"overlong-two", "\xC0\xAF"sv},
                                 {"overlong-two-high", "\xC1\xBF"sv},
                                 {"overlong-three", "\xE0\x9F\xBF"sv},
                                 {"overlong-four", "\xF0\x8F\xBF\xBF"sv},
                                 {"overlong-nul", "\xC0\x80"sv},
                                 {"surrogate-high", "\xED\xA0\x80"sv},
                                 {"surrogate-low", "\xED\xBF\xBF"sv},
                                 {"surrogate-pair", "\xED\xA0\xBD\xED\xB8\x80"sv},
                                 {"past-the-last", "\xF4\x90\x80\x80"sv},
                                 {"five-bytes", "\xF8\x88\x80\x80\x80"sv},
                                 {"six-bytes", "\xFC\x84\x80\x80\x80\x80"sv},
                                 {"byte-FE", "\xFE"sv},
                                 {"byte-FF", "\xFF"sv},
                                 {"cut-two", "\xC3"sv},
                                 {"cut-three", "\xE2\x82"sv},
                                 {"cut-four", "\xF0\x9F\x98"sv},
                                 {"latin-1", "caf\xE9 au lait"sv}};

// Escapes that are JSON and stand for no character, or for one that no text may hold.
constexpr Fragment kBadEscapes[] = {{"nul", "\\u0000"sv},
                                    {"high-surrogate", "\\ud83d"sv},
                                    {"low-surrogate", "\\ude00"sv},
                                    {"exchanged-surrogates", "\\ude00\\ud83d"sv},
                                    {"high-and-letter", "\\ud83dA"sv}};

// What stands inside the quotes of a value and is not JSON.
constexpr Fragment kBadStrings[] = {
    {"hexadecimal", "\\x41"sv}, {"short-escape", "\\u12"sv}, {"capital-U", "\\U0041"sv},
    {"octal", "\\101"sv},       {"raw-control", "\x01"sv},   {"raw-tab", "\t"sv},
    {"raw-nul", "\0"sv},        {"raw-line-end", "\n"sv},    {"quote", "\""sv}};

// Whole documents that are no JSON.
constexpr Fragment kBadDocuments[] = {{"bracket", "{"sv},
                                      {"closing-bracket", "}"sv},
                                      {"wrong-bracket", "{]"sv},
                                      {"comma", ","sv},
                                      {"trailing-comma", "{\"clientToken\":\"a\",}"sv},
                                      {"no-colon", "{\"clientToken\" \"a\"}"sv},
                                      {"no-comma", "{\"a\":1 \"b\":2}"sv},
                                      {"single-quotes", "{'clientToken':'a'}"sv},
                                      {"no-quotes", "{clientToken:1}"sv},
                                      {"comment", "/* a request */ {}"sv},
                                      {"hash-comment", "# a request\n{}"sv},
                                      {"NaN", "{\"a\":NaN}"sv},
                                      {"Infinity", "{\"a\":-Infinity}"sv},
                                      {"undefined", "{\"a\":undefined}"sv},
                                      {"leading-zero", "{\"a\":01}"sv},
                                      {"plus-sign", "{\"a\":+1}"sv},
                                      {"bare-point", "{\"a\":.5}"sv},
                                      {"point-at-end", "{\"a\":5.}"sv},
                                      {"hexadecimal", "{\"a\":0x10}"sv},
                                      {"capital-True", "{\"a\":True}"sv},
                                      {"text-behind", "{} {"sv}};

class HostileList {
 public:
  HostileList(const Plan& plan, std::uint64_t seed, const Instant& now) : plan_(plan), now_(now) {
    GeneratorOptions options;
    options.seed = seed;
    options.now = now;
    Generator generator = generator_from(plan, options);
    generator.append(valid_);
    number_ = take(R"("phoneNumber":")");
    token_ = take(R"("clientToken":")");
    time_ = take(R"("expirationTime":")");
  }

  std::vector<PackFile> run() {
    deep();
    huge();
    repeated();
    texts();
    encodings();
    truncated();
    lines();
    return std::move(files_);
  }

 private:
  // The value that stands behind a text of the valid request.
  std::string take(std::string_view before) const {
    const std::size_t at = valid_.find(before) + before.size();
    return valid_.substr(at, valid_.find('"', at) - at);
  }

  // A request that is ASCII and valid but for what stands in one of its attributes.
  std::string with_attribute(std::string_view raw_value) const {
    return with_attributes(fmt::format(R"("name":"{}")", raw_value));
  }
  std::string with_attributes(std::string_view raw) const {
    return fmt::format(
        R"({{"clientToken":"{}","phoneNumber":"{}","expirationTime":"{}","attributes":{{{}}}}})",
        token_, number_, time_, raw);
  }
  // The same with one more member of its own.
  std::string with_member(std::string_view raw) const {
    std::string text = with_attributes("");
    text.insert(text.size() - 1, fmt::format(",{}", raw));
    return text;
  }

  void add(const std::string& name, const char* rule, const char* about, std::string text) {
    PackFile file;
    file.file = name;
    file.shape = "dial-request";
    file.rule = rule;
    file.about = about;
    file.text = std::move(text);
    file.findings = findings_in(plan_, file, now_);
    files_.push_back(std::move(file));
  }

  static std::string nested(std::string_view open, std::string_view close, std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    text += '1';
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
  }

  void deep() {
    for (const std::size_t depth : {100U, 10'000U, 200'000U}) {
      const std::string size = std::to_string(depth);
      add("deep/arrays-" + size + ".json", "input-limit", "arrays nested far too deep",
          with_member("\"a\":" + nested("[", "]", depth)));
      add("deep/objects-" + size + ".json", "input-limit", "objects nested far too deep",
          with_member("\"a\":" + nested("{\"a\":", "}", depth)));
      add("deep/never-closed-" + size + ".json", "input-limit", "arrays that never end",
          with_member("\"a\":" + std::string(depth, '[')));
    }
  }

  void huge() {
    constexpr std::size_t kMillion = 1'000'000;
    add("huge/attribute.json", "length", "a value of a million characters",
        with_attribute(std::string(kMillion, 'x')));
    add("huge/escaped-attribute.json", "length", "the same in escapes", with_attribute([] {
          std::string text;
          for (std::size_t i = 0; i < kMillion / 10; ++i) text += "\\u00e9";
          return text;
        }()));
    add("huge/key.json", "unknown-member", "a member whose name has a hundred thousand characters",
        with_member("\"" + std::string(kMillion / 10, 'k') + "\":1"));
    add("huge/number.json", "unknown-member", "a number of a million digits",
        with_member("\"a\":" + std::string(kMillion, '7')));
    add("huge/exponent.json", "unknown-member", "an exponent past any type of number",
        with_member("\"a\":-1e+" + std::string(400, '9')));
    add("huge/fraction.json", "unknown-member", "a fraction of a million digits",
        with_member("\"a\":0." + std::string(kMillion, '3')));
    add("huge/record.ndjson", "input-limit", "a record of nine mebibytes",
        with_attribute(std::string(std::size_t{9} << 20, 'x')));
    add("huge/white-space.json", "", "a million spaces at the front",
        std::string(kMillion, ' ') + with_attribute("Ann"));
  }

  void repeated() {
    std::string attributes = R"("name":"Ann")";
    for (int i = 0; i < 99; ++i) attributes += R"(,"name":"Ann")";
    add("repeated/attribute-100-times.json", "duplicate-member", "one attribute a hundred times",
        with_attributes(attributes));
    add("repeated/escaped-name.json", "duplicate-member", "the same name, once in escapes",
        with_attributes(R"("name":"Ann","n\u0061me":"Eve")"));
    add("repeated/token.json", "duplicate-member", "two tokens in one request",
        with_member(R"("clientToken":"another")"));
    add("repeated/other-spelling.json", "unknown-member", "the same member in two spellings",
        with_member(R"("client_token":"another")"));
  }

  void texts() {
    for (const auto& [name, bytes] : kBadUtf8) {
      add(fmt::format("utf-8/{}.json", name), "encoding", "bytes that are not UTF-8",
          with_attribute("a"s + std::string(bytes) + "z"));
      add(fmt::format("utf-8/{}-behind.json", name), "json-syntax",
          "the same after the end of the request",
          with_attribute("Ann") + "\n" + std::string(bytes));
    }
    for (const auto& [name, bytes] : kBadEscapes) {
      add(fmt::format("escapes/{}.json", name), "encoding", "an escape that is not a character",
          with_attribute(bytes));
    }
    for (const auto& [name, bytes] : kBadStrings) {
      add(fmt::format("strings/{}.json", name), "json-syntax", "a string that is not valid JSON",
          with_attribute(bytes));
    }
    for (const auto& [name, bytes] : kBadDocuments) {
      add(fmt::format("documents/{}.json", name), "json-syntax",
          "a document that is not valid JSON", std::string(bytes));
    }
    add("documents/empty.json", "no-records", "nothing", "");
    add("documents/white-space.json", "no-records", "white space alone", " \n\t\r\n ");
    add("documents/html.json", "input-format", "a page of the web", "<html></html>");
    add("escapes/sound-pair.json", "", "a surrogate pair in escapes",
        with_attribute("\\uD83D\\uDE00"));
    add("strings/every-escape.json", "", "each escape of JSON that an attribute may have",
        with_attribute(R"(\"\\\/\b\f\t\u0041)"));
  }

  // ASCII in two or four bytes a character.
  static std::string widened(std::string_view ascii, std::size_t width, bool big_end_first) {
    std::string text;
    for (const char c : ascii) {
      std::string unit(width, '\0');
      unit[big_end_first ? width - 1 : 0] = c;
      text += unit;
    }
    return text;
  }

  void encodings() {
    const std::string text = with_attribute("Ann");
    add("encodings/byte-order-mark.json", "", "a byte order mark at the front",
        "\xEF\xBB\xBF" + text);
    add("encodings/two-byte-order-marks.json", "json-syntax", "two byte order marks",
        "\xEF\xBB\xBF\xEF\xBB\xBF" + text);
    add("encodings/utf-16-le.json", "encoding", "UTF-16, little-endian",
        "\xFF\xFE" + widened(text, 2, false));
    add("encodings/utf-16-be.json", "encoding", "UTF-16, big-endian",
        "\xFE\xFF" + widened(text, 2, true));
    add("encodings/utf-32-le.json", "encoding", "UTF-32, little-endian",
        "\xFF\xFE\0\0"s + widened(text, 4, false));
    add("encodings/utf-32-be.json", "encoding", "UTF-32, big-endian",
        "\0\0\xFE\xFF"s + widened(text, 4, true));
  }

  void truncated() {
    const std::string text = with_attribute("Ann Smith");
    for (std::size_t size = 1; size < text.size(); ++size) {
      add(fmt::format("truncated/{:03}.json", size), "json-syntax", "a request that is cut off",
          text.substr(0, size));
    }
  }

  void lines() {
    const std::string text = with_attribute("Ann");
    add("lines/cr-lf.ndjson", "", "lines that end in CR LF", text + "\r\n");
    add("lines/no-end.ndjson", "", "a last line without its end", text);
    add("lines/blank.ndjson", "", "blank lines around", "\n\n" + text + "\n\n");
    add("lines/broken-first.ndjson", "json-syntax", "a broken line before a valid one",
        "{\"clientToken\":\n" + text + "\n");
    add("lines/broken-last.ndjson", "json-syntax", "a broken line after a valid one",
        text + "\n{\"clientToken\":");
    add("lines/not-utf-8.ndjson", "encoding", "a line that is not UTF-8 before a valid one",
        "{\"clientToken\":\"\xFF\"}\n" + text + "\n");
    add("lines/two-on-one.ndjson", "json-syntax", "two requests on one line",
        text + " " + text + "\n");
  }

  const Plan& plan_;
  Instant now_;
  std::string valid_, number_, token_, time_;
  std::vector<PackFile> files_;
};

}  // namespace

std::vector<PackFile> hostile_files(const Plan& plan, std::uint64_t seed, const Instant& now) {
  return HostileList(plan, seed, now).run();
}

}  // namespace diallint
