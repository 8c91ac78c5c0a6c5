#include "support/fixture.h"

#include <charconv>
#include <sstream>
#include <stdexcept>

#include "base/utf8.h"
#include "support/sent_book.h"

namespace diallint::test {
namespace {

std::uint64_t number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ptr != digits.data() + digits.size()) {
    throw std::runtime_error("not a number in a fixture: " + std::string(digits));
  }
  return value;
}

std::string repeat(std::string_view arguments) {
  const std::size_t colon = arguments.rfind(':');
  std::string text;
  for (std::uint64_t n = number(arguments.substr(colon + 1)); n > 0; --n) {
    text += arguments.substr(0, colon);
  }
  return text;
}

std::string list(std::string_view arguments) {
  const std::size_t bar = arguments.find('|');
  std::string text;
  for (std::uint64_t n = 0; n < number(arguments.substr(0, bar)); ++n) {
    std::string item(arguments.substr(bar + 1));
    for (std::size_t at = 0; (at = item.find("##", at)) != std::string::npos;) {
      item.replace(at, 2, fmt::format("{:02}", n));
    }
    text += (n > 0 ? "," : "") + item;
  }
  return text;
}

std::string bytes(std::string_view hex) {
  std::string text;
  for (std::size_t at = 0; at + 2 <= hex.size(); at += 2) {
    unsigned byte = 0;
    std::from_chars(hex.data() + at, hex.data() + at + 2, byte, 16);
    text += static_cast<char>(byte);
  }
  return text;
}

std::string expand_macros(std::string_view input) {
  std::string out;
  while (!input.empty()) {
    const std::size_t begin = input.find("{{");
    const std::string_view rest = begin == std::string_view::npos ? "" : input.substr(begin + 2);
    const bool is_list = rest.starts_with("list:");
    const std::size_t end = rest.find(is_list ? "|}}" : "}}");
    const bool known = is_list || rest.starts_with("repeat:") || rest.starts_with("bytes:");
    if (!known || end == std::string_view::npos) {
      const std::size_t size = begin == std::string_view::npos ? input.size() : begin + 2;
      out += input.substr(0, size);
      input.remove_prefix(size);
      continue;
    }
    out += input.substr(0, begin);
    const std::size_t colon = rest.find(':');
    const std::string_view arguments = rest.substr(colon + 1, end - colon - 1);
    out += is_list                      ? list(arguments)
           : rest.starts_with("bytes:") ? bytes(arguments)
                                        : repeat(arguments);
    input.remove_prefix(begin + 2 + end + (is_list ? 3 : 2));
  }
  return out;
}

std::vector<std::string> words_of(std::string_view info) {
  std::istringstream in{std::string(info)};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::vector<std::string> parts_of(const std::string& list) {
  std::istringstream in{list};
  std::vector<std::string> parts;
  for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
  return parts;
}

void apply(const std::string& word, LintOptions& options) {
  const auto value = word.substr(std::min(word.size(), word.find('=') + 1));
  if (word == "json") {
    options.format = InputFormat::kJson;
  } else if (word == "ndjson") {
    options.format = InputFormat::kNdjson;
  } else if (word == "csv") {
    options.format = InputFormat::kCsv;
  } else if (word.starts_with("shape=")) {
    options.shape = value;
  } else if (word == "now=none") {
    options.settings.now.reset();
  } else if (word == "sdk-names") {
    options.settings.accept_sdk_names = true;
  } else if (word == "mask-keys") {
    options.settings.mask_keys = true;
  } else if (word == "fiction") {
    options.settings.severity.erase("phone-fictional");
  } else if (word.starts_with("regions=")) {
    options.settings.phone_policy.allowed_regions = parts_of(value);
  } else if (word.starts_with("no-regions=")) {
    options.settings.phone_policy.denied_regions = parts_of(value);
  } else if (word.starts_with("no-types=")) {
    options.settings.phone_policy.denied_types.emplace();
    for (const std::string& type : parts_of(value))
      options.settings.phone_policy.denied_types->push_back(parse_number_type(type).value());
  } else if (word.starts_with("call-limit=")) {
    const std::size_t slash = value.find('/');
    options.settings.phone_policy.call_limit = {number(std::string_view(value).substr(0, slash)),
                                                number(std::string_view(value).substr(slash + 1))};
  } else if (word.starts_with("sent-before=")) {
    // findings_of() sees to it
  } else if (word.starts_with("max-record=")) {
    options.settings.max_record_bytes = number(value);
  } else if (word != "crlf" && word != "bom" && word != "open-end") {
    throw std::runtime_error("a fixture has the unknown option " + word);
  }
}

// Long keys make long pointers: shown as far as anyone reads.
std::string shown_pointer(const std::string& pointer) {
  constexpr std::size_t kShown = 80;
  std::size_t at = 0;
  for (std::size_t n = 0; n < kShown && at < pointer.size(); ++n) next_code_point(pointer, at);
  return pointer.substr(0, at) + (at < pointer.size() ? "…" : "");
}

std::string line_for(const Located& l) {
  const Position& place = l.location.begin;
  return fmt::format("{}:{} {} {} #{}: {}\n", place.line, place.column,
                     to_string(l.finding.severity), l.finding.rule, shown_pointer(l.finding.path),
                     l.finding.message);
}

// Takes the lines of a file one by one and keeps the place.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  bool next(std::string_view& line) {
    if (at_ >= text_.size()) return false;
    begin_ = at_;
    const std::size_t feed = std::min(text_.find('\n', at_), text_.size());
    line = text_.substr(at_, feed - at_);
    at_ = feed + 1;
    return true;
  }
  std::size_t begin() const { return begin_; }
  std::size_t behind() const { return std::min(at_, text_.size()); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
};

}  // namespace

std::string expand(std::string_view info, std::string_view input) {
  std::string text = expand_macros(input);
  const auto words = words_of(info);
  const auto has = [&](const char* word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (has("open-end") && text.ends_with('\n')) text.pop_back();
  if (has("crlf")) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
      text.replace(at, 1, "\r\n");
    }
  }
  return has("bom") ? "\xEF\xBB\xBF" + text : text;
}

std::vector<FixtureCase> read_fixture(std::string_view text) {
  std::vector<FixtureCase> cases;
  Lines lines(text);
  std::string heading;
  for (std::string_view line; lines.next(line);) {
    if (line.starts_with('#')) heading = line;
    if (!line.starts_with("```")) continue;
    const std::string info(line.substr(3));
    const std::size_t begin = lines.behind();
    while (lines.next(line) && line != "```") {
    }
    const std::size_t end = lines.begin();
    std::string body(text.substr(begin, end - begin));
    if (info == "findings") {
      if (cases.empty() || cases.back().findings_begin != 0) {
        throw std::runtime_error("findings without an input: " + heading);
      }
      cases.back().findings = std::move(body);
      cases.back().findings_begin = begin;
      cases.back().findings_end = end;
    } else {
      FixtureCase next;
      next.heading = heading;
      next.info = info;
      next.input = std::move(body);
      if (!cases.empty()) {
        next.sent_info = cases.back().info;
        next.sent_input = cases.back().input;
      }
      cases.push_back(std::move(next));
    }
  }
  for (const FixtureCase& one : cases) {
    if (one.findings_begin == 0) throw std::runtime_error("no findings for: " + one.heading);
  }
  return cases;
}

namespace {

LintOptions options_for(const std::string& info) {
  LintOptions options;
  for (const char* rule : {"campaign-traffic-quota", "outbound-strategy-principal"})
    options.settings.severity.erase(rule);
  for (const std::string& word : words_of(info)) apply(word, options);
  return options;
}

// What was sound in the case before, as it was sent so long before.
SentBook sent_before(const FixtureCase& example) {
  SentBook book;
  for (const std::string& word : words_of(example.info)) {
    if (!word.starts_with("sent-before=")) continue;
    LintOptions options = options_for(example.sent_info);
    options.settings.now->seconds -=
        static_cast<std::int64_t>(number(word.substr(word.find('=') + 1)));
    options.settings.severity["expiration-window"] = Severity::kOff;
    options.settings.history = book.taking();
    lint(expand(example.sent_info, example.sent_input), options);
  }
  return book;
}

}  // namespace

std::string findings_of(const FixtureCase& example) {
  LintOptions options = options_for(example.info);
  SentBook book = sent_before(example);
  if (!book.empty()) options.settings.history = book.answering();
  const LintResult result = lint(expand(example.info, example.input), options);
  std::string text;
  for (const Located& l : result.findings) text += line_for(l);
  return text + result.counts() + "\n";
}

}  // namespace diallint::test
